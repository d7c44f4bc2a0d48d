"""Annexes in the book: pages that wait for what is bound in, and pages that say why nothing is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.masking import Mask
from app.domain.wording import said
from app.fonts.cabinet import Face
from app.pdf.blocks import Block, Heading, NewPage, Place, Space, Text
from app.pdf.book.letters import paragraphs
from app.pdf.book.plan import Annex, annex_place
from app.pdf.citing import reference
from app.pdf.faces import DocumentFaces
from app.pdf.pen import Pen
from app.pdf.speech import say
from app.pdf.strips import Strip
from app.pdf.structure import Node
from app.pdf.text import gap, para
from app.pdf.typography import BODY, LETTER_TITLE, NOTE, READING

_HEAD_PT = 62.0
"""Kept for the head of a page of an annex."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one page of an annex is bound in: a page of the book from 0, and a box in points."""

    annex: int
    number: int
    page: int
    box: tuple[float, float, float, float]
    marked: int
    """The number of the marked content that it is in the structure."""

    @property
    def begin(self) -> bytes:
        """The operator that begins it."""
        return b"/Figure <</MCID %d>> BDC" % self.marked


@dataclass(frozen=True, slots=True)
class _Waiting:
    """The empty height of a page, noted in `slots` when it is drawn."""

    slots: list[Slot]
    annex: int
    number: int
    height_pt: float
    alternative: str

    def words(self) -> Iterator[tuple[Face, str]]:
        return iter(())

    def strips(self, faces: DocumentFaces, width: float) -> list[Strip]:
        node = Node("Figure", alternative=self.alternative)

        def draw(pen: Pen, x: float, top: float) -> None:
            box = (x, top - self.height_pt, x + width, top)
            marked = pen.reserve(node)
            self.slots.append(Slot(self.annex, self.number, pen.page - 1, box, marked))

        return [Strip(self.height_pt, draw)]


def annex(number: int, told: Annex, slots: list[Slot], body_pt: float) -> Iterator[Block]:
    """One file. `number` counts the annexes from 1."""
    yield NewPage()
    yield Place(annex_place(number))
    yield Heading(
        para(_title(number, told), style=LETTER_TITLE),
        space_before_pt=0.0,
        level=2,
        has_rule=False,
        outline=_title(number, told),
    )
    yield Text(
        para(reference(told.record), gap(NOTE), _state(told), style=NOTE), keeps_next=told.is_bound
    )
    if told.is_bound:
        yield from _pages(number, told, slots, body_pt)
        return
    yield Space(6)
    if told.text.strip():
        for one in paragraphs(told.text, Mask.of(told.record.description)):
            yield Text(para(one, style=READING, align="own"))
            yield Space(4.2)
    elif told.reason:
        yield Text(para(say(said("The original is kept in the register.")), style=BODY))


def _pages(number: int, told: Annex, slots: list[Slot], body_pt: float) -> Iterator[Block]:
    for page in range(told.pages):
        words = said(
            "Annex {number}, page {page} of {pages}", number=number, page=page + 1, pages=told.pages
        )
        if page:
            yield NewPage()
            yield Text(para(say(words), style=NOTE), keeps_next=True)
        yield _Waiting(slots, number - 1, page, body_pt - _HEAD_PT, say(words))


def _title(number: int, told: Annex) -> str:
    return say(said("Annex {number}: {name}", number=number, name=told.name))


def _state(told: Annex) -> str:
    """What kind of file it is, and what was done with it."""
    words = say(_what_was_done(told))
    if told.is_about_it:
        return f"{say(said('A file about the letter: not its own words.'))} {words}"
    return words


def _what_was_done(told: Annex) -> str:
    if told.reason:
        return told.reason
    if told.names_persons:
        return said(
            "As it is kept, without anything that acts or leads out of it. Its pages are as they are: "
            "names that are masked elsewhere may stand on them."
        )
    return said("As it is kept, without anything that acts or leads out of it.")
