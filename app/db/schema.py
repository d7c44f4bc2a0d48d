"""The schema's version: what is pending, upgrading after a backup copy, going back.

Alembic runs from here, never from a configuration file. Each revision is one transaction; SQLite runs
them in batch mode with foreign keys checked at the end instead of at every step.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from app.domain.errors import Misconfigured

_MIGRATIONS = Path(__file__).with_name("migrations")
PRIVATE_FILE = 0o600


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What an upgrade did. `backup` is the copy made first, None where there was nothing to copy."""

    changed: bool
    backup: Path | None


def is_current(engine: Engine) -> bool:
    """Whether the database stands at this version's schema."""
    return not pending(engine)


def is_empty(engine: Engine) -> bool:
    """Whether the database holds no table at all: a home nobody has used. Asking makes no file."""
    return not _is_there(engine) or not inspect(engine).get_table_names()


def pending(engine: Engine) -> tuple[str, ...]:
    """The revisions still to be applied, oldest first. Raises Misconfigured for an unknown one."""
    scripts = ScriptDirectory.from_config(_config())
    current = _revision(engine) if _is_there(engine) else None
    known = [script.revision for script in scripts.walk_revisions()][::-1]
    if current is None:
        return tuple(known)
    if current not in known:
        raise Misconfigured(
            f"The database is at revision {current}, which this version of Chancery does not know. "
            "Run the version that wrote it, or restore the backup copy made before the upgrade."
        )
    return tuple(known[known.index(current) + 1 :])


def upgrade(engine: Engine, backup_folder: Path, now: datetime) -> Upgrade:
    """Apply what is pending. A SQLite database that holds anything is copied first."""
    if not pending(engine):
        return Upgrade(changed=False, backup=None)
    backup = _backup(engine, backup_folder, now)
    migrate(engine, "head")
    return Upgrade(changed=True, backup=backup)


def migrate(engine: Engine, revision: str) -> None:
    """Go up or down to a revision (`head`, `base` or an id), without a backup."""
    is_ahead = revision == "head" or revision in pending(engine)
    with _migrating(engine) as connection:
        config = _config()
        config.attributes["connection"] = connection
        go = command.upgrade if is_ahead else command.downgrade
        go(config, revision)


def _is_there(engine: Engine) -> bool:
    """A connection to SQLite would make the file, and with it the look of an archive."""
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    return not file or Path(file).exists()


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config


@contextmanager
def _migrating(engine: Engine) -> Iterator[Connection]:
    """A connection on which tables may be rebuilt: SQLite checks foreign keys when all is done."""
    with engine.execution_options(immediate=True).connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        if is_sqlite:
            _raw(connection).execute("PRAGMA foreign_keys = OFF")
        try:
            yield connection
            connection.rollback()  # alembic committed each revision; leave no transaction open
            if is_sqlite and _raw(connection).execute("PRAGMA foreign_key_check").fetchone():
                raise Misconfigured(
                    "After the migration some rows refer to rows that are not there. "
                    "Restore the backup copy and report this."
                )
        finally:
            if is_sqlite:
                _raw(connection).execute("PRAGMA foreign_keys = ON")


def _raw(connection: Connection) -> sqlite3.Connection:
    raw = connection.connection.dbapi_connection
    if not isinstance(raw, sqlite3.Connection):
        raise TypeError("This connection is not one to SQLite.")
    return raw


def _backup(engine: Engine, folder: Path, now: datetime) -> Path | None:
    """Copy a SQLite database that has tables, with its backup API, readable by the owner alone."""
    if engine.dialect.name != "sqlite" or is_empty(engine):
        return None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"chancery-{now:%Y%m%dT%H%M%S}.db"
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE))
    with engine.connect() as connection:
        copy = sqlite3.connect(target)
        try:
            _raw(connection).backup(copy)
        finally:
            copy.close()
    return target
