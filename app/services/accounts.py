"""Accounts: who exists, what role and clearance they have, and the principals made from them.

Open `create` and `clear` first. Every change ends the account's sessions, so that nothing of the old
clearance outlives it; principals are read from the database at each request (`sessions.py`), with what
is granted for this moment (`principals.py`). Signing in is in `sign_in.py`, the rule for passwords in
`passwords.py`, invitations in `account_links.py`, what an officer sees in `account_sheets.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from app.db import account_store, credential_store, session_store
from app.db.models.accounts import AccountRow
from app.domain.access import Clearance, LabelScheme
from app.domain.command_line import RUN
from app.domain.errors import Conflict, InvalidInput
from app.domain.principals import Action, Principal, Role
from app.domain.wording import said
from app.services import audit, party_merging, passwords, throttle
from app.services.principals import principal_now, standing_clearance
from app.services.work import Work

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}\Z")
_PARTY = re.compile(r"[A-Z]{2,6}(-[A-Z]{3})?\Z")
_LONGEST_DISPLAY_NAME = 200
ANONYMOUS_NAME = "anonymous"
SYSTEM_NAME = "system"
OPERATOR_NAME = "operator"
RESERVED_NAMES = frozenset({ANONYMOUS_NAME, SYSTEM_NAME, OPERATOR_NAME})


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """What a new account is to be. `name` is what one signs in with, case ignored."""

    name: str
    display_name: str
    role: Role
    clearance: Clearance


@dataclass(frozen=True, slots=True)
class ClearanceChange:
    """What to set; None leaves as it is. `party` empty means that the account serves none."""

    level: str | None = None
    compartments: frozenset[str] | None = None
    party: str | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as officers see it."""

    id: str
    name: str
    display_name: str
    role: Role
    clearance: Clearance
    is_disabled: bool
    created_at: datetime
    changed_at: datetime

    @property
    def words(self) -> str:
        """`registrar, Secret/HR-CHN/INTAKE, serves CAN`."""
        clearance = self.clearance
        sight = "/".join([clearance.level.name, *sorted(clearance.compartments)])
        serves = said(", serves {party}", party=clearance.party) if clearance.party else ""
        return f"{self.role.value}, {sight}{serves}"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account just made with a generated password, which is shown once and kept nowhere."""

    name: str
    password: str
    words: str
    """Role, level, compartments and party in one line."""


def create(principal: Principal, work: Work, draft: AccountDraft, password: str) -> AccountView:
    """Stage a new account. Raises InvalidInput, or Conflict when the name is taken."""
    principal.require(Action.MANAGE_ACCOUNTS)
    passwords.check_new(password, (draft.name, draft.display_name, work.organisation))
    password_hash = passwords.hashed(password)  # before the transaction begins: it takes its time
    row = _add(principal, work, draft, password_hash, "account created")
    return _view(row, work.labels)


def create_closed(principal: Principal, work: Work, draft: AccountDraft) -> AccountView:
    """Stage an account that nobody can sign in with until its invitation is accepted."""
    principal.require(Action.MANAGE_ACCOUNTS)
    row = _add(principal, work, draft, passwords.hash_of_nobody(), "account invited")
    row.is_disabled = True
    return _view(row, work.labels)


def _add(
    principal: Principal, work: Work, draft: AccountDraft, password_hash: str, action: str
) -> AccountRow:
    name = draft.name.strip().casefold()
    display_name = draft.display_name.strip() or name
    _check_names(name, display_name)
    clearance = replace(
        draft.clearance, party=party_merging.party_to_serve(work, draft.clearance.party)
    )
    _check_clearance(clearance, work.labels)
    if account_store.by_name(work.session, name):
        raise Conflict(said("There is an account named {name} already.", name=name))
    now = work.clock.now()
    row = AccountRow(
        public_id=work.ids.new_id("account", name),
        name=name,
        display_name=display_name,
        password_hash=password_hash,
        role=draft.role.value,
        level=clearance.level.name,
        compartments=tuple(sorted(clearance.compartments)),
        party=clearance.party,
        is_disabled=False,
        created_at=now,
        changed_at=now,
    )
    account_store.add(work.session, row)
    audit.record_change(principal, work, action, [row.public_id], _standing(row))
    return row


def create_with_password(principal: Principal, work: Work, draft: AccountDraft) -> NewAccount:
    """As `create`, with a password made here."""
    password = passwords.generate()
    account = create(principal, work, draft, password)
    return NewAccount(account.name, password, account.words)


def clear(principal: Principal, work: Work, name: str, change: ClearanceChange) -> AccountView:
    """Set level, compartments, party or role; ends the account's sessions."""
    principal.require(Action.MANAGE_ACCOUNTS)
    row = _existing(work, name)
    _not_oneself(principal, row)
    before = _standing(row)
    if change.role not in (None, Role.SECURITY_OFFICER):
        _leave_an_officer(work, row)
    if change.level is not None:
        row.level = work.labels.level(change.level).name
    if change.compartments is not None:
        row.compartments = tuple(sorted(change.compartments))
    if change.party is not None:
        row.party = party_merging.party_to_serve(work, change.party)
    if change.role is not None:
        row.role = change.role.value
    _check_clearance(
        Clearance(work.labels.level(row.level), frozenset(row.compartments), row.party), work.labels
    )
    after = _standing(row)
    details = {
        part: f"{before[part]} -> {after[part]}" for part in after if after[part] != before[part]
    }
    _changed(principal, work, row, "account cleared", details)
    return _view(row, work.labels)


