"""What coordinators decide about contact points."""

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from netzwerk.audit import record_event
from netzwerk.keys import key_from
from netzwerk.versions import lock_version
from reporting_paths.contacts.models import Closure, ContactPoint, WeeklyHours

KEY_LENGTH = 60


@transaction.atomic
def create_point(*, office, fields, hours, closures, by):
    """A new contact point of `office`, or of the whole network where it is None."""
    point = ContactPoint(youth_welfare_office=office, key=_new_key(fields["name"]))
    _save(point, fields, hours, closures)
    record_event("contacts.point_created", target=point, by=by)
    return point


@transaction.atomic
def change_point(*, point, fields, hours, closures, version, by):
    """Takes over `fields` (by name), the whole week's `hours` and the `closures` from today on.

    Raises Outdated if somebody saved since `version`.
    """
    point = lock_version(point, version)
    point.version += 1
    changed = sorted(
        name for name, value in fields.items() if name != "municipalities" and getattr(point, name) != value
    )
    _save(point, fields, hours, closures)
    record_event("contacts.point_changed", target=point, by=by, fields=changed)
    return point


@transaction.atomic
def delete_point(*, point, by):
    """Deletes it with its hours and closures; whoever it stood in for has no substitute then."""
    record_event("contacts.point_deleted", target=point, by=by, key=point.key)
    point.delete()


def _save(point, fields, hours, closures):
    """Whoever saves has looked at it: it counts as verified today."""
    for name, value in fields.items():
        if name != "municipalities":
            setattr(point, name, value)
    point.verified_on = timezone.localdate()
    point.save()
    point.municipalities.set(fields["municipalities"])
    point.weekly_hours.all().delete()
    WeeklyHours.objects.bulk_create(WeeklyHours(contact=point, **row) for row in hours)
    point.closures.ahead().delete()
    Closure.objects.bulk_create(Closure(contact=point, **row) for row in closures)


def _new_key(name):
    """A key nobody has yet, made from the name."""
    key = key_from(name, length=KEY_LENGTH) or "stelle"
    return key if not ContactPoint.objects.filter(key=key).exists() else f"{key}-{get_random_string(6).lower()}"
