"""Insoweit erfahrene Fachkräfte (InsoFa, § 8b Abs. 1 SGB VIII, § 4 Abs. 2 KKG) and when they answer."""

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import Visibility
from members.experts.enums import Expertise
from members.models import Membership, Organisation, Person
from members.permissions import coordinated_office_ids, is_network_coordinator
from netzwerk.hours import hours_sentence
from netzwerk.models import Municipality, YouthWelfareOffice
from netzwerk.models.hours import DayHours, hours_constraints
from netzwerk.pagecache import PublicContent


class ExpertProfileQuerySet(PublicContent.QuerySet):
    def current(self, on=None):
        """Those not ended whose person holds the organisation's seat on the day `on` (today)."""
        on = on or timezone.localdate()
        seats = Membership.objects.current(on).filter(person=OuterRef("person"), organisation=OuterRef("organisation"))
        return self.filter(Exists(seats), ended_on=None)

    def of_office(self, office):
        """Those who may have a duty for `office`: its own and those of the whole network."""
        return self.filter(Q(youth_welfare_office=office) | Q(youth_welfare_office=None))

    def managed_by(self, user):
        """Those whose profile `user` may change as a coordinator."""
        if is_network_coordinator(user):
            return self
        return self.filter(youth_welfare_office__in=coordinated_office_ids(user))

    def ended_last(self):
        """By organisation and name; those taken off the list at the end, the latest first."""
        return self.order_by(F("ended_on").desc(nulls_first=True), *self.model._meta.ordering)

    def with_hours_inline(self):
        """Reads person, organisation, hours, `town_ids` and `town_names` along, in one query; returns a list."""
        towns = Municipality.objects.filter(experts=OuterRef("pk")).order_by("name")
        found = self.select_related("person", "organisation", "youth_welfare_office").annotate(
            town_ids=ArraySubquery(towns.values("pk")),
            town_names=ArraySubquery(towns.values("name")),
            hours_inline=ExpertHours.inline(expert=OuterRef("pk")),
        )
        return [expert.take_hours() for expert in found]


class ExpertProfile(PublicContent):
    """A person who advises professionals; without a Jugendamt for the whole network, without towns for all of them.

    The person's own choice decides who sees the name; the profile says who sees telephone and mail. `version` grows
    with every change made in a form.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="expert_profile", verbose_name=_("Person"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="experts", verbose_name=_("Einrichtung")
    )
    youth_welfare_office = models.ForeignKey(
        YouthWelfareOffice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="experts",
        verbose_name=_("Jugendamt"),
        help_text=_("Leer: für das ganze Netzwerk."),
    )
    municipalities = models.ManyToManyField(Municipality, blank=True, related_name="experts", verbose_name=_("Orte"))
    expertise = ArrayField(
        models.CharField(max_length=12, choices=Expertise.choices),
        default=list,
        blank=True,
        verbose_name=_("Schwerpunkte"),
    )
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    phone_visibility = models.CharField(
        _("Telefon sichtbar für"), max_length=12, choices=Visibility.choices, default=Visibility.MEMBERS
    )
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    email_visibility = models.CharField(
        _("E-Mail sichtbar für"), max_length=12, choices=Visibility.choices, default=Visibility.MEMBERS
    )
    is_public = models.BooleanField(_("In der öffentlichen Liste zeigen"), default=True)
    paused_until = models.DateField(_("Pausiert bis einschließlich"), null=True, blank=True)
    ended_on = models.DateField(_("Beendet am"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ExpertProfileQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name", "person__last_name", "pk"]
        verbose_name = _("Insoweit erfahrene Fachkraft")
        verbose_name_plural = _("Insoweit erfahrene Fachkräfte")
        constraints = [
            models.CheckConstraint(
                condition=Q(phone_visibility__in=Visibility.values, email_visibility__in=Visibility.values),
                name="expert_visibility_known",
            ),
            models.CheckConstraint(
                condition=Q(expertise__contained_by=Expertise.values), name="expert_expertise_known"
            ),
        ]

    def __str__(self):
        return str(self.person)

    def get_absolute_url(self):
        return reverse("experts:expert-update", args=[self.pk])

    def take_hours(self):
        """Turns what `with_hours_inline` read into the rows of `hours`; returns itself."""
        self._prefetched_objects_cache = {"hours": ExpertHours.from_inline(self.hours_inline, expert=self)}
        return self

    @property
    def hours_text(self):
        """„Mo, Mi 9–12 Uhr“; empty where no hours are known."""
        return hours_sentence(self.hours.all())

    @property
    def expertise_labels(self):
        """The fields in words, in the order of the list."""
        return [field.label for field in Expertise if field in self.expertise]

    @property
    def mail_address(self):
        """Where requests go to: the person's own address first."""
        return self.person.email or self.email

    @property
    def is_ended(self):
        return self.ended_on is not None

    def is_paused(self, on=None):
        """Whether it pauses on the day `on` (today)."""
        return self.paused_until is not None and self.paused_until >= (on or timezone.localdate())

    def serves(self, town):
        """Whether people in `town` are advised; wants the rows of `with_hours_inline`."""
        if self.town_ids:
            return town.pk in self.town_ids
        return self.youth_welfare_office_id in (None, town.youth_welfare_office_id) and town.is_covered

    def end(self, *, on):
        """From `on` it is history; the row stays."""
        self.ended_on = on
        self.save(update_fields=["ended_on"])


class ExpertHours(DayHours):
    """When an expert answers; never on public holidays.

    That two rows of a day never overlap is held by `expert_hours_no_overlap` (SQL in the first migration).
    """

    expert = models.ForeignKey(ExpertProfile, models.CASCADE, related_name="hours")

    class Meta(DayHours.Meta):
        verbose_name = _("Erreichbarkeit")
        verbose_name_plural = _("Erreichbarkeiten")
        constraints = hours_constraints("expert_hours")
