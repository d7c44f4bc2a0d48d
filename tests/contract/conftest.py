"""Every engine there is, one after another, behind the same fixture."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.search.engine import SearchEngine
from tests.contract.embedded import EMBEDDED
from tests.contract.reference_engine import ReferenceEngine


@pytest.fixture(params=["reference", "whoosh", "tantivy"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> SearchEngine:
    if request.param in EMBEDDED:
        return EMBEDDED[request.param](tmp_path / "index")
    return ReferenceEngine()
