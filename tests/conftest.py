"""Fixtures for all tests. Sockets are closed but for loopback; warnings are errors."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from app.services import passwords
from app.wiring import House
from tests.houses import (
    HONEST_HASHER,
    FrozenClock,
    a_house,
    compile_addresses_once,
    keep_passwords_cheaply,
)

settings.register_profile(
    "chancery",
    deadline=None,  # speed is kept by benchmarks, never by timed tests
    # A build answers for its own change: the same examples each time. New ones are looked for by
    # `make test` and `make noninterference` at a desk, where somebody reads what they find.
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("chancery")
compile_addresses_once()
keep_passwords_cheaply()


@pytest.fixture
def honest_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed as at the archive."""
    monkeypatch.setattr(passwords, "_HASHER", HONEST_HASHER)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def house(tmp_path: Path, clock: FrozenClock) -> Iterator[House]:
    """An empty house in a temporary folder."""
    built = a_house(tmp_path / "home", clock=clock)
    yield built
    built.close()
