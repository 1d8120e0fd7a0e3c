"""Reminders: each app says what is due, one beat task asks all of them and queues what has no mail yet.

An app registers its kinds in its wiring.py:

    register_reminder(
        "meeting-reminder",
        _("Erinnerung an ein Treffen"),
        rules=[
            Rule("week", Relation.BEFORE, days=7, anchor=_("dem Treffen")),
            Rule("day", Relation.BEFORE, days=1, anchor=_("dem Treffen")),
        ],
        due=meetings_to_remember,
        is_duty=False,
    )

    def meetings_to_remember(now, rule):
        starts, ends = rule.moments_due(now)  # of the meetings whose reminder falls due; `rule.days_due(now)` for dates
        for meeting in Meeting.objects.open().filter(starts_at__gte=starts, starts_at__lt=ends)…:
            yield Due(
                key=f"{meeting.pk}:{attendance.pk}",   # the record whose turn it is; the same for every rule
                recipients=[To(recipient.email, recipient.person.user_id)],   # members.recipients.recipients_of
                template="meetings/email/reminder",
                context={"meeting": meeting},
                not_after=meeting.starts_at,
            )

`due` answers with a number of queries that does not depend on how many are due, and leaves out what is cancelled or
answered. What has ended in the meantime is withdrawn with `withdraw_reminders(kind, key)` in the same transaction.
`<template>_digest.txt` says it in two lines for those who want the kind weekly; without it they get the whole text.
Rules are the app's defaults until a coordinator changes them on /koordination/erinnerungen/.
"""

from netzwerk.reminders.engine import withdraw_reminders
from netzwerk.reminders.kinds import Due, To, register_reminder
from netzwerk.reminders.rules import Relation, Rule

__all__ = ["Due", "Relation", "Rule", "To", "register_reminder", "withdraw_reminders"]
