"""Material of an event, and what events are about."""

import secrets

from django.db import transaction

from netzwerk.audit import record_event
from trainings.models import Material
from trainings.planning.files import suffix_of


@transaction.atomic
def add_material(*, event, values, by):
    """Keeps a file under a name that tells nothing."""
    values = dict(values)
    if values.get("file"):
        values["file"].name = f"{secrets.token_hex(12)}{suffix_of(values['file'].name)}"
    material = Material.objects.create(event=event, **values)
    record_event("trainings.material_added", target=event, by=by, material=material.pk)
    return material


@transaction.atomic
def delete_material(*, material, by):
    """The file goes as well, unless a copy of the event shows it."""
    event, file = material.event, material.file
    material.delete()
    record_event("trainings.material_deleted", target=event, by=by)
    forget_files([file])


def forget_files(files):
    """Deletes stored files that no material shows any more, once the transaction committed."""
    for file in files:
        if file and not Material.objects.filter(file=file.name).exists():
            transaction.on_commit(lambda file=file: file.storage.delete(file.name))


@transaction.atomic
def save_subject(*, form, by):
    """A topic or a kind of course, new or changed."""
    is_new = form.instance.pk is None
    row = form.save()
    name = row._meta.model_name
    record_event(f"trainings.{name}_{'created' if is_new else 'changed'}", target=row, by=by, fields=form.changed_data)
    return row
