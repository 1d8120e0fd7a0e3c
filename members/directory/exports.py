"""The filtered list to take along: for coordinators, and noted in the log every time."""

from dataclasses import replace
from itertools import islice
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from members.directory import cards, tables
from members.directory.actions import record_export
from members.directory.forms import PersonFilterForm, filter_choices
from members.directory.people import asked_for, entries_for, seats_matching
from members.directory.permissions import can_export_people
from netzwerk.permissions import enforce

CHUNK = 500
MAX_XLSX_PEOPLE = 5_000  # takes about two seconds; CSV and vCards come while they are made, however many there are
TOO_MANY = _("Als Excel-Datei gibt es höchstens %(count)s Personen. Nehmen Sie die CSV-Datei oder grenzen Sie ein.")


@require_POST
@never_cache
def person_export(request, kind):
    """The list as `kind`: csv, xlsx or vcf. What was typed comes with the address, as in the list."""
    enforce(can_export_people, request.user)
    form = PersonFilterForm(request.GET, choices=filter_choices(request))
    people = asked_for(request.user, form.filters)
    count = people.count()
    if kind == "xlsx" and count > MAX_XLSX_PEOPLE:
        messages.error(request, TOO_MANY % {"count": number_format(MAX_XLSX_PEOPLE, force_grouping=True)})
        return redirect(f"{reverse('directory:person-list')}?{urlencode(form.query)}")
    record_export(kind=kind, count=count, filters=form.query, by=request.user)
    people = people.order_by("sort_name", "pk")
    response = _answers[kind](_entries(request.user, people, seats_matching(form.filters)))
    name = f"verzeichnis-{timezone.localdate():%Y-%m-%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _entries(user, people, seats):
    """The Entries of `people` with those of `seats` alone; only CHUNK of them are in memory at a time."""
    keys = people.values_list("pk", flat=True).iterator(CHUNK)
    while piece := list(islice(keys, CHUNK)):
        wanted = set(seats.filter(person__in=piece).values_list("pk", flat=True))
        for entry in entries_for(user, piece):
            yield replace(entry, seats=[seat for seat in entry.seats if seat["id"] in wanted])


def _csv(found):
    return StreamingHttpResponse(tables.csv_lines(found), content_type=tables.CSV)


def _xlsx(found):
    return FileResponse(tables.xlsx_file(found), content_type=tables.XLSX)


def _vcf(found):
    return StreamingHttpResponse(map(cards.card_of, found), content_type=cards.CONTENT_TYPE)


_answers = {"csv": _csv, "xlsx": _xlsx, "vcf": _vcf}
