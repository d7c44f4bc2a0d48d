"""The sections of the book: what people wrote, and what is made of the records. Open `blocks_of`.

Sections made from the register end each line with its record; written ones are kept apart from them and say
so where they are empty. Letters, annexes and the index are set by `binding.py`, one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from app.charts.chart import Chart
from app.domain.asks import Ask, Chain, ledger_of
from app.domain.briefings import Section
from app.domain.chronicles import facts_of
from app.domain.coalitions import Coalition, coalition_of, is_counter
from app.domain.masking import public_persons
from app.domain.records import NamedPerson, PartyCode
from app.domain.views import RecordView
from app.domain.vocabularies import OutcomeStatus, PersonRole
from app.domain.wording import Wording, said, said_many
from app.pdf.blocks import Block, Heading, Space, Text
from app.pdf.book import back
from app.pdf.book.charts import charts_of
from app.pdf.book.plan import Book, Chapter
from app.pdf.citing import cited, reference
from app.pdf.figures import Figure
from app.pdf.reports.coalition_sheet import drifts, incomplete, missing
from app.pdf.reports.demands_ledger import asked, how_often
from app.pdf.reports.matrix import matrix
from app.pdf.reports.opening import note, nothing, on_grades
from app.pdf.reports.texts import title_of, who_signed
from app.pdf.reports.timeline import facts_in_time
from app.pdf.speech import listed, say
from app.pdf.tables import AUTO, Cell, StatusCell, Table, cell
from app.pdf.text import inline, para
from app.pdf.typography import BODY, BOOK, CODE, LABEL, NOTE, QUIET, SMALL_HEADING, STATUS, STRONG
from app.pdf.wording import capitalised, short_date

_OPEN = frozenset({OutcomeStatus.OPEN, OutcomeStatus.UNKNOWN, OutcomeStatus.PARTLY_MET})
_TITLE_LENGTH = 90
_LONGEST_CAPTION = 260
_MOST_ASKS = 400


def blocks_of(book: Book, chapter: Chapter) -> list[Block]:
    """What stands under the heading of a section."""
    if chapter.section.is_written:
        return _written(book, chapter.section)
    return _MADE[chapter.section](book, chapter)


def _written(book: Book, section: Section) -> list[Block]:
    paragraphs = [one for one in book.briefing.text(section).split("\n\n") if one.strip()]
    if not paragraphs:
        return [nothing(said("Nothing has been written here."))]
    blocks: list[Block] = []
    for one in paragraphs:
        blocks += [Text(para(" ".join(one.split()), style=BOOK)), Space(6)]
    return blocks


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
    labels = (said("Dated"), said("What was asked"), said("How often"), said("Where it stands"))
    rows = tuple(_ask_row(one, chain) for one, chain in pairs[:_MOST_ASKS])
    blocks: list[Block] = [Table((58.0, AUTO, 74.0, 86.0), rows, head=_head(labels), gap_pt=6.0)]
    if len(pairs) > _MOST_ASKS:
        more = len(pairs) - _MOST_ASKS
        blocks += [Space(2), note(said("{number:,} more are in the demands ledger.", number=more))]
    return [*blocks, *on_grades()]


def _is_put_to(book: Book, whom: Sequence[str]) -> bool:
    """In a book for a meeting with somebody, what was asked of them."""
    counterpart = book.briefing.counterpart
    return not counterpart or counterpart in whom


def _ask_row(ask: Ask, chain: Chain) -> tuple[Cell, ...]:
    status = ask.demand.status
    return (
        cell(para(short_date(ask.view.description.calendar_date), style=QUIET)),
        cell(*asked(ask)),
        cell(para(say(how_often(ask, chain)), style=QUIET)),
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
    labels = (said("Dated"), said("Text"), said("Signed by"), said("For or against"))
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
        return said("against")
    return said("without us")


def _persons(book: Book, _chapter: Chapter) -> list[Block]:
    """Everybody whom a text names publicly, with the texts that do."""
    named: dict[str, list[tuple[RecordView, NamedPerson]]] = {}
    hidden = 0
    for view in book.dossier.records:
        public = public_persons(view.description)
        hidden += len(view.description.persons) - len(public)
        for person in public if book.briefing.masks_persons else view.description.persons:
            named.setdefault(person.name, []).append((view, person))
    blocks: list[Block] = []
    if named:
        labels = (said("Name"), said("Who this is"), said("Raised in"))
        rows = tuple(_person_row(name, named[name]) for name in sorted(named, key=_first(named)))
        blocks.append(Table((150.0, AUTO, 150.0), rows, head=_head(labels), gap_pt=6.0))
    else:
        blocks.append(nothing(said("No person is named publicly in these texts.")))
    if hidden and book.briefing.masks_persons:
        words = said_many(
            "{number} name that is not public in its text stays in the register.",
            "{number:,} names that are not public in their texts stay in the register.",
            hidden,
        )
        blocks += [Space(3), note(words)]
    return blocks


def _first(
    named: Mapping[str, list[tuple[RecordView, NamedPerson]]],
) -> Callable[[str], tuple[bool, str]]:
    """Those whose cases are raised come first; then who stands by them, as counsel or kin; each by name."""

    def key(name: str) -> tuple[bool, str]:
        return all(person.role is not PersonRole.SUBJECT for _, person in named[name]), name

    return key


def _person_row(name: str, places: list[tuple[RecordView, NamedPerson]]) -> tuple[Cell, ...]:
    others = dict.fromkeys(one for _, person in places for one in person.other_names if one != name)
    roles = dict.fromkeys(
        person.occupation if isinstance(person.occupation, str) else say(person.role.label)
        for _, person in places
    )
    lines = [para(name, style=STRONG)]
    if others:
        lines.append(para(listed(others), style=NOTE))
    pieces = []
    for at, (view, _) in enumerate(places):
        pieces += [inline(" ", CODE)] if at else []
        pieces.append(reference(view))
    return (
        cell(*lines),
        cell(para(capitalised("; ".join(roles)), style=BODY)),
        cell(para(*pieces, style=CODE)),
    )


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
    Section.PERSONS: _persons,
    Section.COALITION: _coalition,
    Section.SOURCES: _sources,
}
