"""Proposals of large exports, read through the gate: each exists for whoever may read all its records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from sqlalchemy import ColumnElement, exists, insert, select
from sqlalchemy.orm import Session

from app.db import deciding
from app.db.deciding import proposed_values
from app.db.gate import Gate
from app.db.mapping import Row
from app.db.models.exports import export_item, export_proposal
from app.db.models.records import record
from app.domain.errors import NotFound
from app.domain.export_proposals import ExportProposal
from app.domain.records import RecordId
from app.domain.releases import ProposalState

NOT_HERE = "There is no such export among those you may see."
SHOWN = 50
decide = partial(deciding.decide, export_proposal)


def add(session: Session, made: ExportProposal) -> None:
    """Write a new proposal; it waits."""
    key = session.execute(
        insert(export_proposal).values(**proposed_values(made)).returning(export_proposal.c.id)
    ).scalar_one()
    rows = [
        {"proposal_id": key, "position": position, "record_public_id": one}
        for position, one in enumerate(made.record_ids, start=1)
    ]
    session.execute(insert(export_item), rows)


def waiting_and_own(gate: Gate, account_id: str) -> list[ExportProposal]:
    """Those that wait, and the newest of this account; newest first. Two statements."""
    is_waiting = export_proposal.c.state == ProposalState.WAITING.value
    wanted = is_waiting | (export_proposal.c.proposer_id == account_id)
    statement = select(export_proposal).where(wanted, _all_readable(gate))
    rows = gate.session.execute(
        statement.order_by(export_proposal.c.id.desc()).limit(SHOWN)
    ).mappings()
    return _proposals(gate, list(rows))


def proposal(gate: Gate, proposal_id: str) -> ExportProposal:
    """One proposal. Raises NotFound for hidden and absent alike."""
    statement = select(export_proposal).where(export_proposal.c.public_id == proposal_id)
    rows = gate.session.execute(statement.where(_all_readable(gate))).mappings()
    found = _proposals(gate, list(rows))
    if not found:
        raise NotFound(NOT_HERE)
    return found[0]


def _all_readable(gate: Gate) -> ColumnElement[bool]:
    """No record of the proposal is one that this reader may not read."""
    is_readable = (
        exists().where(record.c.public_id == export_item.c.record_public_id).where(gate.readable())
    )
    return ~exists().where(export_item.c.proposal_id == export_proposal.c.id).where(~is_readable)


def _proposals(gate: Gate, rows: Iterable[Row]) -> list[ExportProposal]:
    found = list(rows)
    items: dict[int, list[RecordId]] = defaultdict(list)
    statement = select(export_item.c.proposal_id, export_item.c.record_public_id).where(
        export_item.c.proposal_id.in_([row["id"] for row in found])
    )
    ordered = statement.order_by(export_item.c.proposal_id, export_item.c.position)
    for key, record_id in gate.session.execute(ordered):
        items[key].append(RecordId(record_id))
    return [
        ExportProposal(
            id=row["public_id"],
            record_ids=tuple(items[row["id"]]),
            reason=row["reason"],
            proposed_by=row["proposed_by"],
            proposer_id=row["proposer_id"],
            proposed_at=row["proposed_at"],
            state=ProposalState(row["state"]),
            decided_by=row["decided_by"],
            decided_at=row["decided_at"],
            decision_reason=row["decision_reason"],
        )
        for row in found
    ]
