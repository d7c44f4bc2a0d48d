"""Mistakes around what is suggested: spellings and telling words from more than one may read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pytest

from app.search.engine import HeldForms, PartitionView
from app.search.partitioned_engine import PartitionedEngine
from tests.noninterference.leaks.planted import Leak, told_at


@told_at("/search?q=zanzibariun")
def spellings_come_from_every_partition(patch: pytest.MonkeyPatch) -> None:
    """The dictionary of the whole archive corrects what one types."""
    honest = PartitionedEngine.spellings

    def spellings(
        self: PartitionedEngine, _partitions: Sequence[PartitionView], word: str
    ) -> Mapping[str, int]:
        return honest(self, [PartitionView(cell) for cell in self.cells()], word)

    patch.setattr(PartitionedEngine, "spellings", spellings)


@told_at("/search/like/")
def telling_words_are_counted_in_every_partition(patch: pytest.MonkeyPatch) -> None:
    """How rare a word is, and so which words tell a text apart, is asked of the whole archive."""
    honest = PartitionedEngine.held

    def held(
        self: PartitionedEngine, partitions: Sequence[PartitionView], forms: Collection[str]
    ) -> HeldForms:
        others = set(self.cells()) - {one.cell for one in partitions}
        return honest(self, [*partitions, *map(PartitionView, sorted(others))], forms)

    patch.setattr(PartitionedEngine, "held", held)


LEAKS: tuple[Leak, ...] = (
    spellings_come_from_every_partition,
    telling_words_are_counted_in_every_partition,
)
