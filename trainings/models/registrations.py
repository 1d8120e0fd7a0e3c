"""Who comes to a training."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models
from django.db.models import Case, Count, OuterRef, Q, Subquery, When
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from members.models import ActorCategory, Organisation, Person
from netzwerk.models import LinkSecret
from trainings.enums import EventStatus, Presence, RegistrationSource, RegistrationState
from trainings.models.events import TrainingEvent

READABLE = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that looks like something else


def new_check_in_code():
    """What the QR of a confirmation carries; a person at the door can type it."""
    return get_random_string(10, READABLE)


class RegistrationQuerySet(models.QuerySet):
    def live(self):
        """Those that hold or want a seat."""
        return self.filter(state__in=RegistrationState.live())

    def seated(self):
        """Those that hold a seat, offered ones included."""
        return self.filter(state__in=RegistrationState.seated())

    def confirmed(self):
        return self.filter(state=RegistrationState.CONFIRMED)

    def present(self):
        """Those who were there and whose name is still known; see the eraser in trainings.registrations."""
        return self.filter(presence=Presence.PRESENT).exclude(first_name="")

    def unnoted(self, now=None):
        """Confirmed seats at events that are over, of whom nobody noted whether they came."""
        over = Q(event__ends_at__lte=now or timezone.now(), event__is_external=False)
        held = self.confirmed().filter(over, event__status__in=(EventStatus.PUBLISHED, EventStatus.HELD))
        return held.filter(presence="").exclude(first_name="")

    def waiting(self):
        """The waiting list in its order."""
        return self.filter(state=RegistrationState.WAITING).order_by("number")

    def open_offers(self, now=None):
        """Held for somebody who has not said yes; of events that take place."""
        open_ones = self.filter(state=RegistrationState.OFFERED, event__status=EventStatus.PUBLISHED)
        return open_ones.filter(offered_until__gt=now or timezone.now())

    def outdated_offers(self, now=None):
        return self.filter(state=RegistrationState.OFFERED, offered_until__lte=now or timezone.now())

    def of_user(self, user):
        """Their own, by access, by person and by confirmed address; and none of a stranger."""
        return self.filter(_own(user))

    def booked_by(self, user):
        """Those `user` booked for colleagues, and their substitutes."""
        return self.filter(booked_by=user).exclude(_own(user))

    def visible_to(self, user):
        """Own ones and those booked for colleagues."""
        return self.filter(_own(user) | Q(booked_by=user))

    def with_place_in_list(self):
        """Adds `place_in_list`: the position on the waiting list; None for everybody else."""
        ahead = Registration.objects.filter(event=OuterRef("event"), number__lte=OuterRef("number"))
        ahead = ahead.filter(state=RegistrationState.WAITING).order_by().values("event").annotate(n=Count("pk"))
        place = Case(When(state=RegistrationState.WAITING, then=Subquery(ahead.values("n"))))
        return self.annotate(place_in_list=place)


def _own(user):
    """`user` is an access, or a Slot for its key."""
    addresses = EmailAddress.objects.filter(user=user, verified=True).values(address=Lower("email"))
    is_theirs = Registration.objects.annotate(address=Lower("email")).filter(address__in=addresses).values("pk")
    return Q(user=user) | Q(person__user=user) | Q(pk__in=is_theirs)


class Registration(LinkSecret):
    """One person's seat at a training, or their place on its waiting list.

    `number` is given under the lock of the event and orders the waiting list. Names stand here because people
    without access and without a seat in the network take part as well; `needs` (accessibility, food) is deleted
    after the event (Art. 9 DSGVO, domain.md 6.2). A new `secret` ends all links of older mails.
    """

    event = models.ForeignKey(TrainingEvent, models.CASCADE, related_name="registrations")
    number = models.PositiveIntegerField()
    state = models.CharField(_("Stand"), max_length=10, choices=RegistrationState.choices)
    source = models.CharField(_("Angemeldet"), max_length=12, choices=RegistrationSource.choices)
    first_name = models.CharField(_("Vorname"), max_length=80)
    last_name = models.CharField(_("Nachname"), max_length=80)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    organisation_name = models.CharField(_("Einrichtung"), max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="training_registrations"
    )
    actor_category = models.ForeignKey(
        ActorCategory, models.PROTECT, related_name="training_registrations", verbose_name=_("Akteursgruppe")
    )
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="training_registrations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="training_registrations"
    )
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="booked_trainings"
    )
    replaces = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaced_by", editable=False
    )
    needs = models.CharField(
        _("Was Sie für die Teilnahme brauchen"),
        max_length=300,
        blank=True,
        help_text=_("Zum Beispiel Gebärdensprache, stufenloser Zugang, Essen. Wird nach der Veranstaltung gelöscht."),
    )
    is_overbooked = models.BooleanField(_("Bewusst überbucht"), default=False)
    registered_at = models.DateTimeField(_("Angemeldet am"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("Bestätigt am"), null=True, editable=False)
    offered_until = models.DateTimeField(_("Angebot gilt bis"), null=True, editable=False)
    ended_at = models.DateTimeField(_("Beendet am"), null=True, editable=False)
    presence = models.CharField(_("Teilnahme"), max_length=10, choices=Presence.choices, blank=True)
    checked_in_at = models.DateTimeField(_("Eingecheckt um"), null=True, editable=False)
    check_in_code = models.CharField(max_length=10, unique=True, default=new_check_in_code, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("Anmeldung")
        verbose_name_plural = _("Anmeldungen")
        constraints = [
            models.UniqueConstraint(
                "event",
                Lower("email"),
                condition=Q(state__in=RegistrationState.live()) & ~Q(email=""),
                name="registration_once_an_address",
                violation_error_message=_("Diese E-Mail-Adresse ist für die Veranstaltung schon angemeldet."),
            ),
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=Q(state__in=RegistrationState.live()),
                name="registration_once_a_person",
                violation_error_message=_("Diese Person ist für die Veranstaltung schon angemeldet."),
            ),
            models.UniqueConstraint(fields=["event", "number"], name="registration_number_once"),
            models.CheckConstraint(condition=Q(state__in=RegistrationState.values), name="registration_state_known"),
            models.CheckConstraint(condition=Q(source__in=RegistrationSource.values), name="registration_source_known"),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.OFFERED) | Q(offered_until__isnull=False),
                name="registration_offer_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(presence="") | Q(presence__in=Presence.values, state=RegistrationState.CONFIRMED),
                name="registration_presence_of_confirmed",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state", "number"], name="registration_by_state"),
            models.Index(fields=["event", "last_name", "first_name", "id"], name="registration_by_name"),
            models.Index(Lower("email"), name="registration_by_address"),
            models.Index(
                fields=["offered_until"],
                condition=Q(state=RegistrationState.OFFERED),
                name="registration_open_offers",
            ),
        ]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self):
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_live(self):
        return self.state in RegistrationState.live()

    @property
    def position(self):
        """The place on the waiting list, from 1; None for everybody else. One query without `place_in_list`."""
        if self.state != RegistrationState.WAITING:
            return None
        known = getattr(self, "place_in_list", None)
        return known or self.event.registrations.waiting().filter(number__lte=self.number).count()
