"""Whoosh, the embedded engine one begins with.

Where things are: `whoosh_codec.py` postings on disk, `whoosh_writer.py` and `whoosh_commit.py` a commit,
`whoosh_reader.py` a partition opened for reading; the rest is in `partitioned_engine.py`.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.records import RecordId
from app.search.engine import IndexedRecord
from app.search.partition_files import Manifest, PartitionFolder, Stamp
from app.search.partitioned_engine import PartitionedEngine
from app.search.postings import Snapshot
from app.search.whoosh_commit import commit
from app.search.whoosh_reader import WhooshSnapshot


class WhooshEngine(PartitionedEngine):
    """Implements `search.engine.SearchEngine`."""

    name = "whoosh"

    def commit(
        self,
        folder: PartitionFolder,
        manifest: Manifest | None,
        generation: int,
        upserts: Iterable[IndexedRecord],
        removals: Iterable[RecordId],
    ) -> None:
        commit(folder, manifest, generation, upserts, removals)

    def opened(
        self, folder: PartitionFolder, manifest: Manifest, stamp: Stamp, last: Snapshot | None
    ) -> Snapshot:
        return WhooshSnapshot(folder, manifest, stamp)
