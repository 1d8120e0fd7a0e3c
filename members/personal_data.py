"""What the portal stores about somebody: every app names its own part, and how it is deleted.

An app registers in its wiring.py:

    personal_data.register(find, covers=["trainings.Registration.person"])   # find(subject) returns an OpenData
    personal_data.register_eraser(erase)       # erase(subject) returns {name of the rows: how many}
    personal_data.not_personal("app.Model.field", "why a key to a person there says nothing about them")

Every field that leads to a Person, a User or a Membership has to be covered or named as not personal; a test asks.
"""

from dataclasses import dataclass, field

from members.models import Person, User

_finders = {}
_erasers = []
_not_personal = {}


@dataclass(frozen=True)
class Subject:
    """Whose data they are; either may be missing: people without access, professionals without a seat."""

    user: User | None = None
    person: Person | None = None


@dataclass(frozen=True)
class OpenData:
    """One part of somebody's data: a table under a title; `note` says what cannot be seen from it."""

    key: str
    title: str
    headers: tuple
    rows: list = field(default_factory=list)
    note: str = ""


def subject_of(user):
    """The Subject behind a sign-in."""
    return Subject(user=user, person=Person.objects.filter(user=user).first())


def register(find, *, covers=(), place=50):
    """Adds a part; `covers` are the fields ("app.Model.field") whose rows it shows; low places come first (0 to 99)."""
    _finders[find] = (place, frozenset(covers))


def register_eraser(erase):
    """Adds what has to be deleted beside the person itself; the same function counts once."""
    if erase not in _erasers:
        _erasers.append(erase)


def not_personal(label, reason):
    """Says why the field `label` needs no part."""
    _not_personal[label] = reason


def open_data_of(subject):
    """All parts by place, those of one place as the apps registered."""
    return [find(subject) for find, (_place, _covers) in sorted(_finders.items(), key=lambda item: item[1][0])]


def erase_data_of(subject):
    """Deletes what the apps keep beside person and user: {name of the rows: how many}."""
    counts = {}
    for erase in _erasers:
        counts |= {name: count for name, count in erase(subject).items() if count}
    return counts


def accounted_fields():
    """Every "app.Model.field" that is covered or said not to be personal."""
    return frozenset(_not_personal).union(*(covers for _place, covers in _finders.values()))
