"""Courses that have to be refreshed: what is due for a person, in an organisation, and who is reminded."""

from datetime import time, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.permissions import administered_organisation_ids
from netzwerk.hours import wall_moment
from netzwerk.mail import absolute_url
from netzwerk.reminders import Due, Relation, Rule, To, register_reminder
from trainings.certificates.actions import REFRESHER
from trainings.models import Certificate, Registration

SHOWN_AHEAD = timedelta(days=180)
ANCHOR = _("dem Ablauf")


def register():
    """Tells the reminders what there is to remind of."""
    register_reminder(
        REFRESHER,
        _("Fortbildungen: Auffrischung fällig"),
        rules=[
            Rule("quarter", Relation.BEFORE, days=90, anchor=ANCHOR),
            Rule("month", Relation.BEFORE, days=30, anchor=ANCHOR),
        ],
        due=refreshers_due,
    )


def refreshers_due(now, rule):
    """Certificates that end soon and were not refreshed; one query."""
    first, last = rule.days_due(now)
    found = Certificate.objects.to_refresh().filter(refresh_on__range=(first, last))
    for each in found.exclude(registration__email="").select_related("registration", "event__course_kind"):
        yield Due(
            key=str(each.pk),
            recipients=[To(each.registration.email, each.registration.user_id)],
            template="trainings/email/refresher",
            context={
                "certificate": each,
                "registration": each.registration,
                "offers_url": absolute_url(reverse("trainings:event-list")),
            },
            not_after=wall_moment(each.refresh_on + timedelta(days=1), time.min),
        )


def own_certificates(user):
    """Valid ones of `user`, the newest first; each knows whether it `is_to_refresh`."""
    own = Registration.objects.of_user(user).present().values("pk")
    rows = Certificate.objects.valid().filter(registration__in=own).select_related("event__course_kind")
    return rows.order_by("-ends_on", "-pk")


def due_in_organisations(user, today=None):
    """Those of colleagues in the organisations `user` administers that are over or end within half a year."""
    today = today or timezone.localdate()
    houses = administered_organisation_ids(user)
    if not houses:
        return Certificate.objects.none()
    due = Certificate.objects.to_refresh().filter(registration__organisation__in=houses)
    rows = due.filter(refresh_on__lte=today + SHOWN_AHEAD)
    rows = rows.select_related("registration__organisation", "event__course_kind")
    return rows.order_by("refresh_on", F("registration__last_name"), "pk")
