"""What somebody leaves open when a seat ends: every app above names its own kinds.

An app registers in its wiring.py: `open_matters.register(find)`. `find(membership)` returns OpenMatters.
With `key` and `take_back` the wrongly ended seat can be resumed: `take_back(membership, successor, receipt, by=…)` gets
what `hand_over` or `leave` returned (JSON) and raises CannotTakeBack where something was built on it meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass

_finders = []
_take_backs = {}


class CannotTakeBack(Exception):
    """What was handed over has moved on."""


@dataclass(frozen=True)
class OpenMatter:
    """One kind of open things of a seat: „3 Anmeldungen zu Fortbildungen“.

    `hand_over(membership, by=…)` moves them to the successor's seat; `leave(by=…)` does what is right for a vacant one.
    Both are called in the transaction that ends the seat, get who ended it, and may return a receipt for taking back.
    """

    label: str
    items: tuple  # (text, address or "")
    hand_over: Callable
    leave: Callable
    key: str = ""


def register(find, *, key="", take_back=None):
    """Adds a finder; the same one counts once."""
    if find not in _finders:
        _finders.append(find)
    if take_back:
        _take_backs[key] = take_back


def open_matters_of(membership):
    """All open matters of `membership`, in the order the apps registered."""
    return [matter for find in _finders for matter in find(membership) if matter.items]


def settle(membership, successor, *, by):
    """Hands the open matters of `membership` to `successor`, or leaves them; returns the receipts by key."""
    return {
        matter.key: matter.hand_over(successor, by=by) if successor else matter.leave(by=by)
        for matter in open_matters_of(membership)
    }


def take_back(membership, successor, receipts, *, by):
    """Gives back what `settle` moved. Raises CannotTakeBack; the caller's transaction then undoes the rest."""
    for key, receipt in receipts.items():
        if key not in _take_backs:
            raise CannotTakeBack
        _take_backs[key](membership, successor, receipt, by=by)
