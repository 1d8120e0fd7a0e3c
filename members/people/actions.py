"""What coordinators decide about people."""

from django.db import transaction
from django.db.models import ProtectedError

from members.models import Person
from netzwerk.audit import record_event
from netzwerk.versions import lock_version, save_version


class PersonInUse(Exception):
    """The person holds or held a seat, has access, or another room needs them; they stay."""


@transaction.atomic
def create_person(*, values, by):
    """Creates a person from field values and records it."""
    person = Person.objects.create(**values)
    record_event("members.person_created", target=person, by=by)
    return person


@transaction.atomic
def change_person(*, person, values, version, by):
    """Changes the fields in `values`. Raises Outdated if somebody saved since `version`."""
    person = lock_version(person, version)
    changed = save_version(person, values)
    if changed:
        record_event("members.person_changed", target=person, by=by, fields=changed)
    return person


@transaction.atomic
def delete_person(*, person, by):
    """Deletes somebody who never had a seat or access. Raises PersonInUse."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not is_deletable(person):
        raise PersonInUse
    record_event("members.person_deleted", target=person, by=by)
    try:
        person.delete()
    except ProtectedError as error:  # a room above holds on to them
        raise PersonInUse from error


def is_deletable(person):
    """Whether nothing ties the person to the network's history."""
    return person.user_id is None and not person.memberships.exists()
