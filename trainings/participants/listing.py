"""Who wants to come, as the coordination filters it and takes it along."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

ORDER = ("number", "pk")


def registrations_of(event, wanted):
    """Registrations of `event` that fit `wanted` (the filter's cleaned data), with their actor groups."""
    found = event.registrations.select_related("actor_category")
    for word in wanted.get("suche", "").split():
        name = Q(first_name__icontains=word) | Q(last_name__icontains=word)
        found = found.filter(name | Q(organisation_name__icontains=word) | Q(email__icontains=word))
    if wanted.get("stand"):
        found = found.filter(state=wanted["stand"])
    if wanted.get("gruppe"):
        found = found.filter(actor_category=wanted["gruppe"])
    return found.exclude(needs="") if wanted.get("bedarf") else found


def table_of(registrations):
    """Rows for a spreadsheet, the header first."""
    header = [
        _("Nummer"),
        _("Nachname"),
        _("Vorname"),
        _("E-Mail-Adresse"),
        _("Einrichtung"),
        _("Akteursgruppe"),
        _("Stand"),
        _("Angemeldet am"),
        _("Bedarf"),
        _("Teilnahme"),
    ]
    return [header, *(_row(registration) for registration in registrations)]


def _row(registration):
    return [
        registration.number,
        registration.last_name,
        registration.first_name,
        registration.email,
        registration.organisation_name,
        registration.actor_category.short_title,
        registration.get_state_display(),
        f"{timezone.localtime(registration.registered_at):%d.%m.%Y %H:%M}",
        registration.needs,
        registration.get_presence_display(),
    ]
