"""Proposals for new authority entries, read through the gate: each stands in the cell its name came from.

A proposal made from a record is there for whoever may read that record now, and in the cell the record
had then; one made from public knowledge stands in the Public cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, insert, or_, select, update
from sqlalchemy.orm import Session

from app.db.cells import Cell
from app.db.gate import Gate, Located
from app.db.mapping import Row
from app.db.models.authority_work import authority_proposal
from app.db.models.records import record
from app.db.registrar import Hand
from app.domain.access import AccessLabel
from app.domain.authorities import EntryDraft, EntryKind, ProposalState
from app.domain.errors import NotFound
from app.domain.records import RecordId

NOT_HERE = "There is no such proposal among those you may read."
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal that came through the gate. `key` never leaves the database."""

    key: int
    id: str
    draft: EntryDraft
    label: AccessLabel
    record: RecordId | None
    state: ProposalState
    by: str
    account_id: str
    at: datetime
    decided_by: str
    decided_at: datetime | None
    reason: str


def add(
    session: Session,
    proposal_id: str,
    draft: EntryDraft,
    cell: Cell,
    source: Located | None,
    hand: Hand,
) -> None:
    """Write a proposal into the cell where its name came from."""
    row = {
        "public_id": proposal_id,
        "kind": draft.kind.value,
        "name": draft.name,
        "other_names": draft.other_names,
        "language": draft.language,
        "code": draft.code,
        "party": draft.party,
        "organ": draft.organ,
        "party_kind": draft.party_kind,
        "note": draft.note,
        "cell_id": cell.id,
        "record_id": source.key if source else None,
        "state": ProposalState.WAITING.value,
        "by": hand.by,
        "account_id": hand.account_id,
        "at": hand.at,
        "decided_by": "",
        "decided_at": None,
        "reason": "",
    }
    session.execute(insert(authority_proposal), [row])


def waiting(gate: Gate, kind: EntryKind | None = None) -> list[Proposal]:
    """What waits for a decision and may be read, oldest first."""
    return _found(gate, _is(ProposalState.WAITING), _of(kind))


def decided(gate: Gate) -> list[Proposal]:
    """What was decided and may be read, oldest first."""
    return _found(gate, ~_is(ProposalState.WAITING))


def find(gate: Gate, proposal_id: str) -> Proposal:
    """One proposal. Raises NotFound for hidden and absent alike."""
    found = _found(gate, authority_proposal.c.public_id == proposal_id)
    if not found:
        raise NotFound(NOT_HERE)
    return found[0]


def decide(session: Session, proposal: Proposal, state: ProposalState, hand: Hand) -> None:
    """Note the decision."""
    session.execute(
        update(authority_proposal)
        .where(authority_proposal.c.id == proposal.key)
        .values(state=state.value, decided_by=hand.by, decided_at=hand.at, reason=hand.reason)
    )


def _found(gate: Gate, *conditions: ColumnElement[bool]) -> list[Proposal]:
    table = authority_proposal
    rows: Sequence[Row] = (
        gate.session.execute(
            select(table, record.c.public_id.label("source"))
            .outerjoin(record, and_(record.c.id == table.c.record_id, gate.readable()))
            .where(gate.in_readable_cell(table.c.cell_id))
            .where(or_(table.c.record_id.is_(None), record.c.id.is_not(None)))
            .where(*conditions)
            .order_by(table.c.id)
            .limit(SHOWN)
        )
        .mappings()
        .all()
    )
    return [_proposal(gate, row) for row in rows]


def _proposal(gate: Gate, row: Row) -> Proposal:
    draft = EntryDraft(
        EntryKind(row["kind"]),
        row["name"],
        row["other_names"],
        row["language"],
        row["code"],
        row["party"],
        row["organ"],
        row["party_kind"],
        row["note"],
    )
    return Proposal(
        key=row["id"],
        id=row["public_id"],
        draft=draft,
        label=gate.label_of(row["cell_id"]),
        record=RecordId(row["source"]) if row["source"] else None,
        state=ProposalState(row["state"]),
        by=row["by"],
        account_id=row["account_id"],
        at=row["at"],
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        reason=row["reason"],
    )


def _is(state: ProposalState) -> ColumnElement[bool]:
    return authority_proposal.c.state == state.value


def _of(kind: EntryKind | None) -> ColumnElement[bool]:
    column = authority_proposal.c.kind
    return column.in_([one.value for one in EntryKind] if kind is None else [kind.value])
