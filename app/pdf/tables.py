"""Tables on paper: rows that neither split nor stand alone, a heading on every page, signs of statuses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from app.domain.vocabularies import OutcomeStatus
from app.fonts.cabinet import Face
from app.pdf.blocks import Place
from app.pdf.faces import DocumentFaces
from app.pdf.lines import broken, natural_width
from app.pdf.pen import Pen
from app.pdf.strips import (
    Draw,
    Strip,
    drawing_of,
    height_of,
    lefts_of,
    lines_of,
    moved,
    side_by_side,
    space,
)
from app.pdf.structure import Node
from app.pdf.text import Para
from app.pdf.typography import EDGE, INK, INK2, RULE, Colour

MAX_ROW_PT = 220.0
"""A row higher than this may break after all, so that no single value can overflow a page."""

KEPT_ROW_PT = 60.0
"""Up to this height the first and the last row but one stay with the row below."""

AUTO = 0.0
_LINES_OF_A_BROKEN_ROW = 12
_SIGN_PT = 15.0


class Cell(Protocol):
    """What a table cell can hold."""

    def words(self) -> Iterator[tuple[Face, str]]:
        """Every face with the words set in it."""
        ...

    def natural_width(self, faces: DocumentFaces) -> float:
        """How wide the cell would be without breaking a line."""
        ...

    def laid(self, faces: DocumentFaces, width: float, node: Node) -> list[Strip]:
        """The cell's lines in a measure of `width`, as the words of the cell's node."""
        ...


@dataclass(frozen=True, slots=True)
class TextCell:
    """Paragraphs one below the other."""

    paras: tuple[Para, ...]
    drop_pt: float = 0.0
    """Space above, to bring a large sign to the middle of the letters beside it."""

    def words(self) -> Iterator[tuple[Face, str]]:
        for para in self.paras:
            yield from para.words()

    def natural_width(self, faces: DocumentFaces) -> float:
        return max((natural_width(para, faces) for para in self.paras), default=0.0)

    def laid(self, faces: DocumentFaces, width: float, node: Node) -> list[Strip]:
        above = [space(self.drop_pt)] if self.drop_pt else []
        return above + [
            strip for para in self.paras for strip in lines_of(para, faces, width, node)
        ]


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell that links and the index lead to."""

    told: Cell
    place: Place

    def words(self) -> Iterator[tuple[Face, str]]:
        return self.told.words()

    def natural_width(self, faces: DocumentFaces) -> float:
        return self.told.natural_width(faces)

    def laid(self, faces: DocumentFaces, width: float, node: Node) -> list[Strip]:
        return [*self.place.strips(faces, width), *self.told.laid(faces, width, node)]


def cell(*paras: Para, drop_pt: float = 0.0) -> TextCell:
    """A cell of paragraphs."""
    return TextCell(paras, drop_pt)


