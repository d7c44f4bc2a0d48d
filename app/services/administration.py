"""What an administrator sees of the machine: versions, sizes, jobs. Never content.

No titles, no ids of records, no labels and no counts by cell: the labels in use and how much lies under
each are content too. Reasons of failed jobs are written without words of a record (`leases.py`).
"""

from __future__ import annotations

import platform
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from app.db import job_counts, schema
from app.db.job_counts import FailedReason
from app.domain.principals import Action, Principal
from app.domain.wording import said
from app.services import engine_advice, health
from app.services.engine_advice import bytes_in
from app.services.health import Finding
from app.services.health.machine import installed_libraries
from app.services.work import OpenWork, Work
from config import Settings


@dataclass(frozen=True, slots=True)
class JobLine:
    """Jobs of one kind, by state."""

    kind: str
    waiting: int
    running: int
    done: int
    failed: int


@dataclass(frozen=True, slots=True)
class Versions:
    """What runs here. `libraries` are (name, wanted, installed); installed empty: missing."""

    python: str
    system: str
    database: str
    schema: str
    libraries: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Sizes:
    """In bytes; `free` where letters are written."""

    database: int
    originals: int
    index: int
    free: int


@dataclass(frozen=True, slots=True)
class MachineState:
    """Everything the administrator's page shows, but for the examination."""

    jobs: tuple[JobLine, ...]
    failures: tuple[FailedReason, ...]
    versions: Versions
    sizes: Sizes
    has_outgrown_its_engine: bool
    """Whether `engine_advice.REASON` holds here."""


def machine_state(
    principal: Principal, work: Work, engine: Engine, settings: Settings
) -> MachineState:
    """Reads totals of jobs, the sizes of folders, and what is installed."""
    principal.require(Action.ADMINISTER)
    sizes = _sizes(engine, settings)
    return MachineState(
        tuple(_job_lines(work)),
        tuple(job_counts.failed_reasons(work.session)),
        _versions(engine),
        sizes,
        engine_advice.has_outgrown_its_engine(settings, sizes.index),
    )


def examination(
    principal: Principal, open_work: OpenWork, engine: Engine, settings: Settings
) -> tuple[Finding, ...]:
    """What `flask doctor` finds, for the page. Takes some seconds on a large archive."""
    principal.require(Action.ADMINISTER)
    return tuple(health.examine(open_work, engine, settings))


def _job_lines(work: Work) -> Iterator[JobLine]:
    counts = job_counts.by_kind_and_state(work.session)
    for kind in sorted({kind for kind, _ in counts}):
        states = (
            counts.get((kind, state), 0) for state in ("waiting", "running", "done", "failed")
        )
        yield JobLine(kind, *states)


def _versions(engine: Engine) -> Versions:
    is_sqlite = engine.dialect.name == "sqlite"
    waiting = schema.pending(engine)
    return Versions(
        python=platform.python_version(),
        system=f"{platform.system()} {platform.release()}",
        database=said("SQLite {sqlite_version}", sqlite_version=sqlite3.sqlite_version)
        if is_sqlite
        else engine.dialect.name,
        schema=said("of this version")
        if not waiting
        else said("{count} migrations pending", count=len(waiting)),
        libraries=tuple(installed_libraries()),
    )


def _sizes(engine: Engine, settings: Settings) -> Sizes:
    database = Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None
    parts = [database.with_name(database.name + end) for end in ("", "-wal")] if database else []
    return Sizes(
        database=sum(part.stat().st_size for part in parts if part.is_file()),
        originals=bytes_in(settings.documents_dir),
        index=bytes_in(settings.index_dir),
        free=shutil.disk_usage(settings.home).free,
    )
