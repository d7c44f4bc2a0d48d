"""Links that open an account once: an invitation for a day, a new password for a quarter of an hour.

The token is 256 random bits, shown once and kept as SHA-256. A new link voids the ones before. Nothing
is used up by looking at the page (mail filters do): only by setting the password. What is not open
any more, was replaced, or never was, is NotFound, one and the same.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.db import account_store, credential_store, session_store
from app.db.models.accounts import AccountRow
from app.db.models.credentials import AccountLinkRow
from app.domain.admission import LinkPurpose
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Action, Principal
from app.mail.mail_room import Mail, checked_address
from app.services import accounts, audit, passwords, throttle
from app.services.accounts import AccountDraft
from app.services.principals import principal_now, principal_of
from app.services.work import Work

LIFETIME = {
    LinkPurpose.INVITATION: timedelta(hours=24),
    LinkPurpose.PASSWORD: timedelta(minutes=15),
}
_LIFETIME_WORDS = {LinkPurpose.INVITATION: "24 hours", LinkPurpose.PASSWORD: "15 minutes"}
_TOKEN_BYTES = 32
_LONGEST_TOKEN = 64


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link just made. `token` is shown this once and kept nowhere."""

    token: str
    purpose: LinkPurpose
    account_id: str
    account_name: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OpenLink:
    """What the page of an open link may show."""

    purpose: LinkPurpose
    account_name: str
    expires_at: datetime
    needs_factor: bool
    """The role or the clearance asks for a second factor, and there is none yet."""


def invite(principal: Principal, work: Work, draft: AccountDraft) -> NewLink:
    """Stage a closed account and its invitation. Raises InvalidInput, Conflict."""
    account = accounts.create_closed(principal, work, draft)
    return _new_link(work, _existing(work, account.id), LinkPurpose.INVITATION)


def invite_again(principal: Principal, work: Work, account_id: str) -> NewLink:
    """Stage a new invitation for an account nobody opened yet; the old link works no more.

    Raises NotFound, InvalidInput("user").
    """
    principal.require(Action.MANAGE_ACCOUNTS)
    account = _existing(work, account_id)
    if account.id not in credential_store.accounts_never_opened(work.session):
        raise InvalidInput("user", "This account was opened already. Make a password link instead.")
    audit.record_change(principal, work, "account invited again", [account.public_id])
    return _new_link(work, account, LinkPurpose.INVITATION)


def password_link(principal: Principal, work: Work, account_id: str) -> NewLink:
    """Stage a link to set a new password. Raises NotFound, InvalidInput("user")."""
    principal.require(Action.MANAGE_ACCOUNTS)
    account = _existing(work, account_id)
    if account.public_id == principal.account_id:
        raise InvalidInput("user", "Your own password is changed in your own account.")
    if account.is_disabled:
        raise InvalidInput("user", "This account is closed. Open it first, or invite it again.")
    audit.record_change(principal, work, "password link made", [account.public_id])
    return _new_link(work, account, LinkPurpose.PASSWORD)


def send(principal: Principal, work: Work, link: NewLink, address: str, base_url: str) -> None:
    """Mail a link whose making was committed. The address is not kept.

    Raises InvalidInput("address"), Unavailable("mail"): then the link is shown instead.
    """
    principal.require(Action.MANAGE_ACCOUNTS)
    work.mail.send(_mail(link, checked_address(address), base_url))
    audit.record_reading(principal, work, "link mailed", [link.account_id])


def can_send(work: Work) -> bool:
    return work.mail.is_open


def opened(work: Work, token: str) -> OpenLink:
    """What the page of this link shows; uses nothing up. Raises NotFound."""
    row = _open_row(work, token)
    return _shown(work, row)


def accept(work: Work, token: str, password: str) -> OpenLink:
    """Set the password, open an invited account, use the link up. Commits by itself.

    `work` must be a writing one. Raises NotFound, InvalidInput("password").
    """
    seen = _open_row(work, token).account
    passwords.check_new(password, (seen.name, seen.display_name, work.organisation))
    work.session.rollback()  # let others write while the password is hashed
    password_hash = passwords.hashed(password)
    row = _open_row(work, token)
    account, now = row.account, work.clock.now()
    purpose = LinkPurpose(row.purpose)
    row.used_at = now
    work.session.flush()
    credential_store.void_links(work.session, account.id, now)
    account.password_hash = password_hash
    account.changed_at = now
    if purpose is LinkPurpose.INVITATION:
        account.is_disabled = False
    throttle.forget_name(work, account.name)
    credential_store.forget_half_sign_ins(work.session, account.id, now)
    ended = session_store.revoke_all(work.session, account.id, now)
    audit.record_change(
        principal_of(account, work.labels),
        work,
        f"{purpose.value} link used",
        [account.public_id],
        {"sessions ended": str(ended)},
    )
    work.commit()
    return _shown(work, row)


def _shown(work: Work, row: AccountLinkRow) -> OpenLink:
    account = row.account
    principal = principal_now(work, account)
    asks = work.rules.factor.asks(principal.role, principal.clearance)
    needs_factor = asks and not credential_store.has_factor(work.session, account.id)
    return OpenLink(LinkPurpose(row.purpose), account.name, row.expires_at, needs_factor)


def _new_link(work: Work, account: AccountRow, purpose: LinkPurpose) -> NewLink:
    now = work.clock.now()
    credential_store.void_links(work.session, account.id, now)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    expires_at = now + LIFETIME[purpose]
    credential_store.add(
        work.session,
        AccountLinkRow(
            public_id=work.ids.new_id("link", f"{account.public_id}/{now.isoformat()}"),
            account_id=account.id,
            purpose=purpose.value,
            token_hash=_hash(token),
            created_at=now,
            expires_at=expires_at,
            used_at=None,
            voided_at=None,
        ),
    )
    return NewLink(token, purpose, account.public_id, account.name, expires_at)


def _open_row(work: Work, token: str) -> AccountLinkRow:
    if not token or len(token) > _LONGEST_TOKEN:
        raise NotFound
    row = credential_store.link_by_token(work.session, _hash(token))
    is_open = (
        row is not None
        and row.used_at is None
        and row.voided_at is None
        and work.clock.now() < row.expires_at
        and (row.purpose == LinkPurpose.INVITATION.value or not row.account.is_disabled)
    )
    if row is None or not is_open:
        raise NotFound
    return row


def _existing(work: Work, account_id: str) -> AccountRow:
    account = account_store.by_public_id(work.session, account_id)
    if account is None:
        raise NotFound
    return account


def _mail(link: NewLink, address: str, base_url: str) -> Mail:
    """Names nothing of the archive, nor what kind of archive it is."""
    what = "open your account" if link.purpose is LinkPurpose.INVITATION else "set a new password"
    text = (
        f"This link lets you {what}. It works once, for {_LIFETIME_WORDS[link.purpose]}.\n\n"
        f"{base_url}/link/{link.token}\n\n"
        f"Your user name is {link.account_name}.\n\n"
        "If you do not expect this, leave it alone and tell your security officer. Do not pass it on.\n"
    )
    return Mail(address, "Your account", text)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
