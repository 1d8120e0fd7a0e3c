"""From the uploaded file to the members of the network."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from members.imports import actions, preview
from members.imports.enums import Decision, ImportStatus
from members.imports.forms import (
    TOO_LARGE,
    DecideAllForm,
    MappingForm,
    OrganisationsForm,
    RowSearchForm,
    SheetForm,
    UploadForm,
)
from members.imports.models import ImportClosed, MemberImport
from members.imports.names import key_of
from members.imports.organisations import Organisations
from members.imports.permissions import can_import
from members.imports.reading import FileRefused
from members.imports.template import template_file
from members.imports.undoing import MODELS
from members.imports.uploads import BoundedUpload, is_too_large
from netzwerk.models import Job
from netzwerk.paging import PAGE_SIZE, page_of
from netzwerk.permissions import enforce
from netzwerk.tables import csv_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
@csrf_exempt  # before the token is looked for the body would be read; `_import_list` checks it
def import_list(request):
    """Past imports, and the way to a new one. What is too large is refused before it is read."""
    enforce(can_import, request.user)
    if request.method == "POST":
        if is_too_large(request):
            return _list_page(request, UploadForm.refused(request.user, TOO_LARGE), status=413)
        request.upload_handlers = [BoundedUpload(request)]
    return _import_list(request)


@csrf_protect
def _import_list(request):
    if request.method != "POST":
        return _list_page(request, UploadForm(user=request.user))
    form = UploadForm(request.POST, request.FILES, user=request.user)
    if getattr(request, "upload_stopped", False):
        return _list_page(request, UploadForm.refused(request.user, TOO_LARGE), status=413)
    if not form.is_valid():
        return _list_page(request, form)
    file = form.cleaned_data["file"]
    try:
        member_import = actions.create_import(
            name=file.name, content=file.read(), office=form.chosen_office, by=request.user
        )
    except FileRefused as refused:
        form.add_error("file", str(refused))
        return _list_page(request, form)
    several = len(member_import.sheets) > 1
    return redirect("imports:import-sheet" if several else "imports:import-map", member_import.pk)


def _list_page(request, form, status=200):
    imports = MemberImport.objects.visible_to(request.user).select_related("owner", "youth_welfare_office")
    page = page_of(request, imports.defer("columns", "mapping", "aliases", "kept"))
    return _page(request, "import_list", {"form": form, "page": page}, status=status)


@never_cache
def import_template(request):
    """„Mustertabelle“ as xlsx."""
    enforce(can_import, request.user)
    return _file(template_file(), "mustertabelle-mitglieder.xlsx", XLSX)


@never_cache
def import_sheet(request, pk):
    """Which sheet of the file, and where its columns have their names."""
    member_import = _get(request, pk)
    if not member_import.can_be_discarded:
        return redirect(member_import)
    form = SheetForm(request.POST or None, member_import=member_import)
    if form.is_valid():
        try:
            actions.choose_sheet(member_import=member_import, by=request.user, **form.cleaned_data)
            return redirect("imports:import-map", member_import.pk)
        except FileRefused as refused:
            form.add_error(None, str(refused))
        except ImportClosed:
            return redirect(member_import)
    return _page(request, "import_sheet", {"member_import": member_import, "form": form})


@never_cache
def import_map(request, pk):
    """What each column means; afterwards the file is checked."""
    member_import = _get(request, pk)
    job = _active_job(request, member_import)
    if job or not member_import.can_be_discarded:
        return redirect(job or member_import)
    form = MappingForm(request.POST or None, member_import=member_import)
    if form.is_valid():
        return _started(member_import, actions.map_columns, mapping=form.mapping, by=request.user)
    return _page(request, "import_map", {"member_import": member_import, "form": form})


def _started(member_import, action, **arguments):
    """To the job's page, or to the import where it has gone on meanwhile."""
    try:
        return redirect(action(member_import=member_import, **arguments))
    except ImportClosed:
        return redirect(member_import)


@never_cache
def import_detail(request, pk):
    """The preview; before it the columns, after it what became of the import."""
    member_import = _get(request, pk)
    if member_import.status == ImportStatus.UPLOADED and member_import.rows_deleted_at is None:
        return redirect("imports:import-map", pk)
    if not member_import.is_ready:
        return _page(request, "import_done", _done_context(request, member_import))
    filters = preview.filters_of(member_import)
    outcome = request.GET.get("zeige", "")
    if outcome not in [name for name, _label, _count in filters]:
        outcome = filters[0][0] if filters else ""
    search = RowSearchForm(request.GET)
    text = search.cleaned_data["suche"] if search.is_valid() else ""
    page = page_of(request, preview.found_rows(member_import, outcome, text))
    context = {
        "member_import": member_import,
        "filters": filters,
        "outcome": outcome,
        "text": text,
        "search": search,
        "page": page,
        "rows": preview.shown_rows(page.object_list, request.user),
        "undecided": member_import.rows.undecided().count(),
        "waiting": member_import.rows.waiting().count(),
        "decide_all": DecideAllForm(),
    }
    return _page(request, "import_detail", context)


