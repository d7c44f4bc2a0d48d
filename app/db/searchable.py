"""What of a record can be searched, read from its rows for many records at a time.

The same rows feed the index and the excerpts, so that a word that was found is also shown. One
statement reads the records, one more all their parts, whatever their number. How parts become
passages is decided in `services/projection.py`; sealed notes stand in cells of their own and are left out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from app.db.authorities import authorities
from app.db.gate import Gate
from app.db.mapping import Row, read_date
from app.db.models import parts
from app.db.models.files import file_text, record_file
from app.db.models.records import record, record_text
from app.db.types import read_text
from app.domain.dates import CalendarDate
from app.domain.nothing import MaybeText, Nothing, text_or
from app.domain.records import RecordId
from app.domain.vocabularies import RecordKind, Term


class PartKind(Enum):
    """Where a part stands; its `texts` are the columns named beside it."""

    SIGNATURE = "signature"
    """party, name as signed, person, office, status"""
    ADDRESSEE = "addressee"
    """party, organ, office, person, role"""
    TARGET = "target"
    SUBJECT = "subject"
    ASSERTION = "assertion"
    DEMAND = "demand"
    RESPONSE = "response"
    """text, by whom"""
    OUTCOME = "outcome"
    PERSON = "person"
    """name, then the other names"""
    ABSENCE = "absence"
    """party, text, grouping"""
    QUOTE = "quote"
    REFERENCE = "reference"
    """scheme, value"""
    TEXT = "text"
    FILE = "file"
    """text, name of the file, language, public id of the file"""


@dataclass(frozen=True, slots=True)
class SearchablePart:
    """One part as stored; `texts` holds an empty text where one of the nothings stands.

    `codes` are those of the vocabularies: capacity and ranks of a signature, the status of a demand or
    an outcome, the kind of a response, the role of a person.
    """

    kind: PartKind
    number: int
    page: int
    texts: tuple[str, ...]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchableRecord:
    """One record as far as it is searched; `parts` by kind and number."""

    id: RecordId
    edition: int
    cell_key: str
    reference: str
    kind: RecordKind
    title: str
    title_language: str
    summary: str
    scope: str
    concern: str
    place: str
    document_symbol: str
    notes: tuple[str, ...]
    instruments: tuple[str, ...]
    sources: tuple[str, ...]
    languages: tuple[str, ...]
    channel: str
    publicity: str
    disclosure: str
    holding: str
    """Codes of the vocabularies; empty where nothing is known."""
    signatures_are_complete: bool | None
    has_file: bool
    date: CalendarDate | None
    parts: tuple[SearchablePart, ...]


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What a partition must hold of a record: where it stands and in which edition."""

    id: RecordId
    cell_key: str
    edition: int
    pages: int
    """Pages of its files, as a measure of how much text it brings along."""


def searchable(gate: Gate, record_ids: Sequence[RecordId]) -> list[SearchableRecord]:
    """The readable ones of the ids, in the order given. Two statements."""
    statement = gate.within(select(*_COLUMNS).where(record.c.public_id.in_(record_ids)))
    rows = gate.session.execute(statement).mappings().all()
    found_parts = _parts(gate, [row["id"] for row in rows])
    by_id = {row["public_id"]: _record(gate, row, found_parts[row["id"]]) for row in rows}
    return [by_id[record_id] for record_id in record_ids if record_id in by_id]


def entries(gate: Gate, record_ids: Sequence[RecordId]) -> list[IndexEntry]:
    """Where the readable ones of the ids stand. One statement."""
    return list(_entries(gate, _ENTRY.where(record.c.public_id.in_(record_ids))))


def all_entries(gate: Gate) -> list[IndexEntry]:
    """Where every record stands that the gate lets through, oldest first. One statement."""
    return list(_entries(gate, _ENTRY.order_by(record.c.id)))


