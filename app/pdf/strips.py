"""Strips: the unbreakable horizontal pieces a page is stacked from, and how lines of text become one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.pdf.faces import DocumentFaces
from app.pdf.lines import BOX_GAP_PT, BOX_PADDING_PT, Fragment, Line, broken, part_width
from app.pdf.ordering import has_right_to_left, lines_in_drawing_order, runs_right_to_left
from app.pdf.pen import Pen
from app.pdf.structure import ARTIFACT, Node
from app.pdf.text import Para, Piece, Style
from app.pdf.typography import EDGE, Colour

Draw = Callable[[Pen, float, float], None]
"""Draws at (x, top): `top` is the upper edge, measured from the foot of the page."""

_LETTER = re.compile(r"[^\W\d_]")
_SHORT = 3
"""Lines of a title or of a value in a table; what has more is read as a text."""
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
    starts_page: bool = False
    """Stands at the top of a page."""
    room: float = 0.0
    """Stands on the next page where less than this part of a page is left of this one."""
    mark: Node | None = None
    """Whose the words are; None where the strip marks its parts itself."""

    def put(self, pen: Pen, x: float, top: float) -> None:
        """Draw it as a part of its node."""
        if self.mark is not None:
            pen.mark(self.mark)
        self.draw(pen, x, top)


def space(height: float, *, keeps_next: bool = False) -> Strip:
    return Strip(height, _draw_nothing, keeps_next=keeps_next, is_space=True)


def lines_of(
    para: Para, faces: DocumentFaces, width: float, mark: Node | None = None
) -> list[Strip]:
    """One strip for each line of `para`; all of them belong to `mark`, or to a paragraph of their own."""
    node = mark or Node("P")
    lines = broken(para, width, faces)
    set_so = _setting(para, faces, width, node, is_short=len(lines) <= _SHORT)
    return [
        Strip(para.style.leading_pt, _Lines((line,), set_so).draw, mark=node)
        for line in _as_drawn(lines, set_so, faces)
    ]


def moved(strip: Strip, right_pt: float) -> Strip:
    """The strip, drawn so much further to the right."""
    if not right_pt:
        return strip
    drawn = strip.draw
    return replace(strip, draw=lambda pen, x, top: drawn(pen, x + right_pt, top))


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
    """Stacks next to each other as one strip, with a rule under them if `rule` names its colour.

    `lefts` are the left edges of the columns, as the paper runs.
    """
    height = max((height_of(stack) for stack in stacks), default=0.0) + 2 * padding

    def draw(pen: Pen, x: float, top: float) -> None:
        for stack, left in zip(stacks, lefts, strict=True):
            below = top - padding
            for strip in stack:
                strip.put(pen, x + left, below)
                below -= strip.height
        if rule is not None:
            pen.mark(ARTIFACT)
            pen.line((x, top - height), (x + width, top - height), rule, 0.5)

    return Strip(height, draw)


def lefts_of(
    widths: Sequence[float], gap: float, faces: DocumentFaces
) -> tuple[list[float], float]:
    """The left edges of columns with a gap between them, and their whole width.

    On a paper that runs from right to left the first column stands at the right.
    """
    lefts, used = [], 0.0
    for width in widths:
        lefts.append(used)
        used += width + gap
    whole = used - gap
    if faces.is_right_to_left:
        lefts = [whole - left - width for left, width in zip(lefts, widths, strict=True)]
    return lefts, whole


def drawing_of(
    lines: Sequence[Line], para: Para, width: float, faces: DocumentFaces, node: Node
) -> Draw:
    """How lines of `para` are drawn in a measure of `width`, as the words of a node."""
    set_so = _setting(para, faces, width, node, is_short=len(lines) <= _SHORT)
    return _Lines(tuple(_as_drawn(lines, set_so, faces)), set_so).draw


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the lines of one paragraph share. `is_turned`: it runs from right to left; `at` is the side it
    keeps to: -1 left, 0 the middle, 1 right."""

    style: Style
    width: float
    is_turned: bool
    is_mixed: bool
    at: int
    node: Node


def _setting(
    para: Para, faces: DocumentFaces, width: float, node: Node, *, is_short: bool
) -> _Setting:
    """A paragraph begins where its own script does; a few lines in the midst of a paper that runs the other
    way keep to the paper's side."""
    is_turned = _runs_back(para, faces)
    is_mixed = is_turned or any(has_right_to_left(one.text) for one in para.pieces)
    is_right = is_turned or (is_short and faces.is_right_to_left)
    if para.align == "own":
        is_right = is_turned
    if para.align == "end":
        is_right = not faces.is_right_to_left
    at = 0 if para.align == "centre" else 1 if is_right else -1
    return _Setting(para.style, width, is_turned, is_mixed, at, node)


def _runs_back(para: Para, faces: DocumentFaces) -> bool:
    """Whether a paragraph runs from right to left: by its own first letter, else as the paper does.

    On a paper that does, whatever has a word of such a script in it is a sentence of ours around another's.
    """
    if faces.is_right_to_left and any(has_right_to_left(one.text) for one in para.pieces):
        return True
    for piece in para.pieces:
        if _LETTER.search(piece.text):
            return runs_right_to_left(piece.text)
    return faces.is_right_to_left


def _as_drawn(lines: Sequence[Line], setting: _Setting, faces: DocumentFaces) -> Sequence[Line]:
    """The lines of a whole paragraph with their words from left to right; each keeps its width."""
    if not setting.is_mixed:
        return lines
    written = [[(one.piece, one.text) for one in line.fragments] for line in lines]
    ordered = lines_in_drawing_order(written, is_right_to_left=setting.is_turned)
    drawn = []
    for line, runs in zip(lines, ordered, strict=True):
        turned = Line()
        for piece, text in runs:
            width = part_width(piece, text, faces)
            turned.fragments.append(Fragment(piece, text, turned.width, width))
            turned.width += width
        turned.width = line.width
        drawn.append(turned)
    return drawn


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines one below the other, their words from left to right."""

    lines: tuple[Line, ...]
    setting: _Setting

    def draw(self, pen: Pen, x: float, top: float) -> None:
        style = self.setting.style
        baseline = top - 0.5 * style.leading_pt - style.size_pt * _BELOW_MIDDLE
        for line in self.lines:
            free = (self.setting.width - line.width) * (self.setting.at + 1) / 2
            for one in line.fragments:
                self._draw_run(pen, x + free + one.x, baseline, one.piece, one.text, one.width)
            baseline -= style.leading_pt

    def _draw_run(
        self, pen: Pen, x: float, baseline: float, piece: Piece, text: str, width: float
    ) -> None:
        style = piece.style
        if piece.is_boxed:
            _draw_box(pen, x + BOX_GAP_PT, baseline, width - 2 * BOX_GAP_PT, style)
            x += BOX_GAP_PT + BOX_PADDING_PT
        target = pen.leads(piece.link) if piece.link else ""
        if not target:
            pen.words(x, baseline, text, style)
            return
        link = Node("Link", self.setting.node)
        pen.mark(link)
        pen.words(x, baseline, text, style)
        low, high = baseline - 0.25 * style.size_pt, baseline + 0.85 * style.size_pt
        pen.link((x, low, x + width, high), target, text, link)
        pen.mark(self.setting.node)


def _draw_box(pen: Pen, x: float, baseline: float, width: float, style: Style) -> None:
    pen.box(x, baseline - 0.3 * style.size_pt, width, style.size_pt * 1.32, EDGE)


def _draw_nothing(pen: Pen, x: float, top: float) -> None:
    """Space is not drawn."""
