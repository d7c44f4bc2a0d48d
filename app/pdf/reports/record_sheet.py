"""The record sheet: one record on paper, for somebody who has a minute. Open `REPORT` or `_blocks`.

Sections in the order of the record page. What is empty says so. Computed absence is no part of it;
persons whose names are not public in the record itself are counted, not named, because paper travels.
"""

from __future__ import annotations

from itertools import groupby

from app.domain.lineage import RelatedText, related_texts
from app.domain.masking import Mask
from app.domain.nothing import NOT_KNOWN, MaybeText
from app.domain.records import Demand, Evidence, Outcome, Response
from app.domain.views import RecordSummary, RecordView
from app.domain.vocabularies import Causality, DemandClass, RecordState, ResponseKind
from app.domain.wording import Wording, said
from app.pdf.blocks import Block, Columns, Heading, Space, Text
from app.pdf.citing import reference
from app.pdf.report import Report, Subject
from app.pdf.reports.facts import facts
from app.pdf.reports.people import missing_and_persons, press_lines, said_in_a_line
from app.pdf.reports.signatories import signatories
from app.pdf.speech import lead, say, tongue
from app.pdf.tables import AUTO, Cell, StatusCell, Table, cell
from app.pdf.text import Piece, gap, inline, para
from app.pdf.typography import (
    ABSTRACT,
    BODY,
    CODE,
    HEADING,
    KIND,
    KIND_QUIET,
    NOTE,
    NOTE_STRONG,
    QUIET,
    REFERENCE,
    STATUS,
    STRONG,
    TITLE,
)
from app.pdf.wording import capitalised, clipped, grade_pieces, run_on, sentence, short_date

_REPLIES = frozenset(
    {
        ResponseKind.NONE_TO_LETTER,
        ResponseKind.ACKNOWLEDGEMENT,
        ResponseKind.SUBSTANTIVE_REPLY,
        ResponseKind.REJECTION,
        ResponseKind.COUNTER_LETTER,
        ResponseKind.CONSULTATION_OFFERED,
    }
)
_CAUSALITY = {
    Causality.TEMPORAL_ONLY: said("Later in time only."),
    Causality.ASSERTED_BY_THIRD_PARTY: said("Others say that the letter caused it."),
    Causality.ASSERTED_BY_RESPONDENT: said("Its author says that the letter caused it."),
    Causality.DOCUMENTED: said("Documented as caused by the letter."),
}
_WHAT_WAS_ASKED = said("What was asked")
_WHAT_CAME_OF_IT = said("What came of it")
_RELATED_TEXTS = said("Related texts")
_RELATED_IN_BOOK = said("Related texts in this book")
_PADDING_PT = 0.2
"""Above and below a row: a sheet is one page where it can be."""
_TITLE_LENGTH = 48
"""A related text stands under its reference: what is cut of its title is found there."""


def _blocks(view: RecordView) -> list[Block]:
    return [*_opening(view), Space(2), *body(view, has_summary=False), *_sealed_notes(view)]


def body(view: RecordView, *, has_summary: bool = True, is_in_book: bool = False) -> list[Block]:
    """Everything of a record beneath its title but notes with a marking of their own.

    In a book the related texts are those of the book, because its marking and audience are held against them.
    """
    return [
        *((*_summary(view), Space(2)) if has_summary else ()),
        *facts(view),
        *signatories(view),
        *_demands(view),
        *_outcomes_and_people(view),
        *press_lines(view),
        *_relations(view, is_in_book=is_in_book),
        *_sources(view),
    ]


REPORT = Report(
    "record-sheet",
    said("Record sheet"),
    said("One record on paper, for somebody who has a minute."),
    Subject.RECORD,
    lambda dossier: _blocks(dossier.records[0]),
    most_records=1,
)


