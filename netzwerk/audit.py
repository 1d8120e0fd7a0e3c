"""Audit events: typed, written by actions only, never changed."""

from netzwerk.models import AuditEvent

_names = {}


def record_event(kind, *, target=None, by=None, **details):
    """Records that `by` (a user, or None for the system) did `kind` ("app.thing_happened") to `target`.

    `details` takes numbers, keys and reasons: never a person's name or address.
    """
    event = _event(kind, target, by, details)
    event.save(force_insert=True)
    return event


def record_events(kind, *, targets, by=None, **details):
    """Records the same of many `targets` in one query."""
    AuditEvent.objects.bulk_create(_event(kind, target, by, details) for target in targets)


def _event(kind, target, by, details):
    return AuditEvent(
        kind=kind,
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        actor_id=by.pk if by is not None else None,
        details=details,
    )


def name_events(names):
    """Registers German names of kinds of events: {kind: name}; an app does so in its wiring.py."""
    _names.update(names)


def event_name(kind):
    """The German name of `kind`, or `kind` itself."""
    return _names.get(kind, kind)
