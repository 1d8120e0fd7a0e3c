"""The results as pages and files show them: charts, tables, a year."""

from dataclasses import dataclass

from django.db.models.functions import ExtractYear
from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.translation import gettext as _

from netzwerk.charts import BarChart
from trainings.feedback.enums import Moment
from trainings.feedback.questions import HIGHEST, LOWEST, QUESTIONS, SCALE
from trainings.feedback.results import RoundResult, evaluation_averages, knowledge_gain, pooled
from trainings.models import TrainingEvent


@dataclass(frozen=True)
class Part:
    """One moment of a training; `chart` is None and `remarks` empty below the minimum."""

    result: RoundResult
    chart: BarChart | None
    remarks: list


@dataclass(frozen=True)
class Gain:
    """What those asked before and later say about themselves; no single person is compared."""

    rows: list
    chart: BarChart


@dataclass(frozen=True)
class YearRow:
    """One training of the year."""

    event: TrainingEvent
    after: RoundResult
    before: float | None
    later: float | None

    @property
    def cells(self):
        """[(name of the question, average or None)]"""
        return [(part.short, self.after.averages.get(part.key)) for part in QUESTIONS[Moment.AFTER]]


def one_decimal(value):
    return floatformat(value, 1)


def scale_chart(key, title, groups, series=()):
    """A chart of averages on the scale of the questions."""
    return BarChart(
        key, title, groups, series=series, lowest=LOWEST, highest=HIGHEST, ticks=[score for score, _word in SCALE]
    )


def parts_of(results, remarks):
    """[Part] of all moments."""
    return [_part(result, remarks[result.moment]) for result in results]


def _part(result, remarks):
    if not result.is_shown:
        return Part(result, None, [])
    groups = [(part.question.short, [part.average]) for part in result.questions]
    return Part(result, scale_chart(result.moment.value, str(result.moment.label), groups), remarks)


def gain_of(results):
    """Gain from before to later, or None where one of the two is missing."""
    by_moment = {result.moment: result for result in results}
    rows = knowledge_gain(by_moment[Moment.BEFORE], by_moment[Moment.LATER])
    if not rows:
        return None
    groups = [(question.short, [before, later]) for question, before, later in rows]
    series = (Moment.BEFORE.label, Moment.LATER.label)
    return Gain(rows, scale_chart("vergleich", _("Vorher und nach sechs bis acht Wochen"), groups, series))


def rows_of_event(results):
    """Header and rows of one training's table."""
    words = [f"{score} ({word})" for score, word in SCALE]
    rows = [[_("Zeitpunkt"), _("Aussage"), _("Antworten"), *words, _("Durchschnitt (1 bis 5)")]]
    for result in results:
        for part in result.questions:
            average = one_decimal(part.average)
            rows.append([str(result.moment.label), str(part.question.text), sum(part.tally), *part.tally, average])
    return rows


def years_of(user):
    """Years with trainings somebody answered about, the latest first."""
    events = TrainingEvent.objects.planned_by(user).filter(feedback_rounds__isnull=False).order_by()
    return sorted(
        events.annotate(year=ExtractYear("starts_at")).values_list("year", flat=True).distinct(), reverse=True
    )


class YearFigures:
    """All trainings of `year` that anybody answered about, as `user` may see them; three queries."""

    def __init__(self, user, year):
        events = TrainingEvent.objects.planned_by(user).filter(starts_at__year=year, feedback_rounds__isnull=False)
        events = list(events.distinct().order_by("starts_at", "pk"))
        self.results = evaluation_averages([event.pk for event in events])
        self.events = [self._row(event) for event in events]

    def _row(self, event):
        found = self.results.get(event.pk, {})
        after = found.get(Moment.AFTER, RoundResult(Moment.AFTER, 0))
        gain = knowledge_gain(*(found.get(moment, RoundResult(moment, 0)) for moment in (Moment.BEFORE, Moment.LATER)))
        before, later = ((sum(row[place] for row in gain) / len(gain) if gain else None) for place in (1, 2))
        return YearRow(event, after, before, later)

    @property
    def questions(self):
        return QUESTIONS[Moment.AFTER]

    @property
    def year(self):
        """The RoundResult of all shown trainings together, or None."""
        return pooled(row.after for row in self.events)

    @property
    def year_cells(self):
        """Like YearRow.cells, for the year."""
        year = self.year
        return [(part.short, year.averages.get(part.key)) for part in self.questions] if year else []

    @property
    def chart(self):
        shown = [row for row in self.events if row.after.is_shown]
        groups = [(row.event.title, [row.after.overall]) for row in shown]
        return scale_chart("jahr", _("Durchschnitt aller Aussagen direkt danach"), groups) if shown else None

    @property
    def rows(self):
        """Header and rows for a file."""
        names = [str(part.short) for part in self.questions]
        header = [
            _("Fortbildung"),
            _("Tag"),
            _("Antworten"),
            *names,
            _("Gesamt"),
            _("Wissen vorher"),
            _("Wissen später"),
        ]
        return [header, *(_year_row(row) for row in self.events)]


def _year_row(row):
    day = timezone.localdate(row.event.starts_at).strftime("%d.%m.%Y")
    values = [value for _name, value in row.cells] + [row.after.overall, row.before, row.later]
    return [row.event.title, day, row.after.answers, *(one_decimal(v) if v is not None else "" for v in values)]
