"""The parts of descriptions and their tables: which field stands where, writing rows, reading back.

Open `PARTS`. A part is one field of `Description` that is a tuple; each of its values is a row, in
order. A field of plain words or codes (subjects, targets, assertions) keeps them in one named column.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.orm import Session

from app.db.mapping import Columns, Row, from_columns, to_columns
from app.db.models import parts
from app.domain.records import (
    AbsenceReport,
    Addressee,
    Demand,
    Description,
    ExternalReference,
    NamedPerson,
    Outcome,
    Quote,
    Response,
    Signature,
    StatusChange,
)

PartsByRecord = Mapping[int, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a description: its table and how a row becomes a value."""

    field: str
    table: Table
    flatten: Callable[[Any], Columns]
    rebuild: Callable[[Row], object]


def _values(field: str, table: Table, kind: type[object]) -> Part:
    return Part(field, table, to_columns, lambda row: from_columns(kind, row))


def _words(field: str, table: Table, column: str) -> Part:
    return Part(field, table, lambda word: {column: word}, lambda row: row[column])


SIGNATURES = _values("signatures", parts.signature, Signature)
ADDRESSEES = _values("addressees", parts.addressee, Addressee)
TARGETS = _words("targets", parts.target, "party")
SUBJECTS = _words("subjects", parts.record_subject, "wording")
PARTS = (
    SIGNATURES,
    ADDRESSEES,
    TARGETS,
    SUBJECTS,
    _words("assertions", parts.assertion, "text"),
    _values("demands", parts.demand, Demand),
    _values("responses", parts.response, Response),
    _values("outcomes", parts.outcome, Outcome),
    _values("persons", parts.named_person, NamedPerson),
    _values("absences", parts.absence_report, AbsenceReport),
    _values("quotes", parts.quote, Quote),
    _values("external_references", parts.external_reference, ExternalReference),
)

Link = Callable[[Part, Columns], None]
"""Adds the keys of authorities to the columns of one row."""


def write_parts(session: Session, described: Iterable[tuple[int, Description]], link: Link) -> None:
    """Insert the rows of all parts of several records: one statement for each table that has any."""
    rows: dict[str, list[Columns]] = defaultdict(list)
    statuses: list[Columns] = []
    for record_id, description in described:
        for part in PARTS:
            values: Sequence[object] = getattr(description, part.field)
            for position, value in enumerate(values, start=1):
                columns = part.flatten(value)
                link(part, columns)
                rows[part.field].append({"record_id": record_id, "position": position, **columns})
        statuses += _status_rows(record_id, description.signatures)
    for part in PARTS:
        if rows[part.field]:
            session.execute(insert(part.table), rows[part.field])
    if statuses:
        session.execute(insert(parts.signature_status), statuses)


def delete_parts(session: Session, record_id: int) -> None:
    """Remove the rows of all parts of one record."""
    for table in (parts.signature_status, *(part.table for part in PARTS)):
        session.execute(delete(table).where(table.c.record_id == record_id))


def read_part(session: Session, part: Part, record_ids: Sequence[int]) -> PartsByRecord:
    """The values of one field of several records, in order. One statement, two for signatures."""
    table = part.table
    rows = session.execute(
        select(table)
        .where(table.c.record_id.in_(record_ids))
        .order_by(table.c.record_id, table.c.position)
    ).mappings()
    found: dict[int, list[object]] = defaultdict(list)
    histories = _read_histories(session, record_ids) if part is SIGNATURES else {}
    for row in rows:
        if part is SIGNATURES:
            history = tuple(histories.get((row["record_id"], row["position"]), ()))
            found[row["record_id"]].append(from_columns(Signature, row, history=history))
        else:
            found[row["record_id"]].append(part.rebuild(row))
    return {record_id: tuple(values) for record_id, values in found.items()}


def read_description(row: Row, record_id: int, read: Mapping[str, PartsByRecord]) -> Description:
    """One description from its record row and the parts read for a batch of records."""
    fields = {part.field: read[part.field].get(record_id, ()) for part in PARTS}
    return from_columns(Description, row, **fields)


def _status_rows(record_id: int, signatures: Sequence[Signature]) -> list[Columns]:
    return [
        {
            "record_id": record_id,
            "signature_position": signature_position,
            "position": position,
            **to_columns(change),
        }
        for signature_position, one in enumerate(signatures, start=1)
        for position, change in enumerate(one.history, start=1)
    ]


def _read_histories(
    session: Session, record_ids: Sequence[int]
) -> Mapping[tuple[int, int], list[StatusChange]]:
    table = parts.signature_status
    rows = session.execute(
        select(table)
        .where(table.c.record_id.in_(record_ids))
        .order_by(table.c.record_id, table.c.signature_position, table.c.position)
    ).mappings()
    found: dict[tuple[int, int], list[StatusChange]] = defaultdict(list)
    for row in rows:
        key = (row["record_id"], row["signature_position"])
        found[key].append(from_columns(StatusChange, row))
    return found
