"""One partition opened for reading: verified, immutable, shared by all threads.

A `Snapshot` belongs to one commit: our columns, the forms table, and Whoosh's segments, each with the
way from its document numbers to positions in the columns (-1 where a record is gone). Everything is read
by offset from memory maps, so threads share it without a lock; the maps outlive the files' names.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import SegmentReader
from whoosh.system import pack_ushort

from app.domain.records import RecordId
from app.search.columns import Array, Columns, decoded, loaded
from app.search.forms_table import FormsTable
from app.search.partition_files import DamagedPartition, Manifest, PartitionFolder, Stamp
from app.search.vocabulary import Vocabulary
from app.search.whoosh_codec import WORDS, Postings, block_range, row_numbers, unpack
from app.search.whoosh_writer import INDEX_NAME

COLUMNS_FILE, FORMS_FILE = "columns-{}.npz", "forms-{}.txt"
FORMS_PREFIX = "forms-"


class Segment:
    """One Whoosh segment and the way from its documents to the columns."""

    def __init__(self, storage: FileStorage, whoosh_schema: Any, segment: Any, rows: Array) -> None:
        reader = SegmentReader(storage, whoosh_schema, segment)
        self._reader = reader  # keeps the maps open
        self._terms = reader._terms._tindex
        self._postings = reader._terms._postfile
        number = reader._terms._fieldmap.get(WORDS)
        self._key = None if number is None else pack_ushort(number)
        self.at = _positions(rows, row_numbers(reader))
        self.has_dead = bool((self.at < 0).any())
        self._vocabulary: Vocabulary | None = None

    def postings(self, form: bytes, *, with_places: bool) -> Postings | None:
        if self._key is None:
            return None
        try:
            where, size = self._terms.range_for_key(self._key + form)
        except KeyError:
            return None
        return self._block(where, size, with_places)

    def beginning_with(
        self, prefix: bytes, *, with_places: bool
    ) -> Iterator[tuple[bytes, Postings]]:
        """Every term with this beginning, in order."""
        if self._key is None:
            return
        wanted = self._key + prefix
        terms = self._terms
        for key_at, key_size, where, size in terms.ranges_from(wanted):
            key = terms.dbfile.get(key_at, key_size)
            if not key.startswith(wanted):
                return
            yield key[len(self._key) :], self._block(where, size, with_places)

    def forms_beginning_with(self, prefix: str) -> Iterator[str]:
        """The same terms without what they occur in."""
        if self._key is None:
            return
        wanted = self._key + prefix.encode("utf-8")
        terms = self._terms
        for key_at, key_size, _, _ in terms.ranges_from(wanted):
            key = terms.dbfile.get(key_at, key_size)
            if not key.startswith(wanted):
                return
            yield key[len(self._key) :].decode("utf-8")

    def vocabulary(self) -> Vocabulary:
        """All terms, dead ones too, read once when first asked for; a segment never changes."""
        if self._vocabulary is None:
            self._vocabulary = Vocabulary.of(self.forms_beginning_with(""))
        return self._vocabulary

    def _block(self, where: int, size: int, with_places: bool) -> Postings:
        offset, length = block_range(self._terms.dbfile.get(where, size))
        return unpack(self._postings.get(offset, length), with_places=with_places)


class Snapshot:
    """A partition at one commit. Opening verifies every file that is not known to be intact."""

    def __init__(self, folder: PartitionFolder, manifest: Manifest, stamp: Stamp) -> None:
        folder.verify(manifest)
        path = folder.generation_dir(manifest.generation)
        self.stamp, self.manifest = stamp, manifest
        self.columns: Columns = loaded((path / COLUMNS_FILE.format(manifest.commit)).read_bytes())
        self.forms = tuple(FormsTable((path / name).read_bytes()) for name in forms_files(manifest))
        self.segments = list(_segments(path, manifest.commit, self.columns.rows))
        self.has_dead = any(segment.has_dead for segment in self.segments)
        """Whether words of records that are gone may linger in dictionary and forms table."""

    def ids_at(self, positions: Array) -> list[RecordId]:
        return decoded(self.columns.ids[positions])


def forms_files(manifest: Manifest) -> list[str]:
    """The forms tables of a commit: a large one and, mostly, a small one of what came since."""
    return [name for name in manifest.files if name.startswith(FORMS_PREFIX)]


def open_snapshot(folder: PartitionFolder) -> Snapshot:
    """Open what the manifest names. Raises DamagedPartition; a commit in between is followed."""
    for _ in range(_TRIES):
        stamp, manifest = folder.stamp(), folder.manifest()
        if stamp is None or manifest is None:
            raise DamagedPartition("there is no partition")
        try:
            return Snapshot(folder, manifest, stamp)
        except (DamagedPartition, OSError) as error:
            if folder.stamp() == stamp:
                raise DamagedPartition(str(error)) from error
    raise DamagedPartition("it changes too fast to be opened")


_TRIES = 20


def _segments(path: Path, commit: int, rows: Array) -> Iterator[Segment]:
    storage = FileStorage(str(path))
    toc = TOC.read(storage, INDEX_NAME, gen=commit)
    for segment in toc.segments:
        yield Segment(storage, toc.schema, segment, rows)


def _positions(rows: Array, numbers: Array) -> Array:
    """For each document the position of its row in the columns, -1 where the row is gone."""
    if not len(rows):
        return np.full(len(numbers), -1, dtype=np.int64)
    found = np.searchsorted(rows, numbers)
    found[found == len(rows)] = 0
    return np.where(rows[found] == numbers, found, -1)
