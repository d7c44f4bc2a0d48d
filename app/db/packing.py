"""What handing a record over needs beyond its view: its own text, and the key it was imported under.

Both are read of records that the gate has located; nothing here finds a record by itself.
"""

from __future__ import annotations

from sqlalchemy import select

from app.db.gate import Gate, Located
from app.db.models.records import record_text, source_key
from app.domain.records import SourceKey


def own_text(gate: Gate, located: Located) -> str:
    """The text that came with the record, without the texts of its files."""
    statement = select(record_text.c.text).where(record_text.c.record_id == located.key)
    return gate.session.scalar(statement) or ""


def came_from(gate: Gate, located: Located) -> SourceKey | None:
    """Where an import found the record; None for one that was registered by hand."""
    row = gate.session.execute(
        select(source_key.c.source, source_key.c.identifier).where(
            source_key.c.record_id == located.key
        )
    ).one_or_none()
    return SourceKey(row.source, row.identifier) if row else None
