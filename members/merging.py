"""Makes one person of two, and loses nothing that is tied to either.

Every foreign key to the person that goes, and to its access, is found through the models and moves to the one that
stays. Where both have the same thing (a seat in the same organisation), the two become one, and what is tied to them
moves the same way. An app above registers what else has to happen in its wiring.py:
`merging.register(Model, rule)`; `rule(kept, gone)` is called for two rows that can't stand side by side and answers
whether they now can; otherwise `kept` absorbs `gone`.
"""

from django.db import transaction

from members.calendars import person_scope
from members.enums import MembershipKind
from members.locks import lock_people, lock_whole
from members.models import Invitation, Membership, Person, User
from members.permissions import can_give_roles
from members.relations import relations_to, rival_of
from netzwerk.audit import record_event
from netzwerk.calendars.scopes import rename_scope, user_scope
from netzwerk.pagecache import pages_changed

FIELDS = ("title", "first_name", "last_name", "email", "phone", "mobile")
# How somebody signs in stays with the access that is switched off: it must not open the other one.
SIGN_IN_APPS = {"account", "mfa", "socialaccount", "usersessions", "sessions"}
_rules = {}


class MergeRefused(Exception):
    """Base of what stands against merging."""


class MergeGone(MergeRefused):
    """One of the two is not there any more."""


class MergeOutdated(MergeRefused):
    """Somebody has changed one of the two since they were shown."""


class MergeNotAllowed(MergeRefused):
    """It would give roles, and only the coordination of the whole network does that."""


def register(model, rule):
    """Adds the rule for two rows of `model` that become one."""
    _rules[model] = rule


@transaction.atomic
def merge_people(*, kept, gone, values, versions, user, by):
    """Merges `gone` into `kept` (ids). `values` are the person's fields as chosen, `versions` those that were shown.

    `user` is the id of the access that stays where both have one; the other is switched off. Returns the Person.
    """
    lock_people()
    people = lock_whole((kept, gone))
    if len(people) != 2:
        raise MergeGone
    if any(people[pk].version != version for pk, version in versions.items()):
        raise MergeOutdated
    kept, gone = people[kept], people[gone]
    dropped_user = _merge_users(kept, gone, user, by)
    _take_values(kept, gone, values)
    _move_all(kept, gone)
    _move_dates(kept, gone, dropped_user)
    key = gone.pk
    gone.delete()
    kept.save()
    record_event(
        "members.people_merged", target=kept, by=by, gone=key, deactivated=dropped_user.pk if dropped_user else None
    )
    return kept


def _move_dates(kept, gone, dropped_user):
    """Dates meant for the person that goes are for the one that stays."""
    rename_scope(person_scope(gone.pk), person_scope(kept.pk))
    if dropped_user:
        rename_scope(user_scope(dropped_user.pk), user_scope(kept.user_id))


def _take_values(kept, gone, values):
    """The chosen values; a value brings its visibility. The address is free before the other takes it."""
    Person.objects.filter(pk=gone.pk).update(email="")
    for name in FIELDS:
        is_other = values[name] != getattr(kept, name) and values[name] == getattr(gone, name)
        setattr(kept, name, values[name])
        if is_other and hasattr(kept, f"{name}_visibility"):
            setattr(kept, f"{name}_visibility", getattr(gone, f"{name}_visibility"))
    kept.confirmed_at = max(filter(None, (kept.confirmed_at, gone.confirmed_at)), default=None)
    kept.created_at = min(kept.created_at, gone.created_at)
    kept.version += 1


def _merge_users(kept, gone, chosen, by):
    """One access for the person; returns the one that was switched off, or None."""
    users = [person.user for person in (kept, gone) if person.user_id]
    Person.objects.filter(pk=gone.pk).update(user=None)
    gone.user = None
    if len(users) < 2:
        kept.user = users[0] if users else None
        return None
    kept.user = next((user for user in users if user.pk == chosen), users[0])
    other = next(user for user in users if user != kept.user)
    if other.role_assignments.exists() and not can_give_roles(by):
        raise MergeNotAllowed
    if (other.is_superuser or other.is_staff) and not by.is_superuser:
        raise MergeNotAllowed
    kept.save(update_fields=["user"])
    _move_all(kept.user, other, without=SIGN_IN_APPS)
    kept.user.save()
    other.is_active = False
    other.save(update_fields=["is_active"])
    return other


def _move_all(kept, gone, without=()):
    """Everything that refers to `gone` refers to `kept` afterwards."""
    for relation in relations_to(type(gone)):
        field = relation.field
        if field.model._meta.app_label in without or (field.model is Person and isinstance(gone, User)):
            continue
        for row in field.model._base_manager.select_for_update().filter(**{field.name: gone}).order_by("pk"):
            _move(row, field, kept)
    pages_changed()


def _move(row, field, kept):
    """`row` refers to `kept`; where there is the same already, that one absorbs it."""
    if row == kept:  # two seats of which one stood in for the other
        setattr(kept, field.attname, None)
        return
    rival = rival_of(row, field, kept.pk)
    if rival is not None:
        rule = _rules.get(type(row))
        if rule is None or not rule(rival, row):
            absorb(rival, row)
            return
    setattr(row, field.attname, kept.pk)
    type(row)._base_manager.filter(pk=row.pk).update(**{field.attname: kept.pk})


def absorb(kept, gone):
    """Two rows that say the same become `kept`: what it leaves empty comes from `gone`, and so does all tied to it."""
    _move_all(kept, gone)
    for field in kept._meta.concrete_fields:
        if field.generated or field.primary_key or field.unique:
            continue
        empty = getattr(kept, field.attname) in (None, "")
        if empty and getattr(gone, field.attname) not in (None, ""):
            setattr(kept, field.attname, getattr(gone, field.attname))
    gone.delete()
    kept.save()


def absorb_seat(kept, gone):
    """Two open seats in one organisation: the longer time, both functions, and the holder rather than the deputy."""
    kept.since_on = min(kept.since_on, gone.since_on)
    kept.is_multiplier = kept.is_multiplier or gone.is_multiplier
    functions = list(dict.fromkeys(filter(None, (kept.function, gone.function))))
    both = ", ".join(functions)
    if len(both) <= Membership._meta.get_field("function").max_length:
        kept.function = both
    kinds = list(MembershipKind)
    kept.version += 1
    kept.kind = min(kept.kind, gone.kind, key=kinds.index)
    if kept.kind != MembershipKind.DEPUTY or kept.deputy_of_id in (kept.pk, gone.pk):
        kept.deputy_of = None
    if gone.deputy_of_id:
        gone.deputy_of = None
        gone.save(update_fields=["deputy_of"])
    kept.save()
    return False


def keep_both_invitations(_kept, gone):
    """Only one invitation of a person is open: the other one is withdrawn and stays in the list."""
    gone.withdraw()
    return True


register(Membership, absorb_seat)
register(Invitation, keep_both_invitations)
