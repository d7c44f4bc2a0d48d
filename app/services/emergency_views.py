"""Emergencies as their owner sees them, and as officers, auditors and second persons do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.db import account_store
from app.db.models.admission import EmergencyRow
from app.domain.access import level_words
from app.domain.admission import EmergencyState
from app.domain.principals import Action, Principal
from app.domain.wording import joined
from app.services.emergency_reports import Report, report_of
from app.services.work import Work


class Stage(Enum):
    """Where an emergency stands at a moment."""

    ASKED = "asked for"
    APPROVED_ONCE = "waits for its second person"
    RUNNING = "running"
    OVER = "over"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class OwnEmergency:
    """What the person who asked may know."""

    id: str
    stage: Stage
    asked_for: str
    reason: str
    asked_at: datetime
    ends_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class EmergencyView:
    """What those who decide and those who look on are shown; people by name."""

    id: str
    stage: Stage
    account_id: str
    account_name: str
    display_name: str
    asked_for: str
    reason: str
    asked_at: datetime
    words: str
    """What is granted: `Secret, HR-CHN`; empty before the first approval."""
    hours: int
    first_by: str
    second_by: str
    starts_at: datetime | None
    ends_at: datetime | None
    answer: str
    report: Report | None
    acknowledged_by: str
    acknowledged_at: datetime | None
    may_decide: bool
    may_second: bool
    may_end: bool
    may_acknowledge: bool


def stage_of(row: EmergencyRow, now: datetime) -> Stage:
    if row.state == EmergencyState.GRANTED.value and row.ends_at is not None:
        return Stage.RUNNING if now < row.ends_at else Stage.OVER
    return {
        EmergencyState.ASKED.value: Stage.ASKED,
        EmergencyState.APPROVED_ONCE.value: Stage.APPROVED_ONCE,
    }.get(row.state, Stage.REFUSED)


def own_view(row: EmergencyRow, now: datetime) -> OwnEmergency:
    """Before it is granted the first approval shows as "asked for": it is nobody's promise yet."""
    stage = stage_of(row, now)
    if stage is Stage.APPROVED_ONCE:
        stage = Stage.ASKED
    return OwnEmergency(
        row.public_id, stage, row.asked_for, row.reason, row.asked_at, row.ends_at, row.answer
    )


def view(row: EmergencyRow, principal: Principal, work: Work) -> EmergencyView:
    stage = stage_of(row, work.clock.now())
    is_others = row.account.public_id != principal.account_id
    is_officer = principal.may(Action.MANAGE_ACCOUNTS)
    may_second = principal.may(Action.SECOND_EMERGENCY) and row.first_by != principal.account_id
    may_look_on = principal.may(Action.READ_AUDIT)
    is_reported = row.reported_at is not None
    return EmergencyView(
        id=row.public_id,
        stage=stage,
        account_id=row.account.public_id,
        account_name=row.account.name,
        display_name=row.account.display_name,
        asked_for=row.asked_for,
        reason=row.reason,
        asked_at=row.asked_at,
        words=joined((level_words(row.level) if row.level else "", *row.compartments), ", "),
        hours=row.hours,
        first_by=_name(work, row.first_by),
        second_by=_name(work, row.second_by),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        answer=row.answer,
        report=report_of(row) if may_look_on else None,
        acknowledged_by=_name(work, row.acknowledged_by),
        acknowledged_at=row.acknowledged_at,
        may_decide=is_officer and is_others and stage in (Stage.ASKED, Stage.APPROVED_ONCE),
        may_second=may_second and is_others and stage is Stage.APPROVED_ONCE,
        may_end=is_officer and stage is Stage.RUNNING,
        may_acknowledge=(may_look_on and is_others and is_reported and row.acknowledged_at is None),
    )


def _name(work: Work, account_id: str | None) -> str:
    row = account_store.by_public_id(work.session, account_id) if account_id else None
    return row.name if row else ""
