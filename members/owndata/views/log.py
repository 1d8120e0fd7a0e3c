"""The log of events, for data protection."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from members.owndata.forms import LogFilter, target_name
from members.owndata.sections.events import actor_names, field_names
from members.permissions import can_read_log
from netzwerk.audit import event_name, record_event
from netzwerk.models import AuditEvent
from netzwerk.paging import page_of
from netzwerk.permissions import enforce

PAGE_SIZE = 50
READ_ON = "log_read_on"
# What events say beside their target; a key that is not here is shown as it is.
DETAILS = {
    "answer": _("Antwort"),
    "consent": _("Einwilligung"),
    "correction": _("Korrektur"),
    "count": _("Anzahl"),
    "end": _("Verbleib"),
    "format": _("Format"),
    "number": _("Nummer"),
    "reason": _("Grund"),
    "round": _("Runde"),
    "source": _("Herkunft"),
    "wording": _("Fassung"),
    "work": _("Art"),
}


@never_cache
def event_list(request):
    """The newest events first; that somebody looked is an event too, once a day and session."""
    enforce(can_read_log, request.user)
    _note_reading(request)
    form = LogFilter(request.GET)
    page = page_of(request, form.narrowed(AuditEvent.objects.all()), size=PAGE_SIZE)
    events = list(page.object_list)
    actors = actor_names({event.actor_id for event in events})
    context = {
        "form": form,
        "page": page,
        "entries": [Entry(event, actors) for event in events],
        "is_internal": True,
    }
    return render(request, "owndata/event_list.html", context)


class Entry:
    """An event as it is read: German names instead of keys, numbers instead of people's names."""

    def __init__(self, event, actors):
        self.event, self._actors = event, actors

    @cached_property
    def name(self):
        return str(event_name(self.event.kind))

    @cached_property
    def target(self):
        if not self.event.target_type:
            return ""
        return f"{target_name(self.event.target_type)} {self.event.target_id}"

    @cached_property
    def who(self):
        """None for the portal itself, "" for an access deleted since."""
        if self.event.actor_id is None:
            return None
        return self._actors.get(self.event.actor_id, "")

    @cached_property
    def details(self):
        """What the event says beside its target, in one line."""
        rest = [
            f"{DETAILS.get(key, key)}: {value}"
            for key, value in self.event.details.items()
            if key != "fields" and value not in ("", [])
        ]
        return "; ".join(filter(None, [field_names(self.event), *rest]))


def _note_reading(request):
    today = timezone.localdate().isoformat()
    if request.session.get(READ_ON) != today:
        request.session[READ_ON] = today
        record_event("owndata.log_read", by=request.user)
