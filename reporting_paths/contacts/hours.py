"""„Wen rufe ich jetzt an?“: who answers for a town at a moment, until when, and who next.

Weekly hours, holidays of North Rhine-Westphalia, closures, substitutes and summer time meet here and nowhere else.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from netzwerk.hours import BERLIN, ONE_DAY, clock, holiday_name, local_day, moment_text, spans_of_day, wall_moment
from reporting_paths.contacts.enums import Kind
from reporting_paths.contacts.models import Closure, ContactPoint

HORIZON_DAYS = 120
OFFICE_KINDS = {Kind.ASD, Kind.COORDINATION}


def reachable(municipality, moment, book=None):
    """Whom one calls for `municipality` at `moment` (aware); pass `book` to answer for many without a query.

    A town without a Jugendamt of the network has nobody here: `contact` is None.
    """
    if timezone.is_naive(moment):
        raise ValueError("moment must be aware")
    book = book or ContactBook.load()
    day_contacts = book.daytime(municipality)
    chain = book.chain(municipality)
    contact = book.answering(chain, moment)
    changes_at = book.next_change(chain, contact, moment)
    is_open = contact in day_contacts
    daytime, next_open_at = (contact, None) if is_open else book.opens_first(day_contacts, moment)
    return Reachability(
        municipality=municipality,
        moment=moment,
        contact=contact,
        daytime=daytime,
        is_open=is_open,
        until=changes_at,
        then=book.answering(chain, changes_at) if changes_at else None,
        next_open_at=next_open_at,
        reason="" if is_open or daytime is None else book.closed_because(daytime, local_day(moment)),
    )


@dataclass(frozen=True)
class Reachability:
    """The answer at `moment`: `contact` answers `until`, then `then` does (None: nobody known).

    `daytime` is the Jugendamt's own contact: the one that answers now, otherwise the one that opens first, at
    `next_open_at`.
    """

    municipality: object
    moment: datetime
    contact: ContactPoint | None
    daytime: ContactPoint | None
    is_open: bool
    until: datetime | None
    then: ContactPoint | None
    next_open_at: datetime | None
    reason: str

    @property
    def changes_at(self):
        """When another contact answers; None where that is never."""
        return self.until

    @cached_property
    def valid_until(self):
        """How long a page with this answer stays right: to the next change, at most to midnight."""
        midnight = wall_moment(local_day(self.moment) + ONE_DAY, time(0))
        return min(self.until, midnight) if self.until else midnight

    @property
    def until_text(self):
        """„bis 17 Uhr“ today, „bis Montag, 30. November 2026, 8:30 Uhr“ otherwise; empty where it never ends."""
        if self.until is None:
            return ""
        if local_day(self.until) == local_day(self.moment):
            return _("bis {clock} Uhr").format(clock=clock(timezone.localtime(self.until, BERLIN)))
        return _("bis {moment}").format(moment=moment_text(self.until))

    @property
    def next_open_text(self):
        """„wieder erreichbar ab Montag, 30. November 2026, 8:30 Uhr“; empty while it is open or never again."""
        if self.next_open_at is None:
            return ""
        return _("wieder erreichbar ab {moment}").format(moment=moment_text(self.next_open_at))

    @property
    def reason_text(self):
        """Why the Jugendamt itself does not answer now."""
        if self.is_open or self.daytime is None:
            return ""
        return self.reason or _("außerhalb der Sprechzeiten")


class ContactBook:
    """All contact points with hours and closures, read with two queries; every answer is worked out in memory.

    Each contact carries `closed_texts`: its yearly closures and those still ahead, in words.
    """

    def __init__(self, contacts, closures):
        self.contacts = list(contacts)
        self.by_id = {contact.pk: contact for contact in self.contacts}
        self.all_closures = list(closures)
        self._spans = {}
        today = timezone.localdate()
        for contact in self.contacts:
            contact.closed_texts = tuple(
                closure.text for closure in self.closures_of(contact) if closure.is_yearly or closure.ends_on >= today
            )

    @classmethod
    def load(cls):
        return cls(ContactPoint.objects.with_hours_inline(), Closure.objects.all())

    def of_kind(self, kind, office_id=None):
        """Contacts of `kind`; with `office_id` those of that Jugendamt and of the whole network."""
        return [
            contact
            for contact in self.contacts
            if contact.kind == kind and (office_id is None or contact.youth_welfare_office_id in (office_id, None))
        ]

    def serving(self, kind, municipality):
        """Contacts of `kind` for a town, those named for the town first; none for a town not covered."""
        office_id = municipality.youth_welfare_office_id
        if office_id is None:
            return []
        found = [
            contact
            for contact in self.of_kind(kind, office_id)
            if not contact.town_ids or municipality.pk in contact.town_ids
        ]
        return sorted(found, key=lambda contact: (not contact.town_ids, contact.youth_welfare_office_id is None))

    def daytime(self, municipality):
        """The Jugendamt's own contacts for a town."""
        return self.serving(Kind.ASD, municipality)

    def chain(self, municipality):
        """Everybody who may answer for a town, in this order: by day, their substitutes, Rufbereitschaft."""
        chain = self.daytime(municipality)
        for contact in list(chain):
            chain += self.substitutes(contact)
        chain += self.serving(Kind.ON_CALL, municipality)
        return list(dict.fromkeys(chain))

    def substitutes(self, contact):
        """Who answers instead of `contact`, one after the other."""
        found = []
        while (contact := self.by_id.get(contact.fallback_id)) is not None and contact not in found:
            found.append(contact)
        return found

    def answering(self, chain, moment):
        """The first of `chain` that is open at `moment`, or None."""
        return next((contact for contact in chain if self.is_open(contact, moment)), None)

    def is_open(self, contact, moment):
        """Whether `contact` answers at `moment`; the end of a span does not count."""
        if contact.is_always_open:
            return True
        return any(start <= moment < end for start, end in self.spans(contact, local_day(moment)))

    def opens_first(self, contacts, moment):
        """The one of `contacts` that opens first after `moment`, and when; the first one and None if none ever does."""
        openings = [(start, contact) for contact in contacts if (start := self.next_opening(contact, moment))]
        if not openings:
            return next(iter(contacts), None), None
        start, contact = min(openings, key=lambda opening: opening[0])
        return contact, start

    def next_opening(self, contact, moment):
        """The next start of a span after `moment`, or None within the horizon."""
        for day in days_from(local_day(moment)):
            for start, _end in self.spans(contact, day):
                if start > moment:
                    return start
        return None

    def next_change(self, chain, contact, moment):
        """When somebody else than `contact` is the first to answer, or None within the horizon."""
        if all(entry.is_always_open for entry in chain):
            return None
        for day in days_from(local_day(moment)):
            edges = {edge for entry in chain for span in self.spans(entry, day) for edge in span if edge > moment}
            for edge in sorted(edges):
                if self.answering(chain, edge) != contact:
                    return edge
        return None

    def spans(self, contact, day):
        """Open spans (start, end) of a local day, in order; none for contacts that are always open."""
        key = (contact.pk, day)
        if key not in self._spans:
            self._spans[key] = self._work_out_spans(contact, day)
        return self._spans[key]

    def _work_out_spans(self, contact, day):
        if contact.is_always_open or self.closed_because(contact, day):
            return []
        return spans_of_day(contact.weekly_hours.all(), day)

    def closed_because(self, contact, day):
        """Reason of a closure or name of a holiday on which `contact` does not answer; otherwise empty."""
        for closure in self.closures_of(contact):
            if closure.covers(day):
                return closure.reason
        return holiday_name(day) if contact.closed_on_holidays and not contact.is_always_open else ""

    def closures_of(self, contact):
        """Its own closures and, for offices, those of the Jugendamt and of the whole network."""
        if contact.is_always_open:
            return []
        return [closure for closure in self.all_closures if _concerns(closure, contact)]


def _concerns(closure, contact):
    if closure.contact_id is not None:
        return closure.contact_id == contact.pk
    return contact.kind in OFFICE_KINDS and closure.youth_welfare_office_id in (None, contact.youth_welfare_office_id)


def days_from(first):
    return (first + timedelta(days=number) for number in range(HORIZON_DAYS))
