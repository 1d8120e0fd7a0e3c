"""What somebody leaves open when a seat ends: every app above names its own kinds.

An app registers in its AppConfig.ready: `open_matters.register(find)`. `find(membership)` returns OpenMatters.
"""

from collections.abc import Callable
from dataclasses import dataclass

_finders = []


@dataclass(frozen=True)
class OpenMatter:
    """One kind of open things of a seat: „3 Anmeldungen zu Fortbildungen“.

    `hand_over(membership)` moves them to the successor's seat; `leave()` does what is right for a vacant one.
    Both are called in the transaction that ends the seat.
    """

    label: str
    items: tuple  # (text, address or "")
    hand_over: Callable
    leave: Callable


def register(find):
    """Adds a finder; the same one counts once."""
    if find not in _finders:
        _finders.append(find)


def open_matters_of(membership):
    """All open matters of `membership`, in the order the apps registered."""
    return [matter for find in _finders for matter in find(membership) if matter.items]