def _done_context(request, member_import):
    kept = [
        MODELS[entry["target"]].objects.filter(pk=entry["id"]).first() for entry in member_import.kept[: PAGE_SIZE * 4]
    ]
    return {
        "member_import": member_import,
        "job": _active_job(request, member_import),
        "kept": [record for record in kept if record],
        "is_half_done": member_import.status == ImportStatus.APPLYING,
    }


@never_cache
def import_organisations(request, pk):
    """New names that look like organisations of the portal: the same, or really new?"""
    member_import = _get(request, pk)
    if not member_import.is_ready:
        return redirect(member_import)
    names = member_import.rows.exclude(new_organisation="").values_list("new_organisation", flat=True).distinct()
    names = sorted(set(names.order_by()))
    organisations = Organisations(member_import.youth_welfare_office_id)
    likes = [(name, organisations.like(key_of(name))) for name in names]
    form = OrganisationsForm(request.POST or None, pairs=[pair for pair in likes if pair[1]])
    if request.method == "POST" and form.is_valid():
        return _started(member_import, actions.choose_organisations, aliases=form.aliases, by=request.user)
    context = {
        "member_import": member_import,
        "form": form,
        "new": [name for name, like in likes if like is None],
    }
    return _page(request, "import_organisations", context)


@never_cache
@require_POST
def import_decide(request, pk):
    """Decisions about likely duplicates: row by row, or one for all that have none."""
    member_import = _get(request, pk)
    try:
        if "all" in request.POST:
            form = DecideAllForm(request.POST)
            if form.is_valid():
                count = actions.decide_all(
                    member_import=member_import, decision=form.cleaned_data["decision"], by=request.user
                )
                messages.success(request, _("%s Zeilen sind entschieden.") % count)
        else:
            actions.decide_rows(member_import=member_import, decisions=_decisions(request.POST), by=request.user)
            messages.success(request, _("Ihre Entscheidungen sind gespeichert."))
    except ImportClosed:
        pass
    page = request.POST.get("seite", "")
    return redirect(f"{member_import.get_absolute_url()}?zeige=duplicate&seite={page if page.isdigit() else 1}")


def _decisions(data):
    """{row number: (Decision, ref)} of „row-12“: „create“, „skip“ or „same:p17“."""
    decisions = {}
    for name, value in data.items():
        number = name.removeprefix("row-")
        decision, _colon, ref = value.partition(":")
        if name.startswith("row-") and number.isdigit() and decision in Decision.values:
            decisions[int(number)] = (decision, ref)
    return decisions


@never_cache
def import_problems(request, pk):
    """Bad rows as CSV, with the reason."""
    member_import = _get(request, pk)
    if not member_import.has_rows:
        return redirect(member_import)
    return _file(csv_bytes(preview.problem_rows(member_import)), f"fehler-import-{pk}.csv", "text/csv; charset=utf-8")


@never_cache
def import_apply(request, pk):
    """Asks once more, then takes the rows over; also goes on with an import that stopped half way."""
    member_import = _get(request, pk)
    is_half_done = member_import.status == ImportStatus.APPLYING
    if not (member_import.is_ready or is_half_done):
        return redirect(member_import)
    if request.method == "POST":
        return _started(member_import, actions.start_applying, by=request.user)
    context = {
        "member_import": member_import,
        "waiting": member_import.rows.waiting().count(),
        "undecided": member_import.rows.undecided().count(),
    }
    return _page(request, "import_apply", context)


@never_cache
def import_undo(request, pk):
    """Asks first, then takes the whole import back."""
    member_import = _get(request, pk)
    if not member_import.can_be_undone:
        return redirect(member_import)
    if request.method == "POST":
        return _started(member_import, actions.start_undoing, by=request.user)
    return _page(request, "import_undo", {"member_import": member_import})


@never_cache
def import_discard(request, pk):
    """Asks first, then throws the upload away."""
    member_import = _get(request, pk)
    if not member_import.can_be_discarded:
        return redirect(member_import)
    if request.method == "POST":
        try:
            actions.discard_import(member_import=member_import, by=request.user)
            messages.success(request, _("Der Import ist verworfen, die Datei gelöscht."))
        except ImportClosed:
            return redirect(member_import)
        return redirect("imports:import-list")
    return _page(request, "import_discard", {"member_import": member_import})


def _get(request, pk):
    return get_object_or_404(MemberImport.objects.visible_to(request.user), pk=pk)


def _active_job(request, member_import):
    jobs = Job.objects.visible_to(request.user).active()
    return jobs.filter(key__startswith=f"member-import:{member_import.pk}:").first()


def _page(request, name, context, status=200):
    return render(request, f"members/imports/{name}.html", context | {"is_internal": True}, status=status)


def _file(content, name, content_type):
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
