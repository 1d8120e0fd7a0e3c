"""People of the network; whoever signs in has a User too."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import Visibility
from members.models.search import search_query, search_words, sort_name, word_index
from members.permissions import can_see_network, coordinated_office_ids, is_coordinator, is_network_coordinator
from netzwerk.models import LinkSecret
from netzwerk.pagecache import PublicContent

CONTACT_FIELDS = ("email", "phone", "mobile")


NAMES_FOR_MEMBERS = Q(name_visibility__in=[Visibility.PUBLIC, Visibility.MEMBERS])


class PersonQuerySet(PublicContent.QuerySet):
    def seated(self, on=None):
        """Those who hold a seat on the day `on` (today)."""
        return self.filter(Exists(self._seats().current(on)))

    def unseated(self, on=None):
        """Those who hold none (any more)."""
        return self.filter(~Exists(self._seats().current(on)))

    def of_office(self, office):
        """Those with a current seat in an organisation of `office`, or in one of the whole network if it is None."""
        return self.filter(Exists(self._seats().current().filter(organisation__youth_welfare_office=office)))

    def changeable_by(self, user):
        """Those `user` may change (see members.permissions.can_change_person)."""
        if is_network_coordinator(user):
            return self
        if not is_coordinator(user):
            return self.none()
        seats = self._seats().current()
        own = Exists(seats.filter(organisation__youth_welfare_office__in=coordinated_office_ids(user)))
        return self.filter(~Exists(seats) | own)

    def can_be_invited(self):
        """Those with an address and neither access nor an open invitation."""
        open_ones = self.model.invitations.rel.related_model.objects.open().filter(person=OuterRef("pk"))
        return self.filter(~Exists(open_ones), user=None).exclude(email="")

    def visible_to(self, user):
        """Those whose name `user` may know: as the person's visibility says, and all of one's own Jugendamt.

        People without any seat belong to every coordination.
        """
        if is_network_coordinator(user):
            return self
        seen = NAMES_FOR_MEMBERS if can_see_network(user) else Q(name_visibility=Visibility.PUBLIC)
        if user.is_authenticated:
            seen |= Q(user=user)
        if is_coordinator(user):
            offices = coordinated_office_ids(user)
            seats = self._seats().current()
            seen |= ~Exists(seats) | Exists(seats.filter(organisation__youth_welfare_office__in=offices))
        return self.filter(seen)

    def with_seats(self):
        """Fetches their memberships with the organisations, for permissions and lists."""
        seats = self.model.memberships.rel.related_model.objects.select_related(
            "organisation__actor_category", "organisation__youth_welfare_office"
        )
        return self.prefetch_related(models.Prefetch("memberships", seats))

    def named_like(self, text):
        """Those in whose name each word of `text` begins a word; see members.models.search."""
        if not text.strip():
            return self
        query = search_query(text)
        return self.filter(search_words=query) if query else self.none()

    def _seats(self):
        return self.model.memberships.rel.related_model.objects.filter(person=OuterRef("pk"))


class Person(LinkSecret, PublicContent):
    """Somebody who takes part in the network, with or without access to the portal.

    Each contact field says who may see it. `version` grows with every change made in a form, so that the second of
    two people sees the first one's. A new `secret` ends all signed links to the person.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person", editable=False
    )
    title = models.CharField(_("Titel"), max_length=40, blank=True)
    first_name = models.CharField(_("Vorname"), max_length=80, blank=True)
    last_name = models.CharField(_("Nachname"), max_length=80)
    name_visibility = models.CharField(
        _("Name sichtbar für"), max_length=12, choices=Visibility.choices, default=Visibility.MEMBERS
    )
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    email_visibility = models.CharField(
        _("E-Mail sichtbar für"), max_length=12, choices=Visibility.choices, default=Visibility.MEMBERS
    )
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    phone_visibility = models.CharField(
        _("Telefon sichtbar für"), max_length=12, choices=Visibility.choices, default=Visibility.MEMBERS
    )
    mobile = models.CharField(_("Mobiltelefon"), max_length=40, blank=True)
    mobile_visibility = models.CharField(
        _("Mobiltelefon sichtbar für"), max_length=12, choices=Visibility.choices, default=Visibility.COORDINATORS
    )
    confirmed_at = models.DateTimeField(_("Angaben zuletzt bestätigt"), null=True, editable=False)
    created_at = models.DateTimeField(_("Angelegt"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    sort_name = sort_name("last_name", "first_name")
    search_words = search_words("last_name", "first_name")

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["last_name", "first_name", "pk"]
        verbose_name = _("Person")
        verbose_name_plural = _("Personen")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="person_email_unique",
                violation_error_message=_(
                    "Diese E-Mail-Adresse gehört schon einer anderen Person. Gemeinsame Postfächer stehen bei der"
                    " Einrichtung."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(last_name=""),
                name="person_has_last_name",
                violation_error_message=_("Geben Sie den Nachnamen ein."),
            ),
            models.CheckConstraint(
                condition=Q(
                    **{f"{field}_visibility__in": Visibility.values for field in ("name", "email", "phone", "mobile")}
                ),
                name="person_visibility_known",
            ),
        ]
        indexes = [
            models.Index(fields=["sort_name", "id"], name="person_by_sort_name"),
            word_index("search_words", "person_search_words"),
        ]

    def __str__(self):
        return self.full_name

    def get_absolute_url(self):
        return reverse("members:person-detail", args=[self.pk])

    @property
    def full_name(self):
        """As one addresses the person: title, first name, last name."""
        return " ".join(part for part in (self.title, self.first_name, self.last_name) if part)

    @property
    def sorted_name(self):
        """As a list by name has it: „Tiemann, Dr. Maren“."""
        given = " ".join(part for part in (self.title, self.first_name) if part)
        return f"{self.last_name}, {given}" if given else self.last_name


class AbsenceQuerySet(models.QuerySet):
    def current(self, on=None):
        """Those that include the day `on` (today)."""
        on = on or timezone.localdate()
        return self.filter(starts_on__lte=on, ends_on__gte=on)


class Absence(models.Model):
    """Days on which a person's mails go to the deputies; both ends count. No reason is stored."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="absences")
    starts_on = models.DateField(_("Erster Tag"))
    ends_on = models.DateField(_("Letzter Tag"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        verbose_name = _("Abwesenheit")
        verbose_name_plural = _("Abwesenheiten")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")),
                name="absence_ends_after_start",
                violation_error_message=_("Der letzte Tag liegt vor dem ersten."),
            )
        ]

    def __str__(self):
        return f"{self.starts_on:%d.%m.%Y} – {self.ends_on:%d.%m.%Y}"
