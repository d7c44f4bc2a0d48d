"""Sessions: one row for each sign-in, found by the token in the person's cookie.

The cookie holds 256 random bits, the row their SHA-256. A session ends when idle too long, at its
absolute end, when revoked, or when anything about its account changes. The principal is made from the
account's row and its grants at each request: nothing about rights is kept between requests.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.db import account_store, admission_store, credential_store, session_store
from app.db.models.accounts import AccountRow, SessionRow
from app.domain.admission import Preferences
from app.domain.errors import NotFound
from app.domain.principals import Action, Principal
from app.services import audit, preferences
from app.services.principals import principal_now, principal_of
from app.services.work import Work

_TOKEN_BYTES = 32
_LONGEST_TOKEN = 64
_TOUCH_EVERY = timedelta(minutes=1)
_KEEP_ENDED = timedelta(days=30)
_LONGEST_ADDRESS, _LONGEST_AGENT = 64, 200


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lives without use, and at most. From settings."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from, as shown in the list of one's own sessions."""

    address: str
    agent: str
    kept: str = ""
    """What the browser keeps of the devices known to it (`devices.py`)."""


@dataclass(frozen=True, slots=True)
class CurrentSession:
    """A session that was accepted for this request."""

    principal: Principal
    id: str
    is_touch_due: bool
    """True when its last use should be noted: at most once a minute."""
    preferences: Preferences
    needs_factor: bool
    """The role or the clearance asks for a second factor, and there is none yet."""
    emergency_until: datetime | None
    """When the emergency access under which the person works now ends."""


@dataclass(frozen=True, slots=True)
class SessionView:
    """One open session in the list on the account's own page."""

    id: str
    started_at: datetime
    last_seen_at: datetime
    address: str
    agent: str
    is_current: bool


def start(work: Work, account: AccountRow, origin: Origin, limits: SessionLimits) -> str:
    """Stage a new session for the account; returns the token for the cookie, kept nowhere else."""
    now = work.clock.now()
    session_store.purge_expired(work.session, now - _KEEP_ENDED)
    earlier = session_store.count_of_account(work.session, account.id)
    # The token always comes from the system's generator, never from a source a test may replace.
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    row = SessionRow(
        public_id=work.ids.new_id("session", f"{account.public_id}/{now.isoformat()}/{earlier}"),
        token_hash=_hash(token),
        account_id=account.id,
        started_at=now,
        last_seen_at=now,
        expires_at=now + limits.absolute,
        address=origin.address[:_LONGEST_ADDRESS],
        agent=_printable(origin.agent)[:_LONGEST_AGENT],
        revoked_at=None,
    )
    session_store.add(work.session, row)
    return token


def find(work: Work, token: str, limits: SessionLimits) -> CurrentSession | None:
    """The session of this token and its principal as the account stands now; None when ended.

    Raises Unavailable("database").
    """
    if not token or len(token) > _LONGEST_TOKEN:
        return None
    row = session_store.by_token_hash(work.session, _hash(token))
    now = work.clock.now()
    if row is None or not _is_open(row, now, limits) or row.account.is_disabled:
        return None
    principal = principal_now(work, row.account)
    return CurrentSession(
        principal,
        row.public_id,
        now - row.last_seen_at >= _TOUCH_EVERY,
        preferences.of_account(work, row.account_id),
        _needs_factor(work, principal, row.account_id),
        _emergency_until(work, principal, row.account_id, now),
    )


def touch(work: Work, token: str) -> None:
    """Note and commit that the session was used now, apart from the work itself.

    Raises Unavailable("database"), which is no reason to refuse the request.
    """
    session_store.touch_at_once(work.new_session, _hash(token), work.clock.now())


def list_own(
    principal: Principal, work: Work, token: str, limits: SessionLimits
) -> tuple[SessionView, ...]:
    """The principal's open sessions, latest use first."""
    return open_sessions(work, _own_account(principal, work), limits, token)


def open_sessions(
    work: Work, account: AccountRow, limits: SessionLimits, token: str = ""
) -> tuple[SessionView, ...]:
    """The account's open sessions; the caller has asked whether the principal may see them."""
    now = work.clock.now()
    rows = session_store.open_sessions(
        work.session, account.id, now=now, seen_after=now - limits.idle
    )
    current = _hash(token)
    return tuple(
        SessionView(
            row.public_id,
            row.started_at,
            row.last_seen_at,
            row.address,
            row.agent,
            row.token_hash == current,
        )
        for row in rows
        if _is_open(row, now, limits)
    )


def revoke(principal: Principal, work: Work, session_id: str) -> None:
    """End one of the principal's own sessions, from its next request on. Raises NotFound."""
    account = _own_account(principal, work)
    row = session_store.by_public_id(work.session, session_id)
    if row is None or row.account_id != account.id or row.revoked_at is not None:
        raise NotFound
    row.revoked_at = work.clock.now()
    audit.record_change(principal, work, "session revoked", [session_id])


def revoke_others(principal: Principal, work: Work, token: str) -> int:
    """End all the principal's sessions but this one; says how many."""
    account = _own_account(principal, work)
    ended = session_store.revoke_all(
        work.session, account.id, work.clock.now(), except_token_hash=_hash(token)
    )
    audit.record_change(
        principal,
        work,
        "other sessions revoked",
        [account.public_id],
        {"sessions ended": str(ended)},
    )
    return ended


def end(work: Work, token: str) -> None:
    """Sign out: the token opens nothing any more. Without an open session nothing happens."""
    row = session_store.by_token_hash(work.session, _hash(token)) if token else None
    if row is None or row.revoked_at is not None:
        return
    row.revoked_at = work.clock.now()
    principal = principal_of(row.account, work.labels)
    audit.record_change(principal, work, "signed out", [row.public_id])


def revoke_of_account(
    principal: Principal, work: Work, account_id: str, session_id: str = ""
) -> int:
    """End one session of somebody's account, or all of them, from the next request on.

    For security officers. Says how many were ended. Raises NotFound.
    """
    principal.require(Action.MANAGE_ACCOUNTS)
    account = account_store.by_public_id(work.session, account_id)
    if account is None:
        raise NotFound
    now = work.clock.now()
    if session_id:
        row = session_store.by_public_id(work.session, session_id)
        if row is None or row.account_id != account.id or row.revoked_at is not None:
            raise NotFound
        row.revoked_at = now
        ended = 1
    else:
        ended = session_store.revoke_all(work.session, account.id, now)
    details = {"sessions ended": str(ended)}
    audit.record_change(principal, work, "account signed out", [account.public_id], details)
    return ended


def _needs_factor(work: Work, principal: Principal, account_id: int) -> bool:
    return work.rules.factor.asks(
        principal.role, principal.clearance
    ) and not credential_store.has_factor(work.session, account_id)


def _emergency_until(
    work: Work, principal: Principal, account_id: int, now: datetime
) -> datetime | None:
    if not principal.emergency:
        return None
    grants = admission_store.live_grants(work.session, account_id, now)
    return max(grant.ends_at for grant in grants if grant.emergency_id is not None)


def _own_account(principal: Principal, work: Work) -> AccountRow:
    principal.require(Action.OWN_ACCOUNT)
    account = account_store.by_public_id(work.session, principal.account_id)
    if account is None:
        raise NotFound
    return account


def _is_open(row: SessionRow, now: datetime, limits: SessionLimits) -> bool:
    """The stored end holds, and so does a limit that settings have shortened since."""
    return (
        row.revoked_at is None
        and now < min(row.expires_at, row.started_at + limits.absolute)
        and now < row.last_seen_at + limits.idle
    )


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())
