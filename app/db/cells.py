"""Cells in the database: found or made for a label, withheld sets, purity.

A record that leaves a cell (relabelled, withdrawn) stands in that cell's withheld set in the same
transaction, and the cell is impure until its partition has been rebuilt. Which cells a reader may
read is decided in `catalogue.py`, nowhere else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.db.models.access import access_cell, withheld
from app.db.models.records import record
from app.domain.access import AccessLabel, LabelScheme
from app.domain.clock import Identifiers
from app.domain.records import RecordId
from app.domain.vocabularies import RecordState


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `id` stays in the database; `key` names the partition."""

    id: int
    key: str
    label: AccessLabel
    is_impure: bool
    generation: int


def all_cells(session: Session, labels: LabelScheme) -> list[Cell]:
    """Every cell, in one statement. A label the settings no longer know counts as intake."""
    rows = session.execute(
        select(
            access_cell.c.id,
            access_cell.c.key,
            access_cell.c.label,
            access_cell.c.is_impure,
            access_cell.c.generation,
        ).order_by(access_cell.c.id)
    )
    return [
        Cell(row.id, row.key, _label(labels, row.label), row.is_impure, row.generation)
        for row in rows
    ]


def cell_for(
    session: Session, label: AccessLabel, labels: LabelScheme, now: datetime, ids: Identifiers
) -> Cell:
    """The cell of this label, made if there is none. The session must be a writing one."""
    text = str(label)
    row = session.execute(
        select(
            access_cell.c.id,
            access_cell.c.key,
            access_cell.c.is_impure,
            access_cell.c.generation,
        ).where(access_cell.c.label == text)
    ).one_or_none()
    if row is not None:
        return Cell(row.id, row.key, _label(labels, text), row.is_impure, row.generation)
    key = ids.new_id("cell", text)
    cell_id = session.execute(
        insert(access_cell)
        .values(
            key=key,
            label=text,
            level=label.level.name,
            compartments=tuple(sorted(label.compartments)),
            releasable_to=tuple(sorted(label.releasable_to or ())),
            is_releasable_to_all=label.releasable_to is None,
            created_at=now,
        )
        .returning(access_cell.c.id)
    ).scalar_one()
    return Cell(cell_id, key, label, is_impure=False, generation=0)


def withhold(session: Session, cell_id: int, record_id: RecordId, now: datetime) -> None:
    """Let the cell act at once as if it had never held the record, and mark it impure."""
    generation = session.execute(
        update(access_cell)
        .where(access_cell.c.id == cell_id)
        .values(is_impure=True, generation=access_cell.c.generation + 1)
        .returning(access_cell.c.generation)
    ).scalar_one()
    readmit(session, cell_id, record_id)
    session.execute(
        insert(withheld).values(
            cell_id=cell_id, record_public_id=record_id, generation=generation, at=now
        )
    )


def readmit(session: Session, cell_id: int, record_id: RecordId) -> None:
    """Take a record that comes back to the cell out of its withheld set; the cell stays impure."""
    session.execute(
        delete(withheld).where(
            withheld.c.cell_id == cell_id, withheld.c.record_public_id == record_id
        )
    )


def withheld_ids(session: Session, cell_ids: list[int]) -> Mapping[int, frozenset[RecordId]]:
    """The withheld set of each of the cells that has one."""
    rows = session.execute(
        select(withheld.c.cell_id, withheld.c.record_public_id).where(
            withheld.c.cell_id.in_(cell_ids)
        )
    )
    found: dict[int, set[RecordId]] = defaultdict(set)
    for cell_id, record_id in rows:
        found[cell_id].add(RecordId(record_id))
    return {cell_id: frozenset(ids) for cell_id, ids in found.items()}


def generation_of(session: Session, cell_key: str) -> int | None:
    """What a rebuild must have seen; read it before reading the cell's records. None = no cell."""
    found: int | None = session.scalar(
        select(access_cell.c.generation).where(access_cell.c.key == cell_key)
    )
    return found


def mark_rebuilt(session: Session, cell_key: str, generation: int) -> bool:
    """After a rebuild from what stood at `generation`: forget the records withheld until then.

    Returns whether the cell is pure now; records withheld meanwhile keep it impure.
    """
    cell_id = session.scalar(select(access_cell.c.id).where(access_cell.c.key == cell_key))
    if cell_id is None:
        return True
    session.execute(
        delete(withheld).where(withheld.c.cell_id == cell_id, withheld.c.generation <= generation)
    )
    session.execute(
        update(access_cell)
        .where(access_cell.c.id == cell_id)
        .values(is_impure=access_cell.c.generation > generation)
    )
    return not session.scalar(select(access_cell.c.is_impure).where(access_cell.c.id == cell_id))


def cell_key_of(session: Session, record_id: RecordId) -> str | None:
    """The key of the cell that holds a registered record; for upkeep of partitions, not for readers."""
    found: str | None = session.scalar(
        select(access_cell.c.key)
        .join(record, record.c.cell_id == access_cell.c.id)
        .where(record.c.public_id == record_id, record.c.state == RecordState.REGISTERED)
    )
    return found


def revisions(session: Session, cell_key: str) -> dict[RecordId, int]:
    """Id and edition of every registered record of a cell: what its partition must hold.

    The edition is the `revision` of `search.engine.IndexedRecord`.
    """
    rows = session.execute(
        select(record.c.public_id, record.c.edition)
        .join(access_cell, access_cell.c.id == record.c.cell_id)
        .where(access_cell.c.key == cell_key, record.c.state == RecordState.REGISTERED)
    )
    return {RecordId(public_id): edition for public_id, edition in rows}


@lru_cache(maxsize=4096)
def _label(labels: LabelScheme, text: str) -> AccessLabel:
    return labels.parse_or_intake(text)
