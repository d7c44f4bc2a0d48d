"""Twenty requests a second for two minutes, read and searched by eight accounts while an import runs.

    .venv/bin/python benchmarks/load.py [--seconds 120] [--rate 20]

Serves a throw-away home on loopback, imports meanwhile (real documents where the data folder is present, then
made-up ones), and prints answers by status and waiting times. Exits 1 on any 5xx, any lost connection,
"database is locked" in the log, or an import that ended before the requests.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parents[1]
REAL_DOCUMENTS = ROOT.parent / "shared" / "data" / "frus_volumes.jsonl.gz"
WORDS = [
    "treaty",
    "minister",
    "embassy",
    "detention",
    "lawyers",
    "grain",
    "harbour",
    "railway",
    "loan",
    "war",
    "note",
    "peace",
]
MADE_UP_DOCUMENTS = 30_000
"""Behind the real ones, so that the import outlasts the requests."""
START_WAIT_S = 60


@dataclass(slots=True)
class Tally:
    """What came back, by status and by waiting time."""

    statuses: Counter[str] = field(default_factory=Counter)
    waits_ms: dict[str, list[float]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, status: str, wait_ms: float) -> None:
        with self.lock:
            self.statuses[status] += 1
            self.waits_ms.setdefault(kind, []).append(wait_ms)


@dataclass(slots=True)
class Reader:
    """One signed-in account."""

    port: int
    name: str
    password: str
    cookie: str = ""

    def sign_in(self) -> None:
        page, cookie = self._ask("GET", "/sign-in")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        if token is None:
            raise SystemExit("The sign-in page has no token.")
        self.cookie = cookie
        form = {"csrf_token": token[1], "name": self.name, "password": self.password}
        _, self.cookie = self._ask("POST", "/sign-in", urlencode(form))

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers={"Cookie": self.cookie})
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        cookies = [value.split(";")[0] for value in answer.headers.get_all("Set-Cookie") or []]
        connection.close()
        return text, "; ".join(cookies) or self.cookie


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--rate", type=float, default=20.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chancery-load-") as folder:
        return _run(Path(folder), options.seconds, options.rate)


def _run(folder: Path, seconds: int, rate: float) -> int:
    port = _free_port()
    environment = os.environ | {"CHANCERY_HOME": str(folder / "home"), "PORT": str(port)}
    log = (folder / "server.log").open("w+")
    server = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "serve", "--demo"],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        readers = _readers(folder, port, server)
        importing = _start_import(folder, environment)
        tally = _make_load(readers, seconds, rate)
        still_importing = importing.poll() is None
        importing.terminate()
        importing.wait()
    finally:
        server.terminate()
        server.wait()
    log.seek(0)
    return _report(tally, log.read(), seconds, still_importing)


def _readers(folder: Path, port: int, server: subprocess.Popen[bytes]) -> list[Reader]:
    """Wait for the server, then sign all demo accounts in."""
    deadline = time.monotonic() + START_WAIT_S
    log = folder / "server.log"
    while "Chancery is at" not in log.read_text():
        if server.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"The server did not start:\n{log.read_text()}")
        time.sleep(0.2)
    time.sleep(1.0)
    found = re.findall(r"^  ([a-z]+\.[a-z]+)\s+(\S+)\s", log.read_text(), re.MULTILINE)
    readers = [Reader(port, name, password) for name, password in found]
    for reader in readers:
        reader.sign_in()
    return readers


def _start_import(folder: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    documents = folder / "documents.jsonl"
    with documents.open("w", encoding="utf-8") as lines:
        if REAL_DOCUMENTS.exists():
            with gzip.open(REAL_DOCUMENTS, "rt", encoding="utf-8") as real:
                lines.writelines(real)
        for number in range(MADE_UP_DOCUMENTS):
            lines.write(json.dumps(_made_up(number)) + "\n")
    command = ["archive", "import", str(documents), "--label", "Official"]
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", *command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _made_up(number: int) -> dict[str, object]:
    chosen = random.Random(number)
    return {
        "id": f"made-up-{number}",
        "title": " ".join(chosen.choices(WORDS, k=6)),
        "date": f"{chosen.randint(1900, 2020)}",
        "kind": "letter",
        "language": "en",
        "source": "load benchmark",
        "text": " ".join(chosen.choices(WORDS, k=800)),
    }


def _make_load(readers: list[Reader], seconds: int, rate: float) -> Tally:
    """Requests at a fixed rate, however long the answers take (open loop)."""
    tally = Tally()
    chosen = random.Random(2017)
    pages = [page for page in (readers[0].get("/search?q=")[1],) if page]
    records = sorted(set(re.findall(r'href="(/records/[0-9a-f-]{36})', "".join(pages))))
    started = time.monotonic()
    with ThreadPoolExecutor(max_workers=32) as pool:
        for number in range(int(seconds * rate)):
            delay = started + number / rate - time.monotonic()
            if delay > 0:
                time.sleep(delay)
            kind, path = _next_page(chosen, records)
            pool.submit(_one, chosen.choice(readers), kind, path, tally)
    return tally


def _next_page(chosen: random.Random, records: list[str]) -> tuple[str, str]:
    kind = chosen.choices(("search", "record", "start", "party"), (45, 35, 10, 10))[0]
    if kind == "search":
        return kind, "/search?q=" + quote(" ".join(chosen.sample(WORDS, chosen.randint(1, 2))))
    if kind == "record" and records:
        return kind, chosen.choice(records)
    return ("party", "/parties/CAN") if kind == "party" else ("start", "/")


def _one(reader: Reader, kind: str, path: str, tally: Tally) -> None:
    started = time.monotonic()
    try:
        status = str(reader.get(path)[0])
    except (OSError, http.client.HTTPException) as error:
        status = type(error).__name__
    tally.add(kind, status, (time.monotonic() - started) * 1000)


def _report(tally: Tally, log: str, seconds: int, still_importing: bool) -> int:
    total = sum(tally.statuses.values())
    print(f"{total} requests in {seconds} s by status: {dict(tally.statuses)}")
    print(f"{'page':<10}{'requests':>10}{'median ms':>12}{'p95 ms':>10}{'longest':>10}")
    for kind, waits in sorted(tally.waits_ms.items()):
        waits.sort()
        p95 = waits[int(len(waits) * 0.95) - 1]
        print(
            f"{kind:<10}{len(waits):>10}{statistics.median(waits):>12.0f}{p95:>10.0f}{waits[-1]:>10.0f}"
        )
    print(f"import still running at the end: {'yes' if still_importing else 'no'}")
    locked = log.count("database is locked")
    print(f"'database is locked' in the log: {locked}")
    bad = [status for status in tally.statuses if not status.isdigit() or status.startswith("5")]
    return 1 if bad or locked or not still_importing else 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    raise SystemExit(main())
