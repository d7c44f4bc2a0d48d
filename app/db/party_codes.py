"""Codes of parties as they stand in texts, read as the codes that stand for them now.

Two parties may be merged and parted again (docs/decisions/merging-authorities.md): the texts keep the
code they were given. Here, and nowhere else, is what is read of them mapped to the standing code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, case, literal, select, type_coerce
from sqlalchemy.orm import Session

from app.db.authorities import authorities
from app.db.gate import Gate
from app.db.models import parts
from app.db.models.authorities import party
from app.db.models.records import record
from app.domain.nothing import Nothing
from app.domain.parties import PartyDirectory
from app.domain.records import Description, PartyCode

PARTY_COLUMNS = (
    parts.signature.c.party,
    parts.addressee.c.party,
    parts.target.c.party,
    parts.absence_report.c.party,
    parts.response.c.by_party,
)
"""Where a record names a party."""
STANDING = "standing_party"
_MaybeCode = TypeVar("_MaybeCode", PartyCode, PartyCode | Nothing, PartyCode | None)


def standing_code(session: Session, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The code that stands for a column's, in SQL; to be grouped by `STANDING`."""
    merged = authorities(session).parties.merged
    if not merged:
        return column.label(STANDING)
    pairs = [(column == gone, literal(kept, column.type)) for gone, kept in merged.items()]
    return type_coerce(case(*pairs, else_=column), column.type).label(STANDING)


def family(session: Session, code: PartyCode) -> tuple[PartyCode, ...]:
    """Every code that means the same party as this one now."""
    return authorities(session).parties.family(code)


def as_standing(description: Description, directory: PartyDirectory) -> Description:
    """What a record says, with the codes that stand for those it was given."""
    if directory.merged.keys().isdisjoint(description.party_codes):
        return description

    def now(code: _MaybeCode) -> _MaybeCode:
        return directory.standing(code) if isinstance(code, str) else code

    return replace(
        description,
        signatures=tuple(replace(one, party=now(one.party)) for one in description.signatures),
        addressees=tuple(replace(one, party=now(one.party)) for one in description.addressees),
        targets=tuple(dict.fromkeys(now(one) for one in description.targets)),
        absences=tuple(replace(one, party=now(one.party)) for one in description.absences),
        responses=tuple(replace(one, by_party=now(one.by_party)) for one in description.responses),
    )


def naming(gate: Gate) -> Sequence[Any]:
    """For every place in readable records that names a party on record, the party's key and the record."""
    return [
        gate.within(
            select(
                party.c.id.label("entry"),
                record.c.id.label("record"),
                record.c.public_id.label("public_id"),
                record.c.dated_lower.label("day"),
            )
            .select_from(column.table)
            .join(party, party.c.code == type_coerce(column, party.c.code.type))
            .join(record, record.c.id == column.table.c.record_id)
        )
        for column in PARTY_COLUMNS
    ]
