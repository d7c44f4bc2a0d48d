"""What a security officer sees of accounts: the list, and one account with all that opens it.

Never what was read: that is in the audit trail. The owner's own view is in the modules of each part.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.db import account_store, admission_store, credential_store, session_store
from app.db.models.accounts import AccountRow
from app.domain.access import Clearance
from app.domain.admission import LinkPurpose
from app.domain.command_line import RUN
from app.domain.errors import NotFound
from app.domain.folding import fold
from app.domain.principals import Action, Principal, Role
from app.services import access_requests, grants, sessions
from app.services.access_requests import RequestView
from app.services.grants import GrantView
from app.services.principals import principal_now, standing_clearance
from app.services.sessions import SessionLimits, SessionView
from app.services.work import Work


class AccountState(Enum):
    OPEN = "open"
    INVITED = "invited"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """What the list is narrowed to; empty means everything."""

    text: str = ""
    role: Role | None = None
    state: AccountState | None = None


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account in the list."""

    id: str
    name: str
    display_name: str
    role: Role
    clearance: Clearance
    state: AccountState
    has_factor: bool
    needs_factor: bool
    """The rule asks for a second factor, and there is none yet."""
    last_sign_in: datetime | None
    """As far as sessions are kept, a month after they ended."""
    open_sessions: int
    live_grants: int
    open_requests: int


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link that still works; its token is nobody's to see any more."""

    purpose: LinkPurpose
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AccountSheet:
    """One account with what opens it and what it asked for."""

    line: AccountLine
    clearance_now: Clearance
    """With what is granted for this moment."""
    created_at: datetime
    changed_at: datetime
    recovery_codes_left: int
    link: LinkView | None
    sessions: tuple[SessionView, ...]
    grants: tuple[GrantView, ...]
    requests: tuple[RequestView, ...]
    is_oneself: bool


def lines(
    principal: Principal, work: Work, wanted: AccountFilter, limits: SessionLimits
) -> tuple[tuple[AccountLine, ...], int]:
    """The accounts that match, by name, and how many there are in all. For officers."""
    principal.require(Action.MANAGE_ACCOUNTS)
    facts = _Facts(work, limits)
    rows = account_store.all_accounts(work.session)
    found = (facts.line(row) for row in rows)
    return tuple(line for line in found if _matches(line, wanted)), len(rows)


def sheet(principal: Principal, work: Work, account_id: str, limits: SessionLimits) -> AccountSheet:
    """One account. For officers. Raises NotFound."""
    principal.require(Action.MANAGE_ACCOUNTS)
    row = account_store.by_public_id(work.session, account_id)
    if row is None:
        raise NotFound
    asked = admission_store.requests_of(work.session, row.id)
    return AccountSheet(
        line=_Facts(work, limits).line(row),
        clearance_now=principal_now(work, row).clearance,
        created_at=row.created_at,
        changed_at=row.changed_at,
        recovery_codes_left=credential_store.recovery_codes_left(work.session, row.id),
        link=_open_link(work, row),
        sessions=sessions.open_sessions(work, row, limits),
        grants=grants.of_account(work, row.id),
        requests=tuple(access_requests.view(each, row) for each in asked),
        is_oneself=row.public_id == principal.account_id,
    )


def name_of(principal: Principal, work: Work, account_id: str) -> str:
    """The name one signs in with. For officers. Raises NotFound."""
    principal.require(Action.MANAGE_ACCOUNTS)
    row = account_store.by_public_id(work.session, account_id)
    if row is None:
        raise NotFound
    return row.name


def id_of(principal: Principal, work: Work, name: str) -> str:
    """The public id of the account of that name. For officers. Raises NotFound."""
    principal.require(Action.MANAGE_ACCOUNTS)
    row = account_store.by_name(work.session, name)
    if row is None:
        raise NotFound(f"There is no account named {name!r}. {RUN} users list shows them.")
    return row.public_id


def is_invited(principal: Principal, work: Work, name: str) -> bool:
    """Whether there is an account of that name whose invitation nobody accepted yet. For officers."""
    principal.require(Action.MANAGE_ACCOUNTS)
    row = account_store.by_name(work.session, name)
    return row is not None and row.id in credential_store.accounts_never_opened(work.session)


class _Facts:
    """What is known of all accounts, in a constant number of statements."""

    def __init__(self, work: Work, limits: SessionLimits) -> None:
        session, now = work.session, work.clock.now()
        self._work = work
        self._invited = credential_store.accounts_never_opened(session)
        self._with_factor = credential_store.accounts_with_factor(session)
        self._last = session_store.last_starts(session)
        self._sessions = session_store.open_counts(session, now=now, seen_after=now - limits.idle)
        self._grants = admission_store.live_grant_counts(session, now)
        self._requests = admission_store.open_request_counts(session)

    def line(self, row: AccountRow) -> AccountLine:
        role = Role(row.role)
        clearance = standing_clearance(row, self._work.labels)
        has_factor = row.id in self._with_factor
        return AccountLine(
            row.public_id,
            row.name,
            row.display_name,
            role,
            clearance,
            self._state(row),
            has_factor,
            not has_factor and self._work.rules.factor.asks(role, clearance),
            self._last.get(row.id),
            self._sessions.get(row.id, 0),
            self._grants.get(row.id, 0),
            self._requests.get(row.id, 0),
        )

    def _state(self, row: AccountRow) -> AccountState:
        if not row.is_disabled:
            return AccountState.OPEN
        return AccountState.INVITED if row.id in self._invited else AccountState.CLOSED


def _matches(line: AccountLine, wanted: AccountFilter) -> bool:
    text = fold(wanted.text.strip())
    return (
        (not text or text in fold(line.name) or text in fold(line.display_name))
        and wanted.role in (None, line.role)
        and wanted.state in (None, line.state)
    )


def _open_link(work: Work, row: AccountRow) -> LinkView | None:
    now = work.clock.now()
    for link in credential_store.links_of(work.session, row.id):
        if link.used_at is None and link.voided_at is None and now < link.expires_at:
            return LinkView(LinkPurpose(link.purpose), link.expires_at)
    return None
