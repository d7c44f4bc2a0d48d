"""Houses for tests: real SQLite, real Whoosh, real files in a temporary folder, a clock that stands
still and ids derived from logical names."""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from argon2 import PasswordHasher
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from app.services import installation, passwords
from app.wiring import House, build_house
from config import Settings

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - folders in it are private
"""Where short-lived archives cost no disk; None for the usual temporary folder."""
HONEST_HASHER = passwords._HASHER
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class SharedBytecode(BytecodeCache):
    """Templates compiled once for all applications of a test run."""

    _kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


def compile_addresses_once() -> None:
    """Let all applications of a test run share what werkzeug compiles of their 180 rules: 0.1 s each time."""
    honest, kept = Rule._compile_builder, dict[Any, Any]()

    def compiled(rule: Rule, append_unknown: bool = True) -> Any:
        if rule.defaults:
            return honest(rule, append_unknown)
        key = (tuple(rule._trace), append_unknown)  # a builder knows nothing else of its rule
        if key not in kept:
            kept[key] = honest(rule, append_unknown)
        return kept[key]

    Rule._compile_builder = compiled  # type: ignore[method-assign, assignment]


def keep_passwords_cheaply() -> None:
    """Let test runs spend no time on hashing; `honest_passwords` is for tests of how they are kept."""
    passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@dataclass(slots=True)
class FrozenClock:
    """A clock that moves only when told to."""

    time: datetime = NOON

    def now(self) -> datetime:
        return self.time

    def advance(self, **amount: float) -> None:
        self.time += timedelta(**amount)


class DerivedIdentifiers:
    """Ids that depend on nothing but their kind and logical name (and how often it was asked)."""

    def __init__(self) -> None:
        self._asked: dict[tuple[str, str], int] = {}

    def new_id(self, kind: str, logical_name: str) -> str:
        digest = bytearray(self._digest(kind, logical_name)[:16])
        digest[6] = (digest[6] & 0x0F) | 0x40
        digest[8] = (digest[8] & 0x3F) | 0x80
        return str(uuid.UUID(bytes=bytes(digest)))

    def random_bytes(self, kind: str, logical_name: str, size: int) -> bytes:
        return self._digest(kind, logical_name)[:size]

    def _digest(self, kind: str, logical_name: str) -> bytes:
        count = self._asked.get((kind, logical_name), 0)
        self._asked[(kind, logical_name)] = count + 1
        return hashlib.sha256(f"{kind}\0{logical_name}\0{count}".encode()).digest()


def settings_for(home: Path, **changes: object) -> Settings:
    """Settings of a test installation in `home`."""
    environment = {
        "CHANCERY_HOME": str(home),
        "CHANCERY_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
    }
    settings = Settings.from_environment(environment)
    return replace(settings, **changes)  # type: ignore[arg-type]


def ready(house: House) -> None:
    """What `installation.prepare` does, from a copy: migrating and seeding once a run is enough."""
    target = house.settings.home / "chancery.db"
    if not target.exists():
        shutil.copy(_prepared_database(), target)
    share_fonts(house.settings.home)


def share_fonts(home: Path) -> None:
    """Let all homes of all test runs use one folder of cut fonts; a cut is named by all it was made of."""
    shared = Path(tempfile.gettempdir()) / f"chancery-test-fonts-{os.getuid()}"
    shared.mkdir(mode=0o700, exist_ok=True)
    (home / "instance").mkdir(mode=0o700, parents=True, exist_ok=True)
    fonts = home / "instance" / "fonts"
    if not fonts.exists():
        fonts.symlink_to(shared, target_is_directory=True)


def a_house(home: Path, *, clock: FrozenClock | None = None, **changes: object) -> House:
    """An empty, migrated house with its authorities seeded."""
    settings = settings_for(home, **changes)
    house = build_house(settings, clock=clock or FrozenClock(), ids=DerivedIdentifiers())
    ready(house)
    return house


@cache
def _prepared_database() -> Path:
    """A database that was migrated and seeded the real way, closed, to be copied."""
    folder = tempfile.TemporaryDirectory(prefix="chancery-prepared-")
    atexit.register(folder.cleanup)
    settings = settings_for(Path(folder.name))
    house = build_house(settings)
    installation.prepare(house.engine, settings.home, NOON)
    house.close()  # the last connection takes the write-ahead log into the file
    return settings.home / "chancery.db"
