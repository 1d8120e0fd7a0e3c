"""How many came to an external event: numbers by actor group from its organiser, for the yearly figures; no names."""

from django.db import transaction

from netzwerk.audit import record_event
from trainings.attendance.window import PresenceRefused, refusal_to_enter_numbers
from trainings.models import AttendanceCount
from trainings.registrations.actions import lock_event

MOST = 9999


@transaction.atomic
def set_numbers(*, event, numbers, by):
    """Writes {actor category: how many came} in the place of what was entered before. Raises PresenceRefused."""
    event = lock_event(event.pk)
    refusal = refusal_to_enter_numbers(event)
    if refusal:
        raise PresenceRefused(refusal)
    event.attendance_counts.all().delete()
    AttendanceCount.objects.bulk_create(
        AttendanceCount(event=event, actor_category=category, present=number)
        for category, number in numbers.items()
        if number
    )
    record_event("trainings.numbers_entered", target=event, by=by, count=sum(filter(None, numbers.values())))
