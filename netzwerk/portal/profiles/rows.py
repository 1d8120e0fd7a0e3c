"""The parts of a profile as unsaved rows, without what points to other rows."""

from members.models import ActorCategory, Organisation
from netzwerk.models import Municipality, Network, YouthWelfareOffice
from reporting_paths.contacts.models import Closure, ContactPoint, Helpline
from reporting_paths.paths.models import LocalDeadline


def rows_of(profile):
    """Triples (section, index or None, row)."""
    yield "network", None, Network(**network_values(profile.network))
    makers = {
        "offices": (YouthWelfareOffice, office_values),
        "towns": (Municipality, town_values),
        "contacts": (ContactPoint, contact_values),
        "closures": (Closure, closure_values),
        "deadlines": (LocalDeadline, deadline_values),
        "helplines": (Helpline, helpline_values),
        "actor_categories": (ActorCategory, category_values),
        "organisations": (Organisation, organisation_values),
    }
    for section, (model, values) in makers.items():
        for index, part in enumerate(getattr(profile, section)):
            yield section, index, model(**values(part, index))


def network_values(part):
    return part.model_dump()


def office_values(part, index):
    return part.model_dump() | {"sort": index}


def town_values(part, index):
    return part.model_dump(include={"slug", "name", "responsible_elsewhere"})


def contact_values(part, index):
    return part.model_dump(exclude={"office", "towns", "fallback", "hours"}) | {"sort": index}


def closure_values(part, index):
    return {
        "starts_on": part.starts_on,
        "ends_on": part.ends_on,
        "is_yearly": part.is_yearly,
        "reason": part.reason,
    }


def deadline_values(part, index):
    return {"deadline_key": part.key, "text": part.text}


def helpline_values(part, index):
    return part.model_dump() | {"sort": index}


def category_values(part, index):
    return part.model_dump() | {"sort": index}


def organisation_values(part, index):
    return part.model_dump(include={"name", "provider", "website"}) | {"key": part.key}
