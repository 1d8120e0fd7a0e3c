"""The one order in which rows are locked, so that nobody waits in a circle; every lock ends with its transaction.

1. `lock_people`: whoever writes about many people at once (imports, their undoing, merging) waits for the others.
2. Organisations by key; such a lock stands for their seats (members.memberships.actions.lock_organisation).
3. People by key, then accesses by key. Who ties a new row to somebody holds them here already (`held`), for the
   foreign key would lock them at the end of the transaction, when everything else is locked.
4. What rooms above lock for somebody, by key: the training events somebody is registered for (`register`).
5. All that refers to these: memberships, registrations, invitations, mails.

Who merges or deletes people locks 2 to 4 at once with `lock_whole`.
"""

from django.db import connection
from django.db.models import BigIntegerField, F

from members.models import Membership, Organisation, Person, User
from netzwerk.prepared import IsOneOf, Prepared, Slot

PEOPLE_LOCK = (0x4E4C, 1)  # the jobs have 0x4E4B
_locks_above = []


def register(lock):
    """`lock(people, users)` locks what a room above locks before the rows tied to them; both are keys."""
    if lock not in _locks_above:
        _locks_above.append(lock)


def lock_people():
    """Only one transaction at a time; call it first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", PEOPLE_LOCK)


def lock_whole(people, users=()):
    """Locks these people (keys) and accesses with all that has its place before what is tied to them.

    Returns {key: Person} of those still there.
    """
    houses = Membership.objects.filter(person__in=people).values("organisation")
    _lock(Organisation.objects.select_for_update(no_key=True).filter(pk__in=houses))
    found = {row.pk: row for row in Person.objects.select_for_update().filter(pk__in=people).order_by("pk")}
    users = {*users, *(row.user_id for row in found.values())} - {None}
    _lock(User.objects.select_for_update().filter(pk__in=users))
    lock_above(found.keys(), users)
    return found


def lock_above(people, users=()):
    """Only what rooms above lock for these keys."""
    for lock in _locks_above:
        lock(list(people), list(users))


def held(model, keys):
    """Those of `keys` (of people or accesses) still there: until the transaction ends nobody merges or deletes them.

    People before accesses.
    """
    return {key for (key,) in _holding[model](keys=list(keys))} if keys else set()


@Prepared
def _hold_people():
    return _to_hold(Person)


@Prepared
def _hold_accesses():
    return _to_hold(User)


_holding = {Person: _hold_people, User: _hold_accesses}


def _to_hold(model):
    rows = model.objects.select_for_update(no_key=True)
    return rows.filter(IsOneOf(F("pk"), Slot("keys", BigIntegerField()))).order_by("pk").values_list("pk")


def _lock(rows):
    return list(rows.order_by("pk").values_list("pk", flat=True))
