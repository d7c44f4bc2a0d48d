"""Getting an installation ready: schema and seeds. Called by commands, before anybody is served."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from app.db import inspection, schema, seeding
from app.db.base import writing_sessions
from app.db.schema import Upgrade
from app.domain.command_line import RUN
from app.domain.errors import Misconfigured

BACKUPS = "backups"


def is_current(engine: Engine) -> bool:
    """Whether the database stands at this version's schema."""
    return schema.is_current(engine)


def upgrade(engine: Engine, home: Path, now: datetime) -> Upgrade:
    """Migrate after a backup copy in `<home>/backups`, then bring the authorities to their seeds."""
    done = schema.upgrade(engine, home / BACKUPS, now)
    with writing_sessions(engine)() as session:  # a new version may bring new seeds alone
        seeding.seed_authorities(session)
        session.commit()
    return done


def prepare(engine: Engine, home: Path, now: datetime) -> None:
    """What `serve` and `worker` do first: a new or older database is brought up to date."""
    upgrade(engine, home, now)


def is_unused(engine: Engine) -> bool:
    """Whether the archive has neither an account nor a record: perhaps it is not the one meant."""
    return inspection.is_unused(engine)


def empty_home_words(home: Path) -> str:
    """What to tell somebody whose command found an empty archive."""
    return (
        f"The archive in {home} is empty: no account, no text. To work on another, say where it is: "
        f"CHANCERY_HOME=/path/to/home {RUN} ..."
    )


def is_new(engine: Engine) -> bool:
    """Whether there is no archive yet. Asking makes none."""
    return schema.is_empty(engine)


def no_archive_words(home: Path) -> str:
    """What to tell somebody whose command reads an archive where there is none."""
    return (
        f"There is no archive in {home}, and none was begun. To work on another, say where it is: "
        f"CHANCERY_HOME=/path/to/home {RUN} ... To begin one there: {RUN} database upgrade"
    )


def check_ready(engine: Engine, home: Path) -> None:
    """What commands on the archive do first. Raises Misconfigured where there is none, or a migration
    is still to be done."""
    if is_new(engine):
        raise Misconfigured(no_archive_words(home))
    if not is_current(engine):
        raise Misconfigured(
            f"The database is not of this version yet. Run: {RUN} database upgrade"
            " (it makes a backup copy first)."
        )


def check_production(is_production: bool, engine: Engine) -> None:
    """Raise Misconfigured when a production installation has migrations pending."""
    if is_production and not is_current(engine):
        raise Misconfigured(
            f"Production start refused: migrations are pending. Run: {RUN} database upgrade"
        )
