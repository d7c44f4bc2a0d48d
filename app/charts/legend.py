"""The legend above a chart: a sign and its word, one after another, on as many lines as they need."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reportlab.graphics.shapes import Drawing

from app.charts.chart import INK2, SMALL_PT, WIDTH_PT, width_of, words

SIGN_PT = 8.0
LINE_PT = 12.0
_GAP_PT = 12.0

Sign = Callable[[Drawing, float, float], None]
"""Draws itself in a square of `SIGN_PT` whose lower left corner is given."""
Entry = tuple[Sign, str]


def rows_of(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The entries on lines, as they fit."""
    rows: list[list[Entry]] = [[]]
    used = 0.0
    for entry in entries:
        wanted = _width(entry)
        if rows[-1] and used + wanted > WIDTH_PT:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += wanted
    return rows


def draw_legend(drawing: Drawing, rows: Sequence[Sequence[Entry]], top: float) -> None:
    """Draw the lines downwards from `top`."""
    for number, row in enumerate(rows):
        foot = top - (number + 1) * LINE_PT + 2
        left = 0.0
        for sign, word in row:
            sign(drawing, left, foot)
            drawing.add(words(left + SIGN_PT + 3.5, foot + 1.6, word, colour=INK2))
            left += _width((sign, word))


def _width(entry: Entry) -> float:
    return SIGN_PT + 3.5 + width_of(entry[1], SMALL_PT) + _GAP_PT
