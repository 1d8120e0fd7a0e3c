"""Whom a date is for: a scope is a word that rooms above give to people, such as "members" or "body:3".

The ground floor knows "public" and "user:5". A room registers in its wiring.py what else somebody belongs to, so
that whoever joins a body finds its dates, and whoever leaves it finds them no more.
"""

from django.db.models import F, Func, Value

from netzwerk.models import CalendarItem

PUBLIC = "public"
MEMBERS = "members"

_finders = []


def register_scopes(find):
    """`find(user)` returns scopes in a constant number of queries; the same function counts once."""
    if find not in _finders:
        _finders.append(find)


def user_scope(user_id):
    return f"user:{user_id}"


def scopes_of(user):
    """Everything that is for `user`, but not what is for everybody."""
    return {user_scope(user.pk)}.union(*(find(user) for find in _finders))


def rename_scope(old, new):
    """What was for `old` is for `new`: two people were one."""
    renamed = Func(F("scopes"), Value(old), Value(new), function="array_replace")
    CalendarItem.objects.filter(scopes__contains=[old]).update(scopes=renamed)
