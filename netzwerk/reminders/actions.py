"""What coordinators change of the rules."""

from django.db import transaction

from netzwerk.audit import record_event
from netzwerk.models import ReminderRule


@transaction.atomic
def change_rule(*, rule, days, hour, is_active, by):
    """Lets `rule` (of netzwerk.reminders.rules) hold with these values from now on; what was sent is not sent again."""
    values = {"offset_days": days, "send_at_hour": hour, "is_active": is_active}
    row, _new = ReminderRule.objects.update_or_create(kind=rule.kind, key=rule.key, defaults=values)
    record_event("netzwerk.reminder_rule_changed", target=row, by=by, reminder=rule.kind, rule=rule.key, **values)


@transaction.atomic
def reset_rule(*, rule, by):
    """The app's own rule holds again."""
    if ReminderRule.objects.filter(kind=rule.kind, key=rule.key).delete()[0]:
        record_event("netzwerk.reminder_rule_reset", by=by, reminder=rule.kind, rule=rule.key)
