"""Numbers for immediate danger, each as {label, number, tel}."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netzwerk.templatetags.netzwerk import tel

POLICE = {"label": _("Polizei"), "number": "110", "tel": "tel:110"}
POLICE_AND_OFFICE = {"label": _("Polizei, nachts auch Jugendamt"), "number": "110", "tel": "tel:110"}
RESCUE = {"label": _("Rettungsdienst und Feuerwehr"), "number": "112", "tel": "tel:112"}
NATIONAL = (POLICE, RESCUE)
OFFICE_LABEL = _("Jugendamt rund um die Uhr")


def emergency_numbers(on_call, *, on_paper=False):
    """Police, rescue and the Rufbereitschaft.

    Where each Jugendamt has its own number, a link to choose the town; on paper each number with its name.
    """
    on_call = [contact for contact in on_call if contact.is_always_open]
    common = [contact for contact in on_call if contact.youth_welfare_office_id is None]
    local = common or on_call
    numbers = {contact.phone for contact in local}
    if not numbers:
        return list(NATIONAL)
    if numbers == {POLICE["number"]}:
        return [POLICE_AND_OFFICE, RESCUE]
    if len(numbers) > 1 and on_paper:
        named = (contact for contact in local if not contact.is_via_police)
        return [*NATIONAL, *({"label": each.name, "number": each.phone, "tel": tel(each.phone)} for each in named)]
    if len(numbers) > 1:
        choose = {"label": OFFICE_LABEL, "number": _("Nummer nach Ort"), "tel": reverse("contacts:help")}
        return [*NATIONAL, choose]
    number = numbers.pop()
    return [*NATIONAL, {"label": OFFICE_LABEL, "number": number, "tel": tel(number)}]
