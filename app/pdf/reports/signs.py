"""Small signs with a meaning, on paper: what a party has to do with a text, what kind of fact a fact is.

Open `Sign`. Each differs in shape, not in colour alone; what it means stands in a legend, and beside it in
the structure of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from app.fonts.cabinet import Face
from app.pdf.faces import DocumentFaces
from app.pdf.lines import natural_width
from app.pdf.pen import Pen
from app.pdf.strips import Strip, lines_of, side_by_side
from app.pdf.structure import ARTIFACT, Node
from app.pdf.text import Para
from app.pdf.typography import CELL_A, CELL_B, EDGE, INK2, SAID, Colour

SIGN_PT = 6.4
_WHITE = (1.0, 1.0, 1.0)


class Sign(Enum):
    RING = "ring"
    DASH = "dash"
    DIAMOND = "diamond"
    SQUARE = "square"
    DOTTED = "dotted square"
    HALF = "half a square"
    CROSSED = "crossed square"
    POINT = "point"


def draw(pen: Pen, sign: Sign, x: float, y: float, *, is_counter: bool = False) -> None:
    """Draw a sign centred at (x, y), in the colour of its side."""
    _DRAWN[sign](pen, x, y, CELL_B if is_counter else CELL_A)


@dataclass(frozen=True, slots=True)
class SignCell:
    """A sign in the middle of a table's cell."""

    sign: Sign
    words_instead: str
    """What it means, for whoever does not see it; empty where an empty cell says as much."""
    leading_pt: float
    is_counter: bool = False

    def words(self) -> Iterator[tuple[Face, str]]:
        return iter(())

    def natural_width(self, faces: DocumentFaces) -> float:
        return SIGN_PT

    def laid(self, faces: DocumentFaces, width: float, node: Node) -> list[Strip]:
        told = self.words_instead
        mark = Node("Span", node, alternative=told) if told else ARTIFACT

        def drawn(pen: Pen, x: float, top: float) -> None:
            middle = top - self.leading_pt / 2
            draw(pen, self.sign, x + width / 2, middle, is_counter=self.is_counter)

        return [Strip(self.leading_pt, drawn, mark=mark)]


@dataclass(frozen=True, slots=True)
class Legend:
    """Signs with what they mean, one after the other in a line, or in as many lines as they need; stays with
    what it explains."""

    entries: tuple[tuple[Sign, bool, Para], ...]
    """The sign, whether it is one of the counter-texts' side, and what it means."""
    gap_pt: float = 14.0

    def words(self) -> Iterator[tuple[Face, str]]:
        for _, _, para in self.entries:
            yield from para.words()

    def strips(self, faces: DocumentFaces, width: float) -> list[Strip]:
        lines = (self._line(line, faces, width) for line in self._lines(faces, width))
        return [replace(line, keeps_next=True) for line in lines]

    def _lines(self, faces: DocumentFaces, width: float) -> list[list[tuple[Sign, bool, Para]]]:
        lines: list[list[tuple[Sign, bool, Para]]] = [[]]
        used = 0.0
        for entry in self.entries:
            needed = self._width(entry[2], faces)
            if lines[-1] and used + needed > width:
                lines.append([])
                used = 0.0
            lines[-1].append(entry)
            used += needed + self.gap_pt
        return lines

    def _width(self, para: Para, faces: DocumentFaces) -> float:
        return SIGN_PT + 4.0 + natural_width(para, faces) + 0.5

    def _line(
        self, line: list[tuple[Sign, bool, Para]], faces: DocumentFaces, width: float
    ) -> Strip:
        stacks: list[list[Strip]] = []
        lefts: list[float] = []
        at = 0.0
        for sign, is_counter, para in line:
            needed = min(self._width(para, faces), width)
            words = lines_of(para, faces, needed - SIGN_PT - 4.0)
            stacks += [[_alone(sign, is_counter, para.style.leading_pt)], words]
            left, words_at = at, at + SIGN_PT + 4.0
            if faces.is_right_to_left:
                left, words_at = width - at - SIGN_PT, width - at - needed
            lefts += [left, words_at]
            at += needed + self.gap_pt
        return side_by_side(stacks, lefts, width)


def _alone(sign: Sign, is_counter: bool, leading_pt: float) -> Strip:
    def drawn(pen: Pen, x: float, top: float) -> None:
        draw(pen, sign, x + SIGN_PT / 2, top - leading_pt / 2, is_counter=is_counter)

    return Strip(leading_pt, drawn, mark=ARTIFACT)


def _ring(pen: Pen, x: float, y: float, colour: Colour) -> None:
    pen.ring(x, y, 2.7, colour)


def _dash(pen: Pen, x: float, y: float, _colour: Colour) -> None:
    pen.line((x - 2.9, y), (x + 2.9, y), INK2, 1.2)


def _diamond(pen: Pen, x: float, y: float, colour: Colour) -> None:
    own = CELL_B if colour is CELL_B else SAID
    points = [(x, y + 3.6), (x + 3.6, y), (x, y - 3.6), (x - 3.6, y)]
    pen.shape(points, None, own, 1.0)


def _square(pen: Pen, x: float, y: float, colour: Colour) -> None:
    pen.block(x - 3.2, y - 3.2, 6.4, 6.4, colour)


def _dotted(pen: Pen, x: float, y: float, colour: Colour) -> None:
    _square(pen, x, y, colour)
    pen.disc(x, y, 1.4, _WHITE)


def _half(pen: Pen, x: float, y: float, colour: Colour) -> None:
    pen.shape([(x - 3.2, y - 3.2), (x + 3.2, y + 3.2), (x - 3.2, y + 3.2)], colour, None)
    _outline(pen, x, y, colour)


def _crossed(pen: Pen, x: float, y: float, colour: Colour) -> None:
    _outline(pen, x, y, colour)
    pen.strokes([(x - 3.2, y - 3.2), (x + 3.2, y + 3.2)], colour, 0.8)
    pen.strokes([(x - 3.2, y + 3.2), (x + 3.2, y - 3.2)], colour, 0.8)


def _outline(pen: Pen, x: float, y: float, colour: Colour) -> None:
    corners = [(x - 3, y - 3), (x + 3, y - 3), (x + 3, y + 3), (x - 3, y + 3)]
    pen.shape(corners, None, colour, 0.8)


def _point(pen: Pen, x: float, y: float, _colour: Colour) -> None:
    pen.disc(x, y, 0.6, EDGE)


_DRAWN = {
    Sign.RING: _ring,
    Sign.DASH: _dash,
    Sign.DIAMOND: _diamond,
    Sign.SQUARE: _square,
    Sign.DOTTED: _dotted,
    Sign.HALF: _half,
    Sign.CROSSED: _crossed,
    Sign.POINT: _point,
}
