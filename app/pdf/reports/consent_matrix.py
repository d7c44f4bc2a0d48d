"""Release by consent on paper: every originator of a joint text and what it said. Open `blocks`.

It is made from a matrix and a record and so is no `Report`; `services/consents.py` prints it.
"""

from __future__ import annotations

from datetime import date

from app.domain.consents import ConsentLine, ConsentMatrix, ConsentState
from app.domain.dates import CalendarDate
from app.domain.views import RecordView
from app.domain.wording import Wording, said, said_many
from app.pdf.blocks import Block, Heading, Space, Text
from app.pdf.speech import say, tongue
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

_HEAD = (
    said("Originator"),
    said("Answer"),
    said("On"),
    said("By whom"),
    said("Source or note"),
)


def blocks(view: RecordView, matrix: ConsentMatrix) -> list[Block]:
    """Record, verdict, table. The table's head repeats; a row does not split."""
    told = view.description
    title = told.title.strip()
    if told.title_is_supplied and not title.startswith("["):
        title = f"[{title}]"
    kind = inline(capitalised(say(told.kind.label)), KIND)
    return [
        Text(para(inline(view.reference, REFERENCE), gap(KIND), kind, style=KIND), keeps_next=True),
        Space(1.5),
        Text(para(title, style=TITLE)),
        Space(4),
        Text(para(say(_verdict(matrix)), style=STRONG)),
        *_table(matrix),
        Space(4),
        Text(para(say(_NOTE), style=NOTE)),
    ]


_NOTE = said(
    "A wider release needs the consent of every originator. Silence counts only where a reason is given, "
    "and only after the day named. The list says who was asked; it does not release anything."
)


def _verdict(matrix: ConsentMatrix) -> Wording:
    if not matrix.is_begun:
        return said("Nobody has been asked yet.")
    if matrix.missing:
        return said("Not to be released. {summary}", summary=matrix.summary)
    if matrix.with_cuts:
        return said_many(
            "Every originator agrees, {number} of them with cuts.",
            "Every originator agrees, {number} of them with cuts.",
            len(matrix.with_cuts),
        )
    return said("Every originator agrees.")


def _table(matrix: ConsentMatrix) -> list[Block]:
    if not matrix.is_begun:
        return []
    rows = tuple(_row(number, line, matrix) for number, line in enumerate(matrix.lines, start=1))
    return [
        Heading(para(say(said("Who agreed to release it")), style=HEADING)),
        Table(
            (16.0, 104.0, 84.0, 58.0, 96.0, AUTO),
            rows,
            head=tuple(cell(para(words, style=LABEL)) for words in ("#", *map(say, _HEAD))),
            gap_pt=6.5,
            padding_pt=1.7,
        ),
    ]


def _row(number: int, line: ConsentLine, matrix: ConsentMatrix) -> tuple[Cell, ...]:
    entry = line.entry
    state = [para(capitalised(say(entry.state.label)), style=BODY)]
    if entry.state is ConsentState.DEEMED and entry.silence_counts_after:
        after = said("after {day}", day=_date(entry.silence_counts_after).in_words(short=True))
        state.append(para(say(after), style=NOTE))
    if not line.is_needed:
        state.append(para(say(said("withdrew its signature")), style=NOTE))
    elif not entry.grants(matrix.time):
        state.append(para(say(said("holds up a release")), style=NOTE))
    return (
        cell(para(str(number), style=QUIET)),
        cell(para(say(line.name), style=BODY)),
        cell(*state),
        cell(para(_day(entry.answered_on) if entry.answered_on else "", style=QUIET)),
        cell(para(entry.contact, style=BODY)),
        cell(para(sentence(entry.note), style=BODY)),
    )


def _day(day: date) -> str:
    return tongue().date(_date(day), short=True)


def _date(day: date) -> CalendarDate:
    return CalendarDate.parse(day.isoformat())
