"""The served demo archive: the very command a newcomer runs, in a home of its own, on loopback."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.houses import share_fonts

ROOT = Path(__file__).resolve().parents[1]
READY_WITHIN_S = 300
STOPS_WITHIN_S = 30
_ACCOUNT = re.compile(r"^  ([a-z]+\.[a-z]+) +(\S+) ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DemoServer:
    """Where it is, and the passwords it printed."""

    url: str
    passwords: dict[str, str]

    def password(self, name: str) -> str:
        return self.passwords[name]


@contextmanager
def serving(home: Path) -> Iterator[DemoServer]:
    """`flask serve --demo` until the block is left; ready when every partition is built."""
    port = _free_port()
    home.mkdir(parents=True)
    share_fonts(home)
    environment = os.environ | {
        "CHANCERY_HOME": str(home),
        "PORT": str(port),
        "CHANCERY_FONTS_AHEAD": "no",  # the processor is wanted for the tests
    }
    log = home / "server.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [*_FLASK, "serve", "--demo"], cwd=ROOT, env=environment, stdout=out, stderr=out
        )
    try:
        _wait(server, log, environment)
        yield DemoServer(f"http://127.0.0.1:{port}", dict(_ACCOUNT.findall(log.read_text())))
    finally:
        server.terminate()
        server.wait(STOPS_WITHIN_S)


_FLASK = [sys.executable, "-m", "flask", "--app", "app"]


def _wait(server: subprocess.Popen[bytes], log: Path, environment: dict[str, str]) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        if "Chancery is at" in log.read_text():
            check = subprocess.run(
                [*_FLASK, "search", "check"], cwd=ROOT, env=environment, capture_output=True
            )
            if check.returncode == 0:
                return
        time.sleep(0.5)
    raise AssertionError(f"The server did not get ready:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
