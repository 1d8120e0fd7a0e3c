"""Requests for advice (§ 8b Abs. 1 SGB VIII, § 4 Abs. 2 KKG): a number to call back and when, nothing else.

A row is deleted with the confirmation of the callback, at the latest after KEPT_DAYS. It has no room for a case.
"""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.experts.enums import Profession, Route
from members.experts.models.profiles import ExpertProfile
from netzwerk.hours import clock
from netzwerk.models import LinkSecret, Municipality

KEPT_DAYS = 14
KEPT = timedelta(days=KEPT_DAYS, hours=-1)  # the task that deletes comes every quarter of an hour
CALLBACK = r"^\+?[0-9][0-9 /-]*$"


class NobodyToAsk(Exception):
    """For this town nobody can be written to: neither an expert nor an advice centre with a mail address."""


class AdviceGone(Exception):
    """The request is confirmed already, or was deleted."""


class AdviceRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those that went to `user` as an expert."""
        return self.filter(experts__person__user=user).distinct()

    def outdated(self):
        """Those kept as long as they may be."""
        return self.filter(created_at__lte=timezone.now() - KEPT)

    def forgotten(self):
        """Those whose time for the callback is over and nobody was reminded of."""
        return self.filter(window_ends_at__lte=timezone.now(), reminded_at=None)


class AdviceRequest(LinkSecret):
    """A professional waits for a callback; `token` is the form's, so that a form sent twice is one request."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+", verbose_name=_("Ort"))
    profession = models.CharField(_("Beruf"), max_length=16, choices=Profession.choices)
    phone = models.CharField(_("Rückrufnummer"), max_length=40)
    window_starts_at = models.DateTimeField(_("Rückruf ab"))
    window_ends_at = models.DateTimeField(_("Rückruf bis"))
    route = models.CharField(max_length=8, choices=Route.choices)
    experts = models.ManyToManyField(ExpertProfile, related_name="advice_requests")
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    reminded_at = models.DateTimeField(null=True)

    objects = AdviceRequestQuerySet.as_manager()

    class Meta:
        ordering = ["window_starts_at", "pk"]
        verbose_name = _("Anfrage nach Beratung")
        verbose_name_plural = _("Anfragen nach Beratung")
        constraints = [
            models.CheckConstraint(
                condition=Q(window_ends_at__gt=F("window_starts_at")), name="advice_window_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(profession__in=Profession.values), name="advice_profession_known"),
            models.CheckConstraint(condition=Q(route__in=Route.values), name="advice_route_known"),
            models.CheckConstraint(condition=Q(phone__regex=CALLBACK), name="advice_phone_is_a_number"),
        ]

    def __str__(self):
        return f"Anfrage {self.pk}"

    @property
    def window_text(self):
        """„Montag, 30. November, 9 bis 12 Uhr“."""
        starts, ends = (timezone.localtime(moment) for moment in (self.window_starts_at, self.window_ends_at))
        return gettext("{day}, {starts} bis {ends} Uhr").format(
            day=date_format(starts, "l, j. F"), starts=clock(starts), ends=clock(ends)
        )

    @property
    def deleted_on(self):
        """The day on which it is deleted at the latest."""
        return timezone.localdate(self.created_at + timedelta(days=KEPT_DAYS))

    @property
    def is_overdue(self):
        return self.window_ends_at <= timezone.now()

    def mark_reminded(self):
        """One reminder is enough."""
        self.reminded_at = timezone.now()
        self.save(update_fields=["reminded_at"])
