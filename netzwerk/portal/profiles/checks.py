"""What must hold between the parts of a profile: yields (key parts, reason)."""

from collections import defaultdict
from itertools import combinations

from django.core.exceptions import ValidationError

from netzwerk.hours import WEEKDAYS_SHORT
from netzwerk.models import Network
from netzwerk.portal.profiles.rows import rows_of
from reporting_paths.contacts.enums import Kind
from reporting_paths.paths.files import deadline_keys, read_path_files
from reporting_paths.paths.standard import STANDARD_FOLDER

KEYS = {
    "offices": "key",
    "towns": "slug",
    "contacts": "key",
    "organisations": "key",
    "helplines": "key",
    "actor_categories": "code",
}
NAMES_IN_FILE = {"deadline_key": "key"}  # fields that the file calls otherwise


def check_profile(profile):
    """All mistakes between the parts and in single values."""
    yield from check_values(profile)
    yield from check_keys(profile)
    yield from check_postal_codes(profile)
    yield from check_towns(profile)
    yield from check_contacts(profile)
    yield from check_references(profile)
    yield from check_deadlines(profile)
    yield from check_offices_answer(profile)


def check_values(profile):
    """Lengths, addresses, keys: the rules of the models, in their words."""
    for section, index, row in rows_of(profile):
        try:
            row.clean_fields(exclude=[field.name for field in row._meta.fields if field.is_relation])
        except ValidationError as error:
            for name, reasons in error.message_dict.items():
                name = NAMES_IN_FILE.get(name, name)
                key = (section, name) if index is None else (section, index, name)
                yield key, " ".join(reasons)
    other = Network.objects.exclude(key=profile.network.key).first()
    if other:
        yield ("network", "key"), f"In dieser Installation ist schon das Netzwerk „{other.key}“ geladen."


def check_keys(profile):
    for section, name in KEYS.items():
        seen = set()
        for index, part in enumerate(getattr(profile, section)):
            value = getattr(part, name)
            if value in seen:
                key = (section, index, name) if name in type(part).model_fields else (section, index)
                yield key, f"„{value}“ kommt doppelt vor."
            seen.add(value)


def check_postal_codes(profile):
    owners = {}
    for index, town in enumerate(profile.towns):
        for position, code in enumerate(town.postal_codes):
            key = ("towns", index, "postal_codes", position)
            if code in town.postal_codes[:position]:
                yield key, f"{code} steht bei {town.name} doppelt."
            elif code in owners and code not in profile.shared_postal_codes:
                yield key, f"{code} gehört schon zu „{owners[code]}“ und steht nicht in shared_postal_codes."
            owners.setdefault(code, town.slug)


def check_towns(profile):
    for index, town in enumerate(profile.towns):
        if town.office and town.responsible_elsewhere:
            yield ("towns", index, "responsible_elsewhere"), "gilt nur für Orte ohne Jugendamt des Netzwerks."


def check_contacts(profile):
    fallbacks = {contact.key: contact.fallback for contact in profile.contacts}
    offices = {town.slug: town.office for town in profile.towns}
    for index, contact in enumerate(profile.contacts):
        yield from _check_hours(index, contact)
        for position, slug in enumerate(contact.towns):
            if offices.get(slug, contact.office) != contact.office:
                yield ("contacts", index, "towns", position), f"„{slug}“ gehört nicht zum Jugendamt dieser Stelle."
        if _leads_back(contact.key, fallbacks):
            yield ("contacts", index, "fallback"), "Diese Vertretung führt im Kreis."


def _check_hours(index, contact):
    if contact.is_always_open and contact.hours:
        yield ("contacts", index, "hours"), "passt nicht zu is_always_open."
    by_day = defaultdict(list)
    for position, span in enumerate(contact.hours):
        for day in span.days:
            by_day[day].append((position, span))
    reported = set()
    for day, spans in by_day.items():
        for (_first, one), (position, two) in combinations(spans, 2):
            if one.opens < two.closes and two.opens < one.closes and position not in reported:
                reported.add(position)
                yield (
                    ("contacts", index, "hours", position),
                    f"überschneidet sich am {WEEKDAYS_SHORT[day]} mit einer anderen Zeit.",
                )


def _leads_back(key, fallbacks):
    step, seen = fallbacks.get(key), set()
    while step is not None and step not in seen:
        if step == key:
            return True
        seen.add(step)
        step = fallbacks.get(step)
    return False


def check_references(profile):
    """Every name of another part exists."""
    known = {section: {getattr(part, name) for part in getattr(profile, section)} for section, name in KEYS.items()}
    wanted = [
        ("towns", "office", "offices"),
        ("contacts", "office", "offices"),
        ("contacts", "towns", "towns"),
        ("contacts", "fallback", "contacts"),
        ("closures", "office", "offices"),
        ("closures", "contact", "contacts"),
        ("deadlines", "office", "offices"),
        ("organisations", "category", "actor_categories"),
        ("organisations", "office", "offices"),
        ("organisations", "town", "towns"),
    ]
    for section, name, target in wanted:
        for index, part in enumerate(getattr(profile, section)):
            value = getattr(part, name)
            for entry in value if isinstance(value, list) else [value]:
                if entry is not None and entry not in known[target]:
                    yield (section, index, name), f"„{entry}“ steht nicht in {target}."


def check_deadlines(profile):
    """Each agreed deadline stands at a step of a standard path that leaves its deadline to the place, and once."""
    if not profile.deadlines:
        return
    known = deadline_keys(read_path_files(STANDARD_FOLDER))
    seen = set()
    for index, part in enumerate(profile.deadlines):
        if part.path not in known:
            yield ("deadlines", index, "path"), f"Den Meldeweg „{part.path}“ gibt es nicht."
        elif part.key not in known[part.path]:
            allowed = ", ".join(known[part.path]) or "keine"
            yield ("deadlines", index, "key"), f"„{part.key}“ gibt es in diesem Meldeweg nicht, erlaubt: {allowed}."
        place = (part.office, part.path, part.key)
        if place in seen:
            yield ("deadlines", index, "key"), f"„{part.key}“ kommt für dieses Jugendamt und diesen Weg doppelt vor."
        seen.add(place)


def check_offices_answer(profile):
    """Information must reach a Jugendamt at any time (§ 4 Abs. 2 Landeskinderschutzgesetz NRW)."""
    words = {Kind.ASD: "Nummer für den Tag (kind = „asd“)", Kind.ON_CALL: "Rufbereitschaft (kind = „on_call“)"}
    for index, office in enumerate(profile.offices):
        kinds = {contact.kind for contact in profile.contacts if contact.office in (office.key, None)}
        for kind, word in words.items():
            if kind.value not in kinds:
                yield ("offices", index), f"Für {office.name} fehlt eine {word}."
