"""Every engine there is, one after another, behind the same fixture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.search.engine import SearchEngine
from app.search.whoosh_engine import WhooshEngine
from tests.contract.reference_engine import ReferenceEngine
from tests.services.opensearch_here import opensearch


@pytest.fixture(params=["reference", "whoosh", "opensearch"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    if request.param == "opensearch":
        with opensearch() as found:
            yield found
    elif request.param == "whoosh":
        yield WhooshEngine(tmp_path / "index")
    else:
        yield ReferenceEngine()
