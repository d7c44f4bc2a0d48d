"""Tantivy, the embedded engine for large archives.

Tantivy keeps each segment's dictionary and pages of postings (`tantivy_pages.py` says why pages);
`tantivy_books.py` inverts and merges, `tantivy_commit.py` is a commit, `tantivy_dictionary.py` one index
opened for reading, `tantivy_leaf.py` a small segment that needs none. Matching, scores, order and numbers
are those of every embedded engine (`partitioned_engine.py`), so the answers are the same to the last place.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.domain.records import RecordId
from app.search.batches import COLUMNS_FILE, forms_files
from app.search.columns import Array, Columns, loaded
from app.search.engine import IndexedRecord
from app.search.forms_table import FormsTable
from app.search.partition_files import Manifest, PartitionFolder, Stamp
from app.search.partitioned_engine import PartitionedEngine
from app.search.postings import Postings, Snapshot, Stretch, positions_of_rows
from app.search.tally import Tally
from app.search.tantivy_commit import commit, segment_names
from app.search.tantivy_dictionary import Dictionary, PageShelf, opened_segment
from app.search.tantivy_leaf import MOST_ENTRIES, Leaf


class TantivyEngine(PartitionedEngine):
    """Implements `search.engine.SearchEngine`."""

    name = "tantivy"
    most_in_leaf = MOST_ENTRIES
    """Postings of a segment that is not worth an index."""

    def __init__(self, index_dir: Path) -> None:
        super().__init__(index_dir)
        self._shelf = PageShelf()

    def commit(
        self,
        folder: PartitionFolder,
        manifest: Manifest | None,
        generation: int,
        upserts: Iterable[IndexedRecord],
        removals: Iterable[RecordId],
    ) -> None:
        commit(folder, manifest, generation, upserts, removals, self.most_in_leaf)

    def opened(
        self, folder: PartitionFolder, manifest: Manifest, stamp: Stamp, last: Snapshot | None
    ) -> Snapshot:
        """Dictionaries that are open already are used again: they never change."""
        folder.verify(manifest)
        path = folder.generation_dir(manifest.generation)
        columns = loaded((path / COLUMNS_FILE.format(manifest.commit)).read_bytes())
        forms = tuple(FormsTable((path / name).read_bytes()) for name in forms_files(manifest))
        known: dict[str, Dictionary | Leaf] = {}
        if isinstance(last, TantivySnapshot) and last.manifest.generation == manifest.generation:
            known = {
                one.name: one.dictionary
                for one in last.segments
                if one.files == _seals(manifest, one.name)
            }
        segments = [
            TantivySegment(
                name,
                _seals(manifest, name),
                known.get(name) or opened_segment(path / name, self._shelf),
                columns.rows,
            )
            for name in segment_names(manifest)
        ]
        return TantivySnapshot(stamp, manifest, columns, forms, segments)


class TantivySegment:
    """A dictionary and the way from its documents to the columns. Implements `postings.Segment`."""

    def __init__(
        self, name: str, files: dict[str, str], dictionary: Dictionary | Leaf, rows: Array
    ) -> None:
        self.name, self.files, self.dictionary = name, files, dictionary
        self.at = positions_of_rows(rows, dictionary.rows)
        self.has_dead = bool((self.at < 0).any())

    def postings(self, form: str, *, with_places: bool) -> Postings | None:
        return self.dictionary.postings(form, with_places=with_places)

    def beginning_with(self, prefix: str, *, with_places: bool) -> Iterable[Stretch]:
        return self.dictionary.beginning_with(prefix, with_places=with_places)

    def forms_fitting(self, wildcard: str) -> Iterable[str]:
        return self.dictionary.forms_fitting(wildcard)

    def forms_near(self, form: str) -> Iterable[str]:
        return self.dictionary.forms_near(form)


class TantivySnapshot:
    """A partition at one commit. Implements `postings.Snapshot`."""

    def __init__(
        self,
        stamp: Stamp,
        manifest: Manifest,
        columns: Columns,
        forms: tuple[FormsTable, ...],
        segments: list[TantivySegment],
    ) -> None:
        self.stamp, self.manifest = stamp, manifest
        self.columns, self.forms, self.segments = columns, forms, segments
        self.tally = Tally(columns)


def _seals(manifest: Manifest, name: str) -> dict[str, str]:
    """What a segment's files are sealed with: the same seals, the same segment."""
    return {
        file: seal.sha256 for file, seal in manifest.files.items() if file.startswith(f"{name}/")
    }
