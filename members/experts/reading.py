"""The experts as somebody reads them: all in one query, every answer worked out in memory."""

from dataclasses import dataclass
from datetime import time

from django.utils import timezone

from members.enums import Visibility
from members.experts.models import ExpertProfile
from members.experts.permissions import expert_level
from members.visibility import seen, visible_values
from netzwerk.hours import ONE_DAY, holiday_name, local_day, spans_of_day, wall_moment
from netzwerk.pagecache import kept


@dataclass(frozen=True)
class ExpertCard:
    """What one reader sees of an expert; `name`, `phone` and `email` are empty where they are not for them."""

    expert: ExpertProfile
    name: str
    phone: str
    email: str
    is_open: bool
    is_paused: bool


class ExpertBook:
    """All current experts with hours and towns."""

    def __init__(self, experts):
        self.experts = list(experts)

    @classmethod
    def load(cls):
        return cls(ExpertProfile.objects.current().with_hours_inline())

    def cards(self, user, moment, *, town=None):
        """ExpertCards for `user` at `moment`; of those who advise in `town`, if given, the ones named for it first.

        The public sees neither those who pause nor those who do not want to be in the public list.
        """
        experts = self.experts if town is None else self.serving(town)
        cards = (card_for(user, expert, moment) for expert in experts)
        return [card for card in cards if card is not None]

    def serving(self, town):
        """Those who advise people in `town`, the ones named for the town first."""
        found = [expert for expert in self.experts if expert.serves(town)]
        return sorted(found, key=lambda expert: not expert.town_ids)

    def valid_until(self, moment):
        """Until when it stays right who is reachable at `moment`: at most to midnight."""
        day = local_day(moment)
        edges = [edge for expert in self.experts for span in spans_on(expert, day) for edge in span if edge > moment]
        return min([*edges, wall_moment(day + ONE_DAY, time(0))])


def expert_book(request):
    """The ExpertBook of `request`; who has a seat holds for a day."""
    return kept(request, ("experts", timezone.localdate()), ExpertBook.load)


def card_for(user, expert, moment):
    """The card of `expert` for `user`, or None where there is nothing for them to see."""
    level = expert_level(user, expert)
    is_paused = expert.is_paused(local_day(moment))
    if level == Visibility.PUBLIC and (is_paused or not expert.is_public):
        return None
    return ExpertCard(
        expert=expert,
        name=expert.person.full_name if expert.person.name_visibility in visible_values(level) else "",
        phone=seen(expert, "phone", level),
        email=seen(expert, "email", level),
        is_open=is_open(expert, moment),
        is_paused=is_paused,
    )


def is_open(expert, moment):
    """Whether `expert` answers at `moment`; the end of a span does not count."""
    return any(start <= moment < end for start, end in spans_on(expert, local_day(moment)))


def spans_on(expert, day):
    """Spans (start, end) of a local day in which `expert` answers."""
    if expert.is_paused(day) or holiday_name(day):
        return []
    return spans_of_day(expert.hours.all(), day)
