"""What coordinators decide about an import."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.imports.columns import columns_of, find_header, guess_mapping, signature_of
from members.imports.enums import Decision, ImportStatus, Outcome
from members.imports.models import ColumnMapping, DistinctPeople, ImportClosed, ImportFile, MemberImport
from members.imports.reading import check_file, read_rows, sheet_titles
from netzwerk.audit import record_event
from netzwerk.jobs.actions import queue_job

LOOKED_AT = 500  # rows the columns are guessed from


@transaction.atomic
def create_import(*, name, content, office, by):
    """Keeps the file and looks at its columns. Raises FileRefused."""
    check_file(content)
    titles = sheet_titles(content)
    filled = [i for i in range(len(titles)) if read_rows(content, i, limit=1)]
    member_import = MemberImport.objects.create(
        owner=by, youth_welfare_office=office, file_name=name[:120], sheets=titles, sheet=filled[0] if filled else 0
    )
    ImportFile.objects.create(member_import=member_import, content=content)
    look_at_columns(member_import, content)
    record_event("imports.import_created", target=member_import, by=by)
    return member_import


def look_at_columns(member_import, content, header_row=None):
    """Finds the header and what the columns mean; as last time for the same headers."""
    rows = read_rows(content, member_import.sheet, limit=LOOKED_AT)
    member_import.header_row = find_header(rows) if header_row is None else header_row
    member_import.columns = columns_of(rows, member_import.header_row)
    remembered = ColumnMapping.objects.filter(
        signature=signature_of(member_import.columns), youth_welfare_office=member_import.youth_welfare_office
    ).first()
    member_import.mapping = remembered.mapping if remembered else guess_mapping(member_import.columns)
    member_import.save(update_fields=["sheet", "header_row", "columns", "mapping"])


@transaction.atomic
def choose_sheet(*, member_import, sheet, header_row, by):
    """Another sheet, or another row with the headers (None: found by itself). Raises FileRefused, ImportClosed."""
    member_import = _locked(member_import)
    if not member_import.can_be_discarded:
        raise ImportClosed
    member_import.sheet = sheet
    look_at_columns(member_import, bytes(member_import.file.content), header_row)
    member_import.become(ImportStatus.UPLOADED)
    record_event("imports.sheet_chosen", target=member_import, by=by)
    return member_import


@transaction.atomic
def map_columns(*, member_import, mapping, by):
    """Says what the columns mean, remembers it, and starts the check; returns its Job."""
    member_import = _locked(member_import)
    if not member_import.can_be_discarded:
        raise ImportClosed
    member_import.mapping = mapping
    member_import.save(update_fields=["mapping"])
    ColumnMapping.objects.update_or_create(
        signature=signature_of(member_import.columns),
        youth_welfare_office=member_import.youth_welfare_office,
        defaults={"mapping": mapping},
    )
    return _check(member_import, by)


@transaction.atomic
def choose_organisations(*, member_import, aliases, by):
    """Says which names in the file are organisations of the portal ({key: id}) and checks again; returns the Job."""
    member_import = _locked(member_import)
    if not member_import.is_ready:
        raise ImportClosed
    member_import.aliases = {key: pk for key, pk in (member_import.aliases | aliases).items() if pk}
    member_import.save(update_fields=["aliases"])
    return _check(member_import, by)


def _check(member_import, by):
    member_import.become(ImportStatus.CHECKING)
    return _queue("check", _("%s wird geprüft"), member_import, by)


@transaction.atomic
def decide_rows(*, member_import, decisions, by):
    """Decisions about likely duplicates: {row number: (Decision or "", ref of the same person or "")}."""
    member_import = _locked(member_import)
    if not member_import.is_ready:
        raise ImportClosed
    rows = member_import.rows.filter(number__in=decisions, outcome=Outcome.DUPLICATE)
    for row in rows:
        decision, same_as = decisions[row.number]
        known = {candidate["ref"] for candidate in row.candidates}
        if decision == Decision.SAME and same_as not in known:
            continue
        row.decision, row.same_as = decision, same_as if decision == Decision.SAME else ""
        row.save(update_fields=["decision", "same_as"])
    record_event("imports.rows_decided", target=member_import, by=by, rows=len(decisions))


@transaction.atomic
def decide_all(*, member_import, decision, by):
    """One decision for all duplicates that have none: `same` is the first candidate of each. Returns how many."""
    member_import = _locked(member_import)
    if not member_import.is_ready:
        raise ImportClosed
    rows = list(member_import.rows.undecided())
    for row in rows:
        row.decision = decision
        row.same_as = row.candidates[0]["ref"] if decision == Decision.SAME else ""
    member_import.rows.model.objects.bulk_update(rows, ["decision", "same_as"], batch_size=2_000)
    record_event("imports.rows_decided", target=member_import, by=by, rows=len(rows), decision=decision)
    return len(rows)


@transaction.atomic
def start_applying(*, member_import, by):
    """Takes the import over, or goes on with one that stopped half way; returns the Job."""
    member_import = _locked(member_import)
    member_import.become(ImportStatus.APPLYING, of=(ImportStatus.READY, ImportStatus.APPLYING))
    return _queue("apply", _("%s wird übernommen"), member_import, by)


@transaction.atomic
def start_undoing(*, member_import, by):
    """Takes the import back; returns the Job."""
    member_import = _locked(member_import)
    if not member_import.can_be_undone:
        raise ImportClosed
    return _queue("undo", _("%s wird rückgängig gemacht"), member_import, by)


@transaction.atomic
def discard_import(*, member_import, by):
    """Throws the file and its rows away; nothing was taken over yet."""
    member_import = _locked(member_import)
    if not member_import.can_be_discarded:
        raise ImportClosed
    member_import.become(ImportStatus.DISCARDED)
    delete_rows(member_import)
    record_event("imports.import_discarded", target=member_import, by=by)


def delete_rows(member_import):
    """What was uploaded goes; that there was an import, and its numbers, stay."""
    member_import.rows.all().delete()
    member_import.changes.all().delete()
    ImportFile.objects.filter(member_import=member_import).delete()
    columns = [column | {"samples": []} for column in member_import.columns]
    MemberImport.objects.filter(pk=member_import.pk).update(rows_deleted_at=timezone.now(), columns=columns, aliases={})


@transaction.atomic
def delete_outdated_rows(now=None):
    """Rows of imports left open for 14 days, undone, or past the day for taking back; returns how many imports."""
    outdated = list(MemberImport.objects.outdated(now or timezone.now()).select_for_update())
    for member_import in outdated:
        delete_rows(member_import)
    record = [member_import.pk for member_import in outdated]
    if record:
        record_event("imports.rows_deleted", imports=record)
    return len(outdated)


@transaction.atomic
def tell_apart(*, first, second, by):
    """Says that two people who look alike are not the same."""
    DistinctPeople.objects.get_or_create(first=first, second=second)
    record_event("imports.people_told_apart", target=first, by=by, other=second.pk)


def _locked(member_import):
    return MemberImport.objects.select_for_update().get(pk=member_import.pk)


def _queue(work, title, member_import, by):
    """The Job of `work`: check, apply or undo."""
    return queue_job(
        kind=f"member-import-{work}",
        key=f"member-import:{member_import.pk}:{work}",
        task=f"members.imports.tasks.{work}_rows",
        title=title % member_import.file_name,
        by=by,
        member_import=member_import.pk,
    )
