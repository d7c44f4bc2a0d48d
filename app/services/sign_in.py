"""Signing in, in one step or two, and proving one's own password again.

Looking at a password takes time on purpose; no transaction is open meanwhile. So each is done in
parts: the attempt is counted and committed, the password or code is looked at, then the outcome is
written. A name nobody has takes the same steps and the same time, and gets the same answer. Where the
account has a second factor, a right password gives a token for the second step and nothing else; the
attempts of the name are forgotten only when both are done.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from app.db import account_store, credential_store, session_store
from app.db.models.accounts import AccountRow
from app.db.models.credentials import HalfSignInRow
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Action, Principal
from app.services import accounts, audit, devices, factors, passwords, sessions, throttle
from app.services.principals import principal_now
from app.services.sessions import Origin, SessionLimits
from app.services.work import Work

SECOND_STEP_WITHIN = timedelta(minutes=5)
_LONGEST_NAME = 64
_TOKEN_BYTES = 32
_LONGEST_TOKEN = 64


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: its token for the cookie, and who it belongs to.

    `recovery_codes_left` is None unless a recovery code was used up.
    """

    token: str
    principal: Principal
    recovery_codes_left: int | None = None
    kept: str = ""
    """What the browser is to keep, so that this device is known the next time."""


@dataclass(frozen=True, slots=True)
class CodeAwaited:
    """The password was right; `token` (for the cookie) opens the second step for a few minutes."""

    token: str


def sign_in(
    work: Work, name: str, password: str, origin: Origin, limits: SessionLimits
) -> SignedIn | CodeAwaited:
    """Start a session, or the second step. `work` must be a writing one; commits by itself, twice.

    Raises InvalidInput("password") with one text for a wrong name, a wrong password and a disabled
    account; TooManyAttempts while waiting, for names that exist and names that do not.
    """
    name = name.strip().casefold()[:_LONGEST_NAME]
    device = devices.known_device(work, origin.kept, name)
    throttle.count_attempt(work, name, origin.address, device)
    seen = account_store.by_name(work.session, name)
    seen_hash = seen.password_hash if seen else passwords.hash_of_nobody()
    work.commit()
    is_right = passwords.matches(seen_hash, password)
    better_hash = (
        passwords.hashed(password) if is_right and passwords.needs_rehash(seen_hash) else seen_hash
    )

    account = account_store.by_name_now(work.session, name)
    if account is None or not is_right or not _still_holds(account, seen_hash):
        _record_failure(work, account, "sign-in refused")
        work.commit()
        raise InvalidInput(
            "password",
            "That name and password do not match. Check both and try again. "
            "After several attempts you will be asked to wait.",
        )
    account.password_hash = better_hash
    if credential_store.has_factor(work.session, account.id):
        throttle.give_back_address(work, origin.address, device)
        awaited = CodeAwaited(_await_code(work, account))
        work.commit()
        return awaited
    throttle.give_back(work, name, origin.address, device)
    return _begin_session(work, account, origin, limits)


def sign_in_with_code(
    work: Work, token: str, code: str, origin: Origin, limits: SessionLimits
) -> SignedIn:
    """The second step: a code of the app, or a recovery code. Commits by itself, twice.

    Raises NotFound when the first step is too long ago or does not hold any more; InvalidInput("code");
    TooManyAttempts, counted with those of the first step; Unavailable("second factor").
    """
    account = _half_signed_in(work, token)
    device = devices.known_device(work, origin.kept, account.name)
    throttle.count_attempt(work, account.name, origin.address, device)
    work.commit()
    account = _half_signed_in(work, token)
    proof = factors.accept(work, account, code)
    if proof is None:
        _record_failure(work, account, "second factor refused")
        work.commit()
        raise InvalidInput(
            "code",
            "This code does not fit, or was used before. Wait for the next one your app shows. "
            "After several attempts you will be asked to wait.",
        )
    credential_store.forget_half_sign_ins(work.session, account.id, work.clock.now())
    throttle.give_back(work, account.name, origin.address, device)
    return _begin_session(work, account, origin, limits, proof.recovery_codes_left)


