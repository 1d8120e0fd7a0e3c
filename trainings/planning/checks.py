"""What an event needs before others may see it, and what it may not become; {field: German text}."""

from django.utils import timezone
from django.utils.translation import gettext as _

from trainings.enums import EventMode


def missing_for_publication(values, sessions):
    """What is missing in `values` (field → value) and `sessions` (rows with starts_at, ends_at) before publication.

    The key "sessions" is not a field of the event.
    """
    missing = {}
    if not values.get("lead"):
        missing["lead"] = _("Beschreiben Sie in zwei Sätzen, worum es geht.")
    if not values.get("topics"):
        missing["topics"] = _("Wählen Sie mindestens ein Thema.")
    if not sessions:
        missing["sessions"] = _("Tragen Sie mindestens einen Termin ein.")
    return missing | _missing_place(values) | _missing_organiser(values)


def _missing_place(values):
    mode = values.get("mode")
    if mode != EventMode.ONLINE and not values.get("place"):
        return {"place": _("Sagen Sie, wo die Fortbildung stattfindet.")}
    if mode != EventMode.ONSITE and not values.get("online_url") and not values.get("is_external"):
        return {"online_url": _("Tragen Sie den Zugang ein. Ihn sehen nur Personen mit bestätigtem Platz.")}
    return {}


def _missing_organiser(values):
    if values.get("is_external") and not values.get("organiser"):
        return {"organiser": _("Nennen Sie den Veranstalter.")}
    return {}


def missing_of(event, topics=None, sessions=None):
    """What the stored `event` still needs before publication; `topics` and `sessions` save a query each."""
    topics = event.topics.exists() if topics is None else topics
    sessions = list(event.sessions.all()) if sessions is None else sessions
    names = ("lead", "mode", "place", "online_url", "is_external", "organiser")
    values = {name: getattr(event, name) for name in names} | {"topics": topics}
    missing = missing_for_publication(values, sessions)
    if sessions and event.starts_at <= timezone.now():
        missing["sessions"] = _("Der erste Termin liegt schon zurück. Ist die Fortbildung vorbei, tragen Sie das ein.")
    return missing


def overlapping(rows):
    """Those of `rows` (with starts_at, ends_at) that begin before an earlier one has ended."""
    found, end = [], None
    for row in sorted(rows, key=lambda row: (row["starts_at"], row["ends_at"])):
        if end is not None and row["starts_at"] < end:
            found.append(row)
        end = max(filter(None, (end, row["ends_at"])))
    return found
