"""Reminds people who have not accepted their invitation."""

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.invitations.actions import PURPOSE, REMINDER
from members.models import Invitation, Membership
from netzwerk.reminders import Due, Relation, Rule, To, register_reminder
from netzwerk.signed_links import make_link


def register():
    register_reminder(
        REMINDER,
        _("Erinnerung an die Einladung"),
        rules=[Rule("week", Relation.AFTER, days=7, anchor=_("dem Versand der Einladung"))],
        due=unaccepted_invitations,
        is_secret=True,
        is_before_access=True,
    )


def unaccepted_invitations(now, rule):
    """Open invitations of people who still hold a seat or never held one; the link is good as long as the first one.

    It is personal: nobody gets it in their place.
    """
    starts, ends = rule.moments_due(now)
    seats = Membership.objects.filter(person=OuterRef("person"))
    invitations = Invitation.objects.open().filter(
        Exists(seats.current(timezone.localdate(now))) | ~Exists(seats),
        sent_at__gte=starts,
        sent_at__lt=ends,
        expires_at__gt=now,
    )
    for invitation in invitations.select_related("person").order_by("pk"):
        days = (invitation.expires_at - now).total_seconds() / 86_400
        yield Due(
            key=invitation.reminder_key,
            recipients=[To(invitation.email)],
            template="members/email/invitation_reminder",
            context={
                "invitation": invitation,
                "person": invitation.person,
                "link": make_link(PURPOSE, invitation, days=days, view_name="members:invitation-accept"),
            },
            not_after=invitation.expires_at,
        )
