"""Emergency access: asked for with a reason, approved by an officer and a second person, with an end.

The officer chooses what is granted and for how many hours (a setting limits them); the second person,
another officer or a registrar who may read as much, starts it. From then on the person sees more, a
notice stands on every page, and every entry of the trail names the emergency. At its end a job makes
the report (`emergency_reports.py`). What is asked for is a text that is compared with nothing, so that
asking tells nothing about what exists.
"""

from __future__ import annotations

from datetime import timedelta

from app.db import account_store, admission_store, jobs
from app.db.jobs import JobKind
from app.db.models.accounts import AccountRow
from app.db.models.admission import EmergencyRow
from app.domain.access import AccessLabel
from app.domain.admission import EmergencyState
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Action, Principal
from app.domain.wording import said
from app.services import access_requests, audit, grants
from app.services.emergency_views import EmergencyView, OwnEmergency, own_view, view
from app.services.grants import GrantDraft
from app.services.work import Work

SHOWN = 100
SECOND_WITHIN = timedelta(days=1)
_UNDECIDED = (EmergencyState.ASKED.value, EmergencyState.APPROVED_ONCE.value)


def ask(principal: Principal, work: Work, asked_for: str, reason: str) -> str:
    """Stage a call for emergency access. Raises InvalidInput (asked_for, reason)."""
    account = _own_account(principal, work)
    wish = access_requests.checked_wish(asked_for)
    why = grants.checked_reason(reason)
    earlier = admission_store.emergencies_of(work.session, account.id)
    if any(row.state in _UNDECIDED for row in earlier):
        raise InvalidInput("asked_for", "You have asked already; the officers see it.")
    row = EmergencyRow(
        public_id=work.ids.new_id("emergency", f"{account.public_id}/{len(earlier)}"),
        account_id=account.id,
        state=EmergencyState.ASKED.value,
        asked_for=wish,
        reason=why,
        asked_at=work.clock.now(),
        level=None,
        compartments=(),
        hours=0,
        answer="",
    )
    admission_store.add(work.session, row)
    audit.record_change(principal, work, "emergency asked", [row.public_id])
    return row.public_id


def own(principal: Principal, work: Work) -> tuple[OwnEmergency, ...]:
    """One's own, newest first."""
    account = _own_account(principal, work)
    now = work.clock.now()
    rows = admission_store.emergencies_of(work.session, account.id)
    return tuple(own_view(row, now) for row in rows)


def approve(
    principal: Principal,
    work: Work,
    emergency_id: str,
    *,
    level: str,
    compartments: frozenset[str],
    hours: int,
) -> None:
    """The first approval, by an officer, who says what is granted and how long.

    Raises NotFound, InvalidInput (level, compartments, hours, user).
    """
    principal.require(Action.MANAGE_ACCOUNTS)
    row = _of_somebody_else(principal, work, emergency_id)
    if row.state != EmergencyState.ASKED.value:
        raise InvalidInput("user", "Somebody has decided this already.")
    if not level and not compartments:
        raise InvalidInput("compartments", "Say what is granted: a compartment or a level.")
    if compartments - work.labels.compartments:
        raise InvalidInput("compartments", "There is no such compartment.")
    if not 1 <= hours <= work.rules.emergency_hours:
        raise InvalidInput(
            "hours",
            said("Write 1 to {emergency_hours} hours.", emergency_hours=work.rules.emergency_hours),
        )
    row.level = work.labels.level(level).name if level else None
    row.compartments = tuple(sorted(compartments))
    row.hours = hours
    row.state = EmergencyState.APPROVED_ONCE.value
    row.first_by, row.first_at = principal.account_id, work.clock.now()
    details = {
        "compartments": ",".join(row.compartments) or "none",
        "level": row.level or "none",
        "hours": str(hours),
    }
    audit.record_change(principal, work, "emergency approved", _objects(row), details)


def second(principal: Principal, work: Work, emergency_id: str) -> None:
    """The second approval, by another person: the access begins now. Raises NotFound, InvalidInput."""
    principal.require(Action.SECOND_EMERGENCY)
    row = _of_somebody_else(principal, work, emergency_id)
    if row.state != EmergencyState.APPROVED_ONCE.value or not _may_second(principal, work, row):
        raise NotFound
    if row.first_by == principal.account_id:
        raise InvalidInput("user", "The second approval needs another person than the first.")
    if row.account.is_disabled:
        raise InvalidInput("user", "This account is closed.")
    now = work.clock.now()
    if row.first_at is None or now - row.first_at > SECOND_WITHIN:
        raise InvalidInput("user", "The first approval is older than a day. Ask for it anew.")
    ends_at = now + timedelta(hours=row.hours)
    row.state = EmergencyState.GRANTED.value
    row.second_by, row.starts_at, row.ends_at = principal.account_id, now, ends_at
    draft = GrantDraft(row.level or "", frozenset(row.compartments), now, ends_at, row.reason)
    grants.stage(principal, work, row.account, draft, emergency_id=row.id)
    audit.record_change(principal, work, "emergency granted", _objects(row))
    jobs.enqueue_new(work.session, JobKind.EMERGENCY_REPORT, (row.public_id,), ends_at, work.ids)


