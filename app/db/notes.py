"""Sealed notes: rows with a cell of their own, and the history of each, read through the gate.

Writing one touches nothing of its record: neither revision nor edition, neither history nor partition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from app.db.cells import Cell
from app.db.gate import Gate, Located
from app.db.kept_changes import read_changes, written_changes
from app.db.models.changes_beside import note_history
from app.db.models.parts import sealed_note
from app.db.registrar import Hand
from app.domain.errors import NotFound
from app.domain.notes import NoteDeed
from app.domain.registry_views import NoteChange
from app.domain.views import FieldChange
from app.domain.wording import Wording

NOT_HERE = "There is no such note among those you may read."


@dataclass(frozen=True, slots=True)
class StoredNote:
    """A note that came through the gate. `key` is the integer that never leaves the database."""

    key: int
    id: str
    kind: str
    text: str
    cell: Cell


def find(gate: Gate, located: Located, note_id: str) -> StoredNote:
    """One note of a located record. Raises NotFound for hidden and absent alike."""
    row = gate.session.execute(
        select(sealed_note)
        .where(sealed_note.c.record_id == located.key, sealed_note.c.public_id == note_id)
        .where(gate.in_readable_cell(sealed_note.c.cell_id))
    ).one_or_none()
    if row is None:
        raise NotFound(NOT_HERE)
    cell = gate.cells_by_id[row.cell_id]
    return StoredNote(row.id, row.public_id, row.kind, row.text, cell)


def history(gate: Gate, located: Located) -> tuple[NoteChange, ...]:
    """What happened to the notes of a record in cells this reader may read, newest first."""
    table = note_history
    rows = gate.session.execute(
        select(table)
        .where(table.c.record_id == located.key)
        .where(gate.in_readable_cell(table.c.cell_id))
        .where(or_(table.c.left_cell_id.is_(None), gate.in_readable_cell(table.c.left_cell_id)))
        .order_by(table.c.id.desc())
    ).mappings()
    return tuple(
        NoteChange(
            row["note_id"],
            row["deed"],
            row["at"],
            row["by"],
            row["reason"],
            read_changes(row["changes"]),
            gate.label_of(row["cell_id"]),
        )
        for row in rows
    )


def add(
    session: Session, located: Located, note_id: str, cell: Cell, kind: str, text: str, hand: Hand
) -> None:
    """Write a new note behind those there are."""
    last = session.scalar(
        select(func.max(sealed_note.c.position)).where(sealed_note.c.record_id == located.key)
    )
    row = {
        "record_id": located.key,
        "public_id": note_id,
        "position": (last or 0) + 1,
        "cell_id": cell.id,
        "kind": kind,
        "text": text,
    }
    session.execute(insert(sealed_note), [row])
    changes = [FieldChange("kind", "", Wording(kind)), FieldChange("text", "", text)]
    _write_history(session, located, note_id, cell.id, None, NoteDeed.ADDED, hand, changes)


def rewrite(
    session: Session,
    located: Located,
    note: StoredNote,
    cell: Cell,
    kind: str,
    text: str,
    hand: Hand,
) -> bool:
    """Change what a note says or how it is marked. False when nothing differs."""
    changes = [
        FieldChange(field, old, new)
        for field, old, new in (
            ("kind", Wording(note.kind), Wording(kind)),
            ("text", note.text, text),
            ("marking", str(note.cell.label), str(cell.label)),
        )
        if old != new
    ]
    if not changes:
        return False
    session.execute(
        update(sealed_note)
        .where(sealed_note.c.id == note.key)
        .values(cell_id=cell.id, kind=kind, text=text)
    )
    left = note.cell.id if note.cell.id != cell.id else None
    _write_history(session, located, note.id, cell.id, left, NoteDeed.AMENDED, hand, changes)
    return True


def remove(session: Session, located: Located, note: StoredNote, hand: Hand) -> None:
    """Take a note away; what it said stays in its own history."""
    session.execute(delete(sealed_note).where(sealed_note.c.id == note.key))
    changes = [FieldChange("kind", Wording(note.kind), ""), FieldChange("text", note.text, "")]
    deed = NoteDeed.REMOVED
    _write_history(session, located, note.id, note.cell.id, None, deed, hand, changes)


def _write_history(
    session: Session,
    located: Located,
    note_id: str,
    cell_id: int,
    left_cell_id: int | None,
    deed: NoteDeed,
    hand: Hand,
    changes: Sequence[FieldChange],
) -> None:
    row = {
        "record_id": located.key,
        "note_id": note_id,
        "cell_id": cell_id,
        "left_cell_id": left_cell_id,
        "deed": deed.value,
        "at": hand.at,
        "by": hand.by,
        "account_id": hand.account_id,
        "reason": hand.reason,
        "changes": written_changes(changes),
    }
    session.execute(insert(note_history), [row])