def change_password(
    principal: Principal, work: Work, current: str, new: str, origin: Origin, limits: SessionLimits
) -> SignedIn:
    """Set one's own password; ends all sessions and starts a new one. Commits by itself.

    Raises InvalidInput("current" or "password"), TooManyAttempts. The new one must be another; what is
    compared is what was typed, which tells nobody whether it is the current password.
    """
    principal.require(Action.OWN_ACCOUNT)
    passwords.check_new(new, (principal.name, principal.display_name, work.organisation))
    if passwords.is_same(current, new):
        raise InvalidInput(
            "password", "This is what you wrote as your current password. Choose another."
        )
    new_hash = passwords.hashed(new)
    account = _proved_account(principal, work, current, origin)
    account.password_hash = new_hash
    account.changed_at = work.clock.now()
    credential_store.void_links(work.session, account.id, work.clock.now())
    audit.record_change(principal, work, "password changed", [account.public_id])
    return _renewed_session(work, account, origin, limits)


def prove_password(principal: Principal, work: Work, password: str, origin: Origin) -> None:
    """Have one's own password given again; the caller then stages what needs it.

    `work` must be a writing one; commits the counting of the attempt. Raises InvalidInput("current"),
    TooManyAttempts.
    """
    _proved_account(principal, work, password, origin)


def renew_session(
    principal: Principal, work: Work, origin: Origin, limits: SessionLimits
) -> SignedIn:
    """End all of one's sessions, start a new one, and commit: after what opens the account changed."""
    principal.require(Action.OWN_ACCOUNT)
    account = account_store.by_public_id(work.session, principal.account_id)
    if account is None:
        raise NotFound
    return _renewed_session(work, account, origin, limits)


def _proved_account(principal: Principal, work: Work, password: str, origin: Origin) -> AccountRow:
    principal.require(Action.OWN_ACCOUNT)
    device = devices.known_device(work, origin.kept, principal.name)
    throttle.count_attempt(work, principal.name, origin.address, device)
    seen = account_store.by_name(work.session, principal.name)
    seen_hash = seen.password_hash if seen else passwords.hash_of_nobody()
    work.commit()
    is_right = passwords.matches(seen_hash, password)
    account = account_store.by_name_now(work.session, principal.name)
    if account is None or not is_right or not _still_holds(account, seen_hash):
        _record_failure(work, account, "sign-in refused")
        work.commit()
        raise InvalidInput("current", "This is not your current password. Nothing was changed.")
    throttle.give_back(work, principal.name, origin.address, device)
    return account


def _renewed_session(
    work: Work, account: AccountRow, origin: Origin, limits: SessionLimits
) -> SignedIn:
    session_store.revoke_all(work.session, account.id, work.clock.now())
    credential_store.forget_half_sign_ins(work.session, account.id, work.clock.now())
    token = sessions.start(work, account, origin, limits)
    work.commit()
    return SignedIn(token, principal_now(work, account))


def _begin_session(
    work: Work,
    account: AccountRow,
    origin: Origin,
    limits: SessionLimits,
    codes_left: int | None = None,
) -> SignedIn:
    token = sessions.start(work, account, origin, limits)
    principal = principal_now(work, account)
    audit.record_change(principal, work, "signed in", [account.public_id])
    work.commit()
    kept = devices.remembered(work, origin.kept, account.name)
    return SignedIn(token, principal, codes_left, kept)


def _await_code(work: Work, account: AccountRow) -> str:
    now = work.clock.now()
    credential_store.forget_half_sign_ins(work.session, account.id, now)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    credential_store.add(
        work.session,
        HalfSignInRow(
            token_hash=_hash(token),
            account_id=account.id,
            password_hash=account.password_hash,
            expires_at=now + SECOND_STEP_WITHIN,
        ),
    )
    return token


def _half_signed_in(work: Work, token: str) -> AccountRow:
    """The account whose password was right a moment ago. Raises NotFound."""
    if not token or len(token) > _LONGEST_TOKEN:
        raise NotFound
    half = credential_store.half_sign_in(work.session, _hash(token))
    if half is None or half.expires_at <= work.clock.now():
        raise NotFound
    account = half.account
    if not _still_holds(account, half.password_hash):
        raise NotFound
    return account


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _still_holds(account: AccountRow, seen_hash: str) -> bool:
    """Nobody disabled the account or set another password while this one was looked at."""
    return not account.is_disabled and account.password_hash == seen_hash


def _record_failure(work: Work, account: AccountRow | None, action: str) -> None:
    """One entry for each failed attempt. Never the name typed: it may be somebody's password."""
    objects = [account.public_id] if account else []
    nobody = accounts.anonymous_principal(work.labels)
    audit.record_change(nobody, work, action, objects)
