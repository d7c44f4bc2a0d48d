"""Who did what to which records: writing the trail, viewing it, verifying it.

`record_change` writes in the transaction of the change itself. `record_reading` writes in a short
transaction of its own, committed before the first byte of the answer leaves; never call it while the
same work holds a writing transaction open. Details hold no titles, no names and no query words: of a
search the number of hits, of a change which parts were touched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.db import account_store, audit_store
from app.db.audit_store import Deed
from app.domain.audit_chain import START, AuditFilter, ChainHead, Verdict
from app.domain.principals import Action, Principal
from app.domain.wording import said
from app.services.work import Work

ENTRIES_PER_PAGE = 50
VIEWED = "audit viewed"
VERIFIED = "audit verified"
AT_TERMINAL = "at the terminal"
"""The detail that names who acted for an account by a command."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry as an auditor sees it: ids, never titles."""

    sequence: int
    at: datetime
    actor: str
    action: str
    objects: tuple[str, ...]
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """One page of the trail, newest first. `page` counts from 1, `page_count` is at least 1."""

    entries: tuple[AuditLine, ...]
    page: int
    page_count: int
    total: int
    actions: tuple[str, ...]
    """Every action that occurs in the trail, to choose from."""


def record_change(
    principal: Principal,
    work: Work,
    action: str,
    objects: Sequence[str],
    details: Mapping[str, str] | None = None,
) -> None:
    """Write one entry in the transaction of the change. `objects` are public ids.

    Raises Unavailable("audit"); the change must then not be committed.
    """
    audit_store.append(work.session, _deed(principal, work, action, objects, details))


def record_in(
    session: Session,
    principal: Principal,
    work: Work,
    action: str,
    objects: Sequence[str],
    details: Mapping[str, str],
) -> None:
    """As `record_change`, in a transaction other than the work's own, which the caller commits."""
    audit_store.append(session, _deed(principal, work, action, objects, details))


def record_changes(principal: Principal, work: Work, action: str, changed: Sequence[str]) -> None:
    """As `record_change`, one entry for each of many objects changed in one batch."""
    deeds = [_deed(principal, work, action, [one], None) for one in changed]
    audit_store.append_all(work.session, deeds)


def record_reading(
    principal: Principal,
    work: Work,
    action: str,
    objects: Sequence[str],
    details: Mapping[str, str] | None = None,
) -> None:
    """Write and commit one entry before the answer leaves. Costs one fsync.

    Raises Unavailable("audit") when it cannot be written: the answer is then refused (503).
    """
    deed = _deed(principal, work, action, objects, details)
    audit_store.append_at_once(work.new_session, deed)


def entries(principal: Principal, work: Work, wanted: AuditFilter, *, page: int = 1) -> AuditPage:
    """One page of the trail for auditors; looking is itself recorded. Past the end is the last page."""
    principal.require(Action.READ_AUDIT)
    record_reading(principal, work, VIEWED, ())
    found, total = audit_store.page(
        work.session, wanted, offset=(page - 1) * ENTRIES_PER_PAGE, limit=ENTRIES_PER_PAGE
    )
    lines = tuple(
        AuditLine(
            entry.sequence, entry.at, entry.actor_name, entry.action, entry.objects, entry.details
        )
        for entry in found
    )
    page_count = max(1, -(-total // ENTRIES_PER_PAGE))
    actions = tuple(audit_store.actions(work.session))
    return AuditPage(lines, min(page, page_count), page_count, total, actions)


def verify(
    principal: Principal,
    work: Work,
    checkpoint: ChainHead = START,
    checkpoints: Sequence[ChainHead] = (),
) -> Verdict:
    """Walk the whole chain; the verdict says where it breaks. Under 10 s for a million entries.

    Verifying is recorded when the chain is whole; a broken one is left as it was found.
    """
    principal.require(Action.READ_AUDIT)
    verdict = audit_store.verify_trail(work.session, checkpoint, checkpoints)
    if verdict.entries == 0 and verdict.is_whole and account_store.all_accounts(work.session):
        return replace(verdict, problem=_REMOVED)
    if verdict.is_whole:
        record_reading(principal, work, VERIFIED, (), {"entries": str(verdict.entries)})
    return verdict


_REMOVED = said("There are accounts, and making one leaves an entry: the whole trail was removed.")


def _deed(
    principal: Principal,
    work: Work,
    action: str,
    objects: Sequence[str],
    details: Mapping[str, str] | None,
) -> Deed:
    actor = (principal.account_id, principal.name)
    kept = dict(details or {})
    if principal.emergency:  # what is done under emergency access says so itself
        kept["emergency"] = principal.emergency
    if principal.at_terminal:  # an account's entry that its person need not have made
        kept[AT_TERMINAL] = principal.at_terminal
    return Deed(work.clock.now(), actor, action, tuple(objects), kept)
