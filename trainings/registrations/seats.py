"""What a page about one registration shows: where it stands, what can be done, what is there for participants."""

from dataclasses import dataclass, field

import segno
from django.urls import reverse
from django.utils.translation import gettext as _

from netzwerk.mail import absolute_url
from trainings.dates import place_text, session_text
from trainings.enums import EventMode, EventStatus, MaterialTime, Presence, RegistrationState
from trainings.models import Registration

OWN, LINKED = "own-registration", "seat"
State = RegistrationState
TONES = {State.CONFIRMED: "success", State.OFFERED: "warning", State.WAITING: "info"}


@dataclass(frozen=True)
class Entrance:
    """How somebody came to a registration: signed in or by the link of a mail; its addresses stay on that way."""

    way: str
    kwargs: dict = field(default_factory=dict)

    def url(self, step, **kwargs):
        """The address of `step` ("detail", "return", "accept", "substitute", "calendar", "material")."""
        return reverse(f"trainings:{self.way}-{step}", kwargs=self.kwargs | kwargs)


@dataclass(frozen=True)
class SeatPage:
    """One registration as its page shows it; `is_own` is false for whoever booked it for a colleague."""

    registration: Registration
    entrance: Entrance
    is_own: bool = True

    @property
    def event(self):
        return self.registration.event

    @property
    def is_signed_in(self):
        """Whether there is a list to go back to."""
        return self.entrance.way == OWN

    @property
    def detail_url(self):
        return self.entrance.url("detail")

    @property
    def return_url(self):
        return self.entrance.url("return")

    @property
    def accept_url(self):
        return self.entrance.url("accept")

    @property
    def substitute_url(self):
        return self.entrance.url("substitute")

    @property
    def calendar_url(self):
        return self.entrance.url("calendar")

    @property
    def certificate_url(self):
        """The certificate as PDF, for who was there once the event is over; otherwise ""."""
        if not (self.is_own and self.registration.presence == Presence.PRESENT and self.event.has_taken_place):
            return ""
        if self.is_signed_in:
            return reverse("trainings:certificate-pdf", args=[self.registration.pk])
        return reverse("trainings:certificate-pdf-by-link", kwargs=self.entrance.kwargs)

    @property
    def state_text(self):
        """The state in a word or two; in a list with the position."""
        if self.event.status == EventStatus.CANCELLED:
            return _("abgesagt")
        place = getattr(self.registration, "place_in_list", None)
        if place and self.is_on:
            return _("Warteliste, Stelle {n}").format(n=place)
        return self.registration.get_presence_display() or self.registration.get_state_display()

    @property
    def when(self):
        """From the first to the last moment, in a line."""
        return session_text(self.event)

    @property
    def sessions(self):
        """[(when, title)] of each date."""
        return [(session_text(session), session.title) for session in self.event.sessions.all()]

    @property
    def place(self):
        return place_text(self.event)

    @property
    def is_confirmed(self):
        return self.registration.state == State.CONFIRMED

    @property
    def is_over(self):
        return self.event.has_ended or self.event.status == EventStatus.HELD

    @property
    def is_on(self):
        """Whether the event lies ahead or is running, and takes place."""
        return self.event.status == EventStatus.PUBLISHED and not self.event.has_ended

    @property
    def tone(self):
        """Of the badge that names the state."""
        return TONES.get(self.registration.state, "info") if self.is_on else "info"

    @property
    def can_accept(self):
        return self.is_on and not self.event.has_begun and self.registration.state == State.OFFERED

    @property
    def can_leave(self):
        """Whether the seat can be given back, the offer declined or the list left."""
        if not self.is_on or self.event.has_begun:
            return False
        if self.is_confirmed:
            return self.event.can_give_back
        return self.registration.is_live

    @property
    def can_substitute(self):
        return self.is_confirmed and self.can_leave

    @property
    def online_url(self):
        """The link to take part, for those with a confirmed seat alone."""
        is_there = self.event.mode != EventMode.ONSITE and self.is_confirmed and self.is_own and self.is_on
        return self.event.online_url if is_there else ""

    @property
    def qr(self):
        """The code for the entrance as a picture; none for what is online only, over or not confirmed."""
        if not (self.is_confirmed and self.is_own and self.is_on) or self.event.mode == EventMode.ONLINE:
            return ""
        return segno.make(check_in_url(self.registration), micro=False, error="m").svg_data_uri(border=2, scale=4)

    @property
    def materials(self):
        """[(Material, address)] that this person may see now."""
        return [(row, row.url or self.entrance.url("material", material=row.pk)) for row in visible_materials(self)]


def visible_materials(page):
    """The event's material for those with a confirmed seat: that for afterwards once the event is over."""
    if not (page.is_confirmed and page.is_own) or page.event.status == EventStatus.CANCELLED:
        return []
    rows = page.event.materials.all()
    return [row for row in rows if row.time == MaterialTime.BEFORE or page.is_over]


def check_in_url(registration):
    """What the QR code says: the page where the coordination checks somebody in."""
    return absolute_url(reverse("trainings:check-in-code", args=[registration.check_in_code]))
