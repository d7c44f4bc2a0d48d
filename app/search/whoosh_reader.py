"""One partition opened for reading: verified, immutable, shared by all threads.

A `WhooshSnapshot` belongs to one commit: our columns, the forms table, and Whoosh's segments, each with the
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

from app.search.batches import COLUMNS_FILE, forms_files
from app.search.columns import Array, Columns, loaded
from app.search.expansion import wildcard_beginning, wildcard_pattern
from app.search.forms_table import FormsTable
from app.search.partition_files import Manifest, PartitionFolder, Stamp
from app.search.postings import Postings, Stretch, positions_of_rows
from app.search.tally import Tally
from app.search.vocabulary import Vocabulary
from app.search.whoosh_codec import WORDS, block_range, row_numbers, unpack
from app.search.whoosh_writer import INDEX_NAME


class Segment:
    """One Whoosh segment and the way from its documents to the columns."""

    def __init__(self, storage: FileStorage, whoosh_schema: Any, segment: Any, rows: Array) -> None:
        reader = SegmentReader(storage, whoosh_schema, segment)
        self._reader = reader  # keeps the maps open
        self._terms = reader._terms._tindex
        self._postings = reader._terms._postfile
        number = reader._terms._fieldmap.get(WORDS)
        self._key = None if number is None else pack_ushort(number)
        self.at = positions_of_rows(rows, row_numbers(reader))
        self.has_dead = bool((self.at < 0).any())
        self._vocabulary: Vocabulary | None = None

    def postings(self, form: str, *, with_places: bool) -> Postings | None:
        if self._key is None:
            return None
        try:
            where, size = self._terms.range_for_key(self._key + form.encode("utf-8"))
        except KeyError:
            return None
        return self._block(where, size, with_places)

    def beginning_with(self, prefix: str, *, with_places: bool) -> Iterator[Stretch]:
        """Every term with this beginning, in order, one by one."""
        if self._key is None:
            return
        wanted = self._key + prefix.encode("utf-8")
        terms = self._terms
        for key_at, key_size, where, size in terms.ranges_from(wanted):
            key = terms.dbfile.get(key_at, key_size)
            if not key.startswith(wanted):
                return
            found = self._block(where, size, with_places)
            form = key[len(self._key) :].decode("utf-8")
            yield Stretch((form,), np.array([len(found.documents)]), found)

    def forms_fitting(self, wildcard: str) -> Iterator[str]:
        """The terms with the wildcard's beginning are all looked at."""
        every = self._forms_beginning_with(wildcard_beginning(wildcard))
        return filter(wildcard_pattern(wildcard).match, every)

    def forms_near(self, form: str) -> Iterator[str]:
        """All terms are read once, when first asked for; a segment never changes."""
        if self._vocabulary is None:
            self._vocabulary = Vocabulary.of(self._forms_beginning_with(""))
        return self._vocabulary.one_edit_away(form)

    def _forms_beginning_with(self, prefix: str) -> Iterator[str]:
        if self._key is None:
            return
        wanted = self._key + prefix.encode("utf-8")
        terms = self._terms
        for key_at, key_size, _, _ in terms.ranges_from(wanted):
            key = terms.dbfile.get(key_at, key_size)
            if not key.startswith(wanted):
                return
            yield key[len(self._key) :].decode("utf-8")

    def _block(self, where: int, size: int, with_places: bool) -> Postings:
        offset, length = block_range(self._terms.dbfile.get(where, size))
        return unpack(self._postings.get(offset, length), with_places=with_places)


class WhooshSnapshot:
    """A partition at one commit. Opening verifies every file that is not known to be intact."""

    def __init__(self, folder: PartitionFolder, manifest: Manifest, stamp: Stamp) -> None:
        folder.verify(manifest)
        path = folder.generation_dir(manifest.generation)
        self.stamp, self.manifest = stamp, manifest
        self.columns: Columns = loaded((path / COLUMNS_FILE.format(manifest.commit)).read_bytes())
        self.tally = Tally(self.columns)
        self.forms = tuple(FormsTable((path / name).read_bytes()) for name in forms_files(manifest))
        self.segments = list(_segments(path, manifest.commit, self.columns.rows))


def _segments(path: Path, commit: int, rows: Array) -> Iterator[Segment]:
    storage = FileStorage(str(path))
    toc = TOC.read(storage, INDEX_NAME, gen=commit)
    for segment in toc.segments:
        yield Segment(storage, toc.schema, segment, rows)
