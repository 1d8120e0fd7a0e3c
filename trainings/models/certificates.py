"""What participants take home, and what stays when their names are gone."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.models import ActorCategory
from trainings.models.events import TrainingEvent
from trainings.models.registrations import READABLE, Registration

CODE_LENGTH = 16


def new_certificate_code():
    """Cannot be guessed: 31 letters and digits to the power of 16."""
    return get_random_string(CODE_LENGTH, READABLE)


def duration_text(minutes):
    """„1 Stunde“, „3 Stunden 30 Minuten“."""
    hours, rest = divmod(minutes, 60)
    parts = [ngettext("%(n)d Stunde", "%(n)d Stunden", hours) % {"n": hours}] if hours else []
    if rest or not hours:
        parts.append(ngettext("%(n)d Minute", "%(n)d Minuten", rest) % {"n": rest})
    return " ".join(parts)


class CertificateQuerySet(models.QuerySet):
    def valid(self):
        """Those not withdrawn."""
        return self.filter(withdrawn_at=None)

    def named(self):
        """Those whose holder is still known."""
        return self.filter(registration__isnull=False)

    def to_refresh(self):
        """Valid ones that end, without those whose holder has been to a later course of the same kind."""
        later = Certificate.objects.valid().filter(
            event__course_kind=OuterRef("event__course_kind"), ends_on__gt=OuterRef("ends_on")
        )
        same = Q(registration__person=OuterRef("registration__person")) | Q(
            ~Q(registration__email=""), registration__email=OuterRef("registration__email")
        )
        return self.valid().named().exclude(refresh_on=None).exclude(Exists(later.filter(same)))


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

    objects = CertificateQuerySet.as_manager()

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

    def get_absolute_url(self):
        return reverse("trainings:certificate-check", args=[self.code])

    @property
    def is_valid(self):
        return self.withdrawn_at is None

    @property
    def number(self):
        """The code in groups, as people read and type it."""
        return " ".join(self.code[start : start + 4] for start in range(0, len(self.code), 4))

    @property
    def duration(self):
        """„3 Stunden 30 Minuten“."""
        return duration_text(self.minutes)


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
