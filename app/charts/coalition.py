"""The coalition over time: how many signed each text, how many of them of one grouping, who came and went.

Open `coalition`. A text is a row, so that its date and title can be read; the part of the bar that is filled
is the grouping, the part that is outlined all others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.graphics.shapes import Drawing

from app.charts.chart import (
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
    filled,
    fitted,
    line,
    outline,
    outlined,
    width_of,
    words,
)
from app.charts.legend import LINE_PT, SIGN_PT, Entry, draw_legend, rows_of
from app.domain.wording import joined, said, said_many

ROWS_AT_MOST = 40
"""On one chart, so that it stands on one page; more rows make more charts."""
_ROW_PT = 13.0
_BAR_PT = 8.0
_DATE_PT = 62.0
_NAME_PT = 190.0
_COUNT_PT = 24.0
_SHARE_PT = 38.0
_CHANGE_PT, _CHANGE_AT_MOST_PT = 44.0, 110.0
_CHANGE = said("new, gone")
_GAP_PT = 6.0
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class CoalitionPoint:
    """One text. `date` and `name` are words as they are drawn; rows come in the order of their dates.

    `of_grouping` of its `members` signed; no members, no share. `joined` and `left` compare with the text
    of the same side before it; None for the first.
    """

    date: str
    name: str
    signatories: int
    of_grouping: int = 0
    members: int = 0
    joined: int | None = None
    left: int | None = None
    is_counter: bool = False


def coalition(
    points: Sequence[CoalitionPoint], grouping: str, say: Say = as_it_stands
) -> list[Chart]:
    """One chart, or several of at most `ROWS_AT_MOST` texts; none for no text. All have the same scale."""
    most = max((one.signatories for one in points), default=0)
    parts = [points[start : start + ROWS_AT_MOST] for start in range(0, len(points), ROWS_AT_MOST)]
    return [_chart(part, grouping, most, say) for part in parts]


def _chart(points: Sequence[CoalitionPoint], grouping: str, most: int, say: Say) -> Chart:
    legend = rows_of(_legend(points, grouping, say))
    height = len(legend) * LINE_PT + 15 + len(points) * _ROW_PT + 2
    drawing = Drawing(WIDTH_PT, height)
    draw_legend(drawing, legend, height)
    top = height - len(legend) * LINE_PT
    _draw_head(drawing, points, grouping, top - 9.5, say)
    top -= 13
    drawing.add(line((0, top), (WIDTH_PT, top), INK2, 0.7))
    for number, point in enumerate(points):
        foot = top - (number + 1) * _ROW_PT
        _draw_row(drawing, point, foot, most, say)
        drawing.add(line((0, foot), (WIDTH_PT, foot), RULE))
    return Chart(drawing, _in_words(points, grouping))


def _legend(points: Sequence[CoalitionPoint], grouping: str, say: Say) -> list[Entry]:
    entries: list[Entry] = [(_grouping_sign, say(grouping)), (_others_sign, say(said("others")))]
    if any(one.is_counter for one in points):
        entries.append((_counter_sign, say(said("counter-letter"))))
    return entries


def _grouping_sign(drawing: Drawing, x: float, y: float) -> None:
    drawing.add(filled(x, y, SIGN_PT, SIGN_PT, SIDE_A))


def _others_sign(drawing: Drawing, x: float, y: float) -> None:
    drawing.add(outlined(x, y, SIGN_PT, SIGN_PT, SIDE_A))


def _counter_sign(drawing: Drawing, x: float, y: float) -> None:
    half = SIGN_PT / 2
    corners = ((x + half, y), (x + SIGN_PT, y + half), (x + half, y + SIGN_PT), (x, y + half))
    drawing.add(outline(corners, SIDE_B, 1.1))


def _draw_head(
    drawing: Drawing, points: Sequence[CoalitionPoint], grouping: str, y: float, say: Say
) -> None:
    share, change = _ends(say)
    drawing.add(words(0, y, say(said("Date")), colour=INK2))
    drawing.add(words(_DATE_PT, y, say(said("Text")), colour=INK2))
    start = _DATE_PT + _NAME_PT + _GAP_PT
    drawing.add(words(start, y, say(said("Signatories")), colour=INK2))
    if any(one.members for one in points):
        name = fitted(say(grouping), SMALL_PT, _SHARE_PT + 60)
        drawing.add(words(share, y, name, anchor="end", colour=INK2))
    if any(one.joined is not None for one in points):
        name = fitted(say(_CHANGE), SMALL_PT, _CHANGE_AT_MOST_PT)
        drawing.add(words(change, y, name, anchor="end", colour=INK2))


def _ends(say: Say) -> tuple[float, float]:
    """Where the columns of the share and of the change end; the last has room for its head."""
    head = min(width_of(say(_CHANGE), SMALL_PT), _CHANGE_AT_MOST_PT)
    return WIDTH_PT - max(_CHANGE_PT, head) - _GAP_PT, WIDTH_PT


def _draw_row(drawing: Drawing, point: CoalitionPoint, foot: float, most: int, say: Say) -> None:
    baseline, bar_foot = foot + 4.0, foot + (_ROW_PT - _BAR_PT) / 2
    share, change = _ends(say)
    drawing.add(words(0, baseline, fitted(point.date, SMALL_PT, _DATE_PT - 4), colour=INK2))
    left, room = _DATE_PT, _NAME_PT
    if point.is_counter:
        _counter_sign(drawing, left, bar_foot)
        left, room = left + SIGN_PT + 3, room - SIGN_PT - 3
    drawing.add(words(left, baseline, fitted(point.name, SMALL_PT, room)))
    start = _DATE_PT + _NAME_PT + _GAP_PT
    end = _draw_bar(drawing, point, start, bar_foot, share - _SHARE_PT - _COUNT_PT - start, most)
    count = str(point.signatories)
    drawing.add(words(end + 3, baseline, count, face=SANS_STRONG))
    if point.members:
        text = f"{point.of_grouping}/{point.members}"
        drawing.add(words(share, baseline, text, anchor="end"))
    if point.joined is not None:
        text = f"+{point.joined} {_MINUS}{point.left or 0}"
        drawing.add(words(change, baseline, text, anchor="end"))


def _draw_bar(
    drawing: Drawing, point: CoalitionPoint, x: float, y: float, room: float, most: int
) -> float:
    """All signatories outlined, those of the grouping filled; where the bar ends."""
    colour = SIDE_B if point.is_counter else SIDE_A
    whole = room * point.signatories / max(1, most)
    if point.signatories:
        drawing.add(outlined(x, y, max(1.5, whole), _BAR_PT, colour))
    if point.of_grouping:
        part = whole * point.of_grouping / max(1, point.signatories)
        drawing.add(filled(x, y, max(1.5, part), _BAR_PT, colour))
    return x + whole


def _in_words(points: Sequence[CoalitionPoint], grouping: str) -> str:
    opening = said_many(
        "Signatories of {number:,} text, in the order of dates.",
        "Signatories of {number:,} texts, in the order of dates.",
        len(points),
    )
    return joined([opening, *(_row_in_words(one, grouping) for one in points)])


def _row_in_words(point: CoalitionPoint, grouping: str) -> str:
    kind = said("counter-letter") if point.is_counter else ""
    name = said("{name} ({kind})", name=point.name, kind=kind) if kind else point.name
    signed = said_many("{number:,} signatory", "{number:,} signatories", point.signatories)
    parts: list[str] = [
        said("{date}, {name}: {signed}.", date=point.date, name=name, signed=signed)
    ]
    if point.members:
        parts.append(
            said(
                "Of {grouping} {signed} of {members}.",
                grouping=grouping,
                signed=point.of_grouping,
                members=point.members,
            )
        )
    if point.joined is not None:
        parts.append(
            said(
                "Compared with the text before: {joined} new, {left} gone.",
                joined=point.joined,
                left=point.left or 0,
            )
        )
    return joined(parts)
