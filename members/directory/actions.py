"""What is decided in the directory."""

from django.db import transaction

from members.models import Person
from netzwerk.audit import record_event

VISIBILITIES = ("name_visibility", "email_visibility", "phone_visibility", "mobile_visibility")


@transaction.atomic
def change_visibility(*, person, values, by):
    """`person` decides who sees their fields; their own word counts, also where a coordinator saved meanwhile."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    changed = [name for name in VISIBILITIES if getattr(person, name) != values[name]]
    if not changed:
        return person
    for name in changed:
        setattr(person, name, values[name])
    person.version += 1
    person.save(update_fields=[*changed, "version"])
    now = {name.removesuffix("_visibility"): values[name] for name in changed}
    record_event("directory.visibility_changed", target=person, by=by, **now)
    return person


def record_export(*, kind, count, filters, by):
    """Notes that `by` took `count` people along as `kind` (csv, xlsx, vcf).

    Of `filters` ({word in the address: value}) what was typed stays out: it may be a name.
    """
    typed = {word: True for word in ("name", "funktion") if filters.get(word)}
    record_event("directory.people_exported", by=by, format=kind, count=count, filters=filters | typed)
