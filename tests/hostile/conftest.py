"""The hostile files are made once and read once in each of the two ways the child is started."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from app.extraction.confinement import sandbox_prefix
from tests.hostile.cases import CASES

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_S = 60
NO_BUBBLEWRAP = "bubblewrap is not installed or does not work on this machine"


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file."""

    name: str
    verdict: str
    text: str
    seconds: float
    child_mb: int
    own_mb: int


@pytest.fixture(scope="session")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    for case in CASES:
        (folder / f"{case.name}.{case.extension}").write_bytes(case.make())
    return folder


@pytest.fixture(scope="session")
def readings_by_name(hostile_folder: Path) -> Callable[[str], Mapping[str, Reading]]:
    @cache
    def read_all(way: str) -> Mapping[str, Reading]:
        return {reading.name: reading for reading in read_folder(hostile_folder, way, TIMEOUT_S)}

    return read_all


@pytest.fixture(params=["bubblewrap", "limits only"])
def way(request: pytest.FixtureRequest) -> str:
    """How the child is started."""
    if request.param == "bubblewrap" and not sandbox_prefix():
        if "bubblewrap" in os.environ.get("CHANCERY_REQUIRE", ""):
            pytest.fail(NO_BUBBLEWRAP)
        pytest.skip(NO_BUBBLEWRAP)
    return str(request.param)


def read_folder(folder: Path, way: str, timeout_s: int) -> list[Reading]:
    """Read all files of the folder in a process of their own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.run_cases", str(folder), str(timeout_s), way],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [Reading(**json.loads(line)) for line in done.stdout.splitlines()]
