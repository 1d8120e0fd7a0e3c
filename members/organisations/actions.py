"""What coordinators decide about organisations."""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.memberships.actions import SeatRefused, end_all, lock_organisation
from members.models import Organisation
from netzwerk.audit import record_event
from netzwerk.keys import key_from
from netzwerk.versions import lock_version, save_version

KEY_LENGTH = 70


@transaction.atomic
def create_organisation(*, values, by):
    """Creates an organisation with a key from its name; the same name gets „-2“."""
    _lock_keys()
    organisation = Organisation.objects.create(key=free_key(values["name"]), **values)
    record_event("members.organisation_created", target=organisation, by=by)
    return organisation


@transaction.atomic
def change_organisation(*, organisation, values, version, by):
    """Changes the fields in `values`; the key stays. Raises Outdated if somebody saved since `version`."""
    organisation = lock_version(organisation, version)
    changed = save_version(organisation, values)
    if changed:
        record_event("members.organisation_changed", target=organisation, by=by, fields=changed)
    return organisation


@transaction.atomic
def close_organisation(*, organisation, on, by):
    """It takes part no longer from the day after `on`; all its seats end vacant. Raises SeatRefused."""
    organisation = lock_organisation(organisation)
    if organisation.closed_on:
        raise SeatRefused(_("Die Mitarbeit ist schon beendet."))
    if on > timezone.localdate():
        raise SeatRefused(_("Der letzte Tag ist heute oder liegt schon zurück."), "on")
    end_all(organisation=organisation, on=on, by=by)
    save_version(organisation, {"closed_on": on})
    record_event("members.organisation_closed", target=organisation, by=by)
    return organisation


@transaction.atomic
def reopen_organisation(*, organisation, by):
    """It takes part again; ended seats stay ended and can be resumed one by one."""
    organisation = lock_organisation(organisation)
    if save_version(organisation, {"closed_on": None}):
        record_event("members.organisation_reopened", target=organisation, by=by)
    return organisation


def free_key(name):
    """A key no organisation has yet."""
    base = key_from(name, length=KEY_LENGTH) or "einrichtung"
    taken = set(Organisation.objects.filter(key__startswith=base).values_list("key", flat=True))
    number, key = 1, base
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key


def _lock_keys():
    """Two organisations of one name created at once get their keys one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('members.organisation.key'))")
