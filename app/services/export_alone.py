"""How much one person has carried away alone: many small exports count like one large one.

The trail says it: distinct records of the exports of an account within a day, those left out that a
second registrar approved.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from app.db import audit_store
from app.domain.principals import Principal
from app.domain.records import RecordId
from app.domain.wording import said, said_many
from app.services.work import Work

EXPORTED = "records exported"
APPROVAL = "approval"
"""The detail of an export that a second registrar approved."""
COUNTED_FOR = timedelta(hours=24)
NEEDS_TWO = said(
    "So many records leave only with a second registrar. Say why, and propose the "
    "export: another registrar who may read all of them decides."
)


def taken_alone(principal: Principal, work: Work) -> frozenset[RecordId]:
    """The records that this account exported alone within the last 24 hours."""
    if not principal.account_id:
        return frozenset()
    now = work.clock.now()
    entries = audit_store.of_actor(work.session, principal.account_id, now - COUNTED_FOR, now)
    return frozenset(
        RecordId(one)
        for entry in entries
        if entry.action == EXPORTED and not entry.details.get(APPROVAL)
        for one in entry.objects
    )


def why_two(principal: Principal, work: Work, chosen: Sequence[RecordId], most_alone: int) -> str:
    """Why these records need a second registrar; empty where one person may take them alone."""
    if len(set(chosen)) > most_alone:
        return NEEDS_TWO
    before = taken_alone(principal, work)
    together = before.union(chosen)
    if len(together) <= most_alone:
        return ""
    return said(
        "You exported {counted} alone within the last 24 hours; with these it would be "
        "{together:,}, and more than {most_alone:,} within a day leave only with a second registrar. "
        "Say why, and propose the export, or wait.",
        counted=said_many("{number:,} record", "{number:,} records", len(before)),
        together=len(together),
        most_alone=most_alone,
    )
