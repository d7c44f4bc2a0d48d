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
from app.pdf.strips import (
    Draw,
    Strip,
    drawing_of,
    height_of,
    lefts_of,
    lines_of,
    side_by_side,
    space,
)
from app.pdf.structure import ARTIFACT, Node
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
    keeps_next: bool = False

    def words(self) -> Iterator[tuple[Face, str]]:
        return iter(())

    def strips(self, faces: DocumentFaces, width: float) -> list[Strip]:
        return [space(self.height_pt, keeps_next=self.keeps_next)]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a page of its own."""

    def words(self) -> Iterator[tuple[Face, str]]:
        return iter(())

    def strips(self, faces: DocumentFaces, width: float) -> list[Strip]:
        return [replace(space(0.0, keeps_next=True), starts_page=True, is_space=False)]


@dataclass(frozen=True, slots=True)
class Room:
    """What follows begins on the next page where less than this part of a page is left of this one."""

    share: float

    def words(self) -> Iterator[tuple[Face, str]]:
        return iter(())

    def strips(self, faces: DocumentFaces, width: float) -> list[Strip]:
        return [replace(space(0.0, keeps_next=True), room=self.share, is_space=False)]


@dataclass(frozen=True, slots=True)
class Place:
    """Links to `#name` lead to here, and the index names this page for the names given."""

    name: str
    mentions: tuple[tuple[str, str], ...] = ()

    def words(self) -> Iterator[tuple[Face, str]]:
        return iter(())

    def strips(self, faces: DocumentFaces, width: float) -> list[Strip]:
        def draw(pen: Pen, _x: float, top: float) -> None:
            pen.place(self.name, top)
            for index, name in self.mentions:
                pen.mention(index, name)

        return [Strip(0.0, draw, keeps_next=True)]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph that may run over a page, but leaves no single line behind."""

    para: Para
    keeps_next: bool = False
    role: str = "P"
    """What it is in the structure: a paragraph, `H1` for the title of a paper, `LI` for an item of a list."""

    def words(self) -> Iterator[tuple[Face, str]]:
        return self.para.words()

    def strips(self, faces: DocumentFaces, width: float) -> list[Strip]:
        lines = lines_of(self.para, faces, width, Node(self.role))
        last = len(lines) - 1
        kept = {0, last - 1} if last > 0 else set()
        if self.keeps_next:
            kept.add(last)
        for at in sorted(kept):
            lines[at] = replace(lines[at], keeps_next=True)
        return lines


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading with its rule; stays with what follows."""

    para: Para
    space_before_pt: float = 5.5
    space_after_pt: float = 1.6
    level: int = 2
    place: str = ""
    """Links to `#place` lead here; empty for none."""
    has_rule: bool = True
    outline: str = ""
    """What the reader's list of bookmarks calls it; empty for no bookmark."""

    def words(self) -> Iterator[tuple[Face, str]]:
        return self.para.words()

    def strips(self, faces: DocumentFaces, width: float) -> list[Strip]:
        lines = broken(self.para, width, faces)
        height = len(lines) * self.para.style.leading_pt + (2.4 if self.has_rule else 0.0)
        node = Node(f"H{self.level}")
        text = drawing_of(lines, self.para, width, faces, node)

        def draw(pen: Pen, x: float, top: float) -> None:
            if self.place:
                pen.place(self.place, top)
            if self.outline:
                pen.bookmark(self.outline, self.level, top)
            text(pen, x, top)
            if self.has_rule:
                pen.mark(ARTIFACT)
                pen.line((x, top - height), (x + width, top - height), EDGE, 0.6)

        return [
            space(self.space_before_pt, keeps_next=True),
            Strip(height, draw, keeps_next=True, mark=node),
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
            lefts, _ = lefts_of([left, right], self.gap_pt, faces)
            return [side_by_side(stacks, lefts, width)]
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
        is_turned = faces.is_right_to_left
        return [
            replace(strip, draw=self._ruled(strip, width, is_turned), mark=None, is_space=False)
            for strip in inner
        ]

    def _ruled(self, strip: Strip, width: float, is_turned: bool) -> Draw:
        def draw(pen: Pen, x: float, top: float) -> None:
            pen.mark(ARTIFACT)
            for offset in (0.6, 2.7):
                at = x + (width - offset if is_turned else offset)
                pen.line((at, top), (at, top - strip.height), SAID, 0.9)
            strip.put(pen, x if is_turned else x + self.indent_pt, top)

        return draw


def stacked(blocks: Sequence[Block], faces: DocumentFaces, width: float) -> list[Strip]:
    """The strips of blocks one below the other."""
    return [strip for block in blocks for strip in block.strips(faces, width)]
