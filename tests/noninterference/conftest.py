"""Archives of these tests are many and short-lived: they live in memory where the machine offers it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.houses import MEMORY


@pytest.fixture
def memory_folder() -> Iterator[Path]:
    """A temporary folder that costs no disk."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)
