"""The log of a record as people read it: what, when, who and which fields; never a value."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _

from members.models import User
from netzwerk.audit import event_name
from netzwerk.models import AuditEvent

LENGTH = 30


@dataclass(frozen=True)
class Entry:
    """One event; `who` is "" for the system, `fields` are German names."""

    label: str
    happened_at: datetime
    who: str
    fields: list


def history_of(*records):
    """The newest events of `records`, which may be of several models; one query."""
    wanted = Q(pk=None)
    for record in records:
        wanted |= Q(target_type=record._meta.label_lower, target_id=str(record.pk))
    actor = User.objects.filter(pk=OuterRef("actor_id")).annotate(
        shown=Case(When(full_name="", then="email"), default="full_name")
    )
    events = AuditEvent.objects.filter(wanted).annotate(who=Subquery(actor.values("shown")))[:LENGTH]
    models = {record._meta.label_lower: type(record) for record in records}
    return [_entry(event, models[event.target_type]) for event in events]


def last_change(record):
    """The newest event of `record`, or None."""
    return next(iter(history_of(record)), None)


def _entry(event, model):
    who = event.who or (str(_("gelöschter Zugang")) if event.actor_id else "")
    label = event_name(event.kind)
    return Entry(str(label), event.happened_at, who, [_field(model, name) for name in event.details.get("fields", ())])


def _field(model, name):
    known = {field.name: field for field in model._meta.get_fields()}
    return str(getattr(known.get(name), "verbose_name", name))
