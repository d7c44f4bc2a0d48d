"""The engine protocol: one partition per cell, and nothing that crosses from one to another.

An engine never decides access: it is told which cells to open, and which ids to leave out of each
(`withheld`). All numbers, orders, suggestions and statistics come from those cells alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.domain.query import Query, SearchField
from app.domain.records import RecordId
from app.domain.searches import FacetFilter, FacetName, SortOrder, Spot

__all__ = [
    "EngineAnswer",
    "EngineQuestion",
    "HeldForms",
    "IndexedRecord",
    "PartitionState",
    "PartitionView",
    "Passage",
    "SearchEngine",
    "SearchField",
]


@dataclass(frozen=True, slots=True)
class IndexedRecord:
    """One record as a partition holds it. `passages` in reading order, each named by its place
    (`title`, `abstract`, `demand 2`, `subject`, `text`); the place decides the field.
    `attributes` are the codes that `Carries` asks for; nobody counts or lists them."""

    id: RecordId
    revision: int
    passages: tuple[Passage, ...]
    date_lower: date | None
    date_upper: date | None
    facets: Mapping[FacetName, tuple[str, ...]]
    is_counter: bool = False
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text in one place. `language` a BCP 47 tag or empty."""

    field: SearchField
    place: str
    text: str
    language: str = ""
    spot: Spot | None = None
    """Where a reader finds this text whole; engines do not look at it."""


@dataclass(frozen=True, slots=True)
class PartitionView:
    """A cell as a reader's search opens it: its key and the ids to act as if they were never there."""

    cell: str
    withheld: frozenset[RecordId] = frozenset()
    is_impure: bool = False


@dataclass(frozen=True, slots=True)
class EngineQuestion:
    query: Query | None
    """None = everything readable."""
    filters: tuple[FacetFilter, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    sort: SortOrder = SortOrder.RELEVANCE
    offset: int = 0
    limit: int = 20
    with_counts: bool = True
    """Whether facets and years are wanted; without, the answer leaves them empty, and costs less."""


@dataclass(frozen=True, slots=True)
class EngineAnswer:
    """Ids of the page in order; totals, facets and years over all matches. Never a raw score."""

    ids: tuple[RecordId, ...]
    total: int
    facets: Mapping[FacetName, Mapping[str, int]]
    by_year: Mapping[int, tuple[int, int]]
    """Year -> (letters and statements, counter-letters)."""
    matched_forms: frozenset[str]
    """Folded single tokens to mark in excerpts (after prefix, stem and synonym expansion)."""
    matched_phrases: frozenset[tuple[str, ...]]
    """Folded tokens that stand side by side; an empty one stands for any token."""
    unavailable_cells: tuple[str, ...] = ()
    """Cells whose partition is missing, damaged or outdated and did not answer."""
    was_cut: bool = False
    """An expansion or time limit was reached that depends on the query's shape alone."""


@dataclass(frozen=True, slots=True)
class HeldForms:
    """How many readable records there are, and how many of them hold each of some forms."""

    records: int
    forms: Mapping[str, int]
    """Only forms that at least one of them holds."""


@dataclass(frozen=True, slots=True)
class PartitionState:
    """`revisions` holds id -> revision of all live records, for the reconciler."""

    cell: str
    is_healthy: bool
    reason: str
    revisions: Mapping[RecordId, int]
    size_bytes: int = 0


class SearchEngine(Protocol):
    def search(self, partitions: Sequence[PartitionView], question: EngineQuestion) -> EngineAnswer:
        """Raises QuerySyntaxError for a query the engine must refuse by its shape."""
        ...

    def held(self, partitions: Sequence[PartitionView], forms: Collection[str]) -> HeldForms:
        """Count the records that hold each of the folded forms, exactly as it stands, in any field.

        As everywhere, only live records that are not withheld; a partition that is not there counts
        for nothing.
        """
        ...

    def spellings(self, partitions: Sequence[PartitionView], word: str) -> Mapping[str, int]:
        """The forms in readable records that `expansion.is_spelt_nearly` accepts, counted as by `held`."""
        ...

    def apply(
        self, cell: str, upserts: Iterable[IndexedRecord], removals: Iterable[RecordId] = ()
    ) -> None:
        """Bring a partition up to date, idempotently by (id, revision); durable on return."""
        ...

    def rebuild(self, cell: str, records: Iterator[IndexedRecord]) -> None:
        """Build a new generation beside the old one, then swap. The old one serves meanwhile."""
        ...

    def drop(self, cell: str) -> None: ...

    def state(self, cell: str) -> PartitionState: ...

    def cells(self) -> tuple[str, ...]:
        """Keys of all partitions that exist on disk, healthy or not."""
        ...
