"""The disposal certificate: what was disposed of, by which rule, by whom, and how. Open `blocks`.

It is made from a list that was carried out and so is no `Report`; `services/certificates.py` prints
it. It is the same, byte for byte, whoever takes it away and whenever.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from app.domain.dates import CalendarDate
from app.domain.disposals import DisposalItem, DisposalList, FilePrint
from app.domain.nothing import NOT_KNOWN
from app.domain.retention_terms import DisposalMethod
from app.domain.wording import Wording, joined, said, said_many
from app.pdf.blocks import Block, Heading, Space, Text
from app.pdf.speech import say, say_nothing
from app.pdf.tables import AUTO, Cell, Table, cell
from app.pdf.text import Para, gap, inline, para
from app.pdf.typography import (
    BODY,
    CODE,
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
    said("Record"),
    said("Dated"),
    said("Rule and authority"),
    said("Files, with their SHA-256"),
)
_DIGITS_A_LINE = 16
_METHODS = {
    DisposalMethod.DESTROY: said(
        "The description, the text, all earlier versions and the notes were removed from the register and "
        "from its search; the bytes of the files were ordered to be removed from the store and go where "
        "no other record holds the same. Backups made before still hold them until they age out."
    ),
    DisposalMethod.TRANSFER: said(
        "The records were handed over as a bag (BagIt, RFC 8493). After the receiver had confirmed it, they "
        "were removed here: description, text, versions and notes from the register and from its search, "
        "the bytes of the files where no other record holds the same. Backups made before still hold "
        "them until they age out."
    ),
}


def blocks(made: DisposalList) -> list[Block]:
    """Number and statement, who decided, the records. The table's head repeats; a row does not split."""
    gone = made.disposed_items
    return [
        Text(
            para(
                inline(made.certificate, REFERENCE),
                gap(KIND),
                inline(say(said("Certificate of disposal")), KIND),
                style=KIND,
            ),
            keeps_next=True,
        ),
        Space(1.5),
        Text(para(say(_headline(made, len(gone))), style=TITLE)),
        Space(4),
        *_statement(made),
        *_records(gone),
        Space(4),
        Text(para(say(_kept(made)), style=NOTE)),
    ]


def _headline(made: DisposalList, count: int) -> Wording:
    day = _day(made.decided_at)
    if made.method is DisposalMethod.DESTROY:
        return said_many(
            "{number:,} record was destroyed on {day}",
            "{number:,} records were destroyed on {day}",
            count,
            day=day,
        )
    return said_many(
        "{number:,} record was transferred on {day}",
        "{number:,} records were transferred on {day}",
        count,
        day=day,
    )


def _statement(made: DisposalList) -> list[Block]:
    told: list[tuple[Wording, str, str]] = [
        (
            said("Proposed"),
            joined((made.proposed_by, _moment(made.proposed_at)), ", "),
            made.reason,
        ),
        (
            said("Approved"),
            joined((made.decided_by, _moment(made.decided_at)), ", "),
            made.decision_reason,
        ),
    ]
    if made.receiver:
        confirmed = said("Confirmed under {number}", number=made.confirmation)
        told.append((said("Received"), made.receiver, confirmed))
    method = capitalised(say(made.method.label))
    told.append((said("Method"), method, _METHODS[made.method]))
    rows = tuple(
        (
            cell(para(say(name), style=LABEL)),
            cell(para(say(who), style=STRONG), para(sentence(say(words)), style=BODY)),
        )
        for name, who, words in told
    )
    return [
        Heading(para(say(said("Who decided, and how it was done")), style=HEADING)),
        Table((60.0, AUTO), rows, gap_pt=6.5, padding_pt=1.7),
    ]


def _records(gone: Sequence[DisposalItem]) -> list[Block]:
    rows = tuple(_row(number, one) for number, one in enumerate(gone, start=1))
    return [
        Heading(para(say(said("What was disposed of")), style=HEADING)),
        Table(
            (16.0, 150.0, 62.0, 126.0, AUTO),
            rows,
            head=tuple(cell(para(words, style=LABEL)) for words in ("#", *map(say, _HEAD))),
            gap_pt=6.5,
            padding_pt=1.7,
        ),
    ]


def _row(number: int, one: DisposalItem) -> tuple[Cell, ...]:
    return (
        cell(para(str(number), style=QUIET)),
        cell(
            para(one.reference, style=REFERENCE),
            para(one.title, style=BODY),
            para(one.label.as_marked, style=NOTE),
        ),
        cell(para(one.dated or say_nothing(NOT_KNOWN), style=QUIET)),
        cell(
            para(f"{one.series_code}: {one.rule}", style=BODY),
            para(sentence(one.authority), style=NOTE),
            para(say(said("Due on {day}", day=_plain_day(one.due_on))), style=NOTE),
        ),
        cell(*_files(one.files)),
    )


def _files(files: Sequence[FilePrint]) -> list[Para]:
    if not files:
        return [para(say(said("No file")), style=QUIET)]
    count = said_many("{number} file", "{number} files", len(files))
    lines = [para(say(count), style=BODY)]
    for file in files:
        digits = [
            file.sha256[start : start + _DIGITS_A_LINE]
            for start in range(0, len(file.sha256), _DIGITS_A_LINE)
        ]
        lines.append(para(" ".join(digits), style=CODE))
        size = said("{number:,} bytes", number=file.size_bytes)
        lines.append(para(say(size), style=NOTE))
    return lines


def _kept(made: DisposalList) -> Wording:
    """The statement of what remains; records that stayed are named on the list's page, not here."""
    return said(
        "Of each record the register keeps its reference, title, date and day of registration, its series "
        "with rule and authority, this certificate, and who changed it when (ISO 15489-1, 9.9). The list "
        "was proposed by one person and approved by another; {gone} of its {listed} records were {deed}.",
        gone=len(made.disposed_items),
        listed=len(made.items),
        deed=made.method.deed,
    )


def _moment(at: datetime | None) -> Wording | str:
    if at is None:
        return ""
    there = at.astimezone(UTC)
    return said("{day}, {time} UTC", day=_day(there), time=f"{there:%H:%M}")


def _day(at: datetime | None) -> Wording | str:
    return _plain_day(at.astimezone(UTC).date()) if at else ""


def _plain_day(day: date) -> Wording:
    return CalendarDate.parse(day.isoformat()).in_words()
