"""What trainings are about, and which of them have to be refreshed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from netzwerk.pagecache import PublicContent


class Topic(PublicContent):
    """A topic of trainings; `is_mandate` marks those of the Schutzauftrag (§ 9 Abs. 5 Landeskinderschutzgesetz NRW)."""

    name = models.CharField(
        _("Thema"), max_length=80, unique=True, error_messages={"unique": _("Dieses Thema gibt es schon.")}
    )
    is_mandate = models.BooleanField(
        _("Gehört zum Schutzauftrag"),
        default=False,
        help_text=_("Nur Veranstaltungen mit einem solchen Thema zählen nach § 9 Abs. 5."),
    )
    is_active = models.BooleanField(_("In Gebrauch"), default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("Thema")
        verbose_name_plural = _("Themen")

    def __str__(self):
        return self.name


class CourseKind(models.Model):
    """A kind of course that is held again and again; its certificates may have to be refreshed."""

    name = models.CharField(
        _("Kursart"), max_length=120, unique=True, error_messages={"unique": _("Diese Kursart gibt es schon.")}
    )
    refresher_months = models.PositiveSmallIntegerField(
        _("Auffrischung nach Monaten"), null=True, blank=True, help_text=_("Leer: keine Auffrischung nötig.")
    )
    is_active = models.BooleanField(_("In Gebrauch"), default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("Kursart")
        verbose_name_plural = _("Kursarten")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(refresher_months=None) | models.Q(refresher_months__gte=1),
                name="course_kind_refresher_positive",
                violation_error_message=_("Geben Sie mindestens einen Monat an."),
            )
        ]

    def __str__(self):
        return self.name
