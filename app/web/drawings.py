"""Geometry of what pages draw as SVG: texts by year, memberships over time, the line of relations.

Positions across are percentages of the drawing, heights are pixels, so that a drawing is as wide as
its column while its letters keep their size. Templates write the numbers into attributes; every
drawing has a table beside it that says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.dates import CalendarDate
from app.domain.party_views import MembershipSpan, PartyView
from app.domain.searches import YearCount
from app.domain.views import RecordSummary
from app.domain.wording import said

COLUMNS_AT_MOST = 16
BAR_AREA_PX = 52
YEARS_BEFORE_FIRST_TEXT = 15
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_DAYS_PER_YEAR = 365.2425
_DOT_WIDTH_PERCENT = 1.1


@dataclass(frozen=True, slots=True)
class Column:
    """One bar: `letters` filled from the foot, `counters` outlined on top. It stands for the years from
    `first` to `last`; `left` and `pitch` are the strip it stands in."""

    first: int
    last: int
    label: str
    short_label: str
    letters: int
    counters: int
    left: float
    pitch: float
    x: float
    width: float
    middle: float
    letters_top: float
    letters_height: float
    counters_top: float
    counters_height: float

    @property
    def total(self) -> int:
        return self.letters + self.counters

    @property
    def top(self) -> float:
        return self.counters_top

    @property
    def years(self) -> str:
        """The years in words: `2016`, `2010 to 2019`."""
        if self.first == self.last:
            return str(self.first)
        return said("{first} to {last}", first=self.first, last=self.last)


@dataclass(frozen=True, slots=True)
class Histogram:
    columns: tuple[Column, ...]
    years_each: int
    has_counters: bool
    first: int
    last: int


def histogram(counts: Sequence[YearCount]) -> Histogram | None:
    """Texts by year, or by a few years each where the span is long; None without any year."""
    if not counts:
        return None
    first, last = min(one.year for one in counts), max(one.year for one in counts)
    step = next(
        (step for step in _STEPS if last // step - first // step < COLUMNS_AT_MOST), _STEPS[-1]
    )
    starts = range(first // step * step, last + 1, step)
    sums = {start: [0, 0] for start in starts}
    for one in counts:
        pair = sums[one.year // step * step]
        pair[0] += one.letters
        pair[1] += one.counters
    highest = max(sum(pair) for pair in sums.values()) or 1
    pitch = 100 / max(len(sums), 6)
    columns = tuple(
        _column(start, step, pair, place, pitch, BAR_AREA_PX / highest)
        for place, (start, pair) in enumerate(sums.items())
    )
    return Histogram(columns, step, any(one.counters for one in counts), first, last)


@dataclass(frozen=True, slots=True)
class Span:
    """A membership as a bar; the words say the same.

    A bar without a known start, or with one before the axis, is open at its start: only what is known
    is drawn as known, and `opening` says what is not.
    """

    name: str
    words: str
    x: float
    width: float
    is_known: bool
    """False where no date at all is known: nothing is drawn then but the opening words."""
    opening: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: int
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    label: str
    x: float


@dataclass(frozen=True, slots=True)
class Timeline:
    spans: tuple[Span, ...]
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    dots_height: int


def party_timeline(party: PartyView, today: date) -> Timeline | None:
    """Memberships and texts signed on one time axis; None when there is neither."""
    days = [one.date.lower for one in party.signed if one.date and one.date.lower]
    starts = [one.first.lower for one in party.memberships if one.first and one.first.lower]
    if not days and not party.memberships:
        return None
    earliest = min(starts, default=None)
    begin = min(days).year if days else (earliest or today).year
    if days and earliest and earliest.year < begin:
        # An old membership may begin before the axis does: it must not squeeze the texts flat.
        begin = max(earliest.year, begin - YEARS_BEFORE_FIRST_TEXT)
    axis = _Axis(float(min(begin, today.year - 10) - 1), float(today.year + 1))
    dots, height = _dots(party.signed, axis)
    spans = tuple(_span(one, axis) for one in party.memberships)
    return Timeline(spans, dots, axis.ticks(), height)


@dataclass(frozen=True, slots=True)
class _Axis:
    first: float
    last: float

    def place(self, year: float) -> float:
        share = (year - self.first) / (self.last - self.first)
        return round(100 * min(max(share, 0), 1), 2)

    def ticks(self) -> tuple[Tick, ...]:
        step = next(step for step in _STEPS if (self.last - self.first) / step <= 8)
        start = int(self.first // step + 1) * step
        return tuple(
            Tick(str(year), self.place(year)) for year in range(start, int(self.last) + 1, step)
        )


def _column(
    start: int, step: int, pair: list[int], place: int, pitch: float, scale: float
) -> Column:
    letters, counters = pair
    letters_height = round(letters * scale, 1)
    counters_height = round(counters * scale, 1)
    letters_top = round(BAR_AREA_PX - letters_height, 1)
    label = str(start) if step == 1 else f"{start}\N{EN DASH}{str(start + step - 1)[-2:]}"
    return Column(
        first=start,
        last=start + step - 1,
        label=label if step < 10 else f"{start}s" if step == 10 else str(start),
        short_label=f"\N{RIGHT SINGLE QUOTATION MARK}{start % 100:02d}",
        letters=letters,
        counters=counters,
        left=round(pitch * place, 2),
        pitch=round(pitch, 2),
        x=round(pitch * (place + 0.18), 2),
        width=round(pitch * 0.64, 2),
        middle=round(pitch * (place + 0.5), 2),
        letters_top=letters_top,
        letters_height=letters_height,
        counters_top=round(letters_top - counters_height, 1),
        counters_height=counters_height,
    )


def _span(membership: MembershipSpan, axis: _Axis) -> Span:
    begin = axis.place(_year(membership.first, axis.first))
    end = axis.place(_year(membership.last, axis.last - 0.9))
    is_known = membership.first is not None or membership.last is not None
    return Span(
        name=membership.name,
        words=_span_words(membership),
        x=begin,
        width=round(max(end - begin, 0.3), 2),
        is_known=is_known,
        opening=_opening(membership, axis),
    )


def _opening(membership: MembershipSpan, axis: _Axis) -> str:
    if membership.first is None:
        return (
            said("start not known") if membership.last else said("a member today, start not known")
        )
    starts_before = _year(membership.first, axis.first) < axis.first
    return said("from {year}", year=membership.first.year) if starts_before else ""


def _span_words(membership: MembershipSpan) -> str:
    if membership.first is None and membership.last is None:
        return said("a member today, start not known")
    begin = (
        said("from {day}", day=membership.first.in_words())
        if membership.first
        else said("start not known")
    )
    return (
        said("{begin} to {end}", begin=begin, end=membership.last.in_words())
        if membership.last
        else begin
    )


def _year(when: CalendarDate | None, otherwise: float) -> float:
    bound = (when.lower or when.upper) if when else None
    return bound.year + bound.timetuple().tm_yday / _DAYS_PER_YEAR if bound else otherwise


def _dots(texts: Sequence[RecordSummary], axis: _Axis) -> tuple[tuple[Dot, ...], int]:
    """Dots that would touch are stacked; at most five high, the table holds them all."""
    dots: list[Dot] = []
    placed: list[tuple[float, int]] = []
    for text in sorted((one for one in texts if one.date), key=lambda one: _year(one.date, 0)):
        x = axis.place(_year(text.date, axis.first))
        taken = {row for other, row in placed if abs(other - x) < _DOT_WIDTH_PERCENT}
        row = next((row for row in range(5) if row not in taken), 4)
        placed.append((x, row))
        dots.append(Dot(x, row, text.date.in_words(short=True) if text.date else ""))
    highest = max((dot.y for dot in dots), default=0)
    height = 12 + highest * 10
    return tuple(Dot(dot.x, height - 6 - dot.y * 10, dot.title) for dot in dots), height
