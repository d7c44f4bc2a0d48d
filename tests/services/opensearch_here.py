"""OpenSearch engines for tests: where the cluster is, and names that no other test uses."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from secrets import token_hex

import pytest

from app.domain.search_cluster import ClusterSettings
from app.search.opensearch_cluster import Cluster
from app.search.opensearch_engine import OpenSearchEngine
from app.search.opensearch_schema import parsed_name
from tests.services.opensearch_cluster import SERVICE, shared_cluster
from tests.services.opensearch_cluster import Cluster as Nodes

_ROOM_BYTES = 2 * 1024**3
_free_prefixes: list[str] = []


def nodes() -> Nodes:
    """The cluster of this test run. Skips the test where none can be started, or fails it when
    `CHANCERY_REQUIRE` names opensearch.
    """
    given = os.environ.get("CHANCERY_TEST_OPENSEARCH")
    if given:
        return shared_cluster(Path(given), 0)
    missing = SERVICE.why_not()
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
    """For the cluster of this run."""
    given = {"urls": nodes().urls, "limit_s": 20, **changed}
    return ClusterSettings(**given)  # type: ignore[arg-type]


@contextmanager
def opensearch(*, is_alone: bool = False, **changed: object) -> Iterator[OpenSearchEngine]:
    """An engine without any cell; what it made is removed afterwards. No node is stopped meanwhile,
    unless by who calls from within `nodes_to_stop` (`is_alone`).
    """
    prefix = _free_prefixes.pop() if _free_prefixes else f"t{token_hex(6)}"
    made = settings(prefix=prefix, **{"replicas": 0, **changed})
    with nullcontext() if is_alone else _nodes_kept(fcntl.LOCK_SH):
        try:
            yield OpenSearchEngine(made)
        finally:
            _remove_cells(made)
            _free_prefixes.append(prefix)


@contextmanager
def nodes_to_stop() -> Iterator[Nodes]:
    """The nodes, while no other test uses them. What is stopped stays so: two are enough."""
    found = nodes()
    with _nodes_kept(fcntl.LOCK_EX):
        yield found


@contextmanager
def _nodes_kept(how: int) -> Iterator[None]:
    with (nodes().folder / "in-use").open("w") as lock:
        fcntl.flock(lock, how)
        yield


def _remove_cells(made: ClusterSettings) -> None:
    """All but the index of leases, which the next test uses too."""
    cluster = Cluster(made)
    names = cluster.ask("GET", f"/{made.prefix}-*/_settings", params={"flat_settings": "true"})
    ours = [name for name in names if parsed_name(made.prefix, name)]
    if ours:
        cluster.ask("DELETE", f"/{','.join(ours)}", params={"ignore_unavailable": "true"})
