"""Proposals of wider release and entries of consent, read through the gate and written.

A proposal or an entry exists for those who may read its record as it is labelled now; every SELECT here
joins `record` under the gate's condition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db import deciding
from app.db.deciding import proposed_values
from app.db.gate import Gate, Located
from app.db.mapping import Row
from app.db.models.audit import AuditEntryRow
from app.db.models.records import record
from app.db.models.releases import release_consent, release_proposal
from app.domain.consents import ConsentEntry
from app.domain.errors import Conflict
from app.domain.records import RecordId
from app.domain.releases import ProposalState, ReleaseProposal

ENTERED_MEANWHILE = (
    "Somebody else entered an answer after you opened this page. Look at it and send yours again."
)
decide = partial(deciding.decide, release_proposal)


@dataclass(frozen=True, slots=True)
class FoundProposal:
    """A proposal with the revision and the cell of its record as they are now."""

    proposal: ReleaseProposal
    revision: int
    cell_id: int


def proposals(gate: Gate, *, record_key: int | None = None) -> list[FoundProposal]:
    """Those on readable records, oldest first: all that wait, or all of one record. One statement."""
    wanted = (
        release_proposal.c.state == ProposalState.WAITING.value
        if record_key is None
        else release_proposal.c.record_id == record_key
    )
    statement = gate.within(_PROPOSALS.where(wanted)).order_by(release_proposal.c.id)
    return [_found(gate, row) for row in gate.session.execute(statement).mappings()]


def proposal(gate: Gate, proposal_id: str) -> FoundProposal | None:
    """One proposal on a readable record; None for hidden and absent alike."""
    statement = gate.within(_PROPOSALS.where(release_proposal.c.public_id == proposal_id))
    row = gate.session.execute(statement).mappings().one_or_none()
    return _found(gate, row) if row else None


def add_proposal(session: Session, located: Located, made: ReleaseProposal) -> None:
    """Write a new proposal; it waits."""
    session.execute(
        insert(release_proposal).values(
            **proposed_values(made),
            record_id=located.key,
            revision=made.revision,
            from_label=str(made.from_label),
            to_label=str(made.to_label),
            not_before=made.not_before,
        )
    )


def consents(gate: Gate, located: Located) -> list[ConsentEntry]:
    """Every entry of a readable record, newest first."""
    return consents_of(gate, [located.key]).get(located.key, [])


def consents_of(gate: Gate, keys: Collection[int]) -> Mapping[int, list[ConsentEntry]]:
    """Every entry of those of the records that are readable, newest first. One statement."""
    rows = gate.session.execute(
        gate.within(
            select(release_consent)
            .join(record, record.c.id == release_consent.c.record_id)
            .where(release_consent.c.record_id.in_(keys))
        ).order_by(release_consent.c.number.desc())
    ).mappings()
    found: dict[int, list[ConsentEntry]] = defaultdict(list)
    for row in rows:
        found[row["record_id"]].append(_entry(row))
    return found


def add_consents(
    session: Session, located: Located, entries: Sequence[ConsentEntry], account_id: str
) -> None:
    """Add entries. Raises Conflict when somebody else took their numbers."""
    rows = [
        {
            "record_id": located.key,
            "number": one.number,
            "originator": one.originator,
            "state": one.state,
            "contact": one.contact,
            "answered_on": one.answered_on,
            "silence_counts_after": one.silence_counts_after,
            "note": one.note,
            "by": one.by,
            "account_id": account_id,
            "at": one.at,
        }
        for one in entries
    ]
    try:
        session.execute(insert(release_consent), rows)
    except IntegrityError as error:
        raise Conflict(ENTERED_MEANWHILE) from error


def latest_seen(session: Session) -> datetime | None:
    """The latest moment on the audit trail: the house has seen that time. By index."""
    moment: str | None = session.scalar(select(func.max(AuditEntryRow.moment)))
    return datetime.fromisoformat(moment) if moment else None


_PROPOSALS = select(
    release_proposal,
    record.c.public_id.label("record_public_id"),
    record.c.revision.label("record_revision"),
    record.c.cell_id.label("record_cell_id"),
).join(record, record.c.id == release_proposal.c.record_id)


def _found(gate: Gate, row: Row) -> FoundProposal:
    labels = gate.labels
    made = ReleaseProposal(
        id=row["public_id"],
        record_id=RecordId(row["record_public_id"]),
        revision=row["revision"],
        from_label=labels.parse_or_intake(row["from_label"]),
        to_label=labels.parse_or_intake(row["to_label"]),
        reason=row["reason"],
        not_before=row["not_before"],
        proposed_by=row["proposed_by"],
        proposer_id=row["proposer_id"],
        proposed_at=row["proposed_at"],
        state=ProposalState(row["state"]),
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        decision_reason=row["decision_reason"],
    )
    return FoundProposal(made, row["record_revision"], row["record_cell_id"])


def _entry(row: Row) -> ConsentEntry:
    return ConsentEntry(
        number=row["number"],
        originator=row["originator"],
        state=row["state"],
        contact=row["contact"],
        answered_on=row["answered_on"],
        silence_counts_after=row["silence_counts_after"],
        note=row["note"],
        by=row["by"],
        at=row["at"],
    )
