"""The second factor of an account: set up and confirmed, used, replaced, removed, reset.

Open `accept` first: it takes a code of the app, once, or a recovery code, once. A new factor is set up
in two steps: `begin` (after the password was given again) makes a secret, `confirm` takes its first
code; until then the old factor holds. Secrets are sealed (`seals.py`), recovery codes hashed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.db import account_store, credential_store, session_store
from app.db.models.accounts import AccountRow
from app.db.models.credentials import FactorRow
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Action, Principal
from app.domain.wording import said
from app.services import audit, codes, throttle
from app.services.principals import principal_of
from app.services.work import Work

CONFIRM_WITHIN = timedelta(minutes=15)
_NEVER = -1


@dataclass(frozen=True, slots=True)
class Proof:
    """A code that was taken; `recovery_codes_left` only when it was a recovery code."""

    recovery_codes_left: int | None = None


@dataclass(frozen=True, slots=True)
class FactorState:
    """What a person is shown of their own second factor."""

    since: datetime | None
    """When it was set up; None: there is none."""
    recovery_codes_left: int
    is_required: bool
    is_pending: bool
    """A new one was begun and waits for its first code."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an app needs: the secret to type, and the same as an address for the QR code."""

    secret: str
    address: str


def state(principal: Principal, work: Work) -> FactorState:
    """Of one's own account."""
    account = _own_account(principal, work)
    row = credential_store.factor(work.session, account.id, is_confirmed=True)
    return FactorState(
        row.created_at if row else None,
        credential_store.recovery_codes_left(work.session, account.id),
        work.rules.factor.asks(principal.role, principal.clearance),
        _pending(work, account) is not None,
    )


def begin(principal: Principal, work: Work) -> None:
    """Stage a new secret, to be confirmed within minutes; ask for the password first."""
    account = _own_account(principal, work)
    credential_store.remove_factor(work.session, account.id, is_confirmed=False)
    secret = codes.new_secret()
    row = FactorRow(
        account_id=account.id,
        is_confirmed=False,
        sealed_secret=work.seal.sealed(secret.encode(), account.public_id),
        last_step=_NEVER,
        created_at=work.clock.now(),
    )
    credential_store.add(work.session, row)


def enrolment(principal: Principal, work: Work) -> Enrolment:
    """What to show while the new factor waits for its first code. Raises NotFound."""
    account = _own_account(principal, work)
    row = _pending(work, account)
    if row is None:
        raise NotFound
    secret = work.seal.opened(row.sealed_secret, account.public_id).decode()
    return Enrolment(secret, codes.address_of(secret, account.name))


def confirm(principal: Principal, work: Work, code: str) -> tuple[str, ...]:
    """Stage the new factor in the place of any other; returns the recovery codes, shown this once.

    Raises NotFound, InvalidInput("code"). The caller renews the session.
    """
    account = _own_account(principal, work)
    row = _pending(work, account)
    if row is None:
        raise NotFound
    step = _step(work, account, row, codes.plain(code))
    if step is None:
        raise InvalidInput(
            "code", "This is not the code of the new entry in your app. Wait for the next one."
        )
    credential_store.remove_factor(work.session, account.id, is_confirmed=True)
    row.is_confirmed = True
    row.last_step = step
    row.created_at = work.clock.now()
    audit.record_change(principal, work, "second factor set up", [account.public_id])
    return _new_codes(work, account)


def renew_codes(principal: Principal, work: Work) -> tuple[str, ...]:
    """Stage ten new recovery codes; the old ones work no more. Raises NotFound without a factor."""
    account = _own_account(principal, work)
    if not credential_store.has_factor(work.session, account.id):
        raise NotFound
    audit.record_change(principal, work, "recovery codes renewed", [account.public_id])
    return _new_codes(work, account)


def remove(principal: Principal, work: Work) -> None:
    """Stage the end of one's own factor. Raises NotFound, InvalidInput("current") where required."""
    account = _own_account(principal, work)
    if not credential_store.has_factor(work.session, account.id):
        raise NotFound
    if work.rules.factor.asks(principal.role, principal.clearance):
        raise InvalidInput(
            "current", "Your role or clearance asks for a second factor. Replace it instead."
        )
    _forget(work, account)
    audit.record_change(principal, work, "second factor removed", [account.public_id])


def reset(principal: Principal, work: Work, name: str) -> None:
    """For an officer: take the factor off an account, end its sessions. Raises InvalidInput("user")."""
    principal.require(Action.MANAGE_ACCOUNTS)
    account = account_store.by_name(work.session, name)
    if account is None:
        raise InvalidInput("user", said("There is no account named {name!r}.", name=name))
    if account.public_id == principal.account_id:
        raise InvalidInput("user", "Your own second factor is changed in your own account.")
    if not credential_store.has_factor(work.session, account.id):
        raise InvalidInput("user", "This account has no second factor.")
    now = work.clock.now()
    _forget(work, account)
    credential_store.forget_half_sign_ins(work.session, account.id, now)
    throttle.forget_name(work, account.name)
    ended = session_store.revoke_all(work.session, account.id, now)
    details = {"sessions ended": str(ended)}
    audit.record_change(principal, work, "second factor reset", [account.public_id], details)


def accept(work: Work, account: AccountRow, code: str) -> Proof | None:
    """Stage the use of a code in a writing transaction; None when it fits none or was used before.

    Raises Unavailable("second factor") when the installation's key opens the secret no more.
    """
    typed = codes.plain(code)
    if not codes.is_timed(typed):
        return _accept_recovery(work, account, typed)
    row = credential_store.factor(work.session, account.id, is_confirmed=True)
    step = _step(work, account, row, typed) if row else None
    if row is None or step is None:
        return None
    row.last_step = step
    return Proof()


def _accept_recovery(work: Work, account: AccountRow, typed: str) -> Proof | None:
    code_hash = codes.recovery_hash(account.public_id, typed)
    now = work.clock.now()
    if not credential_store.has_factor(work.session, account.id):
        return None
    if not credential_store.use_recovery_code(work.session, account.id, code_hash, now):
        return None
    left = credential_store.recovery_codes_left(work.session, account.id)
    owner = principal_of(account, work.labels)
    audit.record_change(
        owner, work, "recovery code used", [account.public_id], {"codes left": str(left)}
    )
    return Proof(left)


def _step(work: Work, account: AccountRow, row: FactorRow, typed: str) -> int | None:
    secret = work.seal.opened(row.sealed_secret, account.public_id).decode()
    return codes.step_of(secret, typed, work.clock.now(), row.last_step)


def _pending(work: Work, account: AccountRow) -> FactorRow | None:
    row = credential_store.factor(work.session, account.id, is_confirmed=False)
    if row is None or row.created_at + CONFIRM_WITHIN <= work.clock.now():
        return None
    return row


def _new_codes(work: Work, account: AccountRow) -> tuple[str, ...]:
    made = codes.new_recovery_codes()
    hashes = [codes.recovery_hash(account.public_id, each) for each in made]
    credential_store.set_recovery_codes(work.session, account.id, hashes)
    return made


def _forget(work: Work, account: AccountRow) -> None:
    for is_confirmed in (True, False):
        credential_store.remove_factor(work.session, account.id, is_confirmed=is_confirmed)
    credential_store.set_recovery_codes(work.session, account.id, ())


def _own_account(principal: Principal, work: Work) -> AccountRow:
    principal.require(Action.OWN_ACCOUNT)
    account = account_store.by_public_id(work.session, principal.account_id)
    if account is None:
        raise NotFound
    return account
