"""Every version of a record's description: writing one with each change, reading one through the gate.

A version stands in the cell the record was in when it was made, and is read under that condition. A
change that leaves the description alone (a file, a withdrawal) writes none: the version of a revision
is the last one not above it.
"""

from __future__ import annotations

from sqlalchemy import exists, insert, literal, select
from sqlalchemy.orm import Session

from app.db.gate import Gate, Located
from app.db.mapping import Columns
from app.db.models.drafts import record_version
from app.domain.records import Description
from app.domain.snapshots import from_plain, to_plain


def version_row(key: int, revision: int, cell_id: int, description: Description) -> Columns:
    """The columns of one version."""
    return {
        "record_id": key,
        "revision": revision,
        "cell_id": cell_id,
        "description": to_plain(description),
    }


def write_version(session: Session, located: Located, description: Description) -> None:
    """Keep the description that the next revision has."""
    row = version_row(located.key, located.revision + 1, located.cell.id, description)
    session.execute(insert(record_version), [row])


def keep_missing(session: Session, located: Located, description: Description) -> None:
    """Keep the version that stands, of a record registered before versions were kept."""
    table = record_version
    if not session.scalar(select(exists().where(table.c.record_id == located.key))):
        row = version_row(located.key, located.revision, located.cell.id, description)
        session.execute(insert(table), [row])


def copy_version(session: Session, located: Located, cell_id: int) -> None:
    """Keep the description in the cell the record moves to: there it is read from now on."""
    table = record_version
    latest = (
        select(
            table.c.record_id,
            literal(located.revision + 1),
            literal(cell_id),
            table.c.description,
        )
        .where(table.c.record_id == located.key)
        .order_by(table.c.revision.desc())
        .limit(1)
    )
    columns = ["record_id", "revision", "cell_id", "description"]
    session.execute(insert(table).from_select(columns, latest))


def description_at(gate: Gate, located: Located, revision: int) -> Description | None:
    """What a revision said; None when no version was kept or it stood where this reader may not read."""
    table = record_version
    row = gate.session.execute(
        select(table.c.cell_id, table.c.description)
        .where(table.c.record_id == located.key, table.c.revision <= revision)
        .order_by(table.c.revision.desc())
        .limit(1)
    ).one_or_none()
    if row is None or row.cell_id not in gate.cells_by_id:
        return None
    return from_plain(row.description)