def disable(principal: Principal, work: Work, name: str) -> AccountView:
    """Nobody signs in with this account any more; its name and its trail stay."""
    principal.require(Action.MANAGE_ACCOUNTS)
    row = _existing(work, name)
    _leave_an_officer(work, row)
    row.is_disabled = True
    credential_store.void_links(work.session, row.id, work.clock.now())
    _changed(principal, work, row, "account disabled", {})
    return _view(row, work.labels)


def enable(principal: Principal, work: Work, name: str) -> AccountView:
    """Open a disabled account again, with the password it had. Raises InvalidInput for an invited one."""
    principal.require(Action.MANAGE_ACCOUNTS)
    row = _existing(work, name)
    if row.id in credential_store.accounts_never_opened(work.session):
        raise InvalidInput(
            "user", "This account was never opened. Send its invitation again instead."
        )
    row.is_disabled = False
    _changed(principal, work, row, "account enabled", {})
    return _view(row, work.labels)


def reset_password(principal: Principal, work: Work, name: str, password: str) -> AccountView:
    """Set a new password, enable the account again and forget its failed attempts."""
    principal.require(Action.MANAGE_ACCOUNTS)
    shown = _existing(work, name)
    passwords.check_new(password, (shown.name, shown.display_name, work.organisation))
    work.session.rollback()  # let others write while the password is hashed
    password_hash = passwords.hashed(password)
    row = _existing(work, name)
    row.password_hash = password_hash
    row.is_disabled = False
    throttle.forget_name(work, row.name)
    _changed(principal, work, row, "password reset", {})
    return _view(row, work.labels)


def list_accounts(principal: Principal, work: Work) -> tuple[AccountView, ...]:
    """Every account, by name."""
    principal.require(Action.MANAGE_ACCOUNTS)
    return tuple(_view(row, work.labels) for row in account_store.all_accounts(work.session))


def principal_for(work: Work, name: str) -> Principal:
    """The principal a command acts as (`--as NAME`). Raises InvalidInput for nobody or disabled."""
    row = _existing(work, name)
    if row.is_disabled:
        raise InvalidInput("user", said("The account {row} is disabled.", row=row.name))
    return principal_now(work, row)


