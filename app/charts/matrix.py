"""Who signed what: states by texts, with a sign in each place, the groupings at the foot. Open `matrix`."""

from __future__ import annotations

from itertools import pairwise

from reportlab.graphics.shapes import Drawing

from app.charts.chart import (
    EDGE,
    INK,
    INK2,
    RULE,
    SANS_STRONG,
    SIDE_A,
    SIDE_B,
    SMALL_PT,
    WIDTH_PT,
    Chart,
    Say,
    as_it_stands,
    fitted,
    line,
    words,
)
from app.charts.legend import LINE_PT, SIGN_PT, Entry, draw_legend, rows_of
from app.charts.matrix_signs import Sign, draw_sign
from app.charts.matrix_table import Matrix, MatrixFoot, MatrixRow
from app.charts.matrix_words import in_words
from app.domain.wording import said

ROWS_AT_MOST = 44
COLUMNS_AT_MOST = 14
"""On one chart, so that it can be read and stands on one page; more make more charts."""
_NAME_PT = 112.0
_TOTAL_PT = 26.0
_WIDEST_PT = 34.0
_ROW_PT = 11.5
_HEAD_LINE_PT = 9.0
_ROWS_TOGETHER = 5
_NONE = "\N{MIDDLE DOT}"


def matrix(whole: Matrix, say: Say = as_it_stands) -> list[Chart]:
    """One chart, or several where there are many texts or states: all states for the first texts first."""
    return [_chart(part, whole.totals(), say) for part in _parts(whole.counted())]


def _parts(whole: Matrix) -> list[Matrix]:
    return [
        whole.part(columns, rows)
        for columns in _ranges(len(whole.columns), COLUMNS_AT_MOST)
        for rows in _ranges(len(whole.rows), ROWS_AT_MOST)
    ]


