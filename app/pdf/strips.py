"""Strips: the unbreakable horizontal pieces a page is stacked from, and how lines of text become one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.pdf.faces import DocumentFaces
from app.pdf.lines import BOX_GAP_PT, BOX_PADDING_PT, Line, broken
from app.pdf.pen import Pen
from app.pdf.text import Para, Style
from app.pdf.typography import EDGE, Colour

Draw = Callable[[Pen, float, float], None]
"""Draws at (x, top): `top` is the upper edge, measured from the foot of the page."""

_BELOW_MIDDLE = 0.36
"""The baseline lies this part of the size below the middle of the leading."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of a page's height that never breaks."""

    height: float
    draw: Draw
    keeps_next: bool = False
    """Never the last on a page."""
    head: Strip | None = None
    """Put before it again where a page begins with it: the heading of its table."""
    is_space: bool = False
    """Dropped where a page would begin with it."""


def space(height: float, *, keeps_next: bool = False) -> Strip:
    return Strip(height, _draw_nothing, keeps_next=keeps_next, is_space=True)


def lines_of(para: Para, faces: DocumentFaces, width: float) -> list[Strip]:
    """One strip for each line of `para`."""
    return [
        Strip(para.style.leading_pt, drawing_of([line], para, width))
        for line in broken(para, width, faces)
    ]


def height_of(strips: Sequence[Strip]) -> float:
    return sum(strip.height for strip in strips)


def side_by_side(
    stacks: Sequence[Sequence[Strip]],
    lefts: Sequence[float],
    width: float,
    *,
    padding: float = 0.0,
    rule: Colour | None = None,
) -> Strip:
    """Stacks next to each other as one strip, with a rule under them if `rule` names its colour."""
    height = max((height_of(stack) for stack in stacks), default=0.0) + 2 * padding

    def draw(pen: Pen, x: float, top: float) -> None:
        for stack, left in zip(stacks, lefts, strict=True):
            below = top - padding
            for strip in stack:
                strip.draw(pen, x + left, below)
                below -= strip.height
        if rule is not None:
            pen.line((x, top - height), (x + width, top - height), rule, 0.5)

    return Strip(height, draw)


def drawing_of(lines: Sequence[Line], para: Para, width: float) -> Draw:
    """How lines of `para` are drawn in a measure of `width`."""

    def draw(pen: Pen, x: float, top: float) -> None:
        for number, line in enumerate(lines):
            middle = top - (number + 0.5) * para.style.leading_pt
            start = x + _indent(para, line, width)
            _draw_line(pen, start, middle - para.style.size_pt * _BELOW_MIDDLE, line)

    return draw


def _draw_line(pen: Pen, x: float, baseline: float, line: Line) -> None:
    for fragment in line.fragments:
        style, left = fragment.piece.style, x + fragment.x
        if fragment.piece.is_boxed:
            _draw_box(pen, left + BOX_GAP_PT, baseline, fragment.width - 2 * BOX_GAP_PT, style)
            left += BOX_GAP_PT + BOX_PADDING_PT
        pen.words(left, baseline, fragment.text, style)


def _draw_box(pen: Pen, x: float, baseline: float, width: float, style: Style) -> None:
    pen.box(x, baseline - 0.3 * style.size_pt, width, style.size_pt * 1.32, EDGE)


def _indent(para: Para, line: Line, width: float) -> float:
    align = para.align
    if align == "start" and para.pieces and para.pieces[0].is_right_to_left:
        align = "end"
    if align == "centre":
        return (width - line.width) / 2
    return width - line.width if align == "end" else 0.0


def _draw_nothing(pen: Pen, x: float, top: float) -> None:
    """Space is not drawn."""
