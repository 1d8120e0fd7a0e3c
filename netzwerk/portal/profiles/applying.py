"""Loads a checked profile: all of it or nothing; a second run changes nothing.

Hours, postal codes, towns of a contact and agreed deadlines follow the file. No other row is deleted: what the file no
longer names stays and is reported, because people may have entered it in the portal.
"""

from django.db import transaction

from members.models import ActorCategory, Organisation
from netzwerk.audit import record_event
from netzwerk.models import Municipality, Network, PostalCode, YouthWelfareOffice
from netzwerk.pagecache import pages_changed
from netzwerk.portal.profiles import rows
from netzwerk.portal.profiles.mistakes import Mistake, ProfileRefused, key_of
from reporting_paths.contacts.models import Closure, ContactPoint, Helpline, WeeklyHours
from reporting_paths.paths.models import LocalDeadline, ReportingPath


@transaction.atomic
def apply_profile(profile):
    """Writes all rows; returns (counts by German word, names of rows the file does not know).

    Raises ProfileRefused where a deadline belongs to a path that is not loaded yet.
    """
    paths = _loaded_paths(profile.deadlines)
    network, _created = Network.objects.update_or_create(
        key=profile.network.key, defaults=rows.network_values(profile.network)
    )
    offices = _save_all(YouthWelfareOffice, "key", profile.offices, rows.office_values)
    categories = _save_all(ActorCategory, "code", profile.actor_categories, rows.category_values)
    helplines = _save_all(Helpline, "key", profile.helplines, rows.helpline_values)
    towns = {part.slug: _save_town(part, i, offices) for i, part in enumerate(profile.towns)}
    organisations = [
        _save_organisation(part, i, categories, offices, towns) for i, part in enumerate(profile.organisations)
    ]
    contacts = {part.key: _save_contact(part, i, offices, towns) for i, part in enumerate(profile.contacts)}
    _link_substitutes(profile, contacts)
    closures = [_save_closure(part, i, offices, contacts) for i, part in enumerate(profile.closures)]
    _save_deadlines(profile.deadlines, offices, paths)
    pages_changed()
    record_event("portal.network_loaded", target=network)
    counts = {
        "Jugendämter": len(offices),
        "Orte": len(towns),
        "Kontaktstellen": len(contacts),
        "Schließzeiten": len(closures),
        "örtliche Fristen": len(profile.deadlines),
        "Hilfetelefone": len(helplines),
        "Akteursgruppen": len(categories),
        "Einrichtungen": len(organisations),
    }
    keyed = (offices, towns, contacts, helplines)
    kept = [row for found in keyed for row in found.values()] + closures + organisations
    return counts, _strangers(kept)


def _save_all(model, key, parts, values):
    return {getattr(part, key): _save(model, key, values(part, index)) for index, part in enumerate(parts)}


def _save(model, key, values, **links):
    row, _created = model.objects.update_or_create(**{key: values[key]}, defaults=values | links)
    return row


def _save_town(part, index, offices):
    town = _save(Municipality, "slug", rows.town_values(part, index), youth_welfare_office=offices.get(part.office))
    town.postal_codes.exclude(code__in=part.postal_codes).delete()
    for code in part.postal_codes:
        PostalCode.objects.get_or_create(code=code, municipality=town)
    return town


def _save_organisation(part, index, categories, offices, towns):
    return _save(
        Organisation,
        "key",
        rows.organisation_values(part, index),
        actor_category=categories[part.category],
        youth_welfare_office=offices.get(part.office),
        municipality=towns.get(part.town),
    )


def _save_contact(part, index, offices, towns):
    values = rows.contact_values(part, index)
    contact = _save(ContactPoint, "key", values, youth_welfare_office=offices.get(part.office))
    contact.municipalities.set(towns[slug] for slug in part.towns)
    wanted = {(day, span.opens, span.closes) for span in part.hours for day in span.days}
    found = {(row.weekday, row.opens, row.closes): row for row in contact.weekly_hours.all()}
    for key in found.keys() - wanted:
        found[key].delete()
    WeeklyHours.objects.bulk_create(
        WeeklyHours(contact=contact, weekday=day, opens=opens, closes=closes)
        for day, opens, closes in sorted(wanted - found.keys())
    )
    return contact


def _link_substitutes(profile, contacts):
    for part in profile.contacts:
        contact = contacts[part.key]
        contact.fallback = contacts.get(part.fallback)
        contact.save(update_fields=["fallback"])


def _save_closure(part, index, offices, contacts):
    links = {"youth_welfare_office": offices.get(part.office), "contact": contacts.get(part.contact)}
    closure, _created = Closure.objects.get_or_create(**rows.closure_values(part, index), **links)
    return closure


def _loaded_paths(deadlines):
    """{slug: ReportingPath} of all deadlines. Raises ProfileRefused for those not loaded."""
    paths = ReportingPath.objects.in_bulk({part.path for part in deadlines}, field_name="slug")
    mistakes = [
        Mistake(
            "",
            key_of(("deadlines", index, "path")),
            f"Der Meldeweg „{part.path}“ ist noch nicht geladen. Rufen Sie zuerst load_paths auf oder gleich set_up.",
        )
        for index, part in enumerate(deadlines)
        if part.path not in paths
    ]
    if mistakes:
        raise ProfileRefused(mistakes)
    return paths


def _save_deadlines(deadlines, offices, paths):
    """Saves what the file names and removes what else the same Jugendämter had."""
    saved = [
        LocalDeadline.objects.update_or_create(
            office=offices[part.office], path=paths[part.path], deadline_key=part.key, defaults={"text": part.text}
        )[0].pk
        for part in deadlines
    ]
    LocalDeadline.objects.filter(office__in=offices.values()).exclude(pk__in=saved).delete()


def _strangers(kept):
    """Rows of the same kinds that the file does not name, as „Kind: name“."""
    names = []
    for model in dict.fromkeys(type(row) for row in kept):
        others = model.objects.exclude(pk__in=[row.pk for row in kept if isinstance(row, model)])
        names += [f"{model._meta.verbose_name}: {row}" for row in others]
    return names
