"""The rows of the list of people, each as the values of its template."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from netzwerk.filling import fill
from netzwerk.templatetags.netzwerk import breakable, tel

LINKED = '<li><a class="kern-link kern-link--no-visited-state" href="{address}">{text}</a></li>'
SEATED = "<li><bdi>{organisation}</bdi>{function}</li>"
SMALL = "<small>{text}</small>"


def list_rows(entries):
    """Of each Entry: url, name, absent, seats, place, contact."""
    url = reverse("directory:person-detail", args=[0]).replace("/0/", "/{}/")  # one for all: reversing is slow
    everywhere = _("ganzes Netzwerk")
    return [
        {
            "url": url.format(entry.person.pk),
            "name": entry.person.sorted_name,
            "absent": _absent(entry.absent_until),
            "seats": _joined(_seat(seat) for seat in entry.seats),
            "place": entry.seats[0]["town"] or entry.seats[0]["office"] or everywhere,
            "contact": _contact(entry),
        }
        for entry in entries
    ]


def _absent(until):
    return fill(" " + SMALL, text=_("abwesend bis {day}").format(day=date_format(until, "j. F"))) if until else ""


def _seat(seat):
    function = fill(SMALL, text=seat["function"]) if seat["function"] else ""
    return fill(SEATED, organisation=seat["organisation"], function=function)


def _contact(entry):
    pieces = []
    if entry.phone:
        pieces.append(fill(LINKED, address=tel(entry.phone), text=entry.phone))
    if entry.email:
        pieces.append(fill(LINKED, address=f"mailto:{entry.email}", text=breakable(entry.email)))
    return _joined(pieces)


def _joined(pieces):
    return mark_safe("".join(pieces))  # noqa: S308 - each is filled
