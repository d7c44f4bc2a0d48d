"""Groups of columns that stand together in many tables: evidence, dates, the link to a record.

The names follow `db/mapping.py`: a field `evidence` becomes `evidence_source`, `evidence_grade`,
`evidence_is_anonymous`; a field `date` becomes `date_edtf`, `date_lower`, `date_upper`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table

from app.db.base import Base
from app.db.types import MaybeTextType, TermType
from app.domain.vocabularies import DateBasis

PUBLIC_ID_LENGTH = 36
PARTY_LENGTH = 16
EDTF_LENGTH = 64


def evidence() -> tuple[Column[Any], ...]:
    """Source, Admiralty grade and anonymity of a fact."""
    return (
        Column("evidence_source", MaybeTextType),
        Column("evidence_grade", String(2)),
        Column("evidence_is_anonymous", Boolean, nullable=False, default=False),
    )


def calendar_date(name: str) -> tuple[Column[Any], ...]:
    """An EDTF date with its inclusive bounds; all NULL when there is none."""
    return (
        Column(f"{name}_edtf", String(EDTF_LENGTH)),
        Column(f"{name}_lower", Date),
        Column(f"{name}_upper", Date),
    )


def dated_fact(name: str) -> tuple[Column[Any], ...]:
    """A date with its basis and source. `_edtf` carries the three nothings."""
    return (
        Column(f"{name}_edtf", MaybeTextType),
        Column(f"{name}_lower", Date),
        Column(f"{name}_upper", Date),
        Column(f"{name}_basis", TermType(DateBasis)),
        Column(f"{name}_source", MaybeTextType),
    )


def part_of_record(name: str, *columns: Column[Any] | Index) -> Table:
    """A table of ordered parts of records: its own key, the record, the position from 1."""
    return Table(
        name,
        Base.metadata,
        Column("id", Integer, primary_key=True),
        Column(
            "record_id",
            ForeignKey("record.id", ondelete="CASCADE"),
            nullable=False,
        ),
        Column("position", Integer, nullable=False),
        *columns,
        Index(f"ix_{name}_record_id_position", "record_id", "position"),
    )
