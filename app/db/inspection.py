"""Looking the database over for `flask doctor`: what only the database itself can say."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, exists, select, text
from sqlalchemy.orm import Session

from app.db.models.access import access_cell
from app.db.models.accounts import AccountRow
from app.db.models.parts import sealed_note
from app.db.models.records import record

MOST_PROBLEMS = 5
SYNCHRONOUS_FULL = 2


@dataclass(frozen=True, slots=True)
class SqliteState:
    """How SQLite runs, and what its own check found; `problems` is empty for a sound file."""

    version: tuple[int, ...]
    journal_mode: str
    is_synchronous_full: bool
    has_foreign_keys: bool
    problems: tuple[str, ...]
    dangling_references: int


def is_unused(engine: Engine) -> bool:
    """Whether it holds neither an account nor a record."""
    with engine.connect() as connection:
        found = [
            connection.scalar(select(column).limit(1)) for column in (AccountRow.id, record.c.id)
        ]
    return found == [None, None]


def is_reachable(session: Session) -> bool:
    """Ask the smallest question there is. Raises the database's own error when it does not answer."""
    return bool(session.scalar(text("SELECT 1")))


def labels_in_use(session: Session) -> list[str]:
    """The labels that records and sealed notes carry, as stored."""
    return list(
        session.scalars(
            select(access_cell.c.label)
            .where(
                exists().where(record.c.cell_id == access_cell.c.id)
                | exists().where(sealed_note.c.cell_id == access_cell.c.id)
            )
            .order_by(access_cell.c.label)
        )
    )


def sqlite_state(session: Session, *, thorough: bool) -> SqliteState | None:
    """None for another database. Reads the whole file; `thorough` compares the indexes too."""
    if session.get_bind().dialect.name != "sqlite":
        return None
    check = "integrity_check" if thorough else "quick_check"
    found = session.execute(text(f"PRAGMA {check}({MOST_PROBLEMS})")).scalars().all()
    return SqliteState(
        version=tuple(
            int(part) for part in str(_ask(session, "SELECT sqlite_version()")).split(".")
        ),
        journal_mode=str(_ask(session, "PRAGMA journal_mode")),
        is_synchronous_full=_ask(session, "PRAGMA synchronous") == SYNCHRONOUS_FULL,
        has_foreign_keys=_ask(session, "PRAGMA foreign_keys") == 1,
        problems=tuple(str(line) for line in found if line != "ok"),
        dangling_references=len(session.execute(text("PRAGMA foreign_key_check")).all()),
    )


def _ask(session: Session, statement: str) -> object:
    return session.scalar(text(statement))
