"""Archives of these tests are many and short-lived: they live in memory where the machine offers it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.houses import MEMORY
from tests.noninterference.comparing import Pair
from tests.noninterference.plans import telling_plan


@pytest.fixture
def memory_folder() -> Iterator[Path]:
    """A temporary folder that costs no disk."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def sound_pair() -> Iterator[Pair]:
    """The archive and its twin of the telling plan as honest code built them; closed, to be copied."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        pair = Pair.build(Path(folder), telling_plan())
        pair.close()
        yield pair
