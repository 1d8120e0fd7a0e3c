"""Where a record is used: asked before it is changed or deleted.

An app registers in its AppConfig.ready: `usage.register(Model, find)`; `find(record)` returns Usages.
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
