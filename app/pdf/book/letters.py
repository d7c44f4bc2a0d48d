"""The letters: each with its facts in short, its summary and, where wanted, its text. Open `letter`.

A text is set by its paragraphs, so that a book of two thousand letters is set as fast as its paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.domain.briefings import Depth
from app.domain.cases import masked_title
from app.domain.masking import BLANK, Mask, public_persons
from app.domain.nothing import Nothing
from app.domain.paragraphs import paragraphs_of
from app.domain.records import Description
from app.domain.views import RecordView
from app.domain.vocabularies import AddresseeRole, SignatureStatus
from app.domain.wording import said
from app.pdf.blocks import Block, Heading, Place, Room, Space, Text
from app.pdf.book.plan import Book, letter_place
from app.pdf.reports import record_sheet
from app.pdf.reports.facts import NOBODY
from app.pdf.speech import listed, say, say_nothing
from app.pdf.tables import AUTO, Table, cell
from app.pdf.text import Piece, gap, inline, para
from app.pdf.typography import (
    ABSTRACT,
    BODY,
    CODE,
    HEADING,
    KIND,
    LABEL,
    LETTER_TITLE,
    MARKED,
    READING,
    REFERENCE,
)
from app.pdf.wording import addressees, capitalised, dated_words, main_source, source_name

PARTIES_INDEX, PERSONS_INDEX = "parties", "persons"
_LEFT = frozenset({SignatureStatus.WITHDREW})
_MOST_SIGNATORIES = 40
"""Named in the short facts of a letter that is set in full."""


def letter(book: Book, view: RecordView, *, room: float) -> Iterator[Block]:
    """One letter as deep as the book wants it; it begins where this part of a page is left."""
    depth = book.depths[view.id]
    yield Space(18)
    yield Room(room)
    yield Place(letter_place(view.reference), mentions_of(view))
    yield from _opening(book, view)
    if depth is Depth.FULL:
        if _is_described(view):
            yield Space(1)
            yield from record_sheet.body(view, is_in_book=True)
        else:
            yield _short_facts(view)
            yield from _summary(view)
        yield from _text(view)
    else:
        yield Space(1)
        yield from record_sheet.body(view, is_in_book=True)


def _is_described(view: RecordView) -> bool:
    """Whether more is known than who wrote what to whom: then its sheet stands before its text."""
    told = view.description
    return bool(told.demands or told.responses or told.outcomes or told.absences)


def _opening(book: Book, view: RecordView) -> Iterator[Block]:
    told = view.description
    yield Text(
        para(
            inline(view.reference, REFERENCE),
            gap(KIND),
            inline(capitalised(say(told.kind.label)), KIND),
            gap(KIND),
            inline(view.label.as_marked, MARKED),
            *_to_the_register(book, view),
            style=KIND,
        ),
        keeps_next=True,
    )
    title = masked_title(view) if book.briefing.masks_persons else told.title
    yield Heading(
        para(title, style=LETTER_TITLE),
        space_before_pt=1.5,
        space_after_pt=2.5,
        level=2,
        has_rule=False,
        outline=f"{view.reference} {title}",
    )


def _to_the_register(book: Book, view: RecordView) -> list[Piece]:
    base = book.imprint.base_url
    if not base:
        return []
    words = inline(say(said("in the register")), CODE)
    return [gap(KIND), replace(words, link=f"{base}/r/{view.reference}")]


def _short_facts(view: RecordView) -> Block:
    told = view.description
    rows = [
        (said("Dated"), dated_words(told.dated)),
        (said("To"), _addressees(view)),
        (said("Signed by"), _signatories(view)),
        (said("Source"), source_name(main_source(told))),
    ]
    return Table(
        (52.0, AUTO),
        tuple(
            (cell(para(say(name), style=LABEL)), cell(para(value, style=BODY)))
            for name, value in rows
        ),
        rule=None,
        padding_pt=0.4,
        has_row_heads=True,
        keeps_next=True,
    )


def _addressees(view: RecordView) -> str:
    named = addressees(view, AddresseeRole.TO)
    words = [say_nothing(one) if isinstance(one, Nothing) else one for one in named]
    return "; ".join(words) or say(NOBODY)


def _signatories(view: RecordView) -> str:
    names = [say(view.name_of(one.party)) for one in view.description.standing_signatures]
    if not names:
        return say(said("no signatory is recorded"))
    if len(names) > _MOST_SIGNATORIES:
        return say(said("{number:,} parties", number=len(names)))
    return listed(names)


def _summary(view: RecordView) -> Iterator[Block]:
    mask = Mask.of(view.description)
    lines = [line for line in view.description.summary.split("\n\n") if line.strip()]
    if lines:
        yield Space(3)
    for line in lines:
        yield Text(para(mask.text(line), style=ABSTRACT, align="own"))


def _text(view: RecordView) -> Iterator[Block]:
    words = said("Full text")
    if view.text_is_about_it:
        words = said("Our file on it: not the words of the letter")
    yield Heading(para(say(words), style=HEADING), level=3)
    if not view.text.strip():
        yield Text(para(say(said("The register holds no text of this letter.")), style=BODY))
        return
    for paragraph in paragraphs(view.text, Mask.of(view.description)):
        yield Text(para(paragraph, style=READING, align="own"))
        yield _BETWEEN


_BETWEEN = Space(4.2)


def paragraphs(text: str, mask: Mask) -> Iterator[str]:
    """The paragraphs of a text as they are set; names that may not travel are masked."""
    for one in paragraphs_of(text):
        yield mask.text(" ".join(text[one.start : one.end].split()))


def mentions_of(view: RecordView) -> tuple[tuple[str, str], ...]:
    """Under which names the index finds the letter's page: parties by code, persons by name."""
    told: Description = view.description
    signed = [one for one in told.signatures if one.status.stands or one.status in _LEFT]
    parties = [str(one.party) for one in signed]
    parties += [str(one.party) for one in told.addressees if isinstance(one.party, str)]
    parties += [str(one) for one in told.targets]
    persons = [one.name for one in public_persons(told)]
    named = [*(one.person for one in told.addressees), *(one.person for one in signed)]
    persons += [one for one in named if isinstance(one, str) and BLANK not in one]
    return (
        *((PARTIES_INDEX, one) for one in dict.fromkeys(parties)),
        *((PERSONS_INDEX, one) for one in dict.fromkeys(persons)),
    )
