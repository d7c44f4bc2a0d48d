"""Grants, requests for access and emergencies: rows only; the rules are in the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.db.models.admission import AccessRequestRow, EmergencyRow, GrantRow
from app.domain.admission import EmergencyState, RequestState


def live_grants(session: Session, account_id: int, now: datetime) -> Sequence[GrantRow]:
    """Grants that nobody ended and that count at `now`, with their emergencies. One statement."""
    return session.scalars(
        select(GrantRow)
        .where(
            GrantRow.account_id == account_id,
            GrantRow.starts_at <= now,
            GrantRow.ends_at > now,
            GrantRow.ended_at.is_(None),
        )
        .options(joinedload(GrantRow.emergency))
        .order_by(GrantRow.id)
    ).all()


def grants_of(session: Session, account_id: int) -> Sequence[GrantRow]:
    """Every grant the account ever had, newest first."""
    return session.scalars(
        select(GrantRow)
        .where(GrantRow.account_id == account_id)
        .options(joinedload(GrantRow.emergency))
        .order_by(GrantRow.id.desc())
    ).all()


def grant_by_public_id(session: Session, public_id: str) -> GrantRow | None:
    return session.scalar(select(GrantRow).where(GrantRow.public_id == public_id))


def grants_of_emergency(session: Session, emergency_id: int) -> Sequence[GrantRow]:
    return session.scalars(select(GrantRow).where(GrantRow.emergency_id == emergency_id)).all()


def live_grant_counts(session: Session, now: datetime) -> dict[int, int]:
    """Account key -> how many grants count now."""
    rows = session.execute(
        select(GrantRow.account_id, func.count())
        .where(GrantRow.starts_at <= now, GrantRow.ends_at > now, GrantRow.ended_at.is_(None))
        .group_by(GrantRow.account_id)
    )
    return {row[0]: row[1] for row in rows}


def request_by_public_id(session: Session, public_id: str) -> AccessRequestRow | None:
    return session.scalar(
        select(AccessRequestRow)
        .where(AccessRequestRow.public_id == public_id)
        .options(joinedload(AccessRequestRow.account))
    )


def requests_of(session: Session, account_id: int) -> Sequence[AccessRequestRow]:
    """What the account asked for, newest first."""
    return session.scalars(
        select(AccessRequestRow)
        .where(AccessRequestRow.account_id == account_id)
        .order_by(AccessRequestRow.id.desc())
    ).all()


def open_requests(session: Session) -> Sequence[AccessRequestRow]:
    """Everybody's open requests, oldest first."""
    return session.scalars(
        select(AccessRequestRow)
        .where(AccessRequestRow.state == RequestState.OPEN.value)
        .options(joinedload(AccessRequestRow.account))
        .order_by(AccessRequestRow.id)
    ).all()


def answered_requests(session: Session, limit: int) -> Sequence[AccessRequestRow]:
    """The latest that are not open any more."""
    return session.scalars(
        select(AccessRequestRow)
        .where(AccessRequestRow.state != RequestState.OPEN.value)
        .options(joinedload(AccessRequestRow.account))
        .order_by(AccessRequestRow.answered_at.desc(), AccessRequestRow.id.desc())
        .limit(limit)
    ).all()


def open_request_counts(session: Session) -> dict[int, int]:
    """Account key -> how many of its requests are open."""
    rows = session.execute(
        select(AccessRequestRow.account_id, func.count())
        .where(AccessRequestRow.state == RequestState.OPEN.value)
        .group_by(AccessRequestRow.account_id)
    )
    return {row[0]: row[1] for row in rows}


def emergency_by_public_id(session: Session, public_id: str) -> EmergencyRow | None:
    """With its account; read anew, so that two who decide at once do not both decide."""
    return session.scalar(
        select(EmergencyRow)
        .where(EmergencyRow.public_id == public_id)
        .options(joinedload(EmergencyRow.account))
        .execution_options(populate_existing=True)
    )


def emergencies_of(session: Session, account_id: int) -> Sequence[EmergencyRow]:
    """Those of one account, newest first."""
    return session.scalars(
        select(EmergencyRow)
        .where(EmergencyRow.account_id == account_id)
        .order_by(EmergencyRow.id.desc())
    ).all()


def emergencies(session: Session, limit: int) -> Sequence[EmergencyRow]:
    """Everybody's, newest first."""
    return session.scalars(
        select(EmergencyRow)
        .options(joinedload(EmergencyRow.account))
        .order_by(EmergencyRow.id.desc())
        .limit(limit)
    ).all()


def emergencies_approved_once(session: Session) -> Sequence[EmergencyRow]:
    """Those that wait for their second person, oldest first."""
    return session.scalars(
        select(EmergencyRow)
        .where(EmergencyRow.state == EmergencyState.APPROVED_ONCE.value)
        .options(joinedload(EmergencyRow.account))
        .order_by(EmergencyRow.id)
    ).all()


def emergencies_to_look_at(session: Session) -> int:
    """How many wait for somebody: for an approval, or for their report to be acknowledged."""
    statement = select(func.count()).where(
        or_(
            EmergencyRow.state.in_(
                [EmergencyState.ASKED.value, EmergencyState.APPROVED_ONCE.value]
            ),
            EmergencyRow.reported_at.is_not(None) & EmergencyRow.acknowledged_at.is_(None),
        )
    )
    return session.scalar(statement) or 0


def add(session: Session, row: GrantRow | AccessRequestRow | EmergencyRow) -> None:
    session.add(row)
    session.flush()
