"""The gate: the one condition under which records are read, and finding a record under it.

A `Gate` is made for one clearance and one transaction. Every SELECT of records, and of whatever hangs
on them, carries `readable()`, which says `record.cell_id IN (cells this reader may read)` and leaves
withdrawn records out. What is hidden, withdrawn or absent is `NotFound`, one and the same.

`catalogue.py` is the gate with everything that is read through it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, select
from sqlalchemy.orm import Session

from app.db import cells
from app.db.cells import Cell
from app.db.models.records import record, source_key
from app.domain.access import AccessLabel, Clearance, LabelScheme, join_labels, may_read
from app.domain.errors import NotFound
from app.domain.records import RecordId, SourceKey
from app.domain.vocabularies import RecordState

NOT_HERE = "There is no such record among those you may read."


@dataclass(frozen=True, slots=True)
class Located:
    """Where a readable record stands. `key` is the integer that never leaves the database."""

    key: int
    id: RecordId
    reference: str
    revision: int
    cell: Cell


@dataclass(frozen=True, slots=True)
class SourceMatch:
    """The record an earlier import made of a source key. `fingerprint` tells whether it changed."""

    id: RecordId
    revision: int
    fingerprint: str
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class OpenCell:
    """A readable cell as a search opens it: ids in `withheld` must act as if never there."""

    key: str
    label: AccessLabel
    is_impure: bool
    withheld: frozenset[RecordId]


class Gate:
    """What one reader may read, within one transaction. Cheap to make; never kept over requests."""

    def __init__(
        self,
        session: Session,
        clearance: Clearance,
        labels: LabelScheme,
        *,
        only_cell: str | None = None,
    ) -> None:
        """`only_cell` narrows the view to one cell, for building that cell's partition."""
        self.session = session
        self.labels = labels
        self._clearance = clearance
        self._only_cell = only_cell
        self._cells_by_id: Mapping[int, Cell] | None = None

    @property
    def cells_by_id(self) -> Mapping[int, Cell]:
        """The readable cells by their integer key. One statement, the first time.

        Not `cached_property`: before Python 3.12 it holds one lock for all gates while it waits for the
        database, and two writers would wait for each other.
        """
        if self._cells_by_id is None:
            self._cells_by_id = {
                cell.id: cell
                for cell in cells.all_cells(self.session, self.labels)
                if may_read(self._clearance, cell.label) and self._only_cell in (None, cell.key)
            }
        return self._cells_by_id

    def readable_cells(self) -> tuple[OpenCell, ...]:
        """The readable cells with their withheld sets, for the search engine. Two statements."""
        withheld = cells.withheld_ids(self.session, list(self.cells_by_id))
        return tuple(
            OpenCell(cell.key, cell.label, cell.is_impure, withheld.get(cell.id, frozenset()))
            for cell in self.cells_by_id.values()
        )

    def readable(self, records: FromClause = record) -> ColumnElement[bool]:
        """The condition that every SELECT of records carries; `records` may be an alias."""
        return and_(
            records.c.cell_id.in_(list(self.cells_by_id)),
            records.c.state == RecordState.REGISTERED,
        )

    def in_readable_cell(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """The same for a row with a cell of its own: a sealed note, an entry of the history."""
        return column.in_(list(self.cells_by_id))

    def within(self, statement: Select[Any]) -> Select[Any]:
        """The statement, narrowed to readable records. It must select from, or join, `record`."""
        return statement.where(self.readable())

    def may_read(self, label: AccessLabel) -> bool:
        """Whether this reader may read what such a label guards."""
        return may_read(self._clearance, label)

    def label_of(self, cell_id: int) -> AccessLabel:
        """The label of a readable cell."""
        return self.cells_by_id[cell_id].label

    def join(self, labels: Iterable[AccessLabel]) -> AccessLabel:
        """The label of a page that shows what these labels guard; Public when it shows nothing."""
        return join_labels(labels, self.labels.bottom)

    def total(self) -> int:
        """How many records this reader may read."""
        statement = self.within(select(func.count()).select_from(record))
        return int(self.session.execute(statement).scalar_one())

    def locate(self, record_id: RecordId) -> Located:
        """Find a record by its public id. Raises NotFound for hidden, withdrawn and absent alike."""
        return self._one(record.c.public_id == record_id)

    def locate_reference(self, reference: str) -> Located:
        """Find a record by its reference, as stored. Raises NotFound as `locate`."""
        return self._one(record.c.reference == reference)

    def locate_withdrawn(self, record_id: RecordId) -> Located:
        """Find a withdrawn record in a readable cell; nothing but its stub is shown of it.

        Raises NotFound for hidden and absent alike, and for a record that is not withdrawn.
        """
        return self._one_withdrawn(record.c.public_id == record_id)

    def locate_withdrawn_reference(self, reference: str) -> Located:
        """As `locate_withdrawn`, by the reference as stored."""
        return self._one_withdrawn(record.c.reference == reference)

    def locate_disposed(self, record_id: RecordId) -> Located:
        """Find what is left of a record that was disposed of, in a readable cell. Raises NotFound."""
        return self._one_stub(record.c.public_id == record_id, RecordState.DISPOSED)

    def locate_disposed_reference(self, reference: str) -> Located:
        """As `locate_disposed`, by the reference as stored."""
        return self._one_stub(record.c.reference == reference, RecordState.DISPOSED)

    def sources(self, keys: Sequence[SourceKey]) -> dict[SourceKey, SourceMatch]:
        """Which of the source keys are registered where this reader may read, withdrawn included.

        A withdrawn record, and one disposed of, keeps its key, so that the next import does not bring
        it back.
        """
        rows = self.session.execute(
            select(
                record.c.public_id,
                record.c.revision,
                record.c.state,
                source_key.c.source,
                source_key.c.identifier,
                source_key.c.fingerprint,
            )
            .join(source_key, source_key.c.record_id == record.c.id)
            .where(source_key.c.key.in_([str(key) for key in keys]))
            .where(self.in_readable_cell(record.c.cell_id))
            .order_by(record.c.id.desc())
        )
        return {
            SourceKey(row.source, row.identifier): SourceMatch(
                RecordId(row.public_id),
                row.revision,
                row.fingerprint,
                row.state is not RecordState.REGISTERED,
            )
            for row in rows
        }

    def keys(self, record_ids: Sequence[RecordId]) -> dict[RecordId, int]:
        """Integer keys of those of the ids that are readable; the others are simply not there."""
        statement = select(record.c.public_id, record.c.id).where(
            record.c.public_id.in_(record_ids)
        )
        rows = self.session.execute(self.within(statement))
        return {RecordId(public_id): key for public_id, key in rows}

    def _one(self, condition: ColumnElement[bool]) -> Located:
        row = self.session.execute(self.within(_LOCATING.where(condition))).one_or_none()
        if row is None:
            raise NotFound(NOT_HERE)
        return self._located(row)

    def _one_withdrawn(self, condition: ColumnElement[bool]) -> Located:
        return self._one_stub(condition, RecordState.WITHDRAWN)

    def _one_stub(self, condition: ColumnElement[bool], state: RecordState) -> Located:
        statement = _LOCATING.where(
            condition,
            self.in_readable_cell(record.c.cell_id),
            record.c.state == state,
        )
        row = self.session.execute(statement).one_or_none()
        if row is None:
            raise NotFound(NOT_HERE)
        return self._located(row)

    def _located(self, row: Any) -> Located:
        cell = self.cells_by_id[row.cell_id]
        return Located(row.id, RecordId(row.public_id), row.reference, row.revision, cell)


_LOCATING = select(
    record.c.id, record.c.public_id, record.c.reference, record.c.revision, record.c.cell_id
)