_PAGES = (
    select(func.coalesce(func.sum(record_file.c.pages), 0))
    .where(record_file.c.record_id == record.c.id)
    .correlate(record)
    .scalar_subquery()
)
_ENTRY = select(record.c.public_id, record.c.cell_id, record.c.edition, _PAGES.label("pages"))
_HAS_FILE = (
    exists().where(record_file.c.record_id == record.c.id).correlate(record).label("has_file")
)
_COLUMNS = (
    record.c.id,
    record.c.public_id,
    record.c.edition,
    record.c.cell_id,
    record.c.reference,
    record.c.kind,
    record.c.title,
    record.c.title_language,
    record.c.summary,
    record.c.scope,
    record.c.concern_text,
    record.c.place,
    record.c.document_symbol,
    record.c.notes,
    record.c.signatures_note,
    record.c.capacity_note,
    record.c.instruments,
    record.c.sources,
    record.c.languages,
    record.c.channel,
    record.c.publicity,
    record.c.disclosure,
    record.c.holding,
    record.c.signatures_are_complete,
    _HAS_FILE,
    record.c.dated_edtf,
    record.c.dated_lower,
    record.c.dated_upper,
)
_WIDTH, _LEADING = 5, 6


def _entries(gate: Gate, statement: Select[Any]) -> Iterator[IndexEntry]:
    for row in gate.session.execute(gate.within(statement)):
        cell_key = gate.cells_by_id[row.cell_id].key
        yield IndexEntry(RecordId(row.public_id), cell_key, row.edition, row.pages)


def _record(gate: Gate, row: Row, found: Sequence[SearchablePart]) -> SearchableRecord:
    has_date = not isinstance(row["dated_edtf"], Nothing)
    notes = (row["notes"], row["signatures_note"], row["capacity_note"])
    return SearchableRecord(
        id=RecordId(row["public_id"]),
        edition=row["edition"],
        cell_key=gate.cells_by_id[row["cell_id"]].key,
        reference=row["reference"],
        kind=row["kind"],
        title=row["title"],
        title_language=text_or(row["title_language"]),
        summary=row["summary"],
        scope=row["scope"],
        concern=row["concern_text"] or "",
        place=text_or(row["place"]),
        document_symbol=text_or(row["document_symbol"]),
        notes=tuple(filter(None, notes)),
        instruments=row["instruments"],
        sources=row["sources"],
        languages=row["languages"],
        channel=_code(row["channel"]),
        publicity=_code(row["publicity"]),
        disclosure=_code(row["disclosure"]),
        holding=_code(row["holding"]),
        signatures_are_complete=row["signatures_are_complete"],
        has_file=row["has_file"],
        date=read_date(row, "dated") if has_date else None,
        parts=tuple(sorted(found, key=lambda one: (_ORDER[one.kind], one.number, one.page))),
    )


def _code(value: Term | Nothing) -> str:
    return str(value.value) if isinstance(value, Term) else ""


_ORDER = {kind: place for place, kind in enumerate(PartKind)}


def _parts(gate: Gate, keys: Sequence[int]) -> Mapping[int, list[SearchablePart]]:
    """The parts of records that came through the gate, by the records' keys."""
    found: dict[int, list[SearchablePart]] = defaultdict(list)
    standing = authorities(gate.session).parties.standing
    for row in gate.session.execute(_statement(), {"keys": keys}):
        kind = PartKind(row.kind)
        texts = _texts(kind, row[_LEADING:])
        if kind in _NAMING_A_PARTY and texts[0]:
            texts = (standing(texts[0]), *texts[1:])
        codes = _codes(row.code, row.codes)
        found[row.record_id].append(SearchablePart(kind, row.number, row.page, texts, codes))
    return found


_NAMING_A_PARTY = frozenset(
    {PartKind.SIGNATURE, PartKind.ADDRESSEE, PartKind.TARGET, PartKind.ABSENCE}
)
"""Their first text is a party's code."""