def _opening(view: RecordView) -> list[Block]:
    told = view.description
    parts: list[Piece] = [
        inline(view.reference, REFERENCE),
        gap(KIND),
        inline(capitalised(say(told.kind.label)), KIND),
    ]
    if told.title_is_supplied:
        parts += [gap(KIND), inline(say(said("title supplied by the register")), KIND_QUIET)]
    if view.state is RecordState.WITHDRAWN:
        parts += [gap(KIND), inline(say(said("withdrawn from the register")), STRONG)]
    title = told.title.strip()
    if told.title_is_supplied and not title.startswith("["):
        title = f"[{title}]"
    return [
        Text(para(*parts, style=KIND), keeps_next=True),
        Space(1.5),
        Text(para(title, style=TITLE), keeps_next=True, role="H1"),
        Space(2.5),
        *_summary(view),
    ]


def _summary(view: RecordView) -> list[Block]:
    lines = [line for line in view.description.summary.split("\n\n") if line.strip()]
    lines = lines or [say(said("No summary is recorded."))]
    return [Text(para(line, style=ABSTRACT, align="own")) for line in lines]


def _demands(view: RecordView) -> list[Block]:
    demands = view.description.demands
    if not demands:
        return said_in_a_line(_WHAT_WAS_ASKED, said("No demand is recorded."))
    rows = tuple(
        (
            cell(para(str(number), style=QUIET)),
            cell(para(demand.text, *grade_pieces(demand.evidence, BODY), style=BODY)),
            cell(para(_class(demand), style=BODY)),
            StatusCell(
                demand.status,
                para(capitalised(say(demand.status.label)), style=STATUS, align="end"),
            ),
        )
        for number, demand in enumerate(demands, start=1)
    )
    heading = Heading(para(say(_WHAT_WAS_ASKED), style=HEADING))
    return [heading, Table((10.0, AUTO, 66.0, 82.0), rows, gap_pt=6.0, padding_pt=_PADDING_PT)]


def _class(demand: Demand) -> str:
    """The class of a demand; nothing for one that fits none."""
    return "" if demand.demand_class is DemandClass.OTHER else say(demand.demand_class.label)


def _outcomes_and_people(view: RecordView) -> list[Block]:
    """Side by side where both have something to say; an empty section is one line."""
    told, people = view.description, missing_and_persons(view)
    rows = _outcomes(view)
    if not rows:
        nothing = said("Nothing is recorded of what came of it.")
        return [*said_in_a_line(_WHAT_CAME_OF_IT, nothing), *people]
    heading = Heading(para(say(_WHAT_CAME_OF_IT), style=HEADING))
    if not told.absences and not told.persons:
        return [heading, Table((110.0, AUTO), rows, gap_pt=4.0, padding_pt=_PADDING_PT), *people]
    table = Table((_date_pt(), AUTO), rows, gap_pt=4.0, padding_pt=_PADDING_PT)
    return [Columns((heading, table), tuple(people))]


def _date_pt() -> float:
    """How wide a short date is in a table."""
    return 52.0 if tongue().is_english else 64.0


def _outcomes(view: RecordView) -> tuple[tuple[Cell, ...], ...]:
    told = view.description
    rows = [
        (one.date, _response_row(one))
        for one in told.responses
        if one.kind is not ResponseKind.PRESS_LINE
    ]
    rows += [(one.date, _outcome_row(one)) for one in told.outcomes]
    rows.sort(key=lambda row: (row[0] is None, row[0].edtf if row[0] else ""))
    shown = [row for _, row in rows]
    if told.addressees and not any(one.kind in _REPLIES for one in told.responses):
        words = (
            said("Reply to the letter itself")
            if "letter" in told.kind.label
            else said("Reply to the text itself")
        )
        # In the column of days a "not known" would be read as the day of a reply.
        undated = cell(para("", style=QUIET))
        shown.append((undated, cell(para(lead(words), NOT_KNOWN, style=BODY))))
    return tuple(shown)


def _response_row(one: Response) -> tuple[Cell, ...]:
    words = [sentence(one.text or say(one.kind.label))]
    if one.causality is not None:
        words.append(say(_CAUSALITY[one.causality]))
    if one.note:
        words.append(sentence(one.note))
    text = para(run_on(words), *grade_pieces(one.evidence, BODY), style=BODY)
    return cell(para(short_date(one.date), style=QUIET)), cell(text)


