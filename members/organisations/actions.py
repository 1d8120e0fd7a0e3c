"""What coordinators decide about organisations."""

from django.db import connection, transaction
from django.utils.text import slugify

from members.models import Organisation
from netzwerk.audit import record_event
from netzwerk.versions import lock_version, save_version

KEY_LENGTH = 70
SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


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


def free_key(name):
    """A key no organisation has yet."""
    base = slugify(name.lower().translate(SPELLED_OUT))[:KEY_LENGTH].strip("-") or "einrichtung"
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
