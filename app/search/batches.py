"""What one commit changes in a partition beside the postings: rows of the columns, the forms tables.

Open `Batch`, which decides what must be written at all; each engine has a writer that takes the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

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
from app.search.partition_files import Manifest

COLUMNS_FILE, FORMS_FILE = "columns-{}.npz", "forms-{}.txt"
FORMS_PREFIX = "forms-"
_SMALL_TABLE = 20_000  # forms in the small table before it is joined with the large one


class Writer(Protocol):
    @property
    def forms(self) -> Mapping[int, set[str]]:
        """Of everything it took: the forms by number of their language."""
        ...

    def add(self, row: int, record: IndexedRecord) -> int:
        """Take a record's words, to be written with the commit; its length in weighted words."""
        ...


def forms_files(manifest: Manifest) -> list[str]:
    """The forms tables of a commit: a large one and, mostly, a small one of what came since."""
    return [name for name in manifest.files if name.startswith(FORMS_PREFIX)]


@dataclass(slots=True)
class Batch:
    """What one commit adds and takes away, record by record."""

    columns: Columns
    new: dict[RecordId, NewRow] = field(default_factory=dict)
    _gone: set[int] = field(default_factory=set)
    _next_row: int = 0
    _at_by_id: dict[RecordId, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._next_row = self.columns.next_row
        self._at_by_id = {name: at for at, name in enumerate(decoded(self.columns.ids))}

    @property
    def is_empty(self) -> bool:
        return not self.new and not self._gone

    def remove(self, ids: Iterable[RecordId]) -> None:
        for name in ids:
            at = self._at_by_id.pop(name, None)
            if at is not None:
                self._gone.add(at)

    def add(self, record: IndexedRecord, writer: Writer) -> None:
        """Index a record unless it is here already, as new or newer."""
        digest = digest_of(record)
        here = self._here(record.id)
        if here is not None and (here[0] > record.revision or here == (record.revision, digest)):
            return
        length = writer.add(self._next_row, record)
        self.new.pop(record.id, None)  # keeps the new rows in the order of their numbers
        self.new[record.id] = NewRow.of(record, row=self._next_row, digest=digest, length=length)
        self._next_row += 1
        at = self._at_by_id.get(record.id)
        if at is not None:
            self._gone.add(at)

    def gone(self) -> Array:
        """Positions in the old columns of the records that were removed or replaced."""
        return np.array(sorted(self._gone), dtype=np.int64)

    def updated_columns(self) -> Columns:
        """The columns as they stand after this commit."""
        return updated(self.columns, self.gone(), list(self.new.values()), self._next_row)

    def _here(self, record_id: RecordId) -> tuple[int, int] | None:
        """Revision and digest of the record as it would stand after this commit."""
        row = self.new.get(record_id)
        if row is not None:
            return row.revision, row.digest
        at = self._at_by_id.get(record_id)
        if at is None:
            return None
        return int(self.columns.revisions[at]), int(self.columns.digests[at])


def old_columns(path: Path, manifest: Manifest | None) -> Columns:
    """As the last commit left them; empty where there was none."""
    if manifest is None:
        return empty_columns()
    return loaded((path / COLUMNS_FILE.format(manifest.commit)).read_bytes())


def write_columns(path: Path, number: int, fresh: Columns) -> str:
    """The name of the file."""
    name = COLUMNS_FILE.format(number)
    (path / name).write_bytes(saved(fresh))
    return name


def write_forms(
    path: Path, number: int, manifest: Manifest | None, forms: Mapping[int, set[str]]
) -> list[str]:
    """Keep the tables that hold every form; else write a new small one, or join all into one."""
    names = forms_files(manifest) if manifest else []
    name = FORMS_FILE.format(number)
    if not names:
        (path / name).write_bytes(forms_table.written(forms))
        return [name]
    tables = {name: FormsTable((path / name).read_bytes()) for name in names}
    fresh: set[LanguageForm] = {(language, form) for language in forms for form in forms[language]}
    for table in tables.values():
        fresh = table.without_known(fresh)
    if not fresh:
        return names
    kept, absorbed = _split(tables)
    for table in absorbed.values():
        fresh = fresh | table.pairs()
    if len(fresh) > _SMALL_TABLE:
        for table in kept.values():
            fresh = fresh | table.pairs()
        kept = {}
    (path / name).write_bytes(forms_table.written(forms_table.by_language(fresh)))
    return [*kept, name]


def _split(
    tables: dict[str, FormsTable],
) -> tuple[dict[str, FormsTable], dict[str, FormsTable]]:
    """The largest table, which stays, and the others, which the new small one takes up."""
    if len(tables) < 2:
        return tables, {}
    largest = max(tables, key=lambda name: len(tables[name].raw))
    return {largest: tables[largest]}, {n: t for n, t in tables.items() if n != largest}
