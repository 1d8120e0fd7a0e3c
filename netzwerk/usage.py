"""Where a record is used: asked before it is changed or deleted.

An app registers in its wiring.py: `usage.register(Model, find)`; `find(record)` returns Usages.
"""

from collections import defaultdict
from dataclasses import dataclass

_finders = defaultdict(list)


@dataclass(frozen=True)
class Usage:
    """One place that shows or needs the record; `url` may be empty."""

    label: str
    url: str = ""


def register(model, find):
    """Adds a finder for records of `model`; the same one counts once."""
    if find not in _finders[model]:
        _finders[model].append(find)


def usages_of(record):
    """Every place that uses `record`."""
    return [usage for find in _finders[type(record)] for usage in find(record)]


def relations_of(record):
    """Rows that point to `record`, one Usage a kind: „2 Abwesenheiten“. One query a kind."""
    found = []
    for relation in record._meta.related_objects:
        model = relation.related_model
        count = model._base_manager.filter(**{relation.field.name: record}).count()
        if count:
            name = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
            found.append(Usage(f"{count} {name}"))
    return found
