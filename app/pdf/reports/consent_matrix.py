"""Release by consent on paper: every originator of a joint text and what it said. Open `blocks`.

It is made from a matrix and a record and so is no `RecordReport`; `services/consents.py` prints it.
"""

from __future__ import annotations

from datetime import date

from app.domain.consents import ConsentLine, ConsentMatrix, ConsentState
from app.domain.dates import CalendarDate
from app.domain.views import RecordView
from app.pdf.blocks import Block, Heading, Space, Text
from app.pdf.tables import AUTO, Cell, Table, cell
from app.pdf.text import gap, inline, para
from app.pdf.typography import (
    BODY,
    HEADING,
    KIND,
    LABEL,
    NOTE,
    QUIET,
    REFERENCE,
    STRONG,
    TITLE,
)
from app.pdf.wording import capitalised, sentence

_HEAD = ("#", "Originator", "Answer", "On", "By whom", "Source or note")


def blocks(view: RecordView, matrix: ConsentMatrix) -> list[Block]:
    """Record, verdict, table. The table's head repeats; a row does not split."""
    told = view.description
    title = told.title.strip()
    if told.title_is_supplied and not title.startswith("["):
        title = f"[{title}]"
    kind = inline(capitalised(told.kind.label), KIND)
    return [
        Text(para(inline(view.reference, REFERENCE), gap(KIND), kind, style=KIND), keeps_next=True),
        Space(1.5),
        Text(para(title, style=TITLE)),
        Space(4),
        Text(para(_verdict(matrix), style=STRONG)),
        *_table(matrix),
        Space(4),
        Text(para(_NOTE, style=NOTE)),
    ]


_NOTE = (
    "A wider release needs the consent of every originator. Silence counts only where a reason is given, "
    "and only after the day named. The list says who was asked; it does not release anything."
)


def _verdict(matrix: ConsentMatrix) -> str:
    if not matrix.is_begun:
        return "Nobody has been asked yet."
    if matrix.missing:
        return f"Not to be released. {capitalised(matrix.summary)}"
    if matrix.with_cuts:
        return f"Every originator agrees, {len(matrix.with_cuts)} of them with cuts."
    return "Every originator agrees."


def _table(matrix: ConsentMatrix) -> list[Block]:
    if not matrix.is_begun:
        return []
    rows = tuple(_row(number, line, matrix) for number, line in enumerate(matrix.lines, start=1))
    return [
        Heading(para("Who agreed to release it", style=HEADING)),
        Table(
            (16.0, 104.0, 84.0, 58.0, 96.0, AUTO),
            rows,
            head=tuple(cell(para(words, style=LABEL)) for words in _HEAD),
            gap_pt=6.5,
            padding_pt=1.7,
        ),
    ]


def _row(number: int, line: ConsentLine, matrix: ConsentMatrix) -> tuple[Cell, ...]:
    entry = line.entry
    state = [para(capitalised(entry.state.label), style=BODY)]
    if entry.state is ConsentState.DEEMED and entry.silence_counts_after:
        state.append(para(f"after {_day(entry.silence_counts_after)}", style=NOTE))
    if not line.is_needed:
        state.append(para("withdrew its signature", style=NOTE))
    elif not entry.grants(matrix.time):
        state.append(para("holds up a release", style=NOTE))
    return (
        cell(para(str(number), style=QUIET)),
        cell(para(line.name, style=BODY)),
        cell(*state),
        cell(para(_day(entry.answered_on) if entry.answered_on else "", style=QUIET)),
        cell(para(entry.contact, style=BODY)),
        cell(para(sentence(entry.note), style=BODY)),
    )


def _day(day: date) -> str:
    return CalendarDate.parse(day.isoformat()).in_words(short=True)
