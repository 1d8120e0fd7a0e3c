"""Takes a whole import back, for a day: what it made goes, what it changed becomes what it was.

What somebody has built on since stays: a person who was invited or edited, an organisation with a seat that did not
come from this import. What ties a record is found through the models' relations, so apps to come count too.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from members.imports.applying import snapshot
from members.imports.enums import ImportStatus
from members.imports.models import ImportChange, ImportClosed, ImportRow, MemberImport
from members.locks import lock_people
from members.models import Membership, Organisation, Person
from members.relations import relations_to
from netzwerk.audit import record_event, record_events

Target = ImportChange.Target
LINKS = ("deputy_of_id",)  # before the rest: they tie the seats that the import made
MODELS = {Target.MEMBERSHIP: Membership, Target.PERSON: Person, Target.ORGANISATION: Organisation}


@transaction.atomic
def undo_import(*, member_import, by):
    """Undoes it; what stays is in `kept`: [{"target", "id"}]. Raises ImportClosed when the day is over."""
    lock_people()
    member_import = MemberImport.objects.select_for_update().get(pk=member_import.pk)
    if member_import.status == ImportStatus.UNDONE:
        return member_import
    if not member_import.can_be_undone:
        raise ImportClosed
    made = _made(member_import)
    kept = _restore(member_import, LINKS)
    removable = _untied(made)
    for target, model in MODELS.items():
        kept += [{"target": target, "id": pk} for pk in sorted(set(made[target]) - set(removable[target]))]
        record_events(f"members.{target}_deleted", targets=removable[target].values(), by=by, undone=member_import.pk)
        model.objects.filter(pk__in=list(removable[target])).delete()
    kept += _restore(member_import, None)
    counts = {"removed": sum(map(len, removable.values())), "kept": len(kept)}
    member_import.become(ImportStatus.UNDONE, undone_at=timezone.now(), kept=kept, counts=member_import.counts | counts)
    record_event("imports.import_undone", target=member_import, by=by, **counts)
    return member_import


def _made(member_import):
    """{target: {id: record}} of what the import made and is still there, locked: nobody can tie to it meanwhile."""
    made = {}
    for target, model in reversed(MODELS.items()):
        ids = member_import.changes.filter(target=target, is_created=True).values("target_id")
        records = model.objects.filter(pk__in=ids).order_by("pk").select_for_update()
        made[target] = {record.pk: record for record in records}
    return made


def _untied(made):
    """`made` without what has been changed or tied to since, until nothing more falls out."""
    snapshots = _snapshots(made)
    left = {
        target: {pk: record for pk, record in records.items() if snapshot(record) == snapshots[target].get(pk)}
        for target, records in made.items()
    }
    while True:
        tied = {target: _tied(MODELS[target], left) for target in left}
        seats, people = left[Target.MEMBERSHIP], left[Target.PERSON]
        stays = made[Target.PERSON].keys() - people.keys()  # who stays keeps the seats
        tied[Target.MEMBERSHIP] |= {pk for pk, seat in seats.items() if seat.person_id in stays}
        if not any(tied.values()):
            return left
        left = {target: {pk: r for pk, r in left[target].items() if pk not in tied[target]} for target in left}


def _snapshots(made):
    found = {target: {} for target in made}
    for target, records in made.items():
        rows = ImportChange.objects.filter(target=target, is_created=True, target_id__in=list(records))
        found[target] = dict(rows.values_list("target_id", "after"))
    return found


def _tied(model, left):
    """Keys of `model` in `left` that a record outside of `left` refers to."""
    own, tied = left[_target_of(model)], set()
    for relation in relations_to(model):
        referring = relation.related_model
        if referring is ImportRow:
            continue
        name = relation.field.attname
        rows = referring._base_manager.filter(**{f"{relation.field.name}__in": list(own)})
        if referring in MODELS.values():
            rows = rows.exclude(pk__in=list(left[_target_of(referring)]))
        tied |= set(rows.values_list(name, flat=True))
    return tied


def _target_of(model):
    return next(target for target, known in MODELS.items() if known is model)


def _restore(member_import, only):
    """Fields that the import changed and nobody since; the latest change first.

    Returns what can't be what it was, as in `kept`: its old address has gone to somebody else.
    """
    kept = []
    for change in member_import.changes.filter(is_created=False).order_by("-pk"):
        record = MODELS[change.target].objects.select_for_update().filter(pk=change.target_id).first()
        texts = {} if record is None else snapshot(record)
        wanted = change.before if only is None else [name for name in change.before if name in only]
        fields = [name for name in wanted if texts.get(name) == str(change.after[name])]
        for name in fields:
            setattr(record, name, record._meta.get_field(name).to_python(change.before[name]))
        try:
            with transaction.atomic():
                _save_restored(record, fields)
        except IntegrityError:
            kept.append({"target": change.target, "id": change.target_id})
    return kept


def _save_restored(record, fields):
    if not fields:
        return
    record.version += 1
    record.save(update_fields=[*fields, "version"])
