"""What the services in Java have in common: whether Java is here, and their files out of Maven's store.

Tests never fetch anything: they use what `fetch` has left in the cache folder, and `why_not()` says what is
missing.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "chancery"
ROOT = Path(__file__).parents[2]
FETCH_LIMIT_S = 240


@dataclass(frozen=True)
class JavaService:
    """A program in Java: what it is called, its files, and the oldest Java that runs it."""

    name: str
    module: str
    """Of this package; `fetch` is its command."""
    folder: str
    """In the cache; carries the version."""
    least_java: int
    sha256: Mapping[str, str] = field(default_factory=dict)
    """Of the files that decide; Maven checks all of them against the registry's own sums."""

    @property
    def jars(self) -> Path:
        return CACHE / self.folder

    @property
    def class_path(self) -> str:
        return f"{self.jars}/*"

    def why_not(self) -> str:
        """Empty when it can be run here; else what is missing."""
        java = _java_version()
        if java < self.least_java:
            return f"Java {self.least_java} or newer is needed, found {java or 'none'}"
        if not (self.jars / "complete").exists():
            return f"run `python3 -m tests.services.{self.module} fetch` first"
        return ""

    def fetch(self) -> None:
        """Copy it and what it needs out of Maven's own store into the cache folder, once.

        Raises SystemExit where there is no Java, no Maven, or a file that is not the one it should be.
        """
        if (self.jars / "complete").exists():
            return
        if _java_version() < self.least_java:
            raise SystemExit(f"No {self.name} here: Java {self.least_java} or newer is needed.")
        self.jars.mkdir(parents=True, exist_ok=True)
        pom = Path(__file__).with_name(f"{self.module}.pom.xml")
        command = [
            *("mvn", "-q", "-B", "-C", "-f", str(pom), "dependency:copy-dependencies"),
            f"-DoutputDirectory={self.jars}",
        ]
        try:
            subprocess.run(command, check=True, timeout=FETCH_LIMIT_S)
        except (OSError, subprocess.SubprocessError) as error:
            raise SystemExit(f"No {self.name} here: Maven cannot fetch it ({error}).") from error
        for file, expected in self.sha256.items():
            found = hashlib.sha256((self.jars / file).read_bytes()).hexdigest()
            if found != expected:
                raise SystemExit(f"No {self.name} here: {file} is not what it should be ({found}).")
        (self.jars / "complete").touch()


def _java_version() -> int:
    try:
        said = subprocess.run(["java", "-version"], capture_output=True, text=True, timeout=30)
    except OSError:
        return 0
    found = re.search(r'version "(\d+)', said.stderr)
    return int(found[1]) if found else 0
