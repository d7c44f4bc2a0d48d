"""Between the domain's values and columns: `to_columns` flattens a value, `from_columns` rebuilds it.

Column names follow field names. What a value holds inside is spread over several columns:

    evidence: Evidence             evidence_source, evidence_grade, evidence_is_anonymous
    date: CalendarDate | None      date_edtf, date_lower, date_upper
    dated: DatedFact | Nothing     the same three, dated_basis, dated_source
    concern: Concern | None        concern_text, concern_step

Fields that are tuples of other values have tables of their own and are left out here
(`db/parts.py`). Terms, texts and the three nothings are the work of the column types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar, get_type_hints

from app.domain.dates import CalendarDate, DatedFact
from app.domain.grades import Grade
from app.domain.nothing import NOT_KNOWN, MaybeText, Nothing
from app.domain.records import Concern, Description, Evidence, Signature

Columns = dict[str, Any]
Row = Mapping[Any, Any]
"""A row by column name."""
Value = TypeVar("Value")

FIELDS_WITH_TABLES: Mapping[type[object], frozenset[str]] = {
    Description: frozenset(
        {
            "signatures",
            "addressees",
            "targets",
            "subjects",
            "assertions",
            "demands",
            "responses",
            "outcomes",
            "persons",
            "absences",
            "quotes",
            "external_references",
        }
    ),
    Signature: frozenset({"history"}),
}


def to_columns(value: object) -> Columns:
    """The columns of one value, without those fields that have tables of their own."""
    columns: Columns = {}
    for name, (write, _) in _shapes(type(value)).items():
        write(columns, name, getattr(value, name))
    return columns


def from_columns(kind: type[Value], row: Row, **parts: object) -> Value:
    """The value that `to_columns` flattened; `parts` are the fields that have tables of their own."""
    values = {name: read(row, name) for name, (_, read) in _shapes(kind).items()}
    return kind(**values, **parts)


def read_date(row: Row, name: str) -> CalendarDate | None:
    """The date of the three columns `name_edtf`, `name_lower`, `name_upper`."""
    edtf = row[f"{name}_edtf"]
    return CalendarDate(edtf, row[f"{name}_lower"], row[f"{name}_upper"]) if edtf else None


def read_dated_fact(row: Row, name: str) -> DatedFact | Nothing:
    """The dated fact, or which of the three nothings stands in its place."""
    edtf: MaybeText = row[f"{name}_edtf"]
    if isinstance(edtf, Nothing):
        return edtf
    date = CalendarDate(edtf, row[f"{name}_lower"], row[f"{name}_upper"])
    return DatedFact(date, row[f"{name}_basis"], row[f"{name}_source"])


def read_evidence(row: Row, name: str = "evidence") -> Evidence:
    """The evidence of the three columns that begin with `name`."""
    grade = row[f"{name}_grade"]
    return Evidence(
        row[f"{name}_source"], Grade(grade) if grade else None, row[f"{name}_is_anonymous"]
    )


_Write = Callable[[Columns, str, Any], None]
_Read = Callable[[Row, str], Any]
_KNOWN_SHAPES: dict[type[object], Mapping[str, tuple[_Write, _Read]]] = {}


def _shapes(kind: type[object]) -> Mapping[str, tuple[_Write, _Read]]:
    known = _KNOWN_SHAPES.get(kind)
    if known is None:
        hints = get_type_hints(kind)
        apart = FIELDS_WITH_TABLES.get(kind, frozenset())
        names = [field.name for field in fields(kind) if field.name not in apart]  # type: ignore[arg-type]
        known = {name: _SHAPES.get(hints[name], (_write_plain, _read_plain)) for name in names}
        _KNOWN_SHAPES[kind] = known
    return known


def _write_plain(columns: Columns, name: str, value: object) -> None:
    columns[name] = value


def _read_plain(row: Row, name: str) -> object:
    return row[name]


def _write_date(columns: Columns, name: str, value: CalendarDate | None) -> None:
    columns[f"{name}_edtf"] = value.edtf if value else None
    columns[f"{name}_lower"] = value.lower if value else None
    columns[f"{name}_upper"] = value.upper if value else None


def _write_dated_fact(columns: Columns, name: str, value: DatedFact | Nothing) -> None:
    if isinstance(value, Nothing):
        _write_date(columns, name, None)
        columns |= {f"{name}_edtf": value, f"{name}_basis": None, f"{name}_source": NOT_KNOWN}
        return
    _write_date(columns, name, value.date)
    columns[f"{name}_basis"] = value.basis
    columns[f"{name}_source"] = value.source


def _write_evidence(columns: Columns, name: str, value: Evidence) -> None:
    columns[f"{name}_source"] = value.source
    columns[f"{name}_grade"] = value.grade.code if value.grade else None
    columns[f"{name}_is_anonymous"] = value.is_anonymous


def _write_concern(columns: Columns, name: str, value: Concern | None) -> None:
    columns[f"{name}_text"] = value.text if value else None
    columns[f"{name}_step"] = value.step if value else None


def _read_concern(row: Row, name: str) -> Concern | None:
    step = row[f"{name}_step"]
    return Concern(row[f"{name}_text"], step) if step else None


_SHAPES: Mapping[object, tuple[_Write, _Read]] = {
    Evidence: (_write_evidence, read_evidence),
    CalendarDate | None: (_write_date, read_date),
    DatedFact | Nothing: (_write_dated_fact, read_dated_fact),
    Concern | None: (_write_concern, _read_concern),
}
