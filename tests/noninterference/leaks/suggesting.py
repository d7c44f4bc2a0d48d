"""A mistake around what is suggested: spellings from more than one may read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from app.search.engine import PartitionView
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


LEAKS: tuple[Leak, ...] = (spellings_come_from_every_partition,)