@dataclass(frozen=True, slots=True)
class StatusCell:
    """The sign of a demand's status before its word, both at the end of the measure."""

    status: OutcomeStatus
    word: Para

    def words(self) -> Iterator[tuple[Face, str]]:
        return self.word.words()

    def natural_width(self, faces: DocumentFaces) -> float:
        return natural_width(self.word, faces) + _SIGN_PT

    def laid(self, faces: DocumentFaces, width: float, node: Node) -> list[Strip]:
        lines = broken(self.word, width - _SIGN_PT, faces)
        text = drawing_of(lines, self.word, width, faces, node)
        leading = self.word.style.leading_pt
        beside = lines[0].width + 9.5

        def draw(pen: Pen, x: float, top: float) -> None:
            text(pen, x, top)
            at = x + (beside if pen.faces.is_right_to_left else width - beside)
            draw_sign(pen, self.status, at, top - leading / 2)

        return [Strip(len(lines) * leading, draw, mark=node)]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. `columns` are widths in points; AUTO is as wide as its words, where there is room."""

    columns: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    head: tuple[Cell, ...] = ()
    gap_pt: float = 8.0
    rule: Colour | None = RULE
    padding_pt: float = 1.3
    has_row_heads: bool = False
    """Whether the first cell of each row says what the row is."""
    keeps_next: bool = False
    """Whether a short table stays whole, and with what follows."""

    def words(self) -> Iterator[tuple[Face, str]]:
        for row in (self.head, *self.rows):
            for one in row:
                yield from one.words()

    def strips(self, faces: DocumentFaces, width: float) -> list[Strip]:
        widths = self._widths(width, faces)
        table = Node("Table")
        free = width - sum(widths) - self.gap_pt * (len(widths) - 1)
        shift = round(free, 3) if faces.is_right_to_left else 0.0
        strips: list[Strip] = []
        again: Strip | None = None
        if self.head:
            laid = moved(self._row(self.head, widths, faces, EDGE, table, is_head=True)[0], shift)
            strips.append(replace(laid, keeps_next=True))
            again = replace(laid, draw=_as_artifact(laid.draw), keeps_next=True)
        last = len(self.rows) - 1
        for at, row in enumerate(self.rows):
            laid_row = self._row(row, widths, faces, self.rule, table)
            is_at_an_end = at in (0, last - 1) and at < last
            is_kept = (self.keeps_next or is_at_an_end) and height_of(laid_row) <= KEPT_ROW_PT
            strips += [replace(moved(strip, shift), head=again) for strip in laid_row]
            if is_kept:
                strips[-1] = replace(strips[-1], keeps_next=True)
        return strips

    def _widths(self, width: float, faces: DocumentFaces) -> list[float]:
        fixed = sum(one for one in self.columns if one > 0)
        left = width - fixed - self.gap_pt * (len(self.columns) - 1)
        flexible = [at for at, one in enumerate(self.columns) if one == AUTO]
        wanted = {at: self._natural_width(at, faces) for at in flexible}
        granted = _granted(wanted, left)
        return [granted.get(at, one) for at, one in enumerate(self.columns)]

    def _natural_width(self, at: int, faces: DocumentFaces) -> float:
        rows = (self.head, *self.rows) if self.head else self.rows
        return max((row[at].natural_width(faces) for row in rows), default=0.0)

    def _row(
        self,
        row: Sequence[Cell],
        widths: list[float],
        faces: DocumentFaces,
        rule: Colour | None,
        table: Node,
        *,
        is_head: bool = False,
    ) -> list[Strip]:
        node = Node("TR", table)
        cells = [Node("TH", node, header="Column") if is_head else Node("TD", node) for _ in row]
        if self.has_row_heads and not is_head:
            cells[0] = Node("TH", node, header="Row")
        laid = [
            one.laid(faces, width, cell_node)
            for one, width, cell_node in zip(row, widths, cells, strict=True)
        ]
        lefts, width = lefts_of(widths, self.gap_pt, faces)
        if max(height_of(strips) for strips in laid) <= MAX_ROW_PT:
            laid_so = side_by_side(laid, lefts, width, padding=self.padding_pt, rule=rule)
            return [replace(laid_so, draw=_with_all(cells, laid_so.draw))]
        parts = list(_parts(laid))
        return [
            *(side_by_side(part, lefts, width) for part in parts[:-1]),
            side_by_side(parts[-1], lefts, width, padding=self.padding_pt, rule=rule),
        ]


def _with_all(cells: Sequence[Node], drawn: Draw) -> Draw:
    """A row has all its cells in the structure, those too in which nothing is drawn."""

    def draw(pen: Pen, x: float, top: float) -> None:
        for one in cells:
            pen.keep(one)
        drawn(pen, x, top)

    return draw


def _as_artifact(drawn: Draw) -> Draw:
    """The head of a table where it stands again on the next page: read out once is enough."""

    def draw(pen: Pen, x: float, top: float) -> None:
        with pen.without_marks():
            drawn(pen, x, top)

    return draw


def draw_sign(pen: Pen, status: OutcomeStatus, x: float, y: float) -> None:
    """The sign of a status, centred at (x, y); the word stands beside it, never the sign alone."""
    radius = 4.1
    if status is OutcomeStatus.FORMALLY_MET_SUBSTITUTED:
        pen.strokes([(x - 4, y + 1.8), (x + 4, y + 1.8), (x + 1.8, y + 3.8)], INK2, 0.9)
        pen.strokes([(x + 4, y - 1.8), (x - 4, y - 1.8), (x - 1.8, y - 3.8)], INK2, 0.9)
        return
    pen.ring(x, y, radius, INK2, is_dashed=status is OutcomeStatus.UNKNOWN)
    if status is OutcomeStatus.PARTLY_MET:
        pen.disc(x, y, radius, INK2, half=True)
    elif status is OutcomeStatus.MET:
        pen.strokes([(x - 2.1, y), (x - 0.6, y - 1.7), (x + 2.2, y + 1.7)], INK, 1.1)
    elif status is OutcomeStatus.REFUSED:
        pen.strokes([(x - 1.7, y - 1.7), (x + 1.7, y + 1.7)], INK, 1.1)
        pen.strokes([(x - 1.7, y + 1.7), (x + 1.7, y - 1.7)], INK, 1.1)
    elif status is OutcomeStatus.SUPERSEDED:
        pen.strokes([(x - 2.9, y - 2.9), (x + 2.9, y + 2.9)], INK2, 0.9)


def _granted(wanted: dict[int, float], left: float) -> dict[int, float]:
    """Each column what it wants while there is room; then the wide ones share what is left."""
    granted: dict[int, float] = {}
    for done, at in enumerate(sorted(wanted, key=lambda at: (wanted[at], at))):
        share = (left - sum(granted.values())) / (len(wanted) - done)
        granted[at] = min(wanted[at], share)
    spare = (left - sum(granted.values())) / max(1, len(granted))
    return {at: width + spare for at, width in granted.items()}


def _parts(laid: list[list[Strip]]) -> Iterator[list[list[Strip]]]:
    """A row too high for a page, some lines of each cell at a time."""
    for start in range(0, max(len(strips) for strips in laid), _LINES_OF_A_BROKEN_ROW):
        yield [strips[start : start + _LINES_OF_A_BROKEN_ROW] for strips in laid]
