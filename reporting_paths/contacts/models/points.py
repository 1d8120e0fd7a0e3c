"""Contact points: who is called, by whom, and who answers instead."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from netzwerk.models import Municipality, YouthWelfareOffice
from netzwerk.pagecache import PublicContent
from reporting_paths.contacts.enums import Kind
from reporting_paths.contacts.wording import hours_rows, hours_sentence

POLICE = "110"


class ContactPointQuerySet(PublicContent.QuerySet):
    def of_kind(self, kind):
        return self.filter(kind=kind)

    def with_hours(self):
        """Reads offices, towns, hours and closures at once: four queries at any number of contacts."""
        return self.select_related("youth_welfare_office").prefetch_related(
            "municipalities", "weekly_hours", "closures"
        )


class ContactPoint(PublicContent):
    """A place that answers: coordination office, Jugendamt by day, Rufbereitschaft, InsoFa.

    Without a Jugendamt it serves the whole network; without towns, the whole area of its Jugendamt.
    """

    key = models.SlugField(_("Kennung"), max_length=80, unique=True)
    kind = models.CharField(_("Art"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("Name"), max_length=160)
    youth_welfare_office = models.ForeignKey(
        YouthWelfareOffice, models.PROTECT, null=True, blank=True, related_name="contact_points"
    )
    municipalities = models.ManyToManyField(Municipality, blank=True, related_name="contact_points")
    phone = models.CharField(_("Telefon"), max_length=40)
    phone_label = models.CharField(_("Hinweis zum Anruf"), max_length=160, blank=True)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    address = models.TextField(_("Anschrift"), blank=True)
    note = models.TextField(_("Hinweis"), blank=True)
    is_always_open = models.BooleanField(_("Rund um die Uhr"), default=False)
    closed_on_holidays = models.BooleanField(_("An Feiertagen geschlossen"), default=True)
    fallback = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Wer sonst antwortet")
    )
    verified_on = models.DateField(_("Zuletzt geprüft am"), null=True, blank=True)
    sort = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        ordering = ["sort", "name"]
        verbose_name = _("Kontaktstelle")
        verbose_name_plural = _("Kontaktstellen")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="contact_kind_known"),
            models.CheckConstraint(
                condition=~Q(fallback=F("id")),
                name="contact_not_own_fallback",
                violation_error_message=_("Eine Stelle kann sich nicht selbst vertreten."),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Refuses substitutes that lead back to this contact."""
        seen, step = {self.pk}, self.fallback
        while step is not None:
            if step.pk in seen:
                raise ValidationError({"fallback": _("Diese Vertretung führt im Kreis.")})
            seen.add(step.pk)
            step = step.fallback

    @property
    def is_via_police(self):
        """Whether the call goes through the control room of the police (Leitstelle)."""
        return self.phone == POLICE

    @property
    def hours_text(self):
        """„Mo–Do 8:30–17 Uhr, Fr 8:30–12 Uhr“."""
        return hours_sentence(self)

    @property
    def hours_table(self):
        """Rows (days, times) for tables and print."""
        return hours_rows(self)

    @property
    def yearly_closures(self):
        """Closures that come back every year or are still ahead, in words."""
        return [closure.text for closure in self.closures.all()]
