"""The protocol of the store of originals: write once, never change, never tell who else has it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol


@dataclass(frozen=True, slots=True)
class StoredOriginal:
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Leftover:
    """A temporary file of a put that never ended. `name` is one of the store's own random names."""

    name: str
    size_bytes: int
    written_at: datetime


class OriginalStore(Protocol):
    def put(self, stream: BinaryIO, limit_bytes: int) -> StoredOriginal:
        """Write once: temporary file, hash, fsync, rename, fsync of the folder.

        Raises InvalidInput("file", ...) above the limit or when empty; Unavailable("storage", ...)
        when the disk refuses. The same bytes twice are stored once and answered alike, in like time.
        """
        ...

    def open(self, sha256: str, size_bytes: int | None = None) -> BinaryIO:
        """Raises Unavailable("storage", ...) when the original is missing, or when the size that
        the register knows is given and the store holds another."""
        ...

    def local_path(self, sha256: str) -> AbstractContextManager[Path]:
        """A path to read from inside the block, for the extractor; a copy where the store is remote.

        Raises Unavailable("storage", ...) when the original is missing."""
        ...

    def exists(self, sha256: str) -> bool: ...

    def all(self) -> Iterator[StoredOriginal]:
        """Every original in the store, for the reconciler and `flask doctor`."""
        ...

    def written_at(self, sha256: str) -> datetime:
        """When it was last put, so that a fresh original is not taken for an orphan."""
        ...

    def verify(self, sha256: str) -> bool:
        """Whether the bytes still have their digest. Reads the whole original."""
        ...

    def remove(self, sha256: str) -> None:
        """Remove an original that nothing refers to, durably; one that is not there is removed already.

        Only for `services/removal.py`, which asks the register first. Raises Unavailable("storage").
        """
        ...

    def leftovers(self, before: datetime) -> tuple[Leftover, ...]:
        """What puts cut short by a crash left behind before that time."""
        ...

    def remove_leftovers(self, before: datetime) -> int:
        """Remove those, never an original. Returns how many went."""
        ...
