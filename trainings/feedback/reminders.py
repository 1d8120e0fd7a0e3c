"""Asks participants for their feedback at three moments; each gets a link of their own."""

from django.utils.translation import gettext_lazy as _

from netzwerk.reminders import Due, Relation, Rule, To, register_reminder
from netzwerk.signed_links import make_link
from trainings.feedback.enums import Moment
from trainings.feedback.turns import CLOSED_AFTER, closes_at, to_be_asked

MAIL_KIND = "training-feedback"
LINK_DAYS = CLOSED_AFTER.days + 30  # the page itself says when it is too late


def register():
    """Nobody reads these mails in the outbox: whoever holds the link answers."""
    register_reminder(
        MAIL_KIND,
        _("Bitte um Rückmeldung zu einer Fortbildung"),
        rules=[
            Rule(Moment.BEFORE.value, Relation.BEFORE, days=3, anchor=_("der Fortbildung")),
            Rule(Moment.AFTER.value, Relation.AFTER, days=1, anchor=_("dem Ende der Fortbildung")),
            Rule(Moment.LATER.value, Relation.AFTER, days=49, anchor=_("dem Ende der Fortbildung")),
        ],
        due=people_to_ask,
        is_secret=True,
    )


def people_to_ask(now, rule):
    """Those with a seat (beforehand) or who were there (afterwards) and have not answered; one query."""
    moment = Moment(rule.key)
    starts, ends = rule.moments_due(now)
    for registration in to_be_asked(moment, starts=starts, ends=ends, now=now):
        yield Due(
            key=str(registration.pk),
            recipients=[To(registration.email, registration.user_id)],
            template=f"feedback/email/{moment}",
            context={
                "registration": registration,
                "event": registration.event,
                "link": link_for(registration, moment),
                "closes_at": closes_at(registration.event, moment),
            },
            not_after=closes_at(registration.event, moment),
        )


def purpose_of(moment):
    """What the signed link is for: a link of one moment does not open another."""
    return f"feedback-{moment}"


def link_for(registration, moment):
    return make_link(purpose_of(moment), registration, days=LINK_DAYS, view_name=f"feedback:evaluation-{moment}")
