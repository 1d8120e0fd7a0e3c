"""The log of events: what happened to somebody's data, and what they did."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Membership, Person, User
from members.personal_data import OpenData
from netzwerk.audit import event_name
from netzwerk.models import AuditEvent

KEPT = gettext_lazy("Das Protokoll reicht zwölf Monate zurück.")
PORTAL = gettext_lazy("das Portal")
MODELS = {model._meta.label_lower: model for model in (Person, User, Membership)}


@dataclass(frozen=True)
class Change:
    """One event about somebody: who did it as they may know it, and German names of the fields."""

    happened_at: datetime
    name: str
    fields: str
    who: str


def changes_of(subject):
    """Who changed the data of `subject`, the newest first; a constant number of queries."""
    events = list(AuditEvent.objects.filter(about(subject)))
    actors = actor_names({event.actor_id for event in events})
    return [_change(event, subject, actors) for event in events]


def about(subject):
    """Events whose target is the access, the person or a seat of theirs."""
    wanted = Q(pk=None)
    if subject.user:
        wanted |= Q(target_type="members.user", target_id=str(subject.user.pk))
    if subject.person:
        wanted |= Q(target_type="members.person", target_id=str(subject.person.pk))
        seats = [str(pk) for pk in subject.person.memberships.values_list("pk", flat=True)]
        wanted |= Q(target_type="members.membership", target_id__in=seats)
    return wanted


def actor_names(ids):
    """{user id: name with roles}; those deleted since are missing."""
    users = User.objects.filter(pk__in=ids - {None}).prefetch_related("role_assignments")
    return {user.pk: _with_roles(user) for user in users}


def events_about(subject):
    return OpenData(
        "events-about",
        _("Wer hat Ihre Daten geändert?"),
        (_("Wann"), _("Was"), _("Felder"), _("Wer")),
        [(change.happened_at, change.name, change.fields, change.who) for change in changes_of(subject)],
        str(KEPT),
    )


def events_by(subject):
    events = AuditEvent.objects.filter(actor_id=subject.user.pk) if subject.user else ()
    return OpenData(
        "events-by",
        _("Was Sie selbst getan haben"),
        (_("Wann"), _("Was"), _("Eintrag")),
        [
            (event.happened_at, str(event_name(event.kind)), f"{event.target_type} {event.target_id}".strip())
            for event in events
        ],
        str(KEPT),
    )


def field_names(event):
    """German names of the fields an event was about, where it says so."""
    model = MODELS.get(event.target_type)
    known = {field.name: field for field in model._meta.fields} if model else {}
    names = event.details.get("fields", ())
    return ", ".join(str(known[name].verbose_name) if name in known else name for name in names)


def _change(event, subject, actors):
    if event.actor_id is None:
        who = str(PORTAL)
    elif subject.user and event.actor_id == subject.user.pk:
        who = _("Sie selbst")
    else:
        who = actors.get(event.actor_id, _("gelöschter Zugang"))
    return Change(event.happened_at, str(event_name(event.kind)), field_names(event), who)


def _with_roles(user):
    roles = sorted({role.get_role_display() for role in user.role_assignments.all()})
    return f"{user} ({', '.join(roles)})" if roles else str(user)
