"""What stands on a page: paragraphs, headings, columns, reported statements. Tables: `tables.py`.

A block is content; `strips` turns it into unbreakable horizontal strips in a given measure, and
`pages.py` stacks strips on pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from app.fonts.cabinet import Face
from app.pdf.faces import DocumentFaces
from app.pdf.lines import broken
from app.pdf.pen import Pen
from app.pdf.strips import Draw, Strip, drawing_of, height_of, lines_of, side_by_side, space
from app.pdf.text import Para
from app.pdf.typography import EDGE, SAID


class Block(Protocol):
    """Anything that can be put on paper."""

    def words(self) -> Iterator[tuple[Face, str]]:
        """Every face with the words set in it."""
        ...

    def strips(self, faces: DocumentFaces, width: float) -> list[Strip]:
        """The block in a measure of `width` points, from top to bottom."""
        ...


@dataclass(frozen=True, slots=True)
class Space:
    """Empty height."""

    height_pt: float

    def words(self) -> Iterator[tuple[Face, str]]:
        return iter(())

    def strips(self, faces: DocumentFaces, width: float) -> list[Strip]:
        return [space(self.height_pt)]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph that may run over a page, but leaves no single line behind."""

    para: Para
    keeps_next: bool = False

    def words(self) -> Iterator[tuple[Face, str]]:
        return self.para.words()

    def strips(self, faces: DocumentFaces, width: float) -> list[Strip]:
        lines = lines_of(self.para, faces, width)
        last = len(lines) - 1
        kept = {0, last - 1} if last > 0 else set()
        if self.keeps_next:
            kept.add(last)
        return [replace(strip, keeps_next=at in kept) for at, strip in enumerate(lines)]


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading with its rule; stays with what follows."""

    para: Para
    space_before_pt: float = 5.5
    space_after_pt: float = 1.6

    def words(self) -> Iterator[tuple[Face, str]]:
        return self.para.words()

    def strips(self, faces: DocumentFaces, width: float) -> list[Strip]:
        lines = broken(self.para, width, faces)
        height = len(lines) * self.para.style.leading_pt + 2.4
        text = drawing_of(lines, self.para, width)

        def draw(pen: Pen, x: float, top: float) -> None:
            text(pen, x, top)
            pen.line((x, top - height), (x + width, top - height), EDGE, 0.6)

        return [
            space(self.space_before_pt, keeps_next=True),
            Strip(height, draw, keeps_next=True),
            space(self.space_after_pt, keeps_next=True),
        ]


@dataclass(frozen=True, slots=True)
class Columns:
    """Two stacks side by side while they are short, one below the other when they are long."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]
    gap_pt: float = 17.0
    max_height_pt: float = 330.0
    left_share: float = 0.5
    """What the left stack has of the measure."""

    def words(self) -> Iterator[tuple[Face, str]]:
        for block in (*self.left, *self.right):
            yield from block.words()

    def strips(self, faces: DocumentFaces, width: float) -> list[Strip]:
        left = (width - self.gap_pt) * self.left_share
        right = width - self.gap_pt - left
        stacks = [stacked(self.left, faces, left), stacked(self.right, faces, right)]
        if max(height_of(stack) for stack in stacks) <= self.max_height_pt:
            return [side_by_side(stacks, [0.0, left + self.gap_pt], width)]
        return stacked((*self.left, *self.right), faces, width)


@dataclass(frozen=True, slots=True)
class Reported:
    """What others say: a double rule at the start, on every strip of it."""

    blocks: tuple[Block, ...]
    indent_pt: float = 11.5

    def words(self) -> Iterator[tuple[Face, str]]:
        for block in self.blocks:
            yield from block.words()

    def strips(self, faces: DocumentFaces, width: float) -> list[Strip]:
        inner = stacked(self.blocks, faces, width - self.indent_pt)
        return [replace(strip, draw=self._ruled(strip), is_space=False) for strip in inner]

    def _ruled(self, strip: Strip) -> Draw:
        def draw(pen: Pen, x: float, top: float) -> None:
            for offset in (0.6, 2.7):
                pen.line((x + offset, top), (x + offset, top - strip.height), SAID, 0.9)
            strip.draw(pen, x + self.indent_pt, top)

        return draw


def stacked(blocks: Sequence[Block], faces: DocumentFaces, width: float) -> list[Strip]:
    """The strips of blocks one below the other."""
    return [strip for block in blocks for strip in block.strips(faces, width)]
