"""Which trainings count for § 9 Abs. 5 Landeskinderschutzgesetz NRW, and why the others do not.

What counts: held, marked as a qualification offer, open to at least two actor groups (none chosen: all), with a topic
of the Schutzauftrag; in the calendar year of the first day. External ones count as well. The Jugendämter of a joint
network share all events, so the count of the network is the one that the law asks for.
"""

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netzwerk.models import YouthWelfareOffice
from netzwerk.pagecache import kept
from trainings.enums import EventStatus
from trainings.models import TrainingEvent

URGENT_FROM_MONTH = 7  # before, a year without plans is nothing to worry about


@dataclass
class YearCount:
    """`counted` and `planned` (would count once held) are events, `others` pairs (event, reason in German)."""

    year: int
    target: int
    counted: list = field(default_factory=list)
    planned: list = field(default_factory=list)
    others: list = field(default_factory=list)
    warning: str = ""
    is_urgent: bool = False

    @property
    def count(self):
        return len(self.counted)

    @property
    def is_reached(self):
        return self.count >= self.target

    @property
    def missing(self):
        """How many have to be planned and published on top of what is."""
        return max(0, self.target - self.count - len(self.planned))

    @property
    def segments(self):
        """What fills the parts of the yearly goal: events counted, then planned, then None."""
        shown = [*self.counted, *self.planned][: self.target]
        return [*shown, *[None] * (self.target - len(shown))]


def count_of_year(year, office=None, *, today=None):
    """The YearCount of the network, or of one Jugendamt with what is the whole network's. One query."""
    today = today or timezone.localdate()
    events = events_of_year(year)
    if office is not None:
        events = events.filter(Q(youth_welfare_office=office) | Q(youth_welfare_office=None))
    return _sorted_out(year, list(events), today)


def year_so_far(request):
    """The network's YearCount of this year; kept, as all it counts are public rows."""
    today = timezone.localdate()
    return kept(request, ("training year", today), lambda: count_of_year(today.year, today=today))


def count_by_office(year):
    """[(Jugendamt, events of its own that count, those of the whole network)], by name; two queries."""
    found = list(TrainingEvent.objects.counting(year))
    shared = sum(event.youth_welfare_office_id is None for event in found)
    return [
        (office, sum(event.youth_welfare_office_id == office.pk for event in found), shared)
        for office in YouthWelfareOffice.objects.all()
    ]


def events_of_year(year):
    """Events that take place in `year`, each with `mandate_topics` and `target_count`."""
    found = TrainingEvent.objects.filter(Q(starts_at__year=year) | Q(ends_at__year=year))
    return with_what_counts(found).select_related("youth_welfare_office").order_by("starts_at", "pk")


def with_what_counts(events):
    """Adds `mandate_topics` (how many topics of the Schutzauftrag) and `target_count` (how many actor groups)."""
    return events.annotate(
        mandate_topics=Count("topics", filter=Q(topics__is_mandate=True), distinct=True),
        target_count=Count("target_categories", distinct=True),
    )


def reason_against(event, year):
    """Why an event of `events_of_year` does not count in `year`; "" where it does."""
    begins = timezone.localtime(event.starts_at).year
    if begins != year:
        return _("Hat {year} begonnen und zählt dort.").format(year=begins)
    return " ".join([*_reasons_of_state(event), *obstacles(event)])


def would_count(event):
    """Whether an event of `events_of_year` counts once it is held."""
    return event.status == EventStatus.PUBLISHED and not obstacles(event)


def _reasons_of_state(event):
    if event.status == EventStatus.HELD:
        return []
    if event.status == EventStatus.PUBLISHED:
        late = event.has_ended
        return [_("Noch nicht als durchgeführt eingetragen.") if late else _("Noch nicht durchgeführt.")]
    return [_("Abgesagt.") if event.status == EventStatus.CANCELLED else _("Noch ein Entwurf.")]


def obstacles(event):
    """Why an event of `with_what_counts` would not count even once it is held: German sentences."""
    reasons = []
    if not event.is_qualification_offer:
        reasons.append(_("Nicht als Qualifizierungsangebot nach § 9 Abs. 5 gekennzeichnet."))
    if event.target_count == 1:
        reasons.append(_("Nur für eine Akteursgruppe offen."))
    if not event.mandate_topics:
        reasons.append(_("Kein Thema des Schutzauftrags."))
    return reasons


def _sorted_out(year, events, today):
    found = YearCount(year=year, target=settings.TRAININGS_A_YEAR)
    for event in events:
        reason = reason_against(event, year)
        if not reason:
            found.counted.append(event)
        else:
            found.others.append((event, reason))
            if timezone.localtime(event.starts_at).year == year and would_count(event):
                found.planned.append(event)
    if year == today.year and found.missing:
        found.warning = _warning(found, today)
        found.is_urgent = today.month >= URGENT_FROM_MONTH
    return found


def _warning(found, today):
    """What is missing, and how much time is left for it."""
    days = (date(found.year, 12, 31) - today).days
    needed = ngettext(
        "Planen und veröffentlichen Sie {n} weiteres Angebot, das zählt.",
        "Planen und veröffentlichen Sie {n} weitere Angebote, die zählen.",
        found.missing,
    ).format(n=found.missing)
    left = ngettext("Bis Jahresende bleibt {n} Tag.", "Bis Jahresende bleiben {n} Tage.", days).format(n=days)
    state = _("Mit dem Geplanten werden es {year} nur {n} von {target} Qualifizierungsangeboten.").format(
        year=found.year, n=found.target - found.missing, target=found.target
    )
    return f"{state} {needed} {left}"
