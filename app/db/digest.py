"""The logical digest: one SHA-256 over what an archive says, however its file is laid out.

Open `logical_digest`. Two archives with the same digest hold the same records, parts, texts, labels,
authorities, accounts, references to originals, and the same end of the audit trail. A table that is not
named here counts, so that a table added later is kept and compared by itself.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping

LEFT_OUT: tuple[str, ...] = (
    "account_link",
    "account_session",
    "half_sign_in",
    "sign_in_attempts",
)
"""Tables whose rows never enter a backup: what somebody could sign in with, or who tried to."""
APART = frozenset(
    {
        *LEFT_OUT,
        "alembic_version",
        "audit_entry",  # its end, `audit_head`, stands for it: the chain is verified by itself
        "backup",
        "fixity",
        "job",
        "periodic_task",
        "withheld",
    }
)
"""Tables that say how far work has come, not what the archive holds."""
_UNSETTLED: Mapping[str, frozenset[str]] = {"access_cell": frozenset({"is_impure", "generation"})}
"""Columns that follow the state of the search partitions."""


def logical_digest(connection: sqlite3.Connection) -> str:
    """SHA-256 over all rows that count, tables by name and rows by key, as hex. Streams.

    Give a connection within one transaction, or to a file that nobody writes.
    """
    digest = hashlib.sha256()
    for table in sorted(set(tables(connection)) - APART):
        columns, keys = _columns(connection, table)
        digest.update(_canonical([table, *columns]))
        for row in connection.execute(_select(table, columns, keys)):
            digest.update(_canonical(row))
    return digest.hexdigest()


def tables(connection: sqlite3.Connection) -> list[str]:
    """The names of the tables in the file, SQLite's own left out."""
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return [str(name) for (name,) in rows]


def _columns(connection: sqlite3.Connection, table: str) -> tuple[list[str], list[str]]:
    """The columns that count, by name, and those to order by: the key, else all of them."""
    rows = connection.execute("SELECT name, pk FROM pragma_table_info(?)", [table]).fetchall()
    unsettled = _UNSETTLED.get(table, frozenset())
    columns = sorted(str(name) for name, _ in rows if name not in unsettled)
    keys = [str(name) for name, place in sorted(rows, key=lambda row: row[1]) if place]
    return columns, keys or columns


def _select(table: str, columns: Iterable[str], keys: Iterable[str]) -> str:
    return (
        f"SELECT {_quoted(columns)} FROM {_quoted([table])} "  # noqa: S608 - names of our own tables
        f"ORDER BY {_quoted(keys)}"
    )


def _quoted(names: Iterable[str]) -> str:
    return ", ".join('"' + name.replace('"', '""') + '"' for name in names)


def _canonical(row: Iterable[object]) -> bytes:
    """One byte string for equal rows, another for different ones."""
    return b"".join(map(_value, row)) + b"\n"


def _value(value: object) -> bytes:
    if value is None:
        return b"n;"
    if isinstance(value, str):
        encoded = value.encode("utf-8", "surrogatepass")
        return b"s%d:%b" % (len(encoded), encoded)
    if isinstance(value, bytes):
        return b"b%d:%b" % (len(value), value)
    return f"{type(value).__name__[0]}{value!r};".encode()
