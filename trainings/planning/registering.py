"""What planning tells the rooms below."""

from django.utils.translation import gettext_lazy as _

from members.example import additions
from netzwerk.audit import name_events
from trainings.example import load_trainings

EVENTS = {
    "trainings.event_created": _("Fortbildung angelegt"),
    "trainings.event_changed": _("Fortbildung geändert"),
    "trainings.event_deleted": _("Entwurf einer Fortbildung gelöscht"),
    "trainings.event_published": _("Fortbildung veröffentlicht"),
    "trainings.event_unpublished": _("Veröffentlichung zurückgenommen"),
    "trainings.event_cancelled": _("Fortbildung abgesagt"),
    "trainings.event_reopened": _("Absage zurückgenommen"),
    "trainings.event_postponed": _("Fortbildung verschoben"),
    "trainings.event_held": _("Fortbildung als durchgeführt eingetragen"),
    "trainings.event_unheld": _("Eintrag „durchgeführt“ zurückgenommen"),
    "trainings.material_added": _("Material hinzugefügt"),
    "trainings.material_deleted": _("Material gelöscht"),
    "trainings.topic_created": _("Thema angelegt"),
    "trainings.topic_changed": _("Thema geändert"),
    "trainings.coursekind_created": _("Kursart angelegt"),
    "trainings.coursekind_changed": _("Kursart geändert"),
}


def register():
    """Names events and adds the year of the example network."""
    name_events(EVENTS)
    additions.register(load_trainings)