def refuse(principal: Principal, work: Work, emergency_id: str, answer: str) -> None:
    """An officer refuses, before or after the first approval. Raises NotFound, InvalidInput."""
    principal.require(Action.MANAGE_ACCOUNTS)
    row = _of_somebody_else(principal, work, emergency_id)
    if row.state not in _UNDECIDED:
        raise InvalidInput("reason", "Somebody has decided this already.")
    row.answer = grants.checked_reason(answer)
    row.state = EmergencyState.REFUSED.value
    row.refused_by = principal.account_id
    audit.record_change(principal, work, "emergency refused", _objects(row))


def end(principal: Principal, work: Work, emergency_id: str) -> None:
    """An officer, or the person itself, ends it early: from the next request on. Raises NotFound."""
    row = _existing(work, emergency_id)
    is_own = row.account.public_id == principal.account_id
    if not (is_own or principal.may(Action.MANAGE_ACCOUNTS)):
        raise NotFound
    now = work.clock.now()
    if row.state != EmergencyState.GRANTED.value or row.ends_at is None or row.ends_at <= now:
        raise NotFound
    row.ends_at = now
    for grant in admission_store.grants_of_emergency(work.session, row.id):
        grant.ended_at, grant.ended_by = now, principal.account_id
    audit.record_change(principal, work, "emergency ended", _objects(row))
    jobs.enqueue_new(work.session, JobKind.EMERGENCY_REPORT, (row.public_id,), now, work.ids)


def acknowledge(principal: Principal, work: Work, emergency_id: str) -> None:
    """An officer or an auditor has read the report. Raises NotFound, InvalidInput("user")."""
    principal.require(Action.READ_AUDIT)
    row = _of_somebody_else(principal, work, emergency_id)
    if row.reported_at is None or row.acknowledged_at is not None:
        raise NotFound
    row.acknowledged_by, row.acknowledged_at = principal.account_id, work.clock.now()
    audit.record_change(principal, work, "emergency report acknowledged", _objects(row))


def all_of_them(principal: Principal, work: Work) -> tuple[EmergencyView, ...]:
    """The latest hundred, newest first; for officers and auditors."""
    principal.require(Action.READ_AUDIT)
    rows = admission_store.emergencies(work.session, SHOWN)
    return tuple(view(row, principal, work) for row in rows)


def show(principal: Principal, work: Work, emergency_id: str) -> EmergencyView:
    """One with its report; looking is recorded. For officers and auditors. Raises NotFound."""
    principal.require(Action.READ_AUDIT)
    row = _existing(work, emergency_id)
    audit.record_reading(principal, work, "emergency viewed", [row.public_id])
    return view(row, principal, work)


def to_second(principal: Principal, work: Work) -> tuple[EmergencyView, ...]:
    """Those that this person may be the second to approve."""
    principal.require(Action.SECOND_EMERGENCY)
    return tuple(
        view(row, principal, work)
        for row in admission_store.emergencies_approved_once(work.session)
        if _may_second(principal, work, row)
        and principal.account_id not in (row.account.public_id, row.first_by)
    )


def waiting_count(principal: Principal, work: Work) -> int:
    """How many wait for an officer: to be decided, or their report to be acknowledged."""
    principal.require(Action.READ_AUDIT)
    return admission_store.emergencies_to_look_at(work.session)


def _may_second(principal: Principal, work: Work, row: EmergencyRow) -> bool:
    """An officer, or somebody who may read as much as would be granted; for others it is not there."""
    if principal.may(Action.MANAGE_ACCOUNTS):
        return True
    level = work.labels.level(row.level) if row.level else work.labels.levels[0]
    return principal.may_read(AccessLabel(level, frozenset(row.compartments)))


def _of_somebody_else(principal: Principal, work: Work, emergency_id: str) -> EmergencyRow:
    row = _existing(work, emergency_id)
    if row.account.public_id == principal.account_id:
        raise InvalidInput("user", "Nobody decides about their own emergency access.")
    return row


def _existing(work: Work, emergency_id: str) -> EmergencyRow:
    row = admission_store.emergency_by_public_id(work.session, emergency_id)
    if row is None:
        raise NotFound
    return row


def _objects(row: EmergencyRow) -> list[str]:
    return [row.public_id, row.account.public_id]


def _own_account(principal: Principal, work: Work) -> AccountRow:
    principal.require(Action.OWN_ACCOUNT)
    account = account_store.by_public_id(work.session, principal.account_id)
    if account is None:
        raise NotFound
    return account
