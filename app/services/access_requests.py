"""Requests for access: somebody asks in words of their own, an officer answers.

A request tells nothing about what exists: what is asked for is a text that is never compared with
anything, any text gets the same answer from us, and only an officer's own words come back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from app.db import account_store, admission_store
from app.db.models.accounts import AccountRow
from app.db.models.admission import AccessRequestRow
from app.domain.admission import RequestState
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Action, Principal
from app.domain.wording import said
from app.services import audit, grants
from app.services.grants import GrantDraft
from app.services.work import Work

LONGEST_WISH = 200
MOST_OPEN = 5
ANSWERED_SHOWN = 50


@dataclass(frozen=True, slots=True)
class RequestView:
    """One request. Who asked is for officers; the asker sees the rest."""

    id: str
    account_id: str
    account_name: str
    display_name: str
    state: RequestState
    asked_for: str
    reason: str
    asked_at: datetime
    answer: str
    granted_until: datetime | None
    answered_at: datetime | None


def ask(principal: Principal, work: Work, asked_for: str, reason: str) -> str:
    """Stage a request. Raises InvalidInput (asked_for, reason), the same for every text."""
    account = _own_account(principal, work)
    wish = checked_wish(asked_for)
    why = grants.checked_reason(reason)
    earlier = admission_store.requests_of(work.session, account.id)
    if sum(row.state == RequestState.OPEN.value for row in earlier) >= MOST_OPEN:
        raise InvalidInput(
            "asked_for",
            said(
                "{most_open} of your requests wait for an answer. Withdraw one first.",
                most_open=MOST_OPEN,
            ),
        )
    row = AccessRequestRow(
        public_id=work.ids.new_id("access request", f"{account.public_id}/{len(earlier)}"),
        account_id=account.id,
        state=RequestState.OPEN.value,
        asked_for=wish,
        reason=why,
        asked_at=work.clock.now(),
        answer="",
        granted_until=None,
        answered_by=None,
        answered_at=None,
    )
    admission_store.add(work.session, row)
    audit.record_change(principal, work, "access requested", [row.public_id])
    return row.public_id


def own(principal: Principal, work: Work) -> tuple[RequestView, ...]:
    """One's own requests with their answers, newest first."""
    account = _own_account(principal, work)
    rows = admission_store.requests_of(work.session, account.id)
    return tuple(view(row, account) for row in rows)


def withdraw(principal: Principal, work: Work, request_id: str) -> None:
    """Take back one's own open request. Raises NotFound."""
    account = _own_account(principal, work)
    row = admission_store.request_by_public_id(work.session, request_id)
    if row is None or row.account_id != account.id or row.state != RequestState.OPEN.value:
        raise NotFound
    row.state = RequestState.WITHDRAWN.value
    row.answered_at = work.clock.now()
    audit.record_change(principal, work, "request withdrawn", [row.public_id])


def waiting(principal: Principal, work: Work) -> tuple[RequestView, ...]:
    """Everybody's open requests, oldest first; for officers."""
    principal.require(Action.MANAGE_ACCOUNTS)
    rows = admission_store.open_requests(work.session)
    return tuple(view(row, row.account) for row in rows)


def answered(principal: Principal, work: Work) -> tuple[RequestView, ...]:
    """The latest fifty that are not open any more; for officers."""
    principal.require(Action.MANAGE_ACCOUNTS)
    rows = admission_store.answered_requests(work.session, ANSWERED_SHOWN)
    return tuple(view(row, row.account) for row in rows)


def show(principal: Principal, work: Work, request_id: str) -> RequestView:
    """One request; for officers. Raises NotFound."""
    principal.require(Action.MANAGE_ACCOUNTS)
    row = admission_store.request_by_public_id(work.session, request_id)
    if row is None:
        raise NotFound
    return view(row, row.account)


def grant(principal: Principal, work: Work, request_id: str, draft: GrantDraft) -> None:
    """Stage a grant and the answer that says until when; `draft.reason` is what the asker reads.

    Raises NotFound, InvalidInput as `grants.give`.
    """
    row = _to_answer(principal, work, request_id)
    because = replace(draft, reason=grants.checked_reason(draft.reason))
    grants.give(principal, work, row.account.public_id, because)
    _answer(principal, work, row, RequestState.GRANTED, draft.reason)
    row.granted_until = draft.ends_at


def refuse(principal: Principal, work: Work, request_id: str, answer: str) -> None:
    """Stage a refusal with its reason. Raises NotFound, InvalidInput("reason")."""
    row = _to_answer(principal, work, request_id)
    _answer(principal, work, row, RequestState.REFUSED, grants.checked_reason(answer))


def view(row: AccessRequestRow, account: AccountRow) -> RequestView:
    return RequestView(
        row.public_id,
        account.public_id,
        account.name,
        account.display_name,
        RequestState(row.state),
        row.asked_for,
        row.reason,
        row.asked_at,
        row.answer,
        row.granted_until,
        row.answered_at,
    )


def checked_wish(text: str) -> str:
    """What is asked for, taken as it is. Raises InvalidInput("asked_for") for its length alone."""
    wish = text.strip()
    if not 1 <= len(wish) <= LONGEST_WISH:
        raise InvalidInput(
            "asked_for",
            said(
                "Write what you need to see, in at most {longest_wish} characters.",
                longest_wish=LONGEST_WISH,
            ),
        )
    return wish


def _to_answer(principal: Principal, work: Work, request_id: str) -> AccessRequestRow:
    principal.require(Action.MANAGE_ACCOUNTS)
    row = admission_store.request_by_public_id(work.session, request_id)
    if row is None:
        raise NotFound
    if row.state != RequestState.OPEN.value:
        raise InvalidInput("reason", "This request is not open any more.")
    if row.account.public_id == principal.account_id:
        raise InvalidInput("reason", "Nobody answers their own request. Ask another officer.")
    return row


def _answer(
    principal: Principal, work: Work, row: AccessRequestRow, state: RequestState, answer: str
) -> None:
    row.state = state.value
    row.answer = answer.strip()
    row.answered_by, row.answered_at = principal.account_id, work.clock.now()
    audit.record_change(
        principal, work, f"request {state.value}", [row.public_id, row.account.public_id]
    )


def _own_account(principal: Principal, work: Work) -> AccountRow:
    principal.require(Action.OWN_ACCOUNT)
    account = account_store.by_public_id(work.session, principal.account_id)
    if account is None:
        raise NotFound
    return account
