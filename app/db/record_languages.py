"""In which languages records stand, for lists that name them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from app.db.gate import Gate
from app.db.models.records import record
from app.domain.records import RecordId


def languages_of(gate: Gate, record_ids: Sequence[RecordId]) -> Mapping[RecordId, tuple[str, ...]]:
    """BCP 47 tags of the readable ones of the ids. One statement."""
    columns = (record.c.public_id, record.c.cell_id, record.c.languages)
    statement = gate.within(select(*columns).where(record.c.public_id.in_(record_ids)))
    return {RecordId(row.public_id): row.languages for row in gate.session.execute(statement)}