def system_principal(labels: LabelScheme) -> Principal:
    """Who imports and indexes: a registrar with every level and compartment, in no sign-in."""
    clearance = Clearance(labels.levels[-1], labels.compartments)
    return Principal("", SYSTEM_NAME, "Chancery itself", Role.REGISTRAR, clearance)


def operator_principal(labels: LabelScheme) -> Principal:
    """Whoever may run commands on the machine: manages accounts and the trail, reads no record."""
    return Principal(
        "", OPERATOR_NAME, "Operator", Role.SECURITY_OFFICER, Clearance(labels.levels[0])
    )


def anonymous_principal(labels: LabelScheme) -> Principal:
    """A visitor of the public reading room: reads the Public cell."""
    clearance = Clearance(labels.levels[0])
    return Principal("", ANONYMOUS_NAME, "Visitor", Role.READER, clearance, is_anonymous=True)


def _existing(work: Work, name: str) -> AccountRow:
    row = account_store.by_name(work.session, name)
    if row is None:
        raise InvalidInput(
            "user",
            said(
                "There is no account named {name!r}. {run} users list shows them.",
                name=name,
                run=RUN,
            ),
        )
    return row


def _not_oneself(principal: Principal, row: AccountRow) -> None:
    if principal.account_id == row.public_id:
        raise InvalidInput(
            "user",
            "Nobody changes their own clearance or role. Ask another security officer.",
        )


def _leave_an_officer(work: Work, row: AccountRow) -> None:
    """Somebody must be left who can let people in."""
    officer = Role.SECURITY_OFFICER.value
    if row.role != officer or row.is_disabled:
        return
    accounts = account_store.all_accounts(work.session)
    if not any(
        each.role == officer and not each.is_disabled and each is not row for each in accounts
    ):
        raise InvalidInput(
            "user",
            said(
                "{row} is the last security officer who can sign in. Make another one first, "
                "then come back.",
                row=row.name,
            ),
        )


def _changed(
    principal: Principal, work: Work, row: AccountRow, action: str, details: Mapping[str, str]
) -> None:
    now = work.clock.now()
    row.changed_at = now
    ended = session_store.revoke_all(work.session, row.id, now)
    audit.record_change(
        principal, work, action, [row.public_id], {**details, "sessions ended": str(ended)}
    )


def _check_names(name: str, display_name: str) -> None:
    if not _NAME.match(name) or name in RESERVED_NAMES:
        raise InvalidInput(
            "name",
            said(
                "An account name has 2 to 64 letters a-z, digits, points, hyphens or "
                "underscores, and is not one of {reserved_names}.",
                reserved_names=", ".join(sorted(RESERVED_NAMES)),
            ),
        )
    if len(display_name) > _LONGEST_DISPLAY_NAME or not display_name.isprintable():
        raise InvalidInput("display_name", "The name to show has at most 200 printable characters.")


def _check_clearance(clearance: Clearance, labels: LabelScheme) -> None:
    unknown = clearance.compartments - labels.compartments
    if unknown:
        known = ", ".join(sorted(labels.compartments))
        raise InvalidInput(
            "compartments",
            said(
                "There is no compartment {unknown}. Compartments in use: {known}.",
                unknown=", ".join(sorted(unknown)),
                known=known,
            ),
        )
    if clearance.party is not None and not _PARTY.match(clearance.party):
        raise InvalidInput(
            "party", said("{party!r} is not a party code. Write CAN or GBR.", party=clearance.party)
        )


def _standing(row: AccountRow) -> dict[str, str]:
    """What the trail keeps of an account: role and clearance, never the person's name."""
    return {
        "role": row.role,
        "level": row.level,
        "compartments": ",".join(row.compartments) or "none",
        "party": row.party or "none",
    }


def _view(row: AccountRow, labels: LabelScheme) -> AccountView:
    return AccountView(
        row.public_id,
        row.name,
        row.display_name,
        Role(row.role),
        standing_clearance(row, labels),
        row.is_disabled,
        row.created_at,
        row.changed_at,
    )
