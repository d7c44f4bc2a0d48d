"""OpenSearch engines for tests: where the cluster is, and names that no other test uses."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

import pytest

from app.search.opensearch_cluster import Cluster, ClusterSettings
from app.search.opensearch_engine import OpenSearchEngine
from tests.services.opensearch_cluster import Cluster as Nodes
from tests.services.opensearch_cluster import shared_cluster, why_not

_ROOM_BYTES = 2 * 1024**3


def nodes() -> Nodes:
    """The cluster of this test run. Skips the test where none can be started, or fails it when
    `CHANCERY_REQUIRE` names opensearch.
    """
    given = os.environ.get("CHANCERY_TEST_OPENSEARCH")
    if given:
        return shared_cluster(Path(given), 0)
    missing = why_not()
    if missing and "opensearch" in os.environ.get("CHANCERY_REQUIRE", ""):
        pytest.fail(f"OpenSearch is required, but: {missing}")
    if missing:
        pytest.skip(f"no OpenSearch here: {missing}")
    owner = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    return shared_cluster(_roomy() / f"chancery-opensearch-{owner}", owner)


def _roomy() -> Path:
    """In memory where there is room: every change of an index waits for three disks."""
    memory = Path("/dev/shm")  # noqa: S108
    if memory.is_dir() and shutil.disk_usage(memory).free > _ROOM_BYTES:
        return memory
    return Path(tempfile.gettempdir())


def settings(**changed: object) -> ClusterSettings:
    """For the cluster of this run, under a name of their own."""
    given = {"urls": nodes().urls, "prefix": f"t{token_hex(6)}", "limit_s": 20, **changed}
    return ClusterSettings(**given)  # type: ignore[arg-type]


@contextmanager
def opensearch(**changed: object) -> Iterator[OpenSearchEngine]:
    """An engine without any cell; what it made is removed afterwards."""
    made = settings(**changed)
    try:
        yield OpenSearchEngine(made)
    finally:
        remove_everything(made)


def remove_everything(made: ClusterSettings) -> None:
    cluster = Cluster(made)
    names = cluster.ask("GET", f"/{made.prefix}-*/_settings")
    if names:
        cluster.ask("DELETE", f"/{','.join(names)}", params={"ignore_unavailable": "true"})
