"""OpenSearch, the engine of a cluster: one index for each cell, named by an alias, searched by name only.

Where things are: `opensearch_schema.py` how a record lies in an index, `opensearch_tree.py` and
`opensearch_leaves.py` queries and scores, `opensearch_answer.py` a question's rounds,
`opensearch_writer.py` and `opensearch_lease.py` writing, `opensearch_cluster.py` the connection.

Purity. Lucene's own statistics count deleted and withheld records, so none of them is used. Word forms
and frequencies are counted by aggregations over the readable live records, and scores are made from them
by our own formula. So an impure cell answers as if what is gone had never been there.

Give `apply` records by the hundred: each call is some ten requests, whatever it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from app.domain.errors import Unavailable
from app.domain.records import RecordId
from app.domain.search_cluster import ClusterSettings
from app.search import opensearch_writer as writer
from app.search.engine import (
    EngineAnswer,
    EngineQuestion,
    HeldForms,
    IndexedRecord,
    PartitionState,
    PartitionView,
)
from app.search.opensearch_answer import Asking, Partial
from app.search.opensearch_cluster import NO_ANSWER, Cluster, rest
from app.search.opensearch_forms import held, spellings
from app.search.opensearch_schema import FORMAT, alias_of, parsed_name

_ATTEMPTS = 4
_Answer = TypeVar("_Answer")


class OpenSearchEngine:
    """Implements `search.engine.SearchEngine`. Safe to share between threads and processes."""

    def __init__(self, settings: ClusterSettings) -> None:
        self.settings = settings
        self._cluster = Cluster(settings)

    def search(self, partitions: Sequence[PartitionView], question: EngineQuestion) -> EngineAnswer:
        """Answer from every cell all of whose shards answer; the others are named in the answer.

        Raises Unavailable when the cluster does not answer or takes too long.
        """
        found, lost = self._whole(partitions, question, Asking.answer)
        return replace(found, unavailable_cells=tuple(sorted(lost)))

    def held(self, partitions: Sequence[PartitionView], forms: Collection[str]) -> HeldForms:
        """Count over every cell all of whose shards answer. Raises Unavailable as `search`."""
        return self._whole(partitions, EngineQuestion(None), lambda asking: held(asking, forms))[0]

    def spellings(self, partitions: Sequence[PartitionView], word: str) -> Mapping[str, int]:
        """List from every cell all of whose shards answer. Raises Unavailable as `search`."""
        asked = EngineQuestion(None)
        return self._whole(partitions, asked, lambda asking: spellings(asking, word))[0]

    def apply(
        self, cell: str, upserts: Iterable[IndexedRecord], removals: Iterable[RecordId] = ()
    ) -> None:
        """Removals come first. Left as they are: a record here in a newer revision, and one here in the
        same revision and with the same content. Raises Unavailable.
        """
        writer.apply(self._cluster, cell, upserts, removals)

    def rebuild(self, cell: str, records: Iterator[IndexedRecord]) -> None:
        writer.rebuild(self._cluster, cell, records)

    def drop(self, cell: str) -> None:
        writer.drop(self._cluster, cell)

    def state(self, cell: str) -> PartitionState:
        """Reads the revision of every record. Raises Unavailable when the cluster does not answer."""
        there = writer.generations(self._cluster, cell)
        if not there.current:
            return PartitionState(cell, False, "missing", {})
        if there.is_outdated(self.settings.prefix):
            return PartitionState(cell, False, "it is of an old form", {})
        if there.current in self._red():
            return PartitionState(cell, False, "no copy of a part of it is there", {})
        sizes = self._cluster.ask("GET", f"/{there.current}/_stats/store")
        size_bytes = int(sizes["_all"]["primaries"]["store"]["size_in_bytes"])
        revisions = writer.revisions(self._cluster, there.current)
        return PartitionState(cell, True, "healthy", revisions, size_bytes)

    def cells(self) -> tuple[str, ...]:
        prefix = self.settings.prefix
        wanted = {"filter_path": "*.mappings._meta"}
        found = self._cluster.ask("GET", f"/{prefix}-*/_mapping", params=wanted)
        return tuple(
            sorted(
                {
                    there["mappings"]["_meta"]["cell"]
                    for name, there in found.items()
                    if parsed_name(prefix, name)
                }
            )
        )

    def _whole(
        self,
        partitions: Sequence[PartitionView],
        question: EngineQuestion,
        ask: Callable[[Asking], _Answer],
    ) -> tuple[_Answer, list[str]]:
        """What is asked of the cells that answer whole, and the others. Raises Unavailable."""
        for attempt in range(_ATTEMPTS):
            rest(attempt)
            there, lost = self._answering(partitions, is_sure=attempt == 0)
            try:
                return ask(Asking(self._cluster, there, question)), lost
            except Partial:
                continue
        raise Unavailable("search", NO_ANSWER)

    def _answering(
        self, partitions: Sequence[PartitionView], *, is_sure: bool
    ) -> tuple[list[PartitionView], list[str]]:
        """The views whose index is there in the present form, and the cells of the others.

        When an answer was not whole (`is_sure` False) the cluster is asked which shards are lost.
        """
        if not partitions:
            return [], []
        prefix = self.settings.prefix
        names = writer.aliases(self._cluster)
        red = set() if is_sure else self._red()
        there, lost = [], []
        for view in sorted(partitions, key=lambda view: view.cell):
            name = names.get(alias_of(prefix, view.cell), "")
            parsed = parsed_name(prefix, name)
            is_there = parsed is not None and parsed[1] == FORMAT and name not in red
            if is_there:
                there.append(view)
            else:
                lost.append(view.cell)
        return there, lost

    def _red(self) -> set[str]:
        """Indices with a shard of which no copy is there."""
        path = f"/_cluster/health/{self.settings.prefix}-*"
        found = self._cluster.ask("GET", path, params={"level": "indices", "timeout": "1s"})
        return {name for name, one in found["indices"].items() if one["status"] == "red"}
