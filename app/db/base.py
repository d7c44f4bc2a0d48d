"""The declarative base and the engines. SQLite runs with WAL, full sync and foreign keys on.

Reading sessions begin with a plain BEGIN, writing ones with BEGIN IMMEDIATE, so that a writer never
meets "database is locked" halfway through its work. PostgreSQL needs none of this.
"""

from __future__ import annotations

from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from app.domain.errors import Misconfigured

BUSY_TIMEOUT_MS = 15_000
_NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables. Integer keys stay inside the database; what leaves it is a public UUID."""

    metadata = MetaData(naming_convention=_NAMING)


def make_engine(database_url: str) -> Engine:
    """An engine for the URL with the pragmas set on every connection.

    Raises Misconfigured for a URL that cannot be read or needs a driver that is not installed.
    """
    try:
        engine = create_engine(database_url, pool_pre_ping=False)
    except (ArgumentError, ImportError) as error:
        raise Misconfigured(
            "DATABASE_URL is not the address of a database that Chancery can use here. "
            "Write sqlite:////folder/chancery.db, or leave it out."
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
    return engine


def reading_sessions(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine, expire_on_commit=False)


def writing_sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions whose transactions take the write lock at their beginning."""
    return sessionmaker(engine.execution_options(immediate=True), expire_on_commit=False)


def _set_pragmas(connection: SqliteConnection, _record: Any) -> None:
    connection.isolation_level = None  # the BEGIN below is ours, not the driver's
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "cache_size = -32768",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
