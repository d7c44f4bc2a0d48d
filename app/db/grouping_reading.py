"""How many readable texts the members of a grouping signed while they were members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from app.db.gate import Gate
from app.db.models.parts import signature
from app.db.models.records import record
from app.db.party_codes import STANDING as STANDING_CODE
from app.db.party_codes import family, standing_code
from app.db.summaries import STANDING
from app.domain.groupings import Membership
from app.domain.records import PartyCode


def signed_by_members(gate: Gate, members: Iterable[Membership]) -> Mapping[PartyCode, int]:
    """For each party, the texts of the time of its stays; of any time for a stay without dates."""
    statement = (
        select(standing_code(gate.session, signature.c.party), func.count(record.c.id.distinct()))
        .join(record, record.c.id == signature.c.record_id)
        .where(signature.c.status.in_(STANDING), _in_a_stay(gate, members))
        .group_by(STANDING_CODE)
    )
    rows = gate.session.execute(gate.within(statement))
    return {PartyCode(code): int(count) for code, count in rows}


def signed_by_any(gate: Gate, members: Iterable[Membership]) -> int:
    """The texts that at least one of them signed while it was a member."""
    statement = (
        select(func.count(record.c.id.distinct()))
        .join(signature, signature.c.record_id == record.c.id)
        .where(signature.c.status.in_(STANDING), _in_a_stay(gate, members))
    )
    return int(gate.session.execute(gate.within(statement)).scalar_one())


def _in_a_stay(gate: Gate, members: Iterable[Membership]) -> ColumnElement[bool]:
    """As `Membership.covers`, in SQL; a text without any date is of no stay that has dates."""
    stays = [
        and_(signature.c.party.in_(family(gate.session, one.party)), *_while(one))
        for one in members
    ]
    return or_(false(), *stays)


def _while(stay: Membership) -> list[ColumnElement[bool]]:
    if not stay.is_dated:
        return []
    lower, upper = record.c.dated_lower, record.c.dated_upper
    conditions = [or_(lower.is_not(None), upper.is_not(None))]
    begins = stay.first.lower if stay.first else None
    ends = stay.last.upper if stay.last else None
    if begins:
        conditions.append(or_(upper.is_(None), upper >= begins))
    if ends:
        conditions.append(or_(lower.is_(None), lower <= ends))
    return conditions
