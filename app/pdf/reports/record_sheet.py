"""The record sheet: one record on paper, for somebody who has a minute. Open `REPORT` or `_blocks`.

Sections in the order of the record page. What is empty says so. Computed absence is no part of it;
persons whose names are not public in the record itself are counted, not named, because paper travels.
"""

from __future__ import annotations

from itertools import groupby

from app.domain.lineage import RelatedText, related_texts
from app.domain.nothing import NOT_KNOWN, MaybeText
from app.domain.records import Demand, Evidence, Outcome, Response
from app.domain.views import RecordSummary, RecordView
from app.domain.vocabularies import Causality, DemandClass, RecordState, ResponseKind
from app.pdf.blocks import Block, Columns, Heading, Space, Text
from app.pdf.report import RecordReport
from app.pdf.reports.facts import facts
from app.pdf.reports.people import missing_and_persons, press_lines, said_in_a_line
from app.pdf.reports.signatories import signatories
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
from app.pdf.wording import capitalised, clipped, grade_pieces, sentence, short_date

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
    Causality.TEMPORAL_ONLY: "Later in time only.",
    Causality.ASSERTED_BY_THIRD_PARTY: "Others say that the letter caused it.",
    Causality.ASSERTED_BY_RESPONDENT: "Its author says that the letter caused it.",
    Causality.DOCUMENTED: "Documented as caused by the letter.",
}
_PADDING_PT = 0.2
"""Above and below a row: a sheet is one page where it can be."""
_TITLE_LENGTH = 48
"""A related text stands under its reference: what is cut of its title is found there."""


def _blocks(view: RecordView) -> list[Block]:
    return [
        *_opening(view),
        Space(2),
        *facts(view),
        *signatories(view),
        *_demands(view),
        *_outcomes_and_people(view),
        *press_lines(view),
        *_relations(view),
        *_sources(view),
        *_sealed_notes(view),
    ]


REPORT = RecordReport("record-sheet", "Record sheet", _blocks)


def _opening(view: RecordView) -> list[Block]:
    told = view.description
    parts: list[Piece] = [
        inline(view.reference, REFERENCE),
        gap(KIND),
        inline(capitalised(told.kind.label), KIND),
    ]
    if told.title_is_supplied:
        parts += [gap(KIND), inline("title supplied by the register", KIND_QUIET)]
    if view.state is RecordState.WITHDRAWN:
        parts += [gap(KIND), inline("withdrawn from the register", STRONG)]
    title = told.title.strip()
    if told.title_is_supplied and not title.startswith("["):
        title = f"[{title}]"
    summary = [line for line in told.summary.split("\n\n") if line.strip()]
    return [
        Text(para(*parts, style=KIND), keeps_next=True),
        Space(1.5),
        Text(para(title, style=TITLE), keeps_next=True),
        Space(2.5),
        *(Text(para(line, style=ABSTRACT)) for line in summary or ["No summary is recorded."]),
    ]


def _demands(view: RecordView) -> list[Block]:
    demands = view.description.demands
    if not demands:
        return said_in_a_line("What was asked", "No demand is recorded.")
    rows = tuple(
        (
            cell(para(str(number), style=QUIET)),
            cell(para(demand.text, *grade_pieces(demand.evidence, BODY), style=BODY)),
            cell(para(_class(demand), style=BODY)),
            StatusCell(
                demand.status,
                para(capitalised(demand.status.label), style=STATUS, align="end"),
            ),
        )
        for number, demand in enumerate(demands, start=1)
    )
    heading = Heading(para("What was asked", style=HEADING))
    return [heading, Table((10.0, AUTO, 66.0, 82.0), rows, gap_pt=6.0, padding_pt=_PADDING_PT)]


def _class(demand: Demand) -> str:
    """The class of a demand; nothing for one that fits none."""
    return "" if demand.demand_class is DemandClass.OTHER else demand.demand_class.label


