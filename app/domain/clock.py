"""The clock and the source of identifiers are parameters, so that a test can hold both still."""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The aware UTC time."""
        ...


class Identifiers(Protocol):
    """Where new ids and random codes come from."""

    def new_id(self, kind: str, logical_name: str) -> str:
        """A UUIDv4 as text. `logical_name` only matters to sources that derive ids in tests."""
        ...

    def random_bytes(self, kind: str, logical_name: str, size: int) -> bytes:
        """`size` random bytes, for reference codes."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class RandomIdentifiers:
    def new_id(self, kind: str, logical_name: str) -> str:
        return str(uuid.uuid4())

    def random_bytes(self, kind: str, logical_name: str, size: int) -> bytes:
        return secrets.token_bytes(size)
