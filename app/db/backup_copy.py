"""A copy of the database for a backup: of one moment, without sessions, one file, nothing left between.

Open `copy_for_backup` first. SQLite only: another database has tools of its own for this. Files are
opened without the engine here, because a copy must stay one plain file: an engine would turn it to WAL.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from app.db.base import Base
from app.db.digest import LEFT_OUT, logical_digest, tables
from app.db.schema import PRIVATE_FILE
from app.domain.audit_chain import START, ChainHead
from app.domain.command_line import RUN
from app.domain.errors import Misconfigured, Unavailable


@dataclass(frozen=True, slots=True)
class DatabaseCopy:
    """What a copy holds. `originals` are SHA-256 and size of every file that its records refer to."""

    schema: str
    digest: str
    audit_head: ChainHead
    originals: dict[str, int]


def check_can_be_copied(engine: Engine) -> None:
    """Raise Misconfigured for a database that is not SQLite."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        raise Misconfigured(
            "Only a SQLite database is backed up this way. Use the database's own tool (pg_dump), "
            "and copy documents/ after it."
        )


def copy_for_backup(engine: Engine, target: Path) -> DatabaseCopy:
    """Copy what is committed now to `target`, and take out what a backup must not hold.

    People go on reading and writing meanwhile. Raises Unavailable when the copy is not sound.
    """
    check_can_be_copied(engine)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE))
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        with closing(sqlite3.connect(f"file:{engine.url.database}?mode=ro", uri=True)) as source:
            source.backup(copy)  # in one step: a snapshot
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute("PRAGMA foreign_keys = OFF")
        copy.execute("PRAGMA secure_delete = ON")
        for name in sorted(set(LEFT_OUT) & set(tables(copy))):
            copy.execute(f'DELETE FROM "{name}"')  # noqa: S608 - a name of ours
        copy.execute("VACUUM")
    return inspect_copy(target)


def inspect_copy(path: Path, *, thorough: bool = False) -> DatabaseCopy:
    """Look a copy over without changing it. Raises Unavailable("backup") when it is not sound."""
    check = "integrity_check" if thorough else "quick_check"
    try:
        with _opened(path) as copy:
            found = copy.execute(f"PRAGMA {check}(1)").fetchone()
            if found != ("ok",):
                raise Unavailable("backup", _NOT_SOUND)
            return DatabaseCopy(
                schema=str(copy.execute("SELECT version_num FROM alembic_version").fetchone()[0]),
                digest=logical_digest(copy),
                audit_head=_audit_head(copy),
                originals=_originals(copy),
            )
    except sqlite3.Error as error:
        raise Unavailable("backup", _NOT_SOUND) from error


def digest_of(engine: Engine) -> str:
    """The logical digest of a live database, from one snapshot."""
    check_can_be_copied(engine)
    address = f"file:{engine.url.database}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as source:
        source.execute("BEGIN")
        return logical_digest(source)


def clear_left_out(session: Session) -> None:
    """Remove from a live database what a backup never holds: nobody is signed in any more."""
    for name in LEFT_OUT:
        session.execute(delete(Base.metadata.tables[name]))


_HOLDING = ("record_file", "briefing_build", "briefing_copy")
"""Tables that name bytes in the store; a copy of an older version may lack some."""
_NOT_SOUND = f"The copy of the database is damaged. Run {RUN} doctor."


def _originals(copy: sqlite3.Connection) -> dict[str, int]:
    there = set(tables(copy))
    statement = " UNION ".join(
        f"SELECT sha256, size_bytes FROM {table} WHERE sha256 IS NOT NULL"  # noqa: S608 - names of ours
        for table in _HOLDING
        if table in there
    )
    return dict(copy.execute(statement).fetchall())


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A finished copy that nobody writes; no file is made beside it."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        yield copy


def _audit_head(copy: sqlite3.Connection) -> ChainHead:
    row = copy.execute("SELECT sequence, hash FROM audit_head").fetchone()
    return ChainHead(*row) if row else START
