"""An engine embedded in this process: one partition folder for each cell, read by many, written by one.

What Whoosh and Tantivy share is here: how partitions are opened, changed, rebuilt and dropped. Elsewhere:
`matching.py` queries and scores, `answering.py` pages and numbers, `columns.py` order and facets,
`partition_files.py` the manifest that makes a commit durable and a damaged file noticed.

Purity. A record that is changed or removed leaves its words in an engine's dictionary until its segment is
merged or the partition rebuilt. Nothing is ever read from there: live records are those of our columns,
and every number, order and word form is computed from them alone, minus the withheld ids. So an impure
partition answers as if what is gone had never been there; a rebuild only takes it off the disk.

Give `apply` records by the hundred: each call is one durable commit.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from app.domain.errors import Unavailable
from app.domain.records import RecordId
from app.search.answering import answer
from app.search.engine import (
    EngineAnswer,
    EngineQuestion,
    HeldForms,
    IndexedRecord,
    PartitionState,
    PartitionView,
)
from app.search.held_forms import held, spellings
from app.search.partition_files import (
    DamagedPartition,
    IndexFolder,
    Manifest,
    PartitionFolder,
    Stamp,
    make_private,
    remove_partition,
)
from app.search.postings import Snapshot

_TRIES = 20


class PartitionedEngine(ABC):
    """Implements `search.engine.SearchEngine`. Safe to share between threads and processes."""

    name: str
    """Stands in every manifest: no engine opens what another has written."""

    def __init__(self, index_dir: Path) -> None:
        self._index = IndexFolder(index_dir, self.name)
        self._folders: dict[str, PartitionFolder] = {}
        self._snapshots: dict[str, Snapshot] = {}
        self._guard = threading.Lock()

    @abstractmethod
    def commit(
        self,
        folder: PartitionFolder,
        manifest: Manifest | None,
        generation: int,
        upserts: Iterable[IndexedRecord],
        removals: Iterable[RecordId],
    ) -> None:
        """Write the changes on top of `manifest` (None: an empty partition) and publish them.

        Nothing is written when nothing changes, unless the partition is new. The caller holds the
        writer's lock. On failure the old commit stands; what was begun is swept away.
        """

    @abstractmethod
    def opened(
        self, folder: PartitionFolder, manifest: Manifest, stamp: Stamp, last: Snapshot | None
    ) -> Snapshot:
        """Verify what the manifest names and open it; `last` is what was open before, if anything.

        Raises DamagedPartition, or OSError where files go while they are opened.
        """

    def search(self, partitions: Sequence[PartitionView], question: EngineQuestion) -> EngineAnswer:
        """Answer from every partition that is intact; the others are named in the answer."""
        opened, unavailable = self._intact(partitions)
        return answer(opened, question, tuple(unavailable))

    def held(self, partitions: Sequence[PartitionView], forms: Collection[str]) -> HeldForms:
        """Count over every partition that is intact."""
        return held(self._intact(partitions)[0], forms)

    def spellings(self, partitions: Sequence[PartitionView], word: str) -> Mapping[str, int]:
        """List from every partition that is intact."""
        return spellings(self._intact(partitions)[0], word)

    def apply(
        self, cell: str, upserts: Iterable[IndexedRecord], removals: Iterable[RecordId] = ()
    ) -> None:
        """One durable commit; removals come first. A partition that is missing begins empty.

        Left as they are: a record here in a newer revision, and one here in the same revision and with
        the same content. Raises Unavailable when the partition is damaged: `rebuild` it.
        """
        with self._index.writing():
            folder = self._folder(cell)
            make_private(folder.path)
            try:
                manifest = folder.manifest()
                folder.sweep(manifest)
                if manifest is not None:
                    folder.verify(manifest)
            except DamagedPartition as damage:
                raise Unavailable(
                    "search", f"A search partition must be rebuilt: {damage}."
                ) from damage
            generation = manifest.generation if manifest else 1
            self.commit(folder, manifest, generation, upserts, removals)

    def rebuild(self, cell: str, records: Iterator[IndexedRecord]) -> None:
        """Build generation n+1 beside generation n, publish it, then remove the old one."""
        with self._index.writing():
            folder = self._folder(cell)
            make_private(folder.path)
            self.commit(folder, None, folder.newest_generation() + 1, records, ())

    def drop(self, cell: str) -> None:
        with self._index.writing():
            remove_partition(self._folder(cell))
        with self._guard:
            self._snapshots.pop(cell, None)
            self._folders.pop(cell, None)

    def state(self, cell: str) -> PartitionState:
        """Reads every file of the partition afresh: about a second for each gigabyte."""
        folder = self._folder(cell)
        size_bytes = 0
        try:
            manifest = folder.manifest()
            if manifest is not None:
                size_bytes = manifest.size_bytes
                folder.verify(manifest, afresh=True)
            revisions = self._snapshot(cell).columns.revisions_by_id()
        except DamagedPartition as damage:
            return PartitionState(cell, False, str(damage), {}, size_bytes)
        return PartitionState(cell, True, "healthy", revisions, size_bytes)

    def cells(self) -> tuple[str, ...]:
        return self._index.cells()

    def _intact(
        self, partitions: Sequence[PartitionView]
    ) -> tuple[list[tuple[Snapshot, frozenset[RecordId]]], list[str]]:
        """The partitions that can be opened, each with its withheld ids, and the cells of the others."""
        opened: list[tuple[Snapshot, frozenset[RecordId]]] = []
        unavailable: list[str] = []
        for view in sorted(partitions, key=lambda view: view.cell):
            try:
                opened.append((self._snapshot(view.cell), view.withheld))
            except DamagedPartition:
                unavailable.append(view.cell)
        return opened, unavailable

    def _folder(self, cell: str) -> PartitionFolder:
        with self._guard:
            if cell not in self._folders:
                self._folders[cell] = self._index.partition(cell)
            return self._folders[cell]

    def _snapshot(self, cell: str) -> Snapshot:
        """The partition as its manifest stands now. Raises DamagedPartition.

        An open one is used again as long as neither its manifest nor any of its files was touched.
        """
        folder = self._folder(cell)
        found = self._snapshots.get(cell)
        if (
            found is not None
            and found.stamp == folder.stamp()
            and folder.is_unchanged(found.manifest)
        ):
            return found
        with folder.opening:
            found = self._snapshots.get(cell)
            if (
                found is None
                or found.stamp != folder.stamp()
                or not folder.is_unchanged(found.manifest)
            ):
                last = self._snapshots.pop(cell, None)
                found = self._open(folder, last)
                self._snapshots[cell] = found
            return found

    def _open(self, folder: PartitionFolder, last: Snapshot | None) -> Snapshot:
        """Open what the manifest names. Raises DamagedPartition; a commit in between is followed."""
        for _ in range(_TRIES):
            stamp, manifest = folder.stamp(), folder.manifest()
            if stamp is None or manifest is None:
                raise DamagedPartition("there is no partition")
            try:
                return self.opened(folder, manifest, stamp, last)
            except (DamagedPartition, OSError) as error:
                if folder.stamp() == stamp:
                    raise DamagedPartition(str(error)) from error
        raise DamagedPartition("it changes too fast to be opened")
