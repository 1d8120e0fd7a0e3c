"""Which fields of a record a correction may be about, and for whom."""

from members.enums import Visibility
from members.models import Organisation
from members.permissions import can_change_organisation, can_see_network
from members.visibility import level_of, visible_values

ORGANISATION_FIELDS = ("name", "address", "phone", "email", "website")
PERSON_FIELDS = ("title", "first_name", "last_name", "email", "phone", "mobile")
_ALWAYS_PUBLIC = {"name", "address", "website"}
_SHOWN_WITH = {"title": "name", "first_name": "name", "last_name": "name"}


def organisation_level(user, organisation):
    """As whom `user` looks at `organisation`: the public, a member, or those who look after it."""
    if user.is_authenticated and can_change_organisation(user, organisation):
        return Visibility.COORDINATORS
    return Visibility.MEMBERS if can_see_network(user) else Visibility.PUBLIC


def offered_fields(record, level):
    """The fields of `record` that `level` sees, empty ones too; what one must not see one cannot correct."""
    if isinstance(record, Organisation):
        return [name for name in ORGANISATION_FIELDS if name in _ALWAYS_PUBLIC or _is_shown(record, name, level)]
    return [name for name in PERSON_FIELDS if _is_shown(record, _SHOWN_WITH.get(name, name), level)]


def fields_for(user, record):
    """The fields of `record` that `user` may propose corrections of."""
    is_organisation = isinstance(record, Organisation)
    level = organisation_level(user, record) if is_organisation else level_of(user, record)
    return offered_fields(record, level)


def label_of(record, field):
    """The German name of a field."""
    return record._meta.get_field(field).verbose_name


def one_form(value):
    """A value as it is compared: line ends and spaces at the ends do not count."""
    return "\n".join(line.strip() for line in str(value).strip().splitlines())


def _is_shown(record, field, level):
    return getattr(record, f"{field}_visibility") in visible_values(level)
