"""Mistakes around what is suggested: spellings and telling words from more than one may read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pytest

from app.search.engine import HeldForms, PartitionView
from app.search.partitioned_engine import PartitionedEngine
from tests.noninterference.leaks.planted import Leak, told_at


def _everything(engine: PartitionedEngine) -> list[PartitionView]:
    return [PartitionView(cell) for cell in engine.cells()]


@told_at("/search?q=zanzibariun")
def spellings_come_from_every_partition(patch: pytest.MonkeyPatch) -> None:
    """The dictionary of the whole archive corrects what one types."""
    honest = PartitionedEngine.spellings

    def spellings(
        self: PartitionedEngine, _partitions: Sequence[PartitionView], word: str
    ) -> Mapping[str, int]:
        return honest(self, _everything(self), word)

    patch.setattr(PartitionedEngine, "spellings", spellings)


@told_at("/search/like/")
def rarity_is_counted_over_every_partition(patch: pytest.MonkeyPatch) -> None:
    """Which words tell a record apart is read from the statistics of the whole archive."""
    honest = PartitionedEngine.held

    def held(
        self: PartitionedEngine, _partitions: Sequence[PartitionView], forms: Collection[str]
    ) -> HeldForms:
        return honest(self, _everything(self), forms)

    patch.setattr(PartitionedEngine, "held", held)


LEAKS: tuple[Leak, ...] = (
    spellings_come_from_every_partition,
    rarity_is_counted_over_every_partition,
)
