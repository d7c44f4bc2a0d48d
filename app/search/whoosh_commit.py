"""One commit of a partition: what changes becomes new files, then a manifest, then old files go.

Open `commit` first; its order of steps is what survives a kill at any point.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from app.domain.records import RecordId
from app.search import forms_table
from app.search.columns import (
    Array,
    Columns,
    NewRow,
    decoded,
    digest_of,
    empty_columns,
    loaded,
    saved,
    updated,
)
from app.search.engine import IndexedRecord
from app.search.forms_table import FormsTable, LanguageForm
from app.search.partition_files import Manifest, PartitionFolder, make_private
from app.search.whoosh_reader import COLUMNS_FILE, FORMS_FILE, forms_files
from app.search.whoosh_writer import PartitionWriter, prepared

_SMALL_TABLE = 20_000  # forms in the small table before it is joined with the large one


def commit(
    folder: PartitionFolder,
    manifest: Manifest | None,
    generation: int,
    upserts: Iterable[IndexedRecord],
    removals: Iterable[RecordId],
) -> None:
    """Write the changes on top of `manifest` (None: an empty partition) and publish them.

    Nothing is written when nothing changes, unless the partition is new. The caller holds the writer's
    lock. On failure the old commit stands; what was begun is swept away.
    """
    path = make_private(folder.generation_dir(generation))
    columns = _old_columns(path, manifest)
    writer = PartitionWriter(path, manifest.commit if manifest else 0)
    try:
        batch = _Batch(columns)
        batch.remove(removals)
        for record in upserts:
            batch.add(record, writer)
        if manifest is not None and batch.is_empty:
            writer.cancel()
            folder.sweep(manifest)
            return
        gone = batch.gone()
        if len(gone):
            writer.bury(columns.rows[gone])
        names = writer.finish()
    except BaseException:
        # Without cancel Whoosh keeps its files and pool; the error that counts is the first one.
        with contextlib.suppress(Exception):
            writer.cancel()
        raise
    names += _write_columns(path, writer.generation, columns, gone, batch)
    names += _write_forms(path, writer.generation, manifest, batch.forms)
    folder.sweep(folder.seal(generation, writer.generation, names, manifest))


@dataclass(slots=True)
class _Batch:
    """What one commit adds and takes away, record by record."""

    columns: Columns
    new: dict[RecordId, NewRow] = field(default_factory=dict)
    forms: set[LanguageForm] = field(default_factory=set)
    _gone: set[int] = field(default_factory=set)
    _next_row: int = 0
    _at_by_id: dict[RecordId, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._next_row = self.columns.next_row
        self._at_by_id = {name: at for at, name in enumerate(decoded(self.columns.ids))}

    @property
    def is_empty(self) -> bool:
        return not self.new and not self._gone

    @property
    def next_row(self) -> int:
        return self._next_row

    def remove(self, ids: Iterable[RecordId]) -> None:
        for name in ids:
            at = self._at_by_id.pop(name, None)
            if at is not None:
                self._gone.add(at)

    def add(self, record: IndexedRecord, writer: PartitionWriter) -> None:
        """Index a record unless it is here already, as new or newer."""
        digest = digest_of(record)
        here = self._here(record.id)
        if here is not None and (here[0] > record.revision or here == (record.revision, digest)):
            return
        item = prepared(record)
        writer.add(self._next_row, item)
        self.new.pop(record.id, None)  # keeps the new rows in the order of their numbers
        self.new[record.id] = NewRow.of(
            record, row=self._next_row, digest=digest, length=item.length
        )
        self._next_row += 1
        self.forms |= item.forms
        at = self._at_by_id.get(record.id)
        if at is not None:
            self._gone.add(at)

    def gone(self) -> Array:
        return np.array(sorted(self._gone), dtype=np.int64)

    def _here(self, record_id: RecordId) -> tuple[int, int] | None:
        """Revision and digest of the record as it would stand after this commit."""
        row = self.new.get(record_id)
        if row is not None:
            return row.revision, row.digest
        at = self._at_by_id.get(record_id)
        if at is None:
            return None
        return int(self.columns.revisions[at]), int(self.columns.digests[at])


def _old_columns(path: Path, manifest: Manifest | None) -> Columns:
    if manifest is None:
        return empty_columns()
    return loaded((path / COLUMNS_FILE.format(manifest.commit)).read_bytes())


def _write_columns(
    path: Path, number: int, columns: Columns, gone: Array, batch: _Batch
) -> list[str]:
    name = COLUMNS_FILE.format(number)
    fresh = updated(columns, gone, list(batch.new.values()), batch.next_row)
    (path / name).write_bytes(saved(fresh))
    return [name]


def _write_forms(
    path: Path, number: int, manifest: Manifest | None, forms: set[LanguageForm]
) -> list[str]:
    """Keep the tables that hold every form; else write a new small one, or join all into one."""
    names = forms_files(manifest) if manifest else []
    tables = {name: FormsTable((path / name).read_bytes()) for name in names}
    fresh = forms
    for table in tables.values():
        fresh = table.without_known(fresh)
    if names and not fresh:
        return names
    name = FORMS_FILE.format(number)
    kept, absorbed = _split(tables)
    for table in absorbed.values():
        fresh = fresh | table.pairs()
    if len(fresh) > _SMALL_TABLE:
        for table in kept.values():
            fresh = fresh | table.pairs()
        kept = {}
    (path / name).write_bytes(forms_table.written(fresh))
    return [*kept, name]


def _split(
    tables: dict[str, FormsTable],
) -> tuple[dict[str, FormsTable], dict[str, FormsTable]]:
    """The largest table, which stays, and the others, which the new small one takes up."""
    if len(tables) < 2:
        return tables, {}
    largest = max(tables, key=lambda name: len(tables[name].raw))
    return {largest: tables[largest]}, {n: t for n, t in tables.items() if n != largest}
