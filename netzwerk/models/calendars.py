"""Dates as calendars know them, and the addresses under which somebody subscribes to their own."""

import uuid
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from netzwerk.models.mail import LinkSecret, new_secret

PAST_SHOWN = timedelta(days=90)
CANCELLED_SHOWN = timedelta(days=30)
# A change of these concerns everybody who has the date in a calendar; the rest is only for whoever looks again.
MATTERS = ("starts_at", "ends_at", "summary", "location")


def new_uid():
    """Ours alone in the whole world, and telling nothing of the thing."""
    return f"{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}"


class CalendarItemQuerySet(models.QuerySet):
    def of_kind(self, kind):
        """Those whose key begins with `kind`: "meeting" finds "meeting:17"."""
        return self.filter(key__startswith=f"{kind}:")

    def for_scopes(self, scopes):
        """Those meant for one of `scopes` (see netzwerk.calendars.scopes)."""
        return self.filter(scopes__overlap=sorted(scopes))

    def shown(self, now=None):
        """What a feed shows: the last 90 days and all that comes; what is cancelled stays 30 days, marked as such."""
        now = now or timezone.now()
        return self.filter(
            Q(status=CalendarItem.Status.CONFIRMED) | Q(cancelled_at__gt=now - CANCELLED_SHOWN),
            ends_at__gt=now - PAST_SHOWN,
        )

    def upcoming(self, now=None):
        """Of what is shown that which is not over yet."""
        now = now or timezone.now()
        return self.shown(now).filter(ends_at__gt=now)


class CalendarItem(models.Model):
    """One date (RFC 5545, VEVENT). `key` names its cause ("meeting:17"); the row outlives it, so `uid` never changes.

    It ends long after the date does (CALENDAR_DAYS).

    `scopes` say whom it is for: "public", "members", "body:3", "person:17". Written by netzwerk.calendars.actions only.
    """

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("findet statt")
        CANCELLED = "cancelled", _("abgesagt")

    key = models.CharField(max_length=80, unique=True)
    uid = models.CharField(max_length=255, unique=True, default=new_uid, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    status = models.CharField(_("Stand"), max_length=10, choices=Status.choices, default=Status.CONFIRMED)
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"))
    summary = models.CharField(_("Titel"), max_length=200)
    location = models.CharField(_("Ort"), max_length=300, blank=True)
    description = models.TextField(_("Beschreibung"), blank=True)
    url = models.URLField(_("Seite im Portal"), max_length=500, blank=True)
    organizer_name = models.CharField(_("Lädt ein"), max_length=120, blank=True)
    organizer_email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    scopes = ArrayField(models.CharField(max_length=60), default=list)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True)

    moved_from = None  # not stored: where the date lay before the latest `change`

    objects = CalendarItemQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("Termin")
        verbose_name_plural = _("Termine")
        constraints = [
            models.CheckConstraint(
                name="calendar_item_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("Das Ende muss nach dem Beginn liegen."),
            ),
            models.CheckConstraint(
                name="calendar_item_cancelled_has_moment",
                condition=Q(status="cancelled", cancelled_at__isnull=False) | Q(status="confirmed", cancelled_at=None),
            ),
        ]
        indexes = [
            GinIndex(fields=["scopes"], name="calendar_item_scopes"),
            models.Index(fields=["ends_at"], name="calendar_item_ends"),
        ]

    def __str__(self):
        return self.summary

    @property
    def is_cancelled(self):
        return self.status == self.Status.CANCELLED

    @property
    def is_public(self):
        return "public" in self.scopes

    def change(self, values):
        """Takes over `values`; returns "" (nothing new), "changed" or, where it concerns every calendar, "moved".

        A cancelled one takes place again.
        """
        differing = [name for name, value in values.items() if getattr(self, name) != value]
        if not differing and not self.is_cancelled:
            return ""
        is_moved = self.is_cancelled or any(name in MATTERS for name in differing)
        self.moved_from = self.starts_at
        for name in differing:
            setattr(self, name, values[name])
        self.status, self.cancelled_at = self.Status.CONFIRMED, None
        self._save_change(*differing, "status", "cancelled_at", sequence=is_moved)
        return "moved" if is_moved else "changed"

    def cancel(self):
        """Stays in calendars, marked as cancelled; returns False where it was already."""
        if self.is_cancelled:
            return False
        self.status, self.cancelled_at = self.Status.CANCELLED, timezone.now()
        self._save_change("status", "cancelled_at", sequence=True)
        return True

    def _save_change(self, *fields, sequence):
        self.sequence += int(sequence)
        self.changed_at = timezone.now()
        self.save(update_fields=[*fields, "sequence", "changed_at"])


class CalendarFeed(LinkSecret):
    """The secret address of somebody's own feed; whoever knows it reads along, so it can be renewed."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed")
    secret = models.CharField(max_length=32, unique=True, default=new_secret, editable=False)
    renewed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Kalenderadresse")
        verbose_name_plural = _("Kalenderadressen")

    def __str__(self):
        return f"Kalenderadresse {self.pk}"

    def renew_secret(self):
        """The old address leads nowhere from now on."""
        self.renewed_at = timezone.now()
        self.save(update_fields=["renewed_at"])
        super().renew_secret()