def _ranges(count: int, most: int) -> list[range]:
    """As even as can be: 15 columns are 8 and 7, never 14 and 1."""
    parts = max(1, -(-count // most))
    bounds = [round(part * count / parts) for part in range(parts + 1)]
    return [range(start, end) for start, end in pairwise(bounds)]


def _chart(part: Matrix, totals: tuple[int, int], say: Say) -> Chart:
    legend = rows_of(_legend(part, say))
    lines = max((len(column.head) for column in part.columns), default=0)
    head = len(legend) * LINE_PT + lines * _HEAD_LINE_PT + 6
    height = head + (len(part.rows) + len(part.feet)) * _ROW_PT + 4
    drawing = Drawing(WIDTH_PT, height)
    draw_legend(drawing, legend, height)
    _Sheet(drawing, part, height - head, lines, _total_heads(totals, say)).draw()
    return Chart(drawing, in_words(part, totals))


def _total_heads(totals: tuple[int, int], say: Say) -> tuple[str, str]:
    """What stands above the totals of letters and of counter-letters; empty where there are none."""
    letters, counters = totals
    return (
        say(said("of {number}", number=letters)) if letters else "",
        say(said("of {number}", number=counters)) if counters else "",
    )


def _legend(part: Matrix, say: Say) -> list[Entry]:
    """The signs that occur, in their own order; a point needs no word."""
    used = {sign for row in part.rows for sign in row.signs}

    def entry(sign: Sign, *, is_counter: bool, word: str) -> Entry:
        def draw(drawing: Drawing, x: float, y: float) -> None:
            middle = SIGN_PT / 2
            draw_sign(drawing, sign, x + middle, y + middle, SIDE_B if is_counter else SIDE_A)

        return draw, say(word)

    entries = [entry(sign, is_counter=False, word=sign.label) for sign in Sign if sign in used]
    if any(column.is_counter for column in part.columns):
        entries.append(entry(Sign.SIGNED, is_counter=True, word=Sign.on_counter_letters()))
    return entries


class _Sheet:
    """The grid of one part; `top` is the line under the heads."""

    def __init__(
        self, drawing: Drawing, part: Matrix, top: float, lines: int, total_heads: tuple[str, str]
    ) -> None:
        self._drawing = drawing
        self._part = part
        self._top = top
        self._lines = lines
        self._total_heads = total_heads
        count = max(1, len(part.columns))
        right = _TOTAL_PT if total_heads[1] else 0.0
        self._pitch = min(_WIDEST_PT, (WIDTH_PT - _NAME_PT - _TOTAL_PT - right) / count)
        self._end = _NAME_PT + _TOTAL_PT + self._pitch * count + right

    def draw(self) -> None:
        self._draw_heads()
        for number, row in enumerate(self._part.rows):
            self._draw_row(row, number)
        for number, foot in enumerate(self._part.feet, start=len(self._part.rows)):
            self._draw_foot(foot, number)
        self._draw_border()

    def _middle(self, number: int) -> float:
        return _NAME_PT + _TOTAL_PT + self._pitch * (number + 0.5)

    def _draw_heads(self) -> None:
        for number, column in enumerate(self._part.columns):
            for at, text in enumerate(column.head):
                y = self._top + 4 + (self._lines - at - 1) * _HEAD_LINE_PT
                shown = fitted(text, SMALL_PT - 0.6, self._pitch - 1)
                self._drawing.add(
                    words(
                        self._middle(number),
                        y,
                        shown,
                        size_pt=SMALL_PT - 0.6,
                        anchor="middle",
                        colour=INK2,
                    )
                )
        for at, text in enumerate(self._total_heads):
            self._draw_total(at, self._top + 4, text)
        self._drawing.add(line((0, self._top), (self._end, self._top), INK, 1.0))

    def _draw_total(self, side: int, y: float, text: str) -> None:
        """Of letters before the signs, of counter-letters behind them."""
        x = self._end - 2 if side else _NAME_PT + _TOTAL_PT - 6
        self._drawing.add(words(x, y, text, anchor="end", colour=INK2))

    def _draw_row(self, row: MatrixRow, number: int) -> None:
        foot = self._top - (number + 1) * _ROW_PT
        self._drawing.add(words(0, foot + 3.4, fitted(row.name, SMALL_PT, _NAME_PT - 4)))
        for at, (total, head) in enumerate(zip(row.totals or (), self._total_heads, strict=False)):
            if head:
                self._draw_total(at, foot + 3.4, str(total) if total else _NONE)
        for at, (column, sign) in enumerate(zip(self._part.columns, row.signs, strict=True)):
            side = SIDE_B if column.is_counter else SIDE_A
            draw_sign(self._drawing, sign, self._middle(at), foot + _ROW_PT / 2, side)
        self._rule(foot, is_heavy=(number + 1) % _ROWS_TOGETHER == 0)

    def _draw_foot(self, foot: MatrixFoot, number: int) -> None:
        y = self._top - (number + 1) * _ROW_PT
        if number == len(self._part.rows):
            self._drawing.add(line((0, y + _ROW_PT), (self._end, y + _ROW_PT), INK, 1.0))
        face = SANS_STRONG if foot.is_strong else "sans"
        room = _NAME_PT + _TOTAL_PT - 8
        self._drawing.add(words(0, y + 3.4, fitted(foot.name, SMALL_PT, room), face=face))
        for at, value in enumerate(foot.values):
            self._drawing.add(words(self._middle(at), y + 3.4, value, anchor="middle", face=face))
        self._rule(y, is_heavy=False)

    def _draw_border(self) -> None:
        """A line where the counter-letters begin."""
        sides = [column.is_counter for column in self._part.columns]
        if True in sides and False in sides:
            x = self._middle(sides.index(True)) - self._pitch / 2
            foot = self._top - (len(self._part.rows) + len(self._part.feet)) * _ROW_PT
            head = self._top + self._lines * _HEAD_LINE_PT + 2
            self._drawing.add(line((x, foot), (x, head), EDGE, 1.0))

    def _rule(self, y: float, *, is_heavy: bool) -> None:
        self._drawing.add(line((0, y), (self._end, y), EDGE if is_heavy else RULE, 0.5))
