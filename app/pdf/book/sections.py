"""The sections of the book: what people wrote, and what is made of the records. Open `blocks_of`.

Sections made from the register end each line with its record; written ones are kept apart from them and say
so where they are empty. Letters, annexes and the index are set by `binding.py`, one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from app.charts.chart import Chart
from app.domain.asks import Ask, Chain, ledger_of
from app.domain.briefings import Section
from app.domain.chronicles import facts_of
from app.domain.coalitions import Coalition, coalition_of, is_counter
from app.domain.records import PartyCode
from app.domain.views import RecordView
from app.domain.vocabularies import OutcomeStatus
from app.domain.wording import Wording, said, said_many
from app.pdf.blocks import Block, Heading, Space, Text
from app.pdf.book import back
from app.pdf.book.charts import charts_of
from app.pdf.book.persons import persons
from app.pdf.book.plan import Book, Chapter
from app.pdf.citing import cited
from app.pdf.figures import Figure
from app.pdf.reports.coalition_sheet import drifts, incomplete, missing
from app.pdf.reports.demands_ledger import MADE_AGAIN, asked, class_of, how_often
from app.pdf.reports.matrix import matrix
from app.pdf.reports.opening import note, nothing, on_grades
from app.pdf.reports.texts import title_of, who_signed
from app.pdf.reports.timeline import facts_in_time
from app.pdf.speech import say
from app.pdf.tables import AUTO, Cell, StatusCell, Table, cell
from app.pdf.text import para
from app.pdf.typography import BODY, BOOK, CODE, LABEL, NOTE, QUIET, SMALL_HEADING, STATUS, STRONG
from app.pdf.wording import capitalised, short_date

_OPEN = frozenset({OutcomeStatus.OPEN, OutcomeStatus.UNKNOWN, OutcomeStatus.PARTLY_MET})
_TITLE_LENGTH = 90
_LONGEST_CAPTION = 260
_MOST_ASKS = 400
_ITEM = re.compile(r"(?:[-\u2010-\u2015\u2022*]|\d{1,2}[.)]) ")
"""How a line of a list begins: a dash, a bullet, a number."""


def blocks_of(book: Book, chapter: Chapter) -> list[Block]:
    """What stands under the heading of a section."""
    if chapter.section.is_written:
        return _written(book, chapter.section)
    return _MADE[chapter.section](book, chapter)


def _written(book: Book, section: Section) -> list[Block]:
    """Paragraphs as they were typed; a line that begins as an item of a list stays a line of its own."""
    paragraphs = [one for one in book.briefing.text(section).split("\n\n") if one.strip()]
    if not paragraphs:
        return [nothing(said("Nothing has been written here."))]
    blocks: list[Block] = []
    for one in paragraphs:
        for line in _lines(one):
            is_item = bool(_ITEM.match(line))
            blocks.append(Text(para(line, style=BOOK), role="LI" if is_item else "P"))
        blocks.append(Space(6))
    return blocks


def _lines(paragraph: str) -> Iterator[str]:
    """The items of a list one by one, what runs on as one."""
    waiting = ""
    for line in paragraph.splitlines():
        words = " ".join(line.split())
        if _ITEM.match(words) and waiting:
            yield waiting
            waiting = ""
        waiting = f"{waiting} {words}".strip()
    if waiting:
        yield waiting


def _heading(chapter: Chapter, number: int, words: Wording) -> Heading:
    title = f"{chapter.number}.{number}  {say(words)}"
    return Heading(
        para(title, style=SMALL_HEADING),
        space_before_pt=10.0,
        space_after_pt=3.0,
        level=2,
        place=f"{chapter.place}-{number}",
        outline=title,
    )


def _background(book: Book, chapter: Chapter) -> list[Block]:
    facts = facts_of(book.dossier)
    found = coalition_of(book.dossier)
    chronology: list[Block] = [nothing(said("No text that you may read."))]
    if facts:
        chronology = [*facts_in_time(facts), *on_grades()]
    return [
        _heading(chapter, 1, said("Chronology")),
        *chronology,
        *_counted(book),
        _heading(chapter, 2, said("Who was reported missing")),
        *missing(found)[1:],
    ]


def _counted(book: Book) -> list[Block]:
    if not book.counts_all:
        chosen = said_many(
            "Based on {number} record chosen for this book.",
            "Based on {number:,} records chosen for this book.",
            len(book.dossier.records),
        )
        return [Space(3), note(chosen)]
    words = said_many(
        "Based on {number} record chosen for this book, of the {total:,} that its maker may read.",
        "Based on {number:,} records chosen for this book, of the {total:,} that its maker may read.",
        len(book.dossier.records),
        total=book.dossier.readable_total,
    )
    return [Space(3), note(words)]


def _asks(book: Book, chapter: Chapter) -> list[Block]:
    return [
        _heading(chapter, 1, said("Asks that are open")),
        *_open_asks(book),
        *_of_the_counterpart(book, chapter),
    ]


def _open_asks(book: Book) -> list[Block]:
    chains = ledger_of(book.dossier).chains
    pairs = [
        (one, chain)
        for chain in chains
        for one in chain.asks
        if one.demand.status in _OPEN and _is_put_to(book, chain.of_whom)
    ]
    if not pairs:
        return [nothing(said("No open demand is recorded in these texts."))]
    labels = (
        said("Dated"),
        said("What was asked"),
        said("Class, how often"),
        said("Where it stands"),
    )
    rows = tuple(_ask_row(one, chain) for one, chain in pairs[:_MOST_ASKS])
    blocks: list[Block] = [Table((58.0, AUTO, 74.0, 86.0), rows, head=_head(labels), gap_pt=6.0)]
    if len(pairs) > _MOST_ASKS:
        more = len(pairs) - _MOST_ASKS
        blocks += [Space(2), note(said("{number:,} more are in the demands ledger.", number=more))]
    return [*blocks, Space(3), note(MADE_AGAIN), *on_grades()]


def _is_put_to(book: Book, whom: Sequence[str]) -> bool:
    """In a book for a meeting with somebody, what was asked of them."""
    counterpart = book.briefing.counterpart
    return not counterpart or counterpart in whom


def _ask_row(ask: Ask, chain: Chain) -> tuple[Cell, ...]:
    status = ask.demand.status
    return (
        cell(para(short_date(ask.view.description.calendar_date), style=QUIET)),
        cell(*asked(ask)),
        cell(
            para(capitalised(say(class_of(chain))), style=QUIET),
            para(say(how_often(ask, chain)), style=QUIET),
        ),
        StatusCell(status, para(capitalised(say(status.label)), style=STATUS, align="end")),
    )


def _of_the_counterpart(book: Book, chapter: Chapter) -> list[Block]:
    """What the other side signed: with us, against us, and otherwise."""
    code = book.briefing.counterpart
    if not code:
        words = said(
            "Nobody is named whom the meeting is with, so nothing is set against their texts."
        )
        return [_heading(chapter, 2, said("What the other side signed")), nothing(words)]
    name = book.dossier.name_of(PartyCode(code))
    signed = [view for view in book.dossier.records if _has_signed(view, code)]
    blocks: list[Block] = [_heading(chapter, 2, said("What {party} signed", party=name))]
    if not signed:
        return [*blocks, nothing(said("None of these texts.")), *_aimed_at(book, chapter, name)]
    labels = (said("Dated"), said("Text"), said("Signed by"), said("With us or against"))
    rows = tuple(
        (
            cell(para(short_date(view.description.calendar_date), style=QUIET)),
            cell(para(title_of(view, _TITLE_LENGTH), style=BODY), para(*cited(view), style=CODE)),
            cell(para(capitalised(say(who_signed(view))), style=BODY)),
            cell(para(say(_stance(book, view)), style=STRONG)),
        )
        for view in signed
    )
    return [
        *blocks,
        Table((58.0, AUTO, 120.0, 76.0), rows, head=_head(labels), gap_pt=6.0),
        *_aimed_at(book, chapter, name),
    ]


def _aimed_at(book: Book, chapter: Chapter, name: str) -> list[Block]:
    """Texts that are about the other side, or put to it."""
    code = book.briefing.counterpart
    views = [view for view in book.dossier.records if code in view.description.targets]
    heading = _heading(chapter, 3, said("Texts about {party}", party=name))
    if not views:
        return [heading, nothing(said("None of these texts."))]
    rows = tuple(
        (
            cell(para(short_date(view.description.calendar_date), style=QUIET)),
            cell(para(title_of(view, _TITLE_LENGTH), style=BODY), para(*cited(view), style=CODE)),
            cell(para(capitalised(say(who_signed(view))), style=BODY)),
        )
        for view in views
    )
    labels = (said("Dated"), said("Text"), said("Signed by"))
    return [heading, Table((58.0, AUTO, 140.0), rows, head=_head(labels), gap_pt=6.0)]


def _has_signed(view: RecordView, code: str) -> bool:
    return any(one.party == code for one in view.description.standing_signatures)


def _stance(book: Book, view: RecordView) -> Wording:
    """With us where we signed too; against where it counters a text of ours or is about us."""
    own = book.own_party
    if own is None:
        return said("a counter-text") if is_counter(view) else said("a joint text")
    if _has_signed(view, own):
        return said("with us")
    if own in view.description.targets or is_counter(view):
        return said("against our texts")
    return said("without us")


def _coalition(book: Book, chapter: Chapter) -> list[Block]:
    found = coalition_of(book.dossier)
    if not found.columns:
        return [nothing(said("No text here has a complete list of two signatories or more."))]
    blocks: list[Block] = []
    for number, (words, charts) in enumerate(charts_of(found, book.dossier), start=1):
        blocks += [_heading(chapter, number, words), *_figures(charts)]
    return [
        *blocks,
        *_matrices(found, book, chapter),
        _heading(chapter, 5, said("Who came and who went")),
        *drifts(found, book.dossier)[1:],
        *incomplete(found),
    ]


def _figures(charts: Iterable[Chart]) -> list[Block]:
    blocks: list[Block] = []
    for one in charts:
        blocks += [Figure(one), Space(3)]
        words = say(
            one.alternative
        )  # what is longer is for who cannot see the chart; the tables say it too
        if len(words) <= _LONGEST_CAPTION:
            blocks += [Text(para(words, style=NOTE)), Space(4)]
    return blocks


def _matrices(found: Coalition, book: Book, chapter: Chapter) -> list[Block]:
    blocks: list[Block] = []
    sides = (
        (said("Who signed the joint texts"), False),
        (said("Who signed the counter-texts"), True),
    )
    for number, (words, is_other_side) in enumerate(sides, start=3):
        made = matrix(found, book.dossier, is_counter=is_other_side)
        if made:
            blocks += [_heading(chapter, number, words), *made]
    return blocks


def _sources(book: Book, _chapter: Chapter) -> list[Block]:
    return [*back.changes(book), *back.sources(book)]


def _head(labels: Iterable[Wording]) -> tuple[Cell, ...]:
    return tuple(cell(para(say(one), style=LABEL)) for one in labels)


_MADE: Mapping[Section, Callable[[Book, Chapter], list[Block]]] = {
    Section.BACKGROUND: _background,
    Section.ASKS: _asks,
    Section.PERSONS: persons,
    Section.COALITION: _coalition,
    Section.SOURCES: _sources,
}
