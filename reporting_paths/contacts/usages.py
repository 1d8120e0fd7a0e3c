"""Which pages show a contact point, as far as this room knows."""

from django.urls import reverse
from django.utils.translation import gettext as _

from netzwerk.models import Municipality
from netzwerk.usage import Usage
from reporting_paths.contacts.enums import Kind
from reporting_paths.contacts.models import ContactPoint


def usages_of_point(point):
    """Town pages, lists, header and footer, and those it stands in for."""
    usages = [Usage(_("Hilfe in {town}").format(town=town), town.get_absolute_url()) for town in _towns(point)]
    if point.kind == Kind.INSOFA:
        usages.append(Usage(_("Liste „Insoweit erfahrene Fachkräfte“"), reverse("contacts:expert-list")))
    else:
        usages.append(Usage(_("Liste „Ansprechpersonen“"), reverse("contacts:contact-list")))
    if point.kind == Kind.ON_CALL:
        usages.append(Usage(_("Notfallzeile über allen öffentlichen Seiten"), reverse("portal:home")))
    if point.kind == Kind.COORDINATION:
        usages.append(Usage(_("Fußzeile aller Seiten"), reverse("portal:home")))
    substituted = ContactPoint.objects.filter(fallback=point)
    return usages + [
        Usage(_("Vertretung für {name}").format(name=other), other.get_absolute_url()) for other in substituted
    ]


def _towns(point):
    """Towns whose page names the number."""
    if point.kind not in (Kind.ASD, Kind.ON_CALL, Kind.INSOFA):
        return []
    named = list(point.municipalities.all())
    if named:
        return named
    towns = Municipality.objects.covered()
    return towns.filter(youth_welfare_office=point.youth_welfare_office) if point.youth_welfare_office else towns
