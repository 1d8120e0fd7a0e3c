"""The duty rota of a Jugendamt as coordinators read it: duties and gaps in one row of days."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from members.experts.models import ExpertDuty, ExpertProfile
from netzwerk.hours import ONE_DAY

WEEKS_SHOWN = 8


@dataclass(frozen=True)
class Stretch:
    """Days from `first` to `last`; without a duty nobody is there (a gap)."""

    first: date
    last: date
    duty: ExpertDuty | None = None
    is_in_doubt: bool = False  # the one on duty pauses or holds no seat any more

    @property
    def days(self):
        return (self.last - self.first).days + 1


def rota_of(offices):
    """[(office, Stretches)] from today on: at least WEEKS_SHOWN weeks, all duties ahead; two queries."""
    duties = ExpertDuty.objects.upcoming().filter(youth_welfare_office__in=offices)
    duties = list(duties.select_related("expert__person", "expert__organisation"))
    current = set(ExpertProfile.objects.current().values_list("pk", flat=True))
    return [
        (office, stretches([duty for duty in duties if duty.youth_welfare_office_id == office.pk], current))
        for office in offices
    ]


def stretches(duties, current):
    """Duties in order with the gaps between them; `current` are the keys of experts on the list."""
    day = timezone.localdate()
    end = day + timedelta(weeks=WEEKS_SHOWN) - ONE_DAY
    found = []
    for duty in duties:
        if duty.starts_on > day:
            found.append(Stretch(day, duty.starts_on - ONE_DAY))
        in_doubt = duty.expert_id not in current or duty.expert.is_paused(max(day, duty.starts_on))
        found.append(Stretch(duty.starts_on, duty.ends_on, duty, in_doubt))
        day = duty.ends_on + ONE_DAY
    if day <= end:
        found.append(Stretch(day, end))
    return found
