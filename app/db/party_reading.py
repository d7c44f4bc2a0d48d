"""What parties did, counted and listed from the records that the gate lets through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, func, literal, or_, select, union_all

from app.db.gate import Gate
from app.db.models.parts import absence_report, addressee, signature, target
from app.db.models.records import record
from app.db.party_codes import STANDING as STANDING_CODE
from app.db.party_codes import family, standing_code
from app.db.summaries import STANDING
from app.db.types import read_text
from app.domain.nothing import NONE
from app.domain.records import PartyCode, RecordId
from app.domain.vocabularies import AddresseeRole, SignatureStatus


class Part(Enum):
    """What a party has to do with a record."""

    SIGNED = "signed"
    WITHDREW = "withdrew"
    RECEIVED = "received"
    TARGET_OF = "target of"
    REPORTED_ABSENT = "reported absent"


@dataclass(frozen=True, slots=True)
class NameInTexts:
    """A name as signed in readable texts, and the years of the first and last of them."""

    name: str
    first_year: int | None
    last_year: int | None


@dataclass(frozen=True, slots=True)
class Companion:
    """How often another party signed the same texts, and how many it signed in all."""

    code: PartyCode
    together: int
    in_all: int


# As `domain.records.Evidence.is_attributed`: a note of the register's own is no report.
_IS_ATTRIBUTED = or_(
    absence_report.c.evidence_is_anonymous,
    absence_report.c.evidence_grade.is_not(None),
    and_(
        absence_report.c.evidence_source.is_not(None),
        absence_report.c.evidence_source != NONE,
    ),
)
_WHERE: Mapping[Part, tuple[Table, ColumnElement[bool] | None]] = {
    Part.SIGNED: (signature, signature.c.status.in_(STANDING)),
    Part.WITHDREW: (signature, signature.c.status == SignatureStatus.WITHDREW),
    Part.RECEIVED: (
        addressee,
        and_(addressee.c.party.is_not(None), addressee.c.role == AddresseeRole.TO),
    ),
    Part.TARGET_OF: (target, None),
    Part.REPORTED_ABSENT: (absence_report, _IS_ATTRIBUTED),
}


def counts(gate: Gate) -> Mapping[PartyCode, Mapping[Part, int]]:
    """For every party in a readable record, in how many it takes which part. One statement."""
    selects = []
    for part, (table, condition) in _WHERE.items():
        statement = (
            select(
                standing_code(gate.session, table.c.party),
                literal(part.value),
                func.count(record.c.id.distinct()),
            )
            .join(record, record.c.id == table.c.record_id)
            .group_by(STANDING_CODE)
        )
        selects.append(gate.within(_narrowed(statement, condition)))
    found: dict[PartyCode, dict[Part, int]] = defaultdict(dict)
    for code, part, count in gate.session.execute(union_all(*selects)):
        party = read_text(code)  # an addressee's may be one of the nothings, as stored in the union
        if isinstance(party, str):
            found[PartyCode(party)][Part(part)] = int(count)
    return found


def records_of(gate: Gate, code: PartyCode) -> Mapping[Part, tuple[RecordId, ...]]:
    """The readable records in which a party takes each part, newest first. One statement."""
    selects = []
    for part, (table, condition) in _WHERE.items():
        statement = (
            select(
                literal(part.value).label("part"),
                record.c.public_id.label("public_id"),
                record.c.dated_lower.label("day"),
            )
            .join(record, record.c.id == table.c.record_id)
            .where(table.c.party.in_(family(gate.session, code)))
            .distinct()
        )
        selects.append(gate.within(_narrowed(statement, condition)))
    found: dict[Part, list[RecordId]] = defaultdict(list)
    everything = union_all(*selects).subquery()
    newest = (everything.c.day.desc().nulls_last(), everything.c.public_id)
    for part, record_id, _ in gate.session.execute(select(everything).order_by(*newest)):
        found[Part(part)].append(RecordId(record_id))
    return {part: tuple(ids) for part, ids in found.items()}


def reported_missing(gate: Gate, code: PartyCode) -> frozenset[RecordId]:
    """The readable records in which somebody reports that the party was missing. One statement."""
    statement = (
        select(record.c.public_id)
        .join(absence_report, absence_report.c.record_id == record.c.id)
        .where(absence_report.c.party.in_(family(gate.session, code)), _IS_ATTRIBUTED)
    )
    return frozenset(RecordId(one) for one in gate.session.scalars(gate.within(statement)))


def names_in_texts(gate: Gate, code: PartyCode) -> tuple[NameInTexts, ...]:
    """How the party's name was signed in readable texts, oldest use first."""
    day = record.c.dated_lower
    statement = (
        select(signature.c.name_as_signed, func.min(day), func.max(day))
        .join(record, record.c.id == signature.c.record_id)
        .where(
            signature.c.party.in_(family(gate.session, code)),
            signature.c.name_as_signed.is_not(None),
        )
        .group_by(signature.c.name_as_signed)
        .order_by(func.min(day), signature.c.name_as_signed)
    )
    return tuple(
        NameInTexts(name, first.year if first else None, last.year if last else None)
        for name, first, last in gate.session.execute(gate.within(statement))
        if isinstance(name, str)
    )


def companions(gate: Gate, code: PartyCode, limit: int) -> tuple[Companion, ...]:
    """With whom the party signed most, from complete lists only. Two statements."""
    own, other = signature.alias("own"), signature.alias("other")
    codes, companion = family(gate.session, code), standing_code(gate.session, other.c.party)
    together = func.count(record.c.id.distinct())
    statement = (
        select(companion, together)
        .select_from(record)
        .join(own, own.c.record_id == record.c.id)
        .join(other, other.c.record_id == record.c.id)
        .where(own.c.party.in_(codes), own.c.status.in_(STANDING))
        .where(other.c.party.not_in(codes), other.c.status.in_(STANDING))
        .where(record.c.signatures_are_complete)
        .group_by(STANDING_CODE)
        .order_by(together.desc(), STANDING_CODE)
        .limit(limit)
    )
    found = [(PartyCode(one), int(n)) for one, n in gate.session.execute(gate.within(statement))]
    in_all = _signed_in_all(gate, [one for one, _ in found])
    return tuple(Companion(one, count, in_all[one]) for one, count in found)


def _signed_in_all(gate: Gate, codes: Sequence[PartyCode]) -> Mapping[PartyCode, int]:
    every = [one for code in codes for one in family(gate.session, code)]
    statement = (
        select(standing_code(gate.session, signature.c.party), func.count(record.c.id.distinct()))
        .join(record, record.c.id == signature.c.record_id)
        .where(signature.c.party.in_(every), signature.c.status.in_(STANDING))
        .where(record.c.signatures_are_complete)
        .group_by(STANDING_CODE)
    )
    rows = gate.session.execute(gate.within(statement))
    return {PartyCode(code): int(count) for code, count in rows}


def _narrowed(statement: Select[Any], condition: ColumnElement[bool] | None) -> Select[Any]:
    return statement if condition is None else statement.where(condition)
