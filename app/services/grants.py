"""Grants: a compartment, or a level, for a while. Given by an officer, counted by the clock.

What is granted is added to the clearance at each request (`principals.py`); a grant ends by itself at
its end, without anything having to run. The reason stays with the grant; the audit trail has ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.db import account_store, admission_store
from app.db.models.accounts import AccountRow
from app.db.models.admission import GrantRow
from app.domain.access import level_words
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Action, Principal
from app.domain.wording import joined, said
from app.services import audit
from app.services.work import Work

LONGEST = timedelta(days=366)
LONGEST_REASON = 1_000


@dataclass(frozen=True, slots=True)
class GrantDraft:
    """What is to be granted. `level` empty: compartments alone."""

    level: str
    compartments: frozenset[str]
    starts_at: datetime
    ends_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class GrantView:
    """One grant, as its officer and its owner see it. `is_live` at the moment of asking."""

    id: str
    words: str
    """`HR-CHN`, `Secret`, `Secret, HR-CHN`."""
    starts_at: datetime
    ends_at: datetime
    reason: str
    emergency: str
    is_live: bool
    is_over: bool


def give(principal: Principal, work: Work, account_id: str, draft: GrantDraft) -> str:
    """Stage a grant; returns its id. Raises NotFound, InvalidInput (level, compartments, ends, reason)."""
    principal.require(Action.MANAGE_ACCOUNTS)
    account = account_store.by_public_id(work.session, account_id)
    if account is None:
        raise NotFound
    if account.public_id == principal.account_id:
        raise InvalidInput("user", "Nobody grants themselves anything. Ask another officer.")
    return stage(principal, work, account, draft)


def stage(
    principal: Principal,
    work: Work,
    account: AccountRow,
    draft: GrantDraft,
    emergency_id: int | None = None,
) -> str:
    """The grant itself, once it is known that the principal may give it."""
    _check(work, draft)
    now = work.clock.now()
    earlier = len(admission_store.grants_of(work.session, account.id))
    row = GrantRow(
        public_id=work.ids.new_id("grant", f"{account.public_id}/{earlier}"),
        account_id=account.id,
        emergency_id=emergency_id,
        level=work.labels.level(draft.level).name if draft.level else None,
        compartments=tuple(sorted(draft.compartments)),
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        reason=draft.reason.strip(),
        granted_by=principal.account_id,
        granted_at=now,
        ended_by=None,
        ended_at=None,
    )
    admission_store.add(work.session, row)
    details = {
        "compartments": ",".join(row.compartments) or "none",
        "level": row.level or "none",
        "from": draft.starts_at.isoformat(timespec="minutes"),
        "until": draft.ends_at.isoformat(timespec="minutes"),
    }
    audit.record_change(
        principal, work, "access granted", [account.public_id, row.public_id], details
    )
    return row.public_id


def end(principal: Principal, work: Work, account_id: str, grant_id: str) -> None:
    """End a grant before its time, from the next request on. Raises NotFound."""
    principal.require(Action.MANAGE_ACCOUNTS)
    account = account_store.by_public_id(work.session, account_id)
    row = admission_store.grant_by_public_id(work.session, grant_id)
    now = work.clock.now()
    if account is None or row is None or row.account_id != account.id:
        raise NotFound
    if row.ended_at is not None or row.ends_at <= now or row.emergency_id is not None:
        raise NotFound
    row.ended_at, row.ended_by = now, principal.account_id
    audit.record_change(principal, work, "grant ended", [account.public_id, row.public_id])


def of_account(work: Work, account_key: int) -> tuple[GrantView, ...]:
    """All grants of an account, newest first; the caller has asked whether they may be seen."""
    now = work.clock.now()
    return tuple(view(row, now) for row in admission_store.grants_of(work.session, account_key))


def own(principal: Principal, work: Work) -> tuple[GrantView, ...]:
    """What is granted to oneself, now or later; what is over is left out."""
    principal.require(Action.OWN_ACCOUNT)
    account = account_store.by_public_id(work.session, principal.account_id)
    if account is None:
        raise NotFound
    return tuple(each for each in of_account(work, account.id) if not each.is_over)


def view(row: GrantRow, now: datetime) -> GrantView:
    level = level_words(row.level) if row.level else ""
    ends_at = row.ends_at if row.ended_at is None else min(row.ended_at, row.ends_at)
    return GrantView(
        row.public_id,
        joined((level, *row.compartments), ", "),
        row.starts_at,
        ends_at,
        row.reason,
        row.emergency.public_id if row.emergency else "",
        row.starts_at <= now < ends_at,
        ends_at <= now,
    )


def checked_reason(reason: str) -> str:
    """A reason somebody can be asked about. Raises InvalidInput("reason")."""
    text = reason.strip()
    if not 5 <= len(text) <= LONGEST_REASON:
        raise InvalidInput(
            "reason",
            said(
                "Write the reason, in 5 to {longest_reason} characters.",
                longest_reason=LONGEST_REASON,
            ),
        )
    return text


def _check(work: Work, draft: GrantDraft) -> None:
    checked_reason(draft.reason)
    if not draft.level and not draft.compartments:
        raise InvalidInput("compartments", "Say what is granted: a compartment or a level.")
    unknown = draft.compartments - work.labels.compartments
    if unknown:
        raise InvalidInput("compartments", "There is no such compartment.")
    if draft.level:
        work.labels.level(draft.level)
    if draft.ends_at <= max(draft.starts_at, work.clock.now()):
        raise InvalidInput("ends", "The end lies before the beginning, or in the past.")
    if draft.ends_at - draft.starts_at > LONGEST:
        raise InvalidInput("ends", "A grant lasts a year at most. Change the clearance instead.")
