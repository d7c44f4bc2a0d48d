"""The engines that keep their partitions in a folder of this machine."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.search.engine import SearchEngine
from app.search.partitioned_engine import PartitionedEngine
from app.search.tantivy_engine import TantivyEngine
from app.search.whoosh_engine import WhooshEngine


class TantivyWithIndexes(TantivyEngine):
    """With an index for all but the smallest segments: the letters of tests would all be leaves."""

    most_in_leaf = 12


EMBEDDED: dict[str, type[PartitionedEngine]] = {
    "whoosh": WhooshEngine,
    "tantivy": TantivyEngine,
    "tantivy-indexes": TantivyWithIndexes,
}
_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - thousands of commits


@contextmanager
def in_memory(name: str) -> Iterator[SearchEngine]:
    """An engine of this name in a folder that goes with it."""
    with tempfile.TemporaryDirectory(dir=_MEMORY, ignore_cleanup_errors=True) as folder:
        yield EMBEDDED[name](Path(folder) / "index")
