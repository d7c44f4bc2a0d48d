"""A chart on paper: vector graphics in the faces of the house, and its words beside it. Open `Figure`.

The shapes of the drawing are walked and drawn with our own pen: ReportLab's renderer would bring a font of
its own. A figure never breaks over a page; on a paper that runs from right to left it is turned around.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
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
from reportlab.lib.colors import Color

from app.charts.chart import MONO, SANS, SANS_STRONG, Chart
from app.charts.mirroring import mirrored
from app.fonts.cabinet import MONO_REGULAR, SANS_REGULAR, SANS_SEMIBOLD, Face
from app.pdf.faces import DocumentFaces
from app.pdf.ordering import has_right_to_left, in_drawing_order, runs_right_to_left
from app.pdf.pen import Pen
from app.pdf.speech import say
from app.pdf.strips import Strip, lines_of, space
from app.pdf.structure import Node
from app.pdf.text import Para, Piece, Style, inline
from app.pdf.typography import Colour

HIGHEST_PT = 600.0
"""Fits the body of a Letter page with its heading and caption; a higher drawing is made smaller."""
_FACES: dict[str, Face] = {SANS: SANS_REGULAR, SANS_STRONG: SANS_SEMIBOLD, MONO: MONO_REGULAR}
_CAPTION_GAP_PT = 3.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart as wide as the measure, and its caption beneath, which may be left out."""

    chart: Chart
    caption: Para | None = None
    space_after_pt: float = 6.0

    @property
    def alternative(self) -> str:
        """What the chart shows, in the paper's language."""
        return say(self.chart.alternative)

    def words(self) -> Iterator[tuple[Face, str]]:
        for one in _strings(self.chart.drawing.contents):
            yield _FACES[one.fontName], _piece(one).text
        if self.caption is not None:
            yield from self.caption.words()

    def strips(self, faces: DocumentFaces, width: float) -> list[Strip]:
        chart = mirrored(self.chart) if faces.is_right_to_left else self.chart
        drawing = chart.drawing
        scale = min(width / drawing.width, HIGHEST_PT / drawing.height)
        free = width - drawing.width * scale
        indent = free if faces.is_right_to_left else 0.0

        def draw(pen: Pen, x: float, top: float) -> None:
            _Walk(pen, scale, x + indent, top - drawing.height * scale).over(drawing)

        node = Node("Figure", alternative=self.alternative)
        strips = [Strip(drawing.height * scale, draw, keeps_next=bool(self.caption), mark=node)]
        if self.caption is not None:
            strips += [
                space(_CAPTION_GAP_PT, keeps_next=True),
                *lines_of(self.caption, faces, width),
            ]
        return [*strips, space(self.space_after_pt)]


class _Walk:
    """Draws shapes at a place and scale."""

    def __init__(self, pen: Pen, scale: float, x: float, y: float) -> None:
        self._pen = pen
        self._scale = scale
        self._x, self._y = x, y

    def over(self, drawing: Drawing | Group) -> None:
        for one in drawing.contents:
            if isinstance(one, Group):
                _, _, _, _, across, up = one.transform
                x, y = self._at(across, up)
                _Walk(self._pen, self._scale, x, y).over(one)
            else:
                _DRAWN[type(one)](self, one)

    def line(self, one: Line) -> None:
        start, end = self._at(one.x1, one.y1), self._at(one.x2, one.y2)
        self._pen.line(start, end, _colour(one.strokeColor), one.strokeWidth * self._scale)

    def rect(self, one: Rect) -> None:
        corners = ((0.0, 0.0), (one.width, 0.0), (one.width, one.height), (0.0, one.height))
        self._shape([self._at(one.x + dx, one.y + dy) for dx, dy in corners], one)

    def circle(self, one: Circle) -> None:
        x, y = self._at(one.cx, one.cy)
        self._pen.disc(x, y, one.r * self._scale, _colour(one.fillColor))

    def polygon(self, one: Polygon) -> None:
        self._shape(self._points(one.points), one)

    def strokes(self, one: PolyLine) -> None:
        width = one.strokeWidth * self._scale
        self._pen.strokes(self._points(one.points), _colour(one.strokeColor), width)

    def words(self, one: String) -> None:
        piece = _piece(one, self._scale)
        style, faces = piece.style, self._pen.faces
        width = faces.width(style.face, piece.text) * style.size_pt
        x, y = self._at(one.x, one.y)
        x -= {"start": 0.0, "middle": width / 2, "end": width}[one.textAnchor]
        if not has_right_to_left(piece.text):
            self._pen.words(x, y, piece.text, style)
            return
        is_turned = runs_right_to_left(piece.text)
        for _, run in in_drawing_order([(piece, piece.text)], is_right_to_left=is_turned):
            self._pen.words(x, y, run, style)
            x += faces.width(style.face, run) * style.size_pt

    def _shape(self, points: list[tuple[float, float]], one: Rect | Polygon) -> None:
        fill = _colour(one.fillColor) if one.fillColor else None
        stroke = _colour(one.strokeColor) if one.strokeColor else None
        self._pen.shape(points, fill, stroke, one.strokeWidth * self._scale)

    def _points(self, flat: list[float]) -> list[tuple[float, float]]:
        return [self._at(flat[at], flat[at + 1]) for at in range(0, len(flat), 2)]

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return self._x + x * self._scale, self._y + y * self._scale


_DRAWN: dict[type, Callable[[_Walk, Any], None]] = {
    Line: _Walk.line,
    Rect: _Walk.rect,
    Circle: _Walk.circle,
    Polygon: _Walk.polygon,
    PolyLine: _Walk.strokes,
    String: _Walk.words,
}


def _strings(shapes: Iterable[Any]) -> Iterator[String]:
    for one in shapes:
        if isinstance(one, Group):
            yield from _strings(one.contents)
        elif isinstance(one, String):
            yield one


def _piece(one: String, scale: float = 1.0) -> Piece:
    size = one.fontSize * scale
    style = Style(_FACES[one.fontName], round(size, 2), size, _colour(one.fillColor))
    return inline(say(one.text), style)


def _colour(colour: Color) -> Colour:
    return round(colour.red, 3), round(colour.green, 3), round(colour.blue, 3)
