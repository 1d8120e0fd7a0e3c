"""The network as a picture: a circle with a sector for each group and a ring for each Jugendamt, the outermost for
organisations of the whole network. A dot is an organisation. Templates draw what is computed here.
"""

from dataclasses import dataclass
from math import cos, floor, pi, sin

from django.utils.translation import gettext as _

SIZE = 400
CENTRE = SIZE / 2
HUB, RIM = 52, 168  # where the rings begin and end
BADGE_AT, BADGE_RADIUS = 184, 12.5
OPENING = pi / 10  # at the top: room for the letters of the rings
GAP = 2  # between cells
DOT, STEP = 2.6, 7.6


@dataclass(frozen=True)
class Tile:
    """A cell of the matrix: its outline, and its organisations as dots, or as a number where there are too many.

    `empty_dots` are organisations that nobody represents.
    """

    state: str
    path: str
    dots: list  # (x, y)
    empty_dots: list
    number: int
    at: tuple
    label: str


@dataclass(frozen=True)
class Badge:
    """The code of a group at the rim."""

    code: str
    at: tuple
    is_represented: bool


@dataclass(frozen=True)
class Ring:
    """The letter of a column and where it stands."""

    letter: str
    label: str
    at: tuple


class Picture:
    """What the template draws of a Matrix."""

    size = SIZE
    centre = CENTRE
    hub = HUB - 4
    badge_radius = BADGE_RADIUS
    dot = DOT

    def __init__(self, matrix):
        self.matrix = matrix
        self.depth = (RIM - HUB) / len(matrix.columns)
        self.angle = (2 * pi - OPENING) / max(len(matrix.rows), 1)

    @property
    def rings(self):
        return [
            Ring(chr(ord("A") + number), column.label, _at(self._middle(number), 0))
            for number, column in enumerate(self.matrix.columns)
        ]

    @property
    def badges(self):
        return [
            Badge(row.category.code, _at(BADGE_AT, self._turn(number + 0.5)), row.is_represented)
            for number, row in enumerate(self.matrix.rows)
        ]

    @property
    def tiles(self):
        return [
            self._tile(row, cell, sector, ring)
            for sector, row in enumerate(self.matrix.rows)
            for ring, cell in enumerate(row.cells)
        ]

    def _tile(self, row, cell, sector, ring):
        inner, outer = HUB + ring * self.depth + GAP / 2, HUB + (ring + 1) * self.depth - GAP / 2
        start, end = self._turn(sector), self._turn(sector + 1)
        dots = _dots(cell.organisations, inner, outer, start, end)
        return Tile(
            state=cell.state,
            path=_outline(inner, outer, start, end),
            dots=dots[cell.vacant :],
            empty_dots=dots[: cell.vacant],
            number=0 if dots else cell.organisations,
            at=_at((inner + outer) / 2, (start + end) / 2),
            label=_("%(group)s, %(place)s: %(state)s")
            % {"group": row.category.short_title, "place": cell.column.label, "state": cell.state.label},
        )

    def _turn(self, sector):
        """The angle at which `sector` begins, clockwise from the top."""
        return OPENING / 2 + sector * self.angle

    def _middle(self, ring):
        return HUB + (ring + 0.5) * self.depth


def _at(radius, angle):
    return round(CENTRE + radius * sin(angle), 1), round(CENTRE - radius * cos(angle), 1)


def _outline(inner, outer, start, end):
    """The path of a piece of a ring; its sides keep the same distance to the next one inside and outside."""
    corners = [
        _at(inner, start + GAP / 2 / inner),
        _at(outer, start + GAP / 2 / outer),
        _at(outer, end - GAP / 2 / outer),
        _at(inner, end - GAP / 2 / inner),
    ]
    a, b, c, d = (f"{x} {y}" for x, y in corners)
    return f"M{a}L{b}A{outer:.1f} {outer:.1f} 0 0 1 {c}L{d}A{inner:.1f} {inner:.1f} 0 0 0 {a}Z"


def _dots(count, inner, outer, start, end):
    """Places of `count` dots in rows round the middle; none if they do not fit."""
    lines = max(floor((outer - inner) / STEP), 1)
    for rows in range(1, lines + 1):
        radii = [(inner + outer) / 2 + (number - (rows - 1) / 2) * STEP for number in range(rows)]
        room = [max(floor((end - start) * radius / STEP), 1) for radius in radii]
        if sum(room) >= count:
            return _placed(count, radii, room, (start + end) / 2)
    return []


def _placed(count, radii, room, middle):
    places, left = [], count
    for number, (radius, fits) in enumerate(zip(radii, room, strict=True)):
        here = min(-(-left // (len(radii) - number)), fits)
        left -= here
        places += [_at(radius, middle + (step - (here - 1) / 2) * STEP / radius) for step in range(here)]
    return places if not left else []