def _outcome_row(one: Outcome) -> tuple[Cell, ...]:
    words = run_on((sentence(say(one.status.label)), sentence(one.text)))
    if one.demand_number:
        words = say(said("Demand {number}: {words}", number=one.demand_number, words=words))
    text = para(capitalised(words), *grade_pieces(one.evidence, BODY), style=BODY)
    return cell(para(short_date(one.date), style=QUIET)), cell(text)


def _relations(view: RecordView, *, is_in_book: bool) -> list[Block]:
    """One line for each text of the register; then those outside it, in one paragraph."""
    texts = related_texts(view.relations)
    heading = _RELATED_IN_BOOK if is_in_book else _RELATED_TEXTS
    if not texts:
        nothing = said("No related text is recorded that you may read.")
        if is_in_book:
            nothing = said("None of them is in this book.")
        return said_in_a_line(heading, nothing)
    blocks: list[Block] = [Heading(para(say(heading), style=HEADING))]
    rows = tuple(_relation_row(one, one.strongest.record) for one in texts if one.strongest.record)
    if rows:
        columns = (_date_pt(), 54.0 if tongue().is_english else 78.0, 68.0, AUTO, AUTO)
        blocks.append(Table(columns, rows, gap_pt=4.0, padding_pt=_PADDING_PT))
    outside = [one for one in texts if one.strongest.record is None]
    for words, ones in groupby(sorted(outside, key=_words), key=_words):
        begin = inline(lead(said("Not in the register, {how}", how=words)), NOTE_STRONG)
        parts = [part for one in ones for part in _outside(one)]
        blocks += [Space(1), Text(para(begin, *parts, style=NOTE))]
    return blocks


def _words(text: RelatedText) -> str:
    return text.words


def _outside(text: RelatedText) -> list[MaybeText | Piece]:
    """`Statement of the EU, Jan 2017.`, with its grade."""
    one = text.strongest
    words = one.external or one.note
    words += f", {tongue().date(text.date, short=True)}" if text.date else ""
    words += f" ({one.note.rstrip('.')})" if one.note and one.external else ""
    return [sentence(words), *grade_pieces(one.evidence, NOTE), " "]


def _relation_row(text: RelatedText, record: RecordSummary) -> tuple[Cell, ...]:
    """When it was, how it is related, which text it is, and how that is marked."""
    title = para(
        clipped(record.title, _TITLE_LENGTH),
        *grade_pieces(text.strongest.evidence, BODY),
        style=BODY,
    )
    return (
        cell(para(short_date(text.date), style=QUIET)),
        cell(para(say(text.words), style=BODY)),
        cell(para(reference(record), style=CODE)),
        cell(title),
        cell(para(record.label.as_marked, style=NOTE_STRONG, align="end")),
    )


def _sources(view: RecordView) -> list[Block]:
    """All sources in the order of the record, the main one with its grade in words; then the notes."""
    told = view.description
    main = told.evidence
    named = list(dict.fromkeys([*told.sources, *([main.source] if _is_named(main) else [])]))
    notes = [line for line in told.notes.split("\n\n") if line.strip()]
    blocks: list[Block] = []
    if len(named) > 1:
        grade, mask = main.grade, Mask.of(told)
        words: list[MaybeText | Piece] = []
        for one in named:
            words += ["; " if words else "", mask.text(str(one))]
            if grade and one == main.source:
                words += [*grade_pieces(main, NOTE), f" {say(grade.in_words()).lower()}"]
        blocks.append(
            Text(para(inline(lead(said("Sources")), NOTE_STRONG), *words, ".", style=NOTE))
        )
    if notes:
        heading = inline(lead(said("Remarks of the register")), NOTE_STRONG)
        blocks.append(Text(para(heading, " ".join(notes), style=NOTE)))
    return [Space(5), *blocks] if blocks else []


def _is_named(evidence: Evidence) -> bool:
    return isinstance(evidence.source, str)


def _sealed_notes(view: RecordView) -> list[Block]:
    blocks: list[Block] = [Space(1)] if view.sealed_notes else []
    for note in view.sealed_notes:
        kind = f"{capitalised(say(Wording(note.kind)))} ({note.label})"
        heading = inline(lead(kind), NOTE_STRONG)
        blocks.append(Text(para(heading, sentence(note.text), style=NOTE)))
    return blocks
