"""Reminds those who hold a guarded role and have no second factor yet."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.accounts.second_factor import FACTORS
from members.models import RoleAssignment
from members.permissions import SECOND_FACTOR_ROLES
from netzwerk.mail import absolute_url
from netzwerk.reminders import Due, Relation, Rule, To, register_reminder

KIND = "second-factor"


def register():
    register_reminder(
        KIND,
        _("Erinnerung an den zweiten Faktor"),
        rules=[
            Rule("first", Relation.AFTER, days=3, anchor=_("der Vergabe der Rolle")),
            Rule("second", Relation.AFTER, days=10, anchor=_("der Vergabe der Rolle")),
        ],
        due=roles_without_second_factor,
        is_duty=True,
    )


def roles_without_second_factor(now, rule):
    """Guarded roles of active users without a second factor; each user once, for the role given first. Personal."""
    starts, ends = rule.moments_due(now)
    roles = RoleAssignment.objects.filter(
        role__in=SECOND_FACTOR_ROLES, user__is_active=True, given_at__gte=starts, given_at__lt=ends
    ).exclude(user__authenticator__type__in=FACTORS)
    reminded = set()
    for role in roles.select_related("user").order_by("given_at", "pk"):
        if role.user_id not in reminded:
            reminded.add(role.user_id)
            yield Due(
                key=f"{role.user_id}:{role.given_at:%Y-%m-%d}",
                recipients=[To(role.user.email, role.user_id)],
                template="members/email/second_factor_reminder",
                context={"user": role.user, "role": role, "link": absolute_url(reverse("accounts:access"))},
            )
