"""What participants take home, and what stays when their names are gone."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from members.models import ActorCategory
from trainings.models.events import TrainingEvent
from trainings.models.registrations import READABLE, Registration

CODE_LENGTH = 16


def new_certificate_code():
    """Cannot be guessed: 31 letters and digits to the power of 16."""
    return get_random_string(CODE_LENGTH, READABLE)


class Certificate(models.Model):
    """Proof that somebody was present (Teilnahmebescheinigung); what it says is frozen when it is issued.

    It holds no name: that comes from the registration while it exists, or from the holder who enters it. `name_hash`
    lets the check page say whether an entered name is the right one.
    """

    registration = models.OneToOneField(Registration, models.SET_NULL, null=True, related_name="certificate")
    event = models.ForeignKey(TrainingEvent, models.PROTECT, related_name="certificates")
    code = models.CharField(_("Nummer"), max_length=CODE_LENGTH, unique=True, default=new_certificate_code)
    title = models.CharField(_("Veranstaltung"), max_length=160)
    starts_on = models.DateField(_("Erster Tag"))
    ends_on = models.DateField(_("Letzter Tag"))
    minutes = models.PositiveSmallIntegerField(_("Dauer in Minuten"))
    contents = models.TextField(_("Inhalte"), blank=True)
    name_hash = models.CharField(max_length=128, blank=True, editable=False)
    refresh_on = models.DateField(_("Aufzufrischen bis"), null=True, blank=True)
    issued_at = models.DateTimeField(_("Ausgestellt am"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("Zurückgezogen am"), null=True, editable=False)

    class Meta:
        ordering = ["-issued_at", "-pk"]
        verbose_name = _("Teilnahmebescheinigung")
        verbose_name_plural = _("Teilnahmebescheinigungen")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="certificate_ends_after_start")
        ]
        indexes = [models.Index(fields=["refresh_on"], name="certificate_by_refresh")]

    def __str__(self):
        return self.code

    @property
    def is_valid(self):
        return self.withdrawn_at is None


class AttendanceCount(models.Model):
    """How many of an actor group were present: stays in the yearly figures when the names are deleted."""

    event = models.ForeignKey(TrainingEvent, models.CASCADE, related_name="attendance_counts")
    actor_category = models.ForeignKey(ActorCategory, models.PROTECT, related_name="+")
    present = models.PositiveIntegerField(_("Anwesend"))
    absent = models.PositiveIntegerField(_("Nicht erschienen"), default=0)

    class Meta:
        ordering = ["actor_category__sort"]
        verbose_name = _("Teilnahmezahl")
        verbose_name_plural = _("Teilnahmezahlen")
        constraints = [
            models.UniqueConstraint(fields=["event", "actor_category"], name="attendance_count_once_a_group")
        ]

    def __str__(self):
        return f"{self.actor_category.short_title}: {self.present}"
