"""Contact points: who is called, by whom, and who answers instead."""

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netzwerk.hours import hours_rows, hours_sentence
from netzwerk.models import Municipality, YouthWelfareOffice
from netzwerk.models.hours import DayHours, hours_constraints
from netzwerk.pagecache import PublicContent
from reporting_paths.contacts.enums import Kind

POLICE = "110"


class ContactPointQuerySet(PublicContent.QuerySet):
    def of_kind(self, kind):
        return self.filter(kind=kind)

    def with_hours_inline(self):
        """Reads hours, `town_ids` and `town_names` along, in one query at any number of contacts; returns a list."""
        towns = Municipality.objects.filter(contact_points=OuterRef("pk"))
        found = self.select_related("youth_welfare_office").annotate(
            town_ids=ArraySubquery(towns.values("pk")),
            town_names=ArraySubquery(towns.values("name")),
            hours_inline=WeeklyHours.inline(contact=OuterRef("pk")),
        )
        return [contact.take_hours() for contact in found]


class ContactPoint(PublicContent):
    """A place that answers: coordination office, Jugendamt by day, Rufbereitschaft, InsoFa.

    Without a Jugendamt it serves the whole network; without towns, the whole area of its Jugendamt. `version` grows
    with every change made in a form.
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
    version = models.PositiveIntegerField(default=1, editable=False)

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

    def get_absolute_url(self):
        return reverse("contacts:point-update", args=[self.pk])

    def take_hours(self):
        """Turns what `with_hours_inline` read into the rows of `weekly_hours`; returns itself."""
        rows = WeeklyHours.from_inline(self.hours_inline, contact=self)
        self._prefetched_objects_cache = {"weekly_hours": rows}
        return self

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
        return str(_("rund um die Uhr")) if self.is_always_open else hours_sentence(self.weekly_hours.all())

    @property
    def hours_table(self):
        """Rows (days, times) for tables and print."""
        if self.is_always_open:
            return [(str(_("täglich")), str(_("rund um die Uhr")))]
        return hours_rows(self.weekly_hours.all())


class WeeklyHours(DayHours):
    """When a contact point answers.

    That two rows of a day never overlap is held by `weekly_hours_no_overlap` (written as SQL in the first migration:
    one number range per contact and minute of the week needs no extension).
    """

    contact = models.ForeignKey(ContactPoint, models.CASCADE, related_name="weekly_hours")

    class Meta(DayHours.Meta):
        verbose_name = _("Öffnungszeit")
        verbose_name_plural = _("Öffnungszeiten")
        constraints = hours_constraints("weekly_hours")

    def clean(self):
        """Refuses hours that overlap others of the same day."""
        if self.opens is None or self.closes is None:
            return
        others = WeeklyHours.objects.filter(contact_id=self.contact_id, weekday=self.weekday).exclude(pk=self.pk)
        if others.filter(opens__lt=self.closes, closes__gt=self.opens).exists():
            raise ValidationError(_("Diese Zeit überschneidet sich mit einer anderen am selben Tag."))
