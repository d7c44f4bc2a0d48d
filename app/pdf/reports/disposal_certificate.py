"""The disposal certificate: what was disposed of, by which rule, by whom, and how. Open `blocks`.

It is made from a list that was carried out and so is no `RecordReport`; `services/certificates.py` prints
it. It is the same, byte for byte, whoever takes it away and whenever.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from app.domain.dates import CalendarDate
from app.domain.disposals import DisposalItem, DisposalList, FilePrint
from app.domain.retention_terms import DisposalMethod
from app.pdf.blocks import Block, Heading, Space, Text
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

_HEAD = ("#", "Record", "Dated", "Rule and authority", "Files, with their SHA-256")
_DIGITS_A_LINE = 16
_METHODS = {
    DisposalMethod.DESTROY: (
        "The description, the text, all earlier versions and the notes were removed from the register and "
        "from its search; the bytes of the files were ordered to be removed from the store and go where "
        "no other record holds the same. Backups made before still hold them until they age out."
    ),
    DisposalMethod.TRANSFER: (
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
                inline("Certificate of disposal", KIND),
                style=KIND,
            ),
            keeps_next=True,
        ),
        Space(1.5),
        Text(para(_headline(made, len(gone)), style=TITLE)),
        Space(4),
        *_statement(made),
        *_records(gone),
        Space(4),
        Text(para(_kept(made), style=NOTE)),
    ]


def _headline(made: DisposalList, count: int) -> str:
    records = "1 record was" if count == 1 else f"{count:,} records were"
    return f"{records} {made.method.deed} on {_day(made.decided_at)}"


def _statement(made: DisposalList) -> list[Block]:
    told = [
        ("Proposed", f"{made.proposed_by}, {_moment(made.proposed_at)}", made.reason),
        ("Approved", f"{made.decided_by}, {_moment(made.decided_at)}", made.decision_reason),
    ]
    if made.receiver:
        told.append(("Received", made.receiver, f"Confirmed under {made.confirmation}"))
    told.append(("Method", capitalised(made.method.label), _METHODS[made.method]))
    rows = tuple(
        (
            cell(para(name, style=LABEL)),
            cell(para(who, style=STRONG), para(sentence(words), style=BODY)),
        )
        for name, who, words in told
    )
    return [
        Heading(para("Who decided, and how it was done", style=HEADING)),
        Table((60.0, AUTO), rows, gap_pt=6.5, padding_pt=1.7),
    ]


def _records(gone: Sequence[DisposalItem]) -> list[Block]:
    rows = tuple(_row(number, one) for number, one in enumerate(gone, start=1))
    return [
        Heading(para("What was disposed of", style=HEADING)),
        Table(
            (16.0, 150.0, 62.0, 126.0, AUTO),
            rows,
            head=tuple(cell(para(words, style=LABEL)) for words in _HEAD),
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
        cell(para(one.dated or "not known", style=QUIET)),
        cell(
            para(f"{one.series_code}: {one.rule}", style=BODY),
            para(sentence(one.authority), style=NOTE),
            para(f"Due on {_plain_day(one.due_on)}", style=NOTE),
        ),
        cell(*_files(one.files)),
    )


def _files(files: Sequence[FilePrint]) -> list[Para]:
    if not files:
        return [para("No file", style=QUIET)]
    count = "1 file" if len(files) == 1 else f"{len(files)} files"
    lines = [para(count, style=BODY)]
    for file in files:
        digits = [
            file.sha256[start : start + _DIGITS_A_LINE]
            for start in range(0, len(file.sha256), _DIGITS_A_LINE)
        ]
        lines.append(para(" ".join(digits), style=CODE))
        lines.append(para(f"{file.size_bytes:,} bytes", style=NOTE))
    return lines


def _kept(made: DisposalList) -> str:
    """The statement of what remains; records that stayed are named on the list's page, not here."""
    return (
        "Of each record the register keeps its reference, title, date and day of registration, its series "
        "with rule and authority, this certificate, and who changed it when (ISO 15489-1, 9.9). The list "
        f"was proposed by one person and approved by another; {len(made.disposed_items)} of its "
        f"{len(made.items)} records were {made.method.deed}."
    )


def _moment(at: datetime | None) -> str:
    there = at.astimezone(UTC) if at else None
    return f"{_day(there)}, {there:%H:%M} UTC" if there else ""


def _day(at: datetime | None) -> str:
    return _plain_day(at.astimezone(UTC).date()) if at else ""


def _plain_day(day: date) -> str:
    return CalendarDate.parse(day.isoformat()).in_words()
