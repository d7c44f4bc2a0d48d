"""One commit of a partition kept in Tantivy: new dictionaries, then a manifest, then old files go.

Open `commit` first; its order of steps is what survives a kill at any point. Each commit's records become a
segment, a small one together with those before it: every record is written again a few times, and
a question opens a few segments, however many commits there were.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.domain.records import RecordId
from app.search.batches import Batch, old_columns, write_columns, write_forms
from app.search.columns import Array
from app.search.engine import IndexedRecord
from app.search.partition_files import Manifest, PartitionFolder, make_private
from app.search.postings import Stretch, positions_of_rows
from app.search.tantivy_books import Run, Source, merged
from app.search.tantivy_dictionary import PageShelf, opened_segment, rows_of, write_dictionary
from app.search.tantivy_leaf import Leaf, write_leaf

WORDS_PER_RUN = 1 << 23
"""So many words are inverted in memory at a time: about 250 MB."""

_TIMES_SMALLER = 4
_MOST_TIMES = 16
"""A run of more words than so many for each posting of a leaf is not looked at as one."""
_LARGE = 20_000
_MOST_LARGE = 6


def segment_names(manifest: Manifest) -> list[str]:
    """The folders of a commit's segments, the oldest first."""
    folders = {name.partition("/")[0] for name in manifest.files if "/" in name}
    return sorted(folders, key=lambda name: tuple(map(int, name[1:].split("-"))))


def commit(
    folder: PartitionFolder,
    manifest: Manifest | None,
    generation: int,
    upserts: Iterable[IndexedRecord],
    removals: Iterable[RecordId],
    most_in_leaf: int,
) -> None:
    """See `PartitionedEngine.commit`; `most_in_leaf` see `TantivyEngine`."""
    path = make_private(folder.generation_dir(generation))
    number = manifest.commit + 1 if manifest else 1
    batch = Batch(old_columns(path, manifest))
    writer = _SegmentWriter(path, number, most_in_leaf)
    batch.remove(removals)
    for record in upserts:
        batch.add(record, writer)
    if manifest is not None and batch.is_empty:
        folder.sweep(manifest)
        return
    fresh = batch.updated_columns()
    kept = {name: _files_of(manifest, name) for name in segment_names(manifest)} if manifest else {}
    names = [file for files in writer.finish(kept, fresh.rows) for file in files]
    names.append(write_columns(path, number, fresh))
    names += write_forms(path, number, manifest, writer.forms)
    folder.sweep(folder.seal(generation, number, names, manifest))


@dataclass(frozen=True, slots=True)
class _Shelved:
    """A segment on disk: its folder, its rows, and whether each is still there."""

    name: str
    rows: Array
    is_there: Array

    @property
    def living(self) -> int:
        return int(self.is_there.sum())


class _SegmentWriter:
    """Takes records; writes a segment when enough are in memory, the last one with `finish`."""

    def __init__(self, path: Path, number: int, most_in_leaf: int) -> None:
        self._path, self._number, self._most_in_leaf = path, number, most_in_leaf
        self._run = Run()
        self._written: dict[str, list[str]] = {}
        self.forms: dict[int, set[str]] = defaultdict(set)

    def add(self, row: int, record: IndexedRecord) -> int:
        length = self._run.add(row, record)
        if len(self._run) >= WORDS_PER_RUN:
            self._flush()
        return length

    def finish(self, kept: dict[str, list[str]], rows: Array) -> list[list[str]]:
        """Write what is left, merge what should be; the files of each segment that stands now.

        `kept` are the files of the segments there were, `rows` the rows that are there now.
        """
        on_disk = kept | self._written
        segments = []
        for name in on_disk:
            here = rows_of(self._path / name)
            segments.append(_Shelved(name, here, positions_of_rows(rows, here) >= 0))
        is_bulk = bool(self._written)
        chosen = [one for one in segments if one.living == 0]
        chosen += _to_merge([one for one in segments if one.living], len(self._run.rows), is_bulk)
        standing = [on_disk[one.name] for one in segments if one not in chosen]
        self._take_up_forms()
        return [*standing, *self._merge([one for one in chosen if one.living], rows)]

    def _flush(self) -> None:
        run, name = self._run, self._next_name()
        self._written[name] = write_dictionary(
            self._path / name, np.array(run.rows), run.most_forms, run.books()
        )
        self._take_up_forms()
        self._run = Run()

    def _merge(self, chosen: list[_Shelved], rows: Array) -> list[list[str]]:
        """What is in memory and the chosen segments as one segment, if they hold anything."""
        run, new_rows = self._run, np.array(self._run.rows, dtype=np.int64)
        books: Iterable[Stretch] = run.books()
        entries: int | None = None
        if len(run) <= self._most_in_leaf * _MOST_TIMES:
            books = list(books)
            entries = sum(len(one.postings.documents) for one in books)
        if not chosen:
            return [self._write(new_rows, run.most_forms, books, entries)] if len(run) else []
        sources, all_rows, forms, base = [], [], run.most_forms, 0
        shelf = PageShelf(0)
        for one in chosen:
            opened = opened_segment(self._path / one.name, shelf)
            forms += opened.most_forms
            if isinstance(opened, Leaf) and entries is not None:
                entries += opened.entries
            else:
                entries = None
            sources.append(Source(opened.every_stretch(), _numbered(one.is_there, base)))
            all_rows.append(one.rows[one.is_there])
            base += one.living
        is_there = positions_of_rows(rows, new_rows) >= 0
        if len(run):
            sources.append(Source(books, _numbered(is_there, base)))
            all_rows.append(new_rows[is_there])
        return [self._write(np.concatenate(all_rows), forms, merged(sources), entries)]

    def _write(
        self, rows: Array, forms: int, books: Iterable[Stretch], entries: int | None
    ) -> list[str]:
        """A segment of at most so many forms and entries (None: many); few need no index."""
        folder = self._path / self._next_name()
        if entries is not None and entries <= self._most_in_leaf:
            books = list(books)
            if len(books) == 1:  # so few are merged in one go, if there is a word in them
                return write_leaf(folder, rows, books[0])
        return write_dictionary(folder, rows, forms, books)

    def _take_up_forms(self) -> None:
        for language, forms in self._run.forms().items():
            self.forms[language] |= forms

    def _next_name(self) -> str:
        return f"s{self._number}-{len(self._written)}"


def _to_merge(segments: list[_Shelved], arriving: int, is_bulk: bool) -> list[_Shelved]:
    """Which segments to write anew together with what arrives.

    Those more than half dead, so that words that are gone leave the disk; after bulk loading all; else
    the small ones from the smallest on, as long as the next is not much larger than all before it.
    """
    if is_bulk:
        return segments
    chosen = [one for one in segments if 2 * one.living < len(one.rows)]
    total = arriving + sum(one.living for one in chosen)
    rest = sorted((one for one in segments if one not in chosen), key=lambda one: one.living)
    large = [one for one in rest if one.living >= _LARGE]
    for one in rest:
        if one.living >= _LARGE or one.living > _TIMES_SMALLER * total:
            break
        chosen.append(one)
        total += one.living
    return [*chosen, *large] if len(large) >= _MOST_LARGE else chosen


def _numbered(is_there: Array, base: int) -> Array:
    """New numbers of a segment's documents from `base` on, -1 for those that are gone."""
    return np.where(is_there, np.cumsum(is_there) - 1 + base, -1)


def _files_of(manifest: Manifest, name: str) -> list[str]:
    return [file for file in manifest.files if file.startswith(f"{name}/")]
