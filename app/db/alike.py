"""Readable records that may be of the same letter: by date and signatories, by date and addressee."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.db.gate import Gate
from app.db.models.parts import addressee, signature
from app.db.models.records import record
from app.db.party_codes import family
from app.db.summaries import STANDING
from app.domain.dates import CalendarDate
from app.domain.records import Addressee, PartyCode, RecordId
from app.domain.vocabularies import AddresseeRole

MOST_CANDIDATES = 50


def signed_alike(
    gate: Gate, date: CalendarDate, codes: Iterable[PartyCode], fewest: int
) -> tuple[RecordId, ...]:
    """Records of an overlapping date that so many of the parties signed, most shared first.

    One statement; every code counts with those that were merged into it.
    """
    families = [one for code in sorted(codes) for one in family(gate.session, code)]
    if len(families) < fewest:
        return ()
    shared = func.count(signature.c.party.distinct())
    statement = (
        _of_that_time(date)
        .join(signature, signature.c.record_id == record.c.id)
        .where(signature.c.party.in_(families), signature.c.status.in_(STANDING))
        .group_by(record.c.id, record.c.public_id)
        .having(shared >= fewest)
        .order_by(shared.desc(), record.c.public_id)
    )
    return _ids(gate, statement)


def addressed_alike(
    gate: Gate, date: CalendarDate, addressees: Sequence[Addressee]
) -> tuple[RecordId, ...]:
    """Records of an overlapping date with an addressee of the same person, office or organ.

    A party alone is the same addressee only on the same date. One statement.
    """
    conditions = [found for one in addressees if (found := _same(gate, date, one)) is not None]
    if not conditions:
        return ()
    statement = (
        _of_that_time(date)
        .join(addressee, addressee.c.record_id == record.c.id)
        .where(addressee.c.role == AddresseeRole.TO, or_(*conditions))
        .distinct()
        .order_by(record.c.public_id)
    )
    return _ids(gate, statement)


def _ids(gate: Gate, statement: Select[Any]) -> tuple[RecordId, ...]:
    found = gate.session.scalars(gate.within(statement).limit(MOST_CANDIDATES))
    return tuple(RecordId(one) for one in found)


def _of_that_time(date: CalendarDate) -> Select[Any]:
    """Ids of records whose date has a day in common with this one; one without a date has none."""
    begins, ends = record.c.dated_lower, record.c.dated_upper
    statement = select(record.c.public_id).where(or_(begins.is_not(None), ends.is_not(None)))
    if date.upper is not None:
        statement = statement.where(or_(begins.is_(None), begins <= date.upper))
    if date.lower is not None:
        statement = statement.where(or_(ends.is_(None), ends >= date.lower))
    return statement


def _same(gate: Gate, date: CalendarDate, one: Addressee) -> ColumnElement[bool] | None:
    """The condition for the same addressee; None for one of whom nothing is known."""
    words = [
        func.lower(column) == value.lower()
        for column, value in (
            (addressee.c.person, one.person),
            (addressee.c.office, one.office),
            (addressee.c.organ, one.organ),
        )
        if isinstance(value, str) and value
    ]
    codes = family(gate.session, one.party) if isinstance(one.party, str) else ()
    if words:
        is_party = or_(addressee.c.party.is_(None), addressee.c.party.in_(codes))
        return and_(or_(*words), is_party) if codes else or_(*words)
    if not codes:
        return None
    on_the_day = and_(record.c.dated_lower == date.lower, record.c.dated_upper == date.upper)
    return and_(addressee.c.party.in_(codes), on_the_day)