def _outcomes_and_people(view: RecordView) -> list[Block]:
    """Side by side where both have something to say; an empty section is one line."""
    told, people = view.description, missing_and_persons(view)
    rows = _outcomes(view)
    if not rows:
        nothing = "Nothing is recorded of what came of it."
        return [*said_in_a_line("What came of it", nothing), *people]
    heading = Heading(para("What came of it", style=HEADING))
    if not told.absences and not told.persons:
        return [heading, Table((110.0, AUTO), rows, gap_pt=4.0, padding_pt=_PADDING_PT), *people]
    table = Table((52.0, AUTO), rows, gap_pt=4.0, padding_pt=_PADDING_PT)
    return [Columns((heading, table), tuple(people))]


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
        words = "letter" if "letter" in told.kind.label else "text"
        unknown = cell(para(NOT_KNOWN, style=QUIET))
        shown.append((unknown, cell(para(f"Reply to the {words} itself", style=BODY))))
    return tuple(shown)


def _response_row(one: Response) -> tuple[Cell, ...]:
    words = [sentence(one.text or one.kind.label)]
    if one.causality is not None:
        words.append(_CAUSALITY[one.causality])
    if one.note:
        words.append(sentence(one.note))
    text = para(" ".join(words), *grade_pieces(one.evidence, BODY), style=BODY)
    return cell(para(short_date(one.date), style=QUIET)), cell(text)


def _outcome_row(one: Outcome) -> tuple[Cell, ...]:
    where = f"Demand {one.demand_number}: " if one.demand_number else ""
    words = f"{where}{one.status.label}. {sentence(one.text)}"
    text = para(capitalised(words), *grade_pieces(one.evidence, BODY), style=BODY)
    return cell(para(short_date(one.date), style=QUIET)), cell(text)


def _relations(view: RecordView) -> list[Block]:
    """One line for each text of the register; then those outside it, in one paragraph."""
    texts = related_texts(view.relations)
    if not texts:
        nothing = "No related text is recorded that you may read."
        return said_in_a_line("Related texts", nothing)
    blocks: list[Block] = [Heading(para("Related texts", style=HEADING))]
    rows = tuple(_relation_row(one, one.strongest.record) for one in texts if one.strongest.record)
    if rows:
        columns = (52.0, 54.0, 68.0, AUTO, AUTO)
        blocks.append(Table(columns, rows, gap_pt=4.0, padding_pt=_PADDING_PT))
    outside = [one for one in texts if one.strongest.record is None]
    for words, ones in groupby(sorted(outside, key=_words), key=_words):
        lead = inline(f"Not in the register, {words}: ", NOTE_STRONG)
        parts = [part for one in ones for part in _outside(one)]
        blocks += [Space(1), Text(para(lead, *parts, style=NOTE))]
    return blocks


def _words(text: RelatedText) -> str:
    return text.words


def _outside(text: RelatedText) -> list[MaybeText | Piece]:
    """`Statement of the EU, Jan 2017.`, with its grade."""
    one = text.strongest
    words = one.external or one.note
    words += f", {text.date.in_words(short=True)}" if text.date else ""
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
        cell(para(text.words, style=BODY)),
        cell(para(record.reference, style=CODE)),
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
        grade = main.grade
        words: list[MaybeText | Piece] = []
        for one in named:
            words += ["; " if words else "", str(one)]
            if grade and one == main.source:
                words += [*grade_pieces(main, NOTE), f" {grade.in_words().lower()}"]
        blocks.append(Text(para(inline("Sources: ", NOTE_STRONG), *words, ".", style=NOTE)))
    if notes:
        lead = inline("Remarks of the register: ", NOTE_STRONG)
        blocks.append(Text(para(lead, " ".join(notes), style=NOTE)))
    return [Space(5), *blocks] if blocks else []


def _is_named(evidence: Evidence) -> bool:
    return isinstance(evidence.source, str)


def _sealed_notes(view: RecordView) -> list[Block]:
    blocks: list[Block] = [Space(1)] if view.sealed_notes else []
    for note in view.sealed_notes:
        lead = inline(f"{capitalised(note.kind)} ({note.label}): ", NOTE_STRONG)
        blocks.append(Text(para(lead, sentence(note.text), style=NOTE)))
    return blocks
