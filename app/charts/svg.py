"""A chart as SVG: marks with plain attributes, for a template or a file. Open `marks` and `as_file`.

Our pages forbid inline style, so colours are attributes, with a class beside each by which the stylesheet
turns them into those of the reader's scheme. Nothing is markup before a template, or `as_file`, writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reportlab.graphics.shapes import Circle, Group, Line, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import Color

from app.charts.chart import (
    EDGE,
    INK,
    INK2,
    MONO,
    RULE,
    SAID,
    SANS_STRONG,
    SHEET,
    SIDE_A,
    SIDE_B,
    Chart,
    Say,
    as_it_stands,
)

_CLASSES = {
    INK.hexval(): "ink",
    INK2.hexval(): "ink2",
    RULE.hexval(): "rule",
    EDGE.hexval(): "edge",
    SHEET.hexval(): "sheet",
    SIDE_A.hexval(): "a",
    SIDE_B.hexval(): "b",
    SAID.hexval(): "said",
}
_NAMESPACE = "http://www.w3.org/2000/svg"
_FAMILY = "'Noto Sans', sans-serif"


@dataclass(frozen=True, slots=True)
class Mark:
    """One element: its name, its attributes in order, and the words in it."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    text: str = ""


def marks(chart: Chart) -> list[Mark]:
    """The shapes of a chart from back to front; `y` runs downwards, as SVG counts."""
    height = float(chart.drawing.height)
    return list(_marks(chart.drawing.contents, 0.0, 0.0, height))


def view_box(chart: Chart) -> str:
    """`0 0 504 120`."""
    return f"0 0 {_number(chart.drawing.width)} {_number(chart.drawing.height)}"


def as_file(chart: Chart, title: str, say: Say = as_it_stands) -> str:
    """A file of its own, with title and description; the same chart gives the same bytes."""
    drawn = "\n".join(_written(mark, say) for mark in marks(chart))
    width, height = _number(chart.drawing.width), _number(chart.drawing.height)
    return (
        f'<svg xmlns="{_NAMESPACE}" role="img" viewBox="{view_box(chart)}" width="{width}"'
        f' height="{height}" font-family={quoteattr(_FAMILY)}>\n'
        f"<title>{escape(say(title))}</title>\n<desc>{escape(say(chart.alternative))}</desc>\n"
        f"{drawn}\n</svg>\n"
    )


def _written(mark: Mark, say: Say) -> str:
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in mark.attributes)
    if not mark.text:
        return f"<{mark.tag}{attributes}/>"
    return f"<{mark.tag}{attributes}>{escape(say(mark.text))}</{mark.tag}>"


def _marks(shapes: list[Any], dx: float, dy: float, height: float) -> Iterator[Mark]:
    for one in shapes:
        if isinstance(one, Group):
            _, _, _, _, across, up = one.transform
            yield from _marks(one.contents, dx + across, dy + up, height)
            continue
        yield _DRAWN[type(one)](one, dx, height - dy)


def _line(one: Line, dx: float, flip: float) -> Mark:
    place = (("x1", one.x1 + dx), ("y1", flip - one.y1), ("x2", one.x2 + dx), ("y2", flip - one.y2))
    return Mark("line", (*_numbers(place), *_paint(one)))


def _rect(one: Rect, dx: float, flip: float) -> Mark:
    place = (
        *(("x", one.x + dx), ("y", flip - one.y - one.height)),
        *(("width", one.width), ("height", one.height)),
    )
    return Mark("rect", (*_numbers(place), *_paint(one)))


def _circle(one: Circle, dx: float, flip: float) -> Mark:
    place = (("cx", one.cx + dx), ("cy", flip - one.cy), ("r", one.r))
    return Mark("circle", (*_numbers(place), *_paint(one)))


def _polygon(one: Polygon, dx: float, flip: float) -> Mark:
    return Mark("polygon", (("points", _points(one, dx, flip)), *_paint(one)))


def _polyline(one: PolyLine, dx: float, flip: float) -> Mark:
    return Mark("polyline", (("points", _points(one, dx, flip)), *_paint(one)))


def _words(one: String, dx: float, flip: float) -> Mark:
    face = " drawn-strong" if one.fontName == SANS_STRONG else ""
    face = " drawn-code" if one.fontName == MONO else face
    weight = (("font-weight", "600"),) if one.fontName == SANS_STRONG else ()
    name = _CLASSES.get(one.fillColor.hexval(), "ink")
    return Mark(
        "text",
        (
            *_numbers((("x", one.x + dx), ("y", flip - one.y))),
            ("text-anchor", one.textAnchor),
            ("font-size", _number(one.fontSize)),
            *weight,
            ("fill", _hex(one.fillColor)),
            ("class", f"chart-words fill-{name}{face}"),
        ),
        one.text,
    )


def _paint(one: Any) -> tuple[tuple[str, str], ...]:
    """Fill and stroke; a class for each, for the stylesheet."""
    fill: Color | None = getattr(one, "fillColor", None)
    attributes = [("fill", _hex(fill) if fill else "none")]
    classes = [f"fill-{_CLASSES[fill.hexval()]}"] if fill and fill.hexval() in _CLASSES else []
    stroke: Color | None = one.strokeColor
    if stroke:
        attributes += [("stroke", _hex(stroke)), ("stroke-width", _number(one.strokeWidth))]
        if stroke.hexval() in _CLASSES:
            classes.append(f"stroke-{_CLASSES[stroke.hexval()]}")
    if classes:
        attributes.append(("class", " ".join(classes)))
    return tuple(attributes)


def _points(one: Polygon | PolyLine, dx: float, flip: float) -> str:
    flat = one.points
    return " ".join(
        f"{_number(flat[at] + dx)},{_number(flip - flat[at + 1])}" for at in range(0, len(flat), 2)
    )


def _numbers(pairs: tuple[tuple[str, float], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, _number(value)) for name, value in pairs)


def _number(value: float) -> str:
    return f"{round(value, 2):g}"


def _hex(colour: Color) -> str:
    return f"#{colour.hexval()[2:].upper()}"


_DRAWN: dict[type, Callable[[Any, float, float], Mark]] = {
    Line: _line,
    Rect: _rect,
    Circle: _circle,
    Polygon: _polygon,
    PolyLine: _polyline,
    String: _words,
}
