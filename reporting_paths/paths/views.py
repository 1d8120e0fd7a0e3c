"""Pages of the reporting paths. What somebody chooses stands in the address alone and is kept nowhere."""

from functools import cache
from pathlib import Path

import segno
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from netzwerk.models import Network
from netzwerk.pagecache import public_page
from netzwerk.pdf import render_pdf
from reporting_paths.contacts.enums import Kind
from reporting_paths.paths.models import GOTO_END
from reporting_paths.paths.reading import PathReading, TownChoice, published_versions
from reporting_paths.paths.search import find_paths

TOWN_PARAM = "ort"
SEARCH_PARAM = "suche"
TABLE_KINDS = (Kind.ASD, Kind.ON_CALL, Kind.INSOFA)


def town_choice(request):
    """The town of `?ort=`."""
    return TownChoice(request.GET.get(TOWN_PARAM, "")[:100], request)


def reading_page(request, template, reading, context=None):
    """A page of one path; it ends when somebody else answers the telephone."""
    context = {"reading": reading, "choice": reading.choice, "version": reading.version} | (context or {})
    return valid_while(render(request, template, context), reading.choice)


def valid_while(response, choice):
    if choice.valid_until is not None:
        response.valid_until = choice.valid_until
    return response


@public_page(params=(TOWN_PARAM,))
def path_list(request):
    """Choose by profession, or search by the word one has for oneself."""
    choice = town_choice(request)
    versions = published_versions(request)
    query = request.GET.get(SEARCH_PARAM, "").strip()
    context = {
        "versions": [version for version in versions if not version.path.is_emergency],
        "emergency_version": next((version for version in versions if version.path.is_emergency), None),
        "choice": choice,
        "query": query[:100],
        "found": find_paths(versions, query) if query else [],
    }
    return valid_while(render(request, "paths/path_list.html", context), choice)


@public_page(params=(TOWN_PARAM,))
def path_detail(request, slug):
    """The whole path as one text."""
    return reading_page(request, "paths/path_detail.html", PathReading.open(slug, town_choice(request)))


@public_page(params=(TOWN_PARAM,))
def step_detail(request, slug, key):
    """One step; at a decision the answers are links."""
    reading = PathReading.open(slug, town_choice(request))
    if key == GOTO_END:
        return reading_page(request, "paths/path_end.html", reading, {"backs": reading.ways_back(GOTO_END)})
    step = reading.step(key)
    context = {"step": step, "position": reading.position(step), "backs": reading.ways_back(key)}
    return reading_page(request, "paths/step_detail.html", reading, context)


@public_page(params=(TOWN_PARAM,))
def path_print(request, slug):
    """Sheet to print and fill by hand, with all numbers and hours."""
    reading = PathReading.open(slug, town_choice(request))
    return reading_page(request, "paths/path_print.html", reading, {"tables": contact_tables(reading.choice)})


@public_page(params=(TOWN_PARAM,))
def path_pdf(request, slug):
    """The same sheet as PDF with edition and QR code."""
    reading = PathReading.open(slug, town_choice(request))
    address = settings.SITE_URL + reading.path.get_absolute_url() + reading.choice.query
    context = {
        "reading": reading,
        "choice": reading.choice,
        "version": reading.version,
        "network_name": network_name(),
        "tables": contact_tables(reading.choice),
        "address": address,
        "qr": segno.make(address, micro=False, error="m").svg_data_uri(border=0, scale=1),
    }
    response = HttpResponse(render_pdf("paths/path_sheet.html", context), content_type="application/pdf")
    name = f"{slugify(reading.version.title)}-fassung-{reading.version.number}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@public_page(params=(TOWN_PARAM,))
def path_pack(request):
    """All paths and numbers in one file that needs no network: to keep on a telephone or a stick."""
    choice = town_choice(request)
    context = {
        "readings": PathReading.open_all(choice),
        "choice": choice,
        "network_name": network_name(),
        "tables": contact_tables(choice),
        "address": settings.SITE_URL + reverse("paths:path-list") + choice.query,
        "style": pack_style(),
    }
    response = render(request, "paths/path_pack.html", context)
    place = f"-{choice.town.slug}" if choice.town else ""
    response["Content-Disposition"] = f'attachment; filename="meldewege{place}.html"'
    return response


def network_name():
    network = Network.objects.first()
    return network.name if network else _("Netzwerk Kinderschutz")


@cache
def pack_style():
    """The sheet's CSS, to stand inside the one file."""
    css = "".join(Path(finders.find(f"css/{name}.css")).read_text(encoding="utf-8") for name in ("sheet", "pack"))
    return mark_safe(css)  # noqa: S308 - our own file


def contact_tables(choice):
    """[(Jugendamt, its contact points)] for print: the chosen town's, otherwise all; the whole week, not only now."""
    offices = [choice.office] if choice.office else choice.offices
    tables = []
    for office in offices:
        contacts = [contact for kind in TABLE_KINDS for contact in choice.book.of_kind(kind, office.pk)]
        tables.append((office, contacts))
    return tables
