"""The next dates of the example network's bodies; days count from this week's Monday."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from members.calendars import body_scope
from members.models import Body
from netzwerk.calendars import MEMBERS, PUBLIC, cancel_item, publish_item
from netzwerk.mail import absolute_url
from netzwerk.models import CalendarItem

KREISHAUS = "Kreishaus Minden, Portastraße 13, 32423 Minden"
SCHOOL = "Europaschule Bad Oeynhausen, Lehrerzimmer"
ONLINE = "Videokonferenz"
# (Gremium, week, weekday, start, minutes, place, what it is about)
DATES = (
    ("Netzwerktreffen", -6, 1, time(14), 180, KREISHAUS, "Auftakt: Meldewege im Kreis"),
    ("Steuerungsgruppe", 1, 2, time(9, 30), 120, KREISHAUS, "Jahresplanung und Leitfaden"),
    ("AG Schule", 2, 3, time(14, 30), 90, SCHOOL, "Handreichung für Kollegien"),
    ("AG Kita und Tagespflege", 3, 0, time(13), 90, ONLINE, "Schutzkonzepte: Erfahrungen aus zwei Häusern"),
    ("AG Digitale Gewalt", 3, 2, time(10), 90, ONLINE, "Cybergrooming: Was Schulen brauchen"),
    ("Netzwerktreffen", 6, 1, time(14), 180, KREISHAUS, "Zusammenarbeit mit dem Gesundheitswesen"),
    ("AG Schule", 9, 3, time(14, 30), 90, SCHOOL, "Rückmeldungen zur Handreichung"),
    ("Netzwerktreffen", 19, 1, time(14), 180, KREISHAUS, "Leitfaden: nächste Ausgabe"),
)
CHRISTMAS, AFTER_CHRISTMAS = (12, 21), (1, 7)  # nobody meets then
CANCELLED = ("AG Digitale Gewalt",)


def load_dates():
    """Unless there are some already, or the example's bodies are missing."""
    bodies = {body.name: body for body in Body.objects.all()}
    if CalendarItem.objects.of_kind("example").exists() or not {date[0] for date in DATES} <= set(bodies):
        return
    for number, (name, *date, place, topic) in enumerate(DATES, start=1):
        body = bodies[name]
        starts_at, ends_at = span(*date)
        publish_item(
            f"example:{number}",
            summary=name,
            starts_at=starts_at,
            ends_at=ends_at,
            location=place,
            description=topic,
            url=absolute_url(body.get_absolute_url()),
            scopes=[body_scope(body.pk)],
        )
        if name in CANCELLED:
            cancel_item(f"example:{number}")
    _load_conference()


def _load_conference():
    starts_at, ends_at = span(11, 4, time(9), 390)
    publish_item(
        "example:fachtag",
        summary="Fachtag Kinderschutz im Kreis Minden-Lübbecke",
        starts_at=starts_at,
        ends_at=ends_at,
        location=KREISHAUS,
        description="Für alle Fachkräfte, die mit Kindern und Jugendlichen arbeiten.",
        scopes=[PUBLIC, MEMBERS],
    )


def span(week, weekday, start, minutes):
    """(begin, end) counted from this week's Monday; nobody meets around Christmas."""
    today = timezone.localdate()
    day = today - timedelta(days=today.weekday()) + timedelta(weeks=week, days=weekday)
    if (day.month, day.day) >= CHRISTMAS or (day.month, day.day) < AFTER_CHRISTMAS:
        day += timedelta(weeks=3)
    starts_at = timezone.make_aware(datetime.combine(day, start))
    return starts_at, starts_at + timedelta(minutes=minutes)
