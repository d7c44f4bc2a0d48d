"""A chart turned around, for what runs from right to left; numbers and words stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

from reportlab.graphics.shapes import (
    Circle,
    Drawing,
    Group,
    Line,
    Polygon,
    PolyLine,
    Rect,
    String,
)

from app.charts.chart import Chart

_TURNED = {"start": "end", "end": "start", "middle": "middle"}


def mirrored(chart: Chart) -> Chart:
    """The same chart with its left at its right."""
    width = float(chart.drawing.width)
    turned = Drawing(width, chart.drawing.height)
    for one in _placed(chart.drawing.contents, 0.0, 0.0):
        turned.add(_TURN[type(one)](one, width))
    return Chart(turned, chart.alternative)


def _placed(shapes: Iterable[Any], dx: float, dy: float) -> Iterable[Any]:
    """The shapes where they stand, groups dissolved."""
    for one in shapes:
        if isinstance(one, Group):
            _, _, _, _, across, up = one.transform
            yield from _placed(one.contents, dx + across, dy + up)
        else:
            yield _MOVE[type(one)](copy(one), dx, dy)


def _move_line(one: Line, dx: float, dy: float) -> Line:
    one.x1, one.x2, one.y1, one.y2 = one.x1 + dx, one.x2 + dx, one.y1 + dy, one.y2 + dy
    return one


def _move_corner(one: Any, dx: float, dy: float) -> Any:
    one.x, one.y = one.x + dx, one.y + dy
    return one


def _move_centre(one: Circle, dx: float, dy: float) -> Circle:
    one.cx, one.cy = one.cx + dx, one.cy + dy
    return one


def _move_points(one: Any, dx: float, dy: float) -> Any:
    one.points = [value + (dy if at % 2 else dx) for at, value in enumerate(one.points)]
    return one


def _turn_line(one: Line, width: float) -> Line:
    one.x1, one.x2 = width - one.x1, width - one.x2
    return one


def _turn_rect(one: Rect, width: float) -> Rect:
    one.x = width - one.x - one.width
    return one


def _turn_words(one: String, width: float) -> String:
    one.x, one.textAnchor = width - one.x, _TURNED[one.textAnchor]
    return one


def _turn_centre(one: Circle, width: float) -> Circle:
    one.cx = width - one.cx
    return one


def _turn_points(one: Any, width: float) -> Any:
    one.points = [value if at % 2 else width - value for at, value in enumerate(one.points)]
    return one


_MOVE: dict[type, Callable[[Any, float, float], Any]] = {
    Line: _move_line,
    Rect: _move_corner,
    String: _move_corner,
    Circle: _move_centre,
    Polygon: _move_points,
    PolyLine: _move_points,
}
_TURN: dict[type, Callable[[Any, float], Any]] = {
    Line: _turn_line,
    Rect: _turn_rect,
    String: _turn_words,
    Circle: _turn_centre,
    Polygon: _turn_points,
    PolyLine: _turn_points,
}
