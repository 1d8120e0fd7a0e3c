"""Dates as iCalendar text (RFC 5545, RFC 5546)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from netzwerk.mail.addresses import AddressRefused, ascii_address

PRODUCT = "-//Netzwerk Kinderschutz//Portal//DE"
ZONE = ZoneInfo("Europe/Berlin")
REFRESHED_EVERY = timedelta(hours=4)


def feed_text(items, *, name):
    """The feed of `items` as bytes; the same items give the same bytes."""
    calendar = _calendar("PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESHED_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for item in items:
        calendar.add_component(_event(item, stamp=item.changed_at, is_cancelled=item.is_cancelled))
    return calendar.to_ical()


def message_text(item, *, method, organizer, attendee):
    """`item` for one invitee as text; method is REQUEST or CANCEL. organizer, attendee: (name, address)

    CANCEL of a date that takes place withdraws the invitation of this one invitee.
    """
    calendar = _calendar(method)
    event = _event(item, stamp=timezone.now(), is_cancelled=method == "CANCEL")
    event.add("organizer", _address(*organizer))
    attendee = _address(*attendee)
    # Answers are given in the portal; RSVP would have calendars write mails that nobody reads.
    attendee.params |= {"ROLE": vText("REQ-PARTICIPANT"), "PARTSTAT": vText("NEEDS-ACTION"), "RSVP": vText("FALSE")}
    event.add("attendee", attendee)
    calendar.add_component(event)
    return calendar.to_ical().decode()


def _calendar(method):
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_zone())
    return calendar


def _event(item, *, stamp, is_cancelled):
    event = Event()
    event.add("uid", item.uid)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("created", item.created_at.astimezone(UTC))
    event.add("last-modified", item.changed_at.astimezone(UTC))
    event.add("sequence", item.sequence)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("dtstart", _local(item.starts_at))
    event.add("dtend", _local(item.ends_at))
    # Many calendars show nothing of STATUS in a feed.
    event.add("summary", _("Abgesagt: {title}").format(title=item.summary) if is_cancelled else item.summary)
    event.add("transp", "TRANSPARENT" if is_cancelled else "OPAQUE")
    for name in ("location", "description", "url"):
        if getattr(item, name):
            event.add(name, getattr(item, name))
    return event


def _local(moment):
    """Local time; in UTC the second 2 to 3 o'clock of an October night, which local time cannot name."""
    local = moment.astimezone(ZONE)
    return moment.astimezone(UTC) if local.fold else local


def _address(name, email):
    try:
        email = ascii_address(email)
    except AddressRefused:  # the mail itself fails and says why
        email = ascii_address(own_address())
    address = vCalAddress(f"mailto:{email}")
    if name:
        address.params["CN"] = vText(name)
    return address


def own_address():
    """The portal's own, without the name beside it."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip("> ")


def _zone():
    """Europe/Berlin since 1996 as a rule: the library writes single days, which some calendars don't understand."""
    zone = Timezone()
    zone.add("tzid", ZONE.key)
    summer, winter = timedelta(hours=2), timedelta(hours=1)
    zone.add_component(_observance(TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), winter, summer))  # noqa: DTZ001
    zone.add_component(_observance(TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), summer, winter))  # noqa: DTZ001
    return zone


def _observance(part, name, begins, before, after):
    part.add("dtstart", begins)
    part.add("rrule", {"FREQ": "YEARLY", "BYMONTH": begins.month, "BYDAY": "-1SU"})
    part.add("tzname", name)
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    return part