def _texts(kind: PartKind, stored: Sequence[str | None]) -> tuple[str, ...]:
    if kind is PartKind.PERSON:
        others: list[str] = json.loads(stored[1] or "[]")
        return (stored[0] or "", *others)
    return tuple(_plain(read_text(one)) for one in stored)


def _codes(one: str | None, several: str | None) -> tuple[str, ...]:
    more: list[str] = json.loads(several) if several else []
    return (one, *more) if one else tuple(more)


def _plain(value: MaybeText) -> str:
    return text_or(value)


@cache
def _statement() -> CompoundSelect[Any]:
    """One SELECT for each table of parts, all of the same shape, for the records of `keys`."""
    return union_all(
        *(_branch(kind, table, columns) for kind, table, columns in _TABLES),
        _shape(PartKind.TEXT, record_text.c.record_id, [record_text.c.text]),
        _shape(
            PartKind.FILE,
            record_file.c.record_id,
            [file_text.c.text, record_file.c.name, record_file.c.language, record_file.c.public_id],
            number=record_file.c.id,
            page=file_text.c.page,
        ).join_from(file_text, record_file, record_file.c.id == file_text.c.file_id),
    )


def _branch(kind: PartKind, table: Table, columns: Sequence[str]) -> Select[Any]:
    texts = [table.c[name] for name in columns]
    code, codes = (table.c[name] if name else None for name in _CODES.get(kind, ("", "")))
    return _shape(kind, table.c.record_id, texts, number=table.c.position, code=code, codes=codes)


def _shape(
    kind: PartKind,
    record_id: ColumnElement[Any],
    texts: Sequence[ColumnElement[Any]],
    *,
    number: ColumnElement[Any] | None = None,
    page: ColumnElement[Any] | None = None,
    code: ColumnElement[Any] | None = None,
    codes: ColumnElement[Any] | None = None,
) -> Select[Any]:
    """Every branch has the same columns; texts come raw, because they share columns in the union."""
    nothing = type_coerce(cast(null(), Text), Text)
    filled = [type_coerce(text, Text) for text in texts]
    filled += [nothing] * (_WIDTH - len(texts))
    return select(
        record_id.label("record_id"),
        literal(kind.value, Text).label("kind"),
        (literal(1, Integer) if number is None else number).label("number"),
        (literal(0, Integer) if page is None else page).label("page"),
        (nothing if code is None else type_coerce(code, Text)).label("code"),
        (nothing if codes is None else type_coerce(codes, Text)).label("codes"),
        *(text.label(f"text_{place}") for place, text in enumerate(filled)),
    ).where(record_id.in_(bindparam("keys", expanding=True)))


_CODES: Mapping[PartKind, tuple[str, str]] = {
    PartKind.SIGNATURE: ("capacity", "ranks"),
    PartKind.DEMAND: ("status", ""),
    PartKind.OUTCOME: ("status", ""),
    PartKind.RESPONSE: ("kind", ""),
    PartKind.PERSON: ("role", ""),
}
_TABLES: tuple[tuple[PartKind, Table, tuple[str, ...]], ...] = (
    (
        PartKind.SIGNATURE,
        parts.signature,
        ("party", "name_as_signed", "person", "office", "status"),
    ),
    (PartKind.ADDRESSEE, parts.addressee, ("party", "organ", "office", "person", "role")),
    (PartKind.TARGET, parts.target, ("party",)),
    (PartKind.SUBJECT, parts.record_subject, ("wording",)),
    (PartKind.ASSERTION, parts.assertion, ("text",)),
    (PartKind.DEMAND, parts.demand, ("text", "demand_class")),
    (PartKind.RESPONSE, parts.response, ("text", "by", "note")),
    (PartKind.OUTCOME, parts.outcome, ("text",)),
    (PartKind.PERSON, parts.named_person, ("name", "other_names")),
    (PartKind.ABSENCE, parts.absence_report, ("party", "text", "among")),
    (PartKind.QUOTE, parts.quote, ("text",)),
    (PartKind.REFERENCE, parts.external_reference, ("scheme", "value")),
)
