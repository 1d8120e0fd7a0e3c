"""Twice a year everybody is asked whether what the portal shows of them is right."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from members.models import Organisation, Person
from members.upkeep.enums import Answer
from members.upkeep.models.scopes import ONE_RECORD, ScopedQuerySet
from netzwerk.models import LinkSecret

LAST_DAY = 28  # every month has it


def _day_field(label, default):
    limits = [
        MinValueValidator(1, _("Wählen Sie einen Tag von 1 bis 28.")),
        MaxValueValidator(LAST_DAY, _("Wählen Sie einen Tag von 1 bis 28.")),
    ]
    return models.PositiveSmallIntegerField(label, default=default, validators=limits)


def _month_field(label, default):
    return models.PositiveSmallIntegerField(label, choices=sorted(MONTHS.items()), default=default)


class ConfirmationSettings(models.Model):
    """The one row that says on which two days of the year the question goes out."""

    first_day = _day_field(_("Tag der ersten Runde"), 1)
    first_month = _month_field(_("Monat der ersten Runde"), 3)
    second_day = _day_field(_("Tag der zweiten Runde"), 1)
    second_month = _month_field(_("Monat der zweiten Runde"), 9)
    answer_days = models.PositiveSmallIntegerField(
        _("Tage bis zur Antwort"),
        default=28,
        validators=[
            MinValueValidator(7, _("Geben Sie mindestens 7 Tage Zeit.")),
            MaxValueValidator(90, _("Geben Sie höchstens 90 Tage Zeit.")),
        ],
        help_text=_("Danach steht ein Eintrag in der Liste der überfälligen."),
    )

    class Meta:
        verbose_name = _("Termine der Bestätigung")
        verbose_name_plural = _("Termine der Bestätigung")
        constraints = [
            models.UniqueConstraint(models.Value(1), name="confirmation_settings_only_one"),
            models.CheckConstraint(
                condition=Q(first_day__range=(1, LAST_DAY), second_day__range=(1, LAST_DAY)),
                name="confirmation_day_in_every_month",
                violation_error_message=_("Wählen Sie einen Tag von 1 bis 28."),
            ),
            models.CheckConstraint(
                condition=Q(first_month__range=(1, 12), second_month__range=(1, 12)),
                name="confirmation_month_known",
            ),
            models.CheckConstraint(
                condition=Q(first_month__lt=F("second_month")),
                name="confirmation_rounds_in_order",
                violation_error_message=_("Die zweite Runde muss in einem späteren Monat liegen als die erste."),
            ),
        ]

    def __str__(self):
        return f"{self.first_day}.{self.first_month}., {self.second_day}.{self.second_month}."

    @classmethod
    def current(cls):
        """The saved row, or the default one."""
        return cls.objects.first() or cls()

    def clean(self):
        months = (self.first_month, self.second_month)
        if all(months) and months[0] >= months[1]:
            raise ValidationError(
                {"second_month": _("Die zweite Runde muss in einem späteren Monat liegen als die erste.")}
            )

    def latest_round(self, today):
        """(key, first day) of the round that began last, `today` included; the key stays when its day is changed."""
        return max((begins, key) for key, begins in self._rounds(today) if begins <= today)[::-1]

    def next_start(self, today):
        """The day the next round begins."""
        return min(begins for _key, begins in self._rounds(today) if begins > today)

    def _rounds(self, today):
        for year in (today.year - 1, today.year, today.year + 1):
            yield f"{year}-1", date(year, self.first_month, self.first_day)
            yield f"{year}-2", date(year, self.second_month, self.second_day)


class ConfirmationQuerySet(ScopedQuerySet):
    def unanswered(self):
        return self.filter(answered_at=None)

    def overdue(self, on=None):
        """Not answered although their day is over on `on` (today)."""
        return self.unanswered().filter(due_on__lt=on or timezone.localdate())


class Confirmation(LinkSecret):
    """One record's turn in one round ("2026-2"): asked, perhaps asked again, answered or not."""

    round = models.CharField(_("Runde"), max_length=6)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, related_name="confirmations", verbose_name=_("Einrichtung")
    )
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, related_name="confirmations", verbose_name=_("Person")
    )
    asked_at = models.DateTimeField(_("Zuletzt gefragt"), default=timezone.now)
    times_sent = models.PositiveSmallIntegerField(_("Gesendet"), default=0)
    due_on = models.DateField(_("Antwort bis"))
    answer = models.CharField(_("Antwort"), max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(_("Beantwortet am"), null=True)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("Bitte um Bestätigung")
        verbose_name_plural = _("Bitten um Bestätigung")
        constraints = [
            models.CheckConstraint(condition=ONE_RECORD, name="confirmation_of_one_record"),
            models.UniqueConstraint(fields=["organisation", "round"], name="confirmation_once_a_round_organisation"),
            models.UniqueConstraint(fields=["person", "round"], name="confirmation_once_a_round_person"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | Q(answer__in=Answer.values, answered_at__isnull=False),
                name="confirmation_answer_has_moment",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(answered_at=None), name="confirmation_open_by_day")]

    def __str__(self):
        return f"{self.record} ({self.round})"

    @property
    def record(self):
        """The organisation or the person it is about."""
        return self.organisation or self.person

    @property
    def is_overdue(self):
        return self.answered_at is None and self.due_on < timezone.localdate()

    @property
    def tone(self):
        """Colour of the badge that says the state in a word."""
        if self.answer:
            return "warning" if self.answer == Answer.CORRECTED else "success"
        return "danger" if self.is_overdue else "info"

    @property
    def mail_key(self):
        """The outbox's name of the last mail."""
        kind = "organisation" if self.organisation_id else "person"
        return f"upkeep:{self.round}:{kind}:{self.organisation_id or self.person_id}:{self.times_sent}"

    @property
    def reminder_key(self):
        """Under which one is reminded of the last mail; asked again, reminders begin anew."""
        return f"{self.pk}:{self.times_sent}"

    def ask(self, *, due_on):
        """Counts another mail; the links of earlier ones end."""
        self.times_sent, self.asked_at, self.due_on = self.times_sent + 1, timezone.now(), due_on
        self.renew_secret()
        self.save(update_fields=["times_sent", "asked_at", "due_on"])

    def settle(self, answer):
        """Somebody answered; the link has done its work."""
        self.answer, self.answered_at = answer, timezone.now()
        self.save(update_fields=["answer", "answered_at"])
