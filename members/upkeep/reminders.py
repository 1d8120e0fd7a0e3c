"""Reminds those who were asked whether their data are right and have not answered."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import MembershipKind
from members.models import Membership
from members.recipients import recipients_of
from members.upkeep.actions.asking import LINK_DAYS, PURPOSE, REMINDER
from members.upkeep.models import Confirmation
from netzwerk.reminders import Due, Relation, Rule, To, register_reminder
from netzwerk.signed_links import make_link


def register():
    register_reminder(
        REMINDER,
        _("Erinnerung an die Bestätigung der Angaben"),
        rules=[
            Rule("last-days", Relation.BEFORE, days=7, anchor=_("Ablauf der Frist")),
            Rule("overdue", Relation.OVERDUE, days=3, anchor=_("Ablauf der Frist")),
        ],
        due=unanswered_confirmations,
    )


def unanswered_confirmations(now, rule):
    """Questions that went out and have no answer, of organisations that still take part; five queries at most."""
    first, last = rule.days_due(now)
    confirmations = Confirmation.objects.unanswered().filter(
        Q(organisation=None) | Q(organisation__closed_on=None), times_sent__gt=0, due_on__range=(first, last)
    )
    confirmations = list(confirmations.select_related("organisation", "person").order_by("pk"))
    without_mailbox = [row.organisation_id for row in confirmations if row.organisation and not row.record.email]
    holders = _holders(without_mailbox, on=timezone.localdate(now))
    for confirmation in confirmations:
        to = _address_of(confirmation, holders)
        if to:
            link = make_link(PURPOSE, confirmation, days=LINK_DAYS, view_name="upkeep:confirmation")
            yield Due(
                key=confirmation.reminder_key,
                recipients=[to],
                template="upkeep/email/confirmation_reminder",
                context={"confirmation": confirmation, "link": link},
            )


def _address_of(confirmation, holders):
    record = confirmation.record
    if record.email:
        return To(record.email, getattr(record, "user_id", None))
    return holders.get(confirmation.organisation_id)


def _holders(organisations, *, on):
    """{organisation: To} of its first holder in reach, or the deputy of one who is absent."""
    if not organisations:
        return {}
    seats = Membership.objects.current(on).filter(organisation__in=organisations, kind=MembershipKind.HOLDER)
    receivers = {}
    for recipient in recipients_of(seats, on=on):
        receivers.setdefault(recipient.for_person.pk, To(recipient.email, recipient.person.user_id))
    found = {}
    for person, organisation in seats.values_list("person", "organisation"):
        if person in receivers:
            found.setdefault(organisation, receivers[person])
    return found
