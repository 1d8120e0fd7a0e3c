"""When contact points do not answer."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from netzwerk.models import YouthWelfareOffice
from netzwerk.pagecache import PublicContent
from reporting_paths.contacts.models.points import ContactPoint


class ClosureQuerySet(PublicContent.QuerySet):
    def ahead(self):
        """Those not over yet: running, to come, or every year."""
        return self.filter(Q(is_yearly=True) | Q(ends_on__gte=timezone.localdate()))


class Closure(PublicContent):
    """Days without answer, both ends included: for one contact, one Jugendamt or, without either, everybody by day.

    A yearly closure counts month and day only; its end may lie in the year after its start.
    Contacts that are always open know no closures.
    """

    contact = models.ForeignKey(ContactPoint, models.CASCADE, null=True, blank=True, related_name="closures")
    youth_welfare_office = models.ForeignKey(
        YouthWelfareOffice, models.CASCADE, null=True, blank=True, related_name="closures"
    )
    starts_on = models.DateField(_("Von"))
    ends_on = models.DateField(_("Bis einschließlich"))
    is_yearly = models.BooleanField(_("Jedes Jahr"), default=False)
    reason = models.CharField(_("Grund"), max_length=120)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        verbose_name = _("Schließzeit")
        verbose_name_plural = _("Schließzeiten")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="closure_ends_after_start",
                violation_error_message=_("Das Ende darf nicht vor dem Beginn liegen."),
            ),
            models.CheckConstraint(
                condition=Q(contact=None) | Q(youth_welfare_office=None), name="closure_contact_or_office"
            ),
            models.CheckConstraint(
                condition=Q(is_yearly=False) | Q(ends_on__lt=F("starts_on") + timedelta(days=365)),
                name="closure_yearly_under_a_year",
            ),
        ]

    def __str__(self):
        return f"{self.reason} {self.starts_on} – {self.ends_on}"

    def covers(self, day):
        """Whether `day` (a local date) is closed."""
        if not self.is_yearly:
            return self.starts_on <= day <= self.ends_on
        turns = self.ends_on.year - self.starts_on.year
        return any(
            in_year(self.starts_on, year) <= day <= in_year(self.ends_on, year + turns)
            for year in (day.year - turns, day.year)
        )

    @property
    def text(self):
        """„24. Dezember bis 1. Januar: Betriebsferien“, with years where it is not yearly."""
        form = "j. F" if self.is_yearly else "j. F Y"
        days = date_format(self.starts_on, form)
        if self.ends_on != self.starts_on:
            days = _("{first} bis {last}").format(first=days, last=date_format(self.ends_on, form))
        return f"{days}: {self.reason}"


def in_year(day, year):
    """`day` moved to `year`; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
