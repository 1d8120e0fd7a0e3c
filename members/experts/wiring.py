"""What the experts add to the rooms below: names, and what those want to know of an expert."""

from django.utils.translation import gettext_lazy as _

from members import open_matters, personal_data
from members.example import additions
from members.experts import connections
from members.experts.actions.advice import MAIL_KIND
from members.experts.example import load_experts
from members.models import Person
from netzwerk import usage
from netzwerk.audit import name_events
from netzwerk.mail import register_mail_kind

register_mail_kind(MAIL_KIND, _("Anfragen nach Beratung"))
open_matters.register(connections.open_matters_of_seat)
additions.register(load_experts)
usage.register(Person, connections.usages_of_person)
personal_data.register(connections.own_data, covers=["experts.ExpertProfile.person"])
name_events(
    {
        "experts.profile_created": _("Fachkraft auf die Liste genommen"),
        "experts.profile_changed": _("Profil einer Fachkraft geändert"),
        "experts.profile_ended": _("Fachkraft von der Liste genommen"),
        "experts.duty_created": _("Dienst einer Fachkraft eingetragen"),
        "experts.duty_changed": _("Dienst einer Fachkraft geändert"),
        "experts.duty_deleted": _("Dienst einer Fachkraft gelöscht"),
        "experts.advice_requested": _("Um Rückruf gebeten"),
        "experts.advice_confirmed": _("Rückruf bestätigt, Anfrage gelöscht"),
        "experts.advice_outdated": _("Anfrage nach 14 Tagen gelöscht"),
    }
)
