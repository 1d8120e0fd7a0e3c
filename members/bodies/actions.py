"""Bodies and who sits in them."""

from django.db import IntegrityError, transaction

from members.models import Body, BodySeat
from netzwerk.audit import record_event


@transaction.atomic
def save_body(*, body, values, by):
    """Creates (`body` None) or changes a body; returns it."""
    kind = "changed" if body else "created"
    body = Body.objects.select_for_update().get(pk=body.pk) if body else Body()
    for name, value in values.items():
        setattr(body, name, value)
    body.save()
    record_event(f"members.body_{kind}", target=body, by=by)
    return body


@transaction.atomic
def add_seat(*, body, membership, by):
    """Gives `membership` a place in `body`; a second time changes nothing."""
    try:
        with transaction.atomic():
            seat = BodySeat.objects.create(body=body, membership=membership)
    except IntegrityError:
        return BodySeat.objects.get(body=body, membership=membership)
    record_event("members.body_seat_added", target=body, by=by, membership=membership.pk)
    return seat


@transaction.atomic
def remove_seat(*, seat, by):
    """Takes the place away; it may be gone already."""
    deleted, _rows = BodySeat.objects.filter(pk=seat.pk).delete()
    if deleted:
        record_event("members.body_seat_removed", target=seat.body, by=by, membership=seat.membership_id)


@transaction.atomic
def set_chair(*, seat, is_chair, by):
    """Gives or takes the lead of the body; several may share it."""
    changed = BodySeat.objects.filter(pk=seat.pk).exclude(is_chair=is_chair).update(is_chair=is_chair)
    if changed:
        kind = "members.body_chair_given" if is_chair else "members.body_chair_taken"
        record_event(kind, target=seat.body, by=by, membership=seat.membership_id)
