"""Bar charts as SVG, without script or inline style: the page's strict CSP forbids both.

Templates draw what is computed here (`components/bar_chart.html`). Lengths are percent of the width, heights are
pixels: bars grow with the page, words keep their size on a phone. A chart stands beside a table with its numbers.
"""

import textwrap
from dataclasses import dataclass

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

LINE, BAR, GAP, SPACE = 22, 18, 4, 18  # a line of words; a bar; between bars of a group; between groups
LETTERS = 32  # of a label in one line, on the narrowest phone
ROOM = 84  # percent of the width for bars; the rest is for the number behind the longest
FOOT = 26


@dataclass(frozen=True)
class Word:
    text: str
    y: int


@dataclass(frozen=True)
class Bar:
    """`series` counts from 0; `end` and `width` are percent."""

    series: int
    y: int
    width: str
    end: str
    text_y: int
    text: str


@dataclass(frozen=True)
class Tick:
    """A line across the chart with its number below."""

    x: str
    text: str


class BarChart:
    """`groups` are [(label, [a value for each of `series`])]; None leaves a bar out.

    `key` is unique on the page. Bars begin at `lowest` and reach the right at `highest` (the greatest value).
    """

    def __init__(self, key, title, groups, *, series=(), lowest=0, highest=None, ticks=(), decimals=1):
        self.key, self.title, self.series, self.decimals = key, title, series, decimals
        self.lowest, values = lowest, [value for _label, row in groups for value in row if value is not None]
        self.highest = highest if highest is not None else max([*values, lowest + 1])
        self.words, self.bars, y = [], [], 0
        for label, row in groups:
            y = self._add(str(label), row, y) + SPACE
        self.bottom = max(y - SPACE, 0) + GAP
        self.ticks = [Tick(self._percent(tick), self._number(tick, 0)) for tick in ticks]
        self.height = self.bottom + (FOOT if ticks else 0)
        self.foot = self.bottom + LINE - GAP
        self.text = "; ".join(self._said(label, row) for label, row in groups)

    def _add(self, label, row, y):
        """Words and bars of one group from `y` on; returns where they end."""
        for line in textwrap.wrap(label, LETTERS):
            self.words.append(Word(line, y + LINE - 6))
            y += LINE
        for series, value in enumerate(row):
            if value is not None:
                width = self._percent(value)
                self.bars.append(Bar(series, y, width, width, y + BAR - 4, self._number(value)))
                y += BAR + GAP
        return y - GAP

    def _percent(self, value):
        return f"{(value - self.lowest) / (self.highest - self.lowest) * ROOM:.2f}%"

    def _number(self, value, decimals=None):
        """Rounded as the table beside it does."""
        return floatformat(value, self.decimals if decimals is None else decimals)

    def _said(self, label, row):
        """One group in words, for those who hear the chart."""
        names = self.series or [""] * len(row)
        values = [
            " ".join(filter(None, (str(name), self._number(value) if value is not None else _("keine Angabe"))))
            for name, value in zip(names, row, strict=True)
        ]
        return f"{label}: {', '.join(values)}"
