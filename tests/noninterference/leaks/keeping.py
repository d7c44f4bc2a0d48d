"""Mistakes in exporting, one each. They are caught by comparing exports (`test_exports.py`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from app.db import packing
from app.db.gate import Gate, Located
from app.db.models.parts import relation, sealed_note
from app.db.models.records import record
from app.domain.records import RelationDraft
from app.domain.vocabularies import RelationKind
from app.services import handing_over

Leak = Callable[[pytest.MonkeyPatch], None]


def exports_take_hidden_relations(patch: pytest.MonkeyPatch) -> None:
    """Edges are read from the table, from whichever record they come, instead of from the view."""
    honest = handing_over._record

    def with_all_edges(catalogue: Any, work: Any, record_id: Any) -> Any:
        packed = honest(catalogue, work, record_id)
        rows = work.session.scalars(
            select(record.c.public_id)
            .join(relation, relation.c.from_record_id == record.c.id)
            .where(relation.c.to_source_key == str(packed.came_from))
            .order_by(record.c.public_id)
        )
        edges = tuple(RelationDraft(RelationKind.REITERATES, to_source_key=one) for one in rows)
        return replace(packed, relations=edges)

    patch.setattr(handing_over, "_record", with_all_edges)


def exports_take_sealed_notes(patch: pytest.MonkeyPatch) -> None:
    """Sealed notes follow the record into its text."""

    def own_text(gate: Gate, located: Located) -> str:
        notes = gate.session.scalars(
            select(sealed_note.c.text).where(sealed_note.c.record_id == located.key)
        )
        return " ".join(notes)

    patch.setattr(packing, "own_text", own_text)


def exports_are_numbered(patch: pytest.MonkeyPatch) -> None:
    """The product's line says how many records the register holds."""

    def counted(principal: Any, work: Any, record_ids: Any, made_at: Any) -> Any:
        package = honest(principal, work, record_ids, made_at)
        count = work.session.execute(select(func.count()).select_from(record)).scalar_one()
        return replace(package, product=f"{package.product}, {count} records")

    honest = handing_over._packed
    patch.setattr(handing_over, "_packed", counted)


LEAKS: tuple[Leak, ...] = (
    exports_take_hidden_relations,
    exports_take_sealed_notes,
    exports_are_numbered,
)
