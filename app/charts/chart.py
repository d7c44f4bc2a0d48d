"""A chart: a drawing made of a few plain shapes, and the same in words. Open `Chart`.

Pages draw it as SVG (`svg.py`), papers as vector graphics (`app/pdf/figures.py`); so a drawing holds only
lines, rectangles, circles, polygons, strokes, words, and groups that are moved. The words name a face of
the house (`FACES`), never a font. What colour says, shape says too: filled against outlined, a sign, a word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import Color, HexColor

WIDTH_PT = 504.0
"""The measure of an A4 page; a renderer scales the drawing to its own."""

INK = HexColor("#1B1F24")
INK2 = HexColor("#4C5057")
RULE = HexColor("#DCD6C9")
EDGE = HexColor("#857C6B")
SHEET = HexColor("#FFFFFF")
SIDE_A = HexColor("#244F79")
"""Signatories of letters and statements."""
SIDE_B = HexColor("#A65B1F")
"""Signatories of counter-letters."""
SAID = HexColor("#874312")
"""Somebody says so."""

SANS, SANS_STRONG, MONO = "sans", "sans-strong", "mono"
FACES = frozenset({SANS, SANS_STRONG, MONO})
SMALL_PT, LABEL_PT = 7.0, 8.0

Say = Callable[[str], str]
"""Turns a wording into the words to draw."""

_NARROW = frozenset("iIjlftr.,;:'|!()[]/ -")
_WIDE = frozenset("mwMW@%&")


def as_it_stands(words: str) -> str:
    """The wording itself: a page says it in the language of who reads."""
    return words


@dataclass(frozen=True, slots=True)
class Chart:
    """`alternative` says in words what the drawing shows, for who cannot see it."""

    drawing: Drawing
    alternative: str


def line(
    start: tuple[float, float],
    end: tuple[float, float],
    colour: Color = RULE,
    width_pt: float = 0.5,
) -> Line:
    return Line(*start, *end, strokeColor=colour, strokeWidth=width_pt)


def filled(x: float, y: float, width: float, height: float, colour: Color) -> Rect:
    return Rect(x, y, width, height, fillColor=colour, strokeColor=None)


def outlined(
    x: float, y: float, width: float, height: float, colour: Color, width_pt: float = 0.9
) -> Rect:
    """The stroke lies within the measure, so that filled and outlined are of one size."""
    half = width_pt / 2
    return Rect(
        x + half,
        y + half,
        max(0.1, width - width_pt),
        max(0.1, height - width_pt),
        fillColor=SHEET,
        strokeColor=colour,
        strokeWidth=width_pt,
    )


def disc(x: float, y: float, radius: float, colour: Color) -> Circle:
    return Circle(x, y, radius, fillColor=colour, strokeColor=None)


def shape(points: Iterable[tuple[float, float]], colour: Color) -> Polygon:
    """Filled."""
    return Polygon([one for point in points for one in point], fillColor=colour, strokeColor=None)


def outline(points: Iterable[tuple[float, float]], colour: Color, width_pt: float = 0.9) -> Polygon:
    flat = [one for point in points for one in point]
    return Polygon(flat, fillColor=SHEET, strokeColor=colour, strokeWidth=width_pt)


def stroke(points: Iterable[tuple[float, float]], colour: Color, width_pt: float) -> PolyLine:
    flat = [one for point in points for one in point]
    return PolyLine(flat, strokeColor=colour, strokeWidth=width_pt)


def words(
    x: float,
    y: float,
    text: str,
    *,
    size_pt: float = SMALL_PT,
    anchor: str = "start",
    face: str = SANS,
    colour: Color = INK,
) -> String:
    """One line with its baseline at `y`; `anchor` is `start`, `middle` or `end`."""
    return String(x, y, text, fontName=face, fontSize=size_pt, textAnchor=anchor, fillColor=colour)


def width_of(text: str, size_pt: float) -> float:
    """About how wide a text is, for placing what stands beside it; no font is asked, so rather too wide."""
    return size_pt * sum(_advance(character) for character in text)


def fitted(text: str, size_pt: float, room_pt: float) -> str:
    """The text, cut with the sign of a cut where there is no room for it."""
    if width_of(text, size_pt) <= room_pt:
        return text
    kept = ""
    for character in text:
        if width_of(kept + character, size_pt) + size_pt * 0.8 > room_pt:
            break
        kept += character
    return f"{kept.rstrip()}\N{HORIZONTAL ELLIPSIS}"


def _advance(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if unicodedata.combining(character):
        return 0.0
    if character in _NARROW:
        return 0.36
    if character in _WIDE:
        return 0.95
    return 0.68 if character.isupper() else 0.585
