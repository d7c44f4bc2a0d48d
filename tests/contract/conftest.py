"""Every engine there is, one after another, behind the same fixture."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.search.engine import SearchEngine
from app.search.whoosh_engine import WhooshEngine
from tests.contract.reference_engine import ReferenceEngine


@pytest.fixture(params=["reference", "whoosh"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> SearchEngine:
    if request.param == "whoosh":
        return WhooshEngine(tmp_path / "index")
    return ReferenceEngine()
