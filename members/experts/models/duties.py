"""Who of the experts has duty for a Jugendamt, and when."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.experts.models.profiles import ExpertProfile
from netzwerk.models import YouthWelfareOffice


class DutyOverlaps(Exception):
    """Somebody else has duty for the same Jugendamt on one of the days; `duty` is theirs."""

    def __init__(self, duty):
        self.duty = duty
        super().__init__()


class ExpertDutyQuerySet(models.QuerySet):
    def touching(self, first, last):
        """Those with a day from `first` to `last`, both included."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)

    def on_day(self, day):
        return self.touching(day, day)

    def upcoming(self):
        """Running ones and those ahead."""
        return self.filter(ends_on__gte=timezone.localdate())


class ExpertDuty(models.Model):
    """Days on which requests for advice go to one expert; both ends count.

    That a Jugendamt never has two at once is held by `expert_duty_no_overlap` (SQL in the first migration).
    """

    expert = models.ForeignKey(ExpertProfile, models.CASCADE, related_name="duties", verbose_name=_("Fachkraft"))
    youth_welfare_office = models.ForeignKey(
        YouthWelfareOffice, models.CASCADE, related_name="expert_duties", verbose_name=_("Jugendamt")
    )
    starts_on = models.DateField(_("Erster Tag"))
    ends_on = models.DateField(_("Letzter Tag"))

    objects = ExpertDutyQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = _("Dienst")
        verbose_name_plural = _("Dienste")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="expert_duty_ends_after_start",
                violation_error_message=_("Der letzte Tag liegt vor dem ersten."),
            )
        ]

    def __str__(self):
        return f"{self.starts_on:%d.%m.%Y} – {self.ends_on:%d.%m.%Y}"

    def refuse_overlap(self):
        """Raises DutyOverlaps; asked under the Jugendamt's lock."""
        others = ExpertDuty.objects.filter(youth_welfare_office=self.youth_welfare_office_id).exclude(pk=self.pk)
        found = others.touching(self.starts_on, self.ends_on).select_related("expert__person").first()
        if found is not None:
            raise DutyOverlaps(found)
