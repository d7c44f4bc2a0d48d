"""Every engine there is, one after another, behind the same fixture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.search.engine import SearchEngine
from tests.contract.embedded import EMBEDDED
from tests.contract.reference_engine import ReferenceEngine
from tests.services.opensearch_here import opensearch


@pytest.fixture(params=["reference", *EMBEDDED, "opensearch"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    if request.param == "opensearch":
        with opensearch() as found:
            yield found
    elif request.param in EMBEDDED:
        yield EMBEDDED[request.param](tmp_path / "index")
    else:
        yield ReferenceEngine()
