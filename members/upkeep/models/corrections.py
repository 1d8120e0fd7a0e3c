"""Corrections proposed by anybody: which field, what stood there, what should."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Membership, Organisation, Person
from members.upkeep.enums import DeclineReason, Reason, Source, State
from members.upkeep.models.scopes import ONE_RECORD, ScopedQuerySet

LEFT = "left"  # the field name of „nicht mehr bei uns“, said of a seat


class CorrectionQuerySet(ScopedQuerySet):
    def open(self):
        return self.filter(state=State.OPEN)

    def decided_before(self, moment):
        return self.filter(decided_at__lt=moment)


class Correction(models.Model):
    """A proposed correction of one record; the reply address goes once the answer is on its way."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, related_name="corrections", verbose_name=_("Einrichtung")
    )
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="corrections", verbose_name=_("Person"))
    source = models.CharField(_("Herkunft"), max_length=12, choices=Source.choices)
    reason = models.CharField(_("Anlass"), max_length=10, choices=Reason.choices)
    reply_email = models.EmailField(_("E-Mail-Adresse für die Antwort"), blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(_("Vorgeschlagen am"), default=timezone.now)
    state = models.CharField(_("Stand"), max_length=10, choices=State.choices, default=State.OPEN)
    decline_reason = models.CharField(_("Ablehnung"), max_length=16, choices=DeclineReason.choices, blank=True)
    decided_at = models.DateTimeField(_("Entschieden am"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("Korrektur")
        verbose_name_plural = _("Korrekturen")
        constraints = [
            models.CheckConstraint(condition=ONE_RECORD, name="correction_of_one_record"),
            models.CheckConstraint(
                condition=Q(state=State.OPEN, decided_at=None)
                | Q(state__in=(State.APPLIED, State.DECLINED), decided_at__isnull=False, reply_email=""),
                name="correction_decided_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DECLINED, decline_reason__in=DeclineReason.values)
                | (~Q(state=State.DECLINED) & Q(decline_reason="")),
                name="correction_declined_says_why",
            ),
        ]
        indexes = [models.Index(fields=["state", "-proposed_at"], name="correction_by_state")]

    def __str__(self):
        return f"{self.record} ({self.proposed_at:%d.%m.%Y})"

    def get_absolute_url(self):
        return reverse("upkeep:correction-detail", args=[self.pk])

    @property
    def record(self):
        """The organisation or the person it is about."""
        return self.organisation or self.person

    @property
    def is_open(self):
        return self.state == State.OPEN

    @property
    def tone(self):
        """Colour of the badge that says the state in a word."""
        return {State.APPLIED: "success", State.DECLINED: "warning"}.get(self.state, "info")

    def decide(self, state, *, by, decline_reason=""):
        """Ends it; the reply address is forgotten."""
        self.state, self.decline_reason, self.reply_email = state, decline_reason, ""
        self.decided_at, self.decided_by = timezone.now(), by
        self.save(update_fields=["state", "decline_reason", "reply_email", "decided_at", "decided_by"])


class CorrectionChange(models.Model):
    """One field of a correction; with `membership` it is a field of that seat (its function, or that it has ended)."""

    correction = models.ForeignKey(Correction, models.CASCADE, related_name="changes")
    membership = models.ForeignKey(Membership, models.CASCADE, null=True, related_name="+")
    field = models.CharField(_("Feld"), max_length=20)
    old_value = models.CharField(_("Bisher"), max_length=400, blank=True)
    new_value = models.CharField(_("Neu"), max_length=400, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Änderung einer Korrektur")
        verbose_name_plural = _("Änderungen einer Korrektur")
        constraints = [
            models.UniqueConstraint(
                fields=["correction", "membership", "field"], nulls_distinct=False, name="correction_field_once"
            )
        ]

    def __str__(self):
        return self.field

    @property
    def is_leaving(self):
        """Whether it says that somebody has left; that takes a decision about the seat, not a click."""
        return self.field == LEFT
