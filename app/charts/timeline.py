"""How many texts there were in each year: letters filled, counter-letters outlined. Open `timeline`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.graphics.shapes import Drawing

from app.charts.chart import (
    EDGE,
    INK,
    INK2,
    SANS_STRONG,
    SIDE_A,
    SIDE_B,
    WIDTH_PT,
    Chart,
    Say,
    as_it_stands,
    filled,
    line,
    outlined,
    words,
)
from app.charts.legend import LINE_PT, SIGN_PT, Entry, draw_legend, rows_of
from app.domain.wording import joined, said, said_many

COLUMNS_AT_MOST = 20
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_BAR_AREA_PT = 70.0
_FOOT_PT = 14.0
_HEAD_PT = 12.0
_WIDEST_BAR_PT = 16.0


@dataclass(frozen=True, slots=True)
class YearBar:
    """Texts of one year: `letters` with statements, `counters` answering them."""

    year: int
    letters: int
    counters: int = 0


def timeline(years: Sequence[YearBar], say: Say = as_it_stands) -> Chart:
    """Texts by year, or by a few years each where the span is long. Takes at least one year."""
    columns, step = _gathered(years)
    has_counters = any(one.counters for one in columns)
    legend = rows_of(_legend(say, has_counters=has_counters))
    height = _FOOT_PT + _BAR_AREA_PT + _HEAD_PT + len(legend) * LINE_PT
    drawing = Drawing(WIDTH_PT, height)
    draw_legend(drawing, legend, height)
    _draw_bars(drawing, columns)
    drawing.add(line((0, _FOOT_PT), (WIDTH_PT, _FOOT_PT), EDGE, 0.7))
    return Chart(drawing, _in_words(columns, step))


def _gathered(years: Sequence[YearBar]) -> tuple[list[YearBar], int]:
    """One bar for each step, those without a text too, and how many years a step has."""
    first, last = min(one.year for one in years), max(one.year for one in years)
    step = next(
        (step for step in _STEPS if last // step - first // step < COLUMNS_AT_MOST), _STEPS[-1]
    )
    letters: dict[int, int] = {}
    counters: dict[int, int] = {}
    for one in years:
        start = one.year // step * step
        letters[start] = letters.get(start, 0) + one.letters
        counters[start] = counters.get(start, 0) + one.counters
    starts = range(first // step * step, last // step * step + 1, step)
    return [YearBar(start, letters.get(start, 0), counters.get(start, 0)) for start in starts], step


def _legend(say: Say, *, has_counters: bool) -> list[Entry]:
    entries: list[Entry] = [(_letter_sign, say(said("letters and statements")))]
    if has_counters:
        entries.append((_counter_sign, say(said("counter-letters"))))
    return entries


def _letter_sign(drawing: Drawing, x: float, y: float) -> None:
    drawing.add(filled(x, y, SIGN_PT, SIGN_PT, SIDE_A))


def _counter_sign(drawing: Drawing, x: float, y: float) -> None:
    drawing.add(outlined(x, y, SIGN_PT, SIGN_PT, SIDE_B, 1.2))


def _draw_bars(drawing: Drawing, columns: Sequence[YearBar]) -> None:
    pitch = WIDTH_PT / len(columns)
    has_counters = any(one.counters for one in columns)
    bar = min(_WIDEST_BAR_PT, pitch * (0.4 if has_counters else 0.7))
    highest = max(1, *(max(one.letters, one.counters) for one in columns))
    for number, one in enumerate(columns):
        middle = (number + 0.5) * pitch
        left = middle - bar if has_counters else middle - bar / 2
        for count, x, draw, colour in (
            (one.letters, left, filled, SIDE_A),
            (one.counters, left + bar, outlined, SIDE_B),
        ):
            if count:
                height = max(1.5, _BAR_AREA_PT * count / highest)
                drawing.add(draw(x, _FOOT_PT, bar, height, colour))
                top = _FOOT_PT + height + 2.5
                drawing.add(
                    words(
                        x + bar / 2, top, str(count), anchor="middle", face=SANS_STRONG, colour=INK
                    )
                )
        drawing.add(words(middle, 4.0, str(one.year), anchor="middle", colour=INK2))


def _in_words(columns: Sequence[YearBar], step: int) -> str:
    """Every bar in words; years without a text are not named."""
    opening = said(
        "Texts by year, {first} to {last}.", first=columns[0].year, last=_last(columns, step)
    )
    if step > 1:
        opening = joined([opening, said("{step} years to a bar.", step=step)])
    bars = [_bar_in_words(one, step) for one in columns if one.letters or one.counters]
    return joined([opening, *bars])


def _last(columns: Sequence[YearBar], step: int) -> int:
    return columns[-1].year + step - 1


def _bar_in_words(bar: YearBar, step: int) -> str:
    years: str = str(bar.year)
    if step > 1:
        years = said("{first} to {last}", first=bar.year, last=bar.year + step - 1)
    letters = said_many(
        "{number:,} letter or statement", "{number:,} letters and statements", bar.letters
    )
    counters = said_many("{number:,} counter-letter", "{number:,} counter-letters", bar.counters)
    if not bar.counters:
        return said("{years}: {letters}.", years=years, letters=letters)
    if not bar.letters:
        return said("{years}: {counters}.", years=years, counters=counters)
    return said("{years}: {letters}, {counters}.", years=years, letters=letters, counters=counters)
