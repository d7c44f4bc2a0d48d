"""Which backups were made of this archive, and which were restored on trial. No name of a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.db.models.keeping import backup


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """A backup as it was made. `is_sound` None: not yet restored on trial."""

    id: str
    name: str
    made_at: datetime
    database_bytes: int
    originals: int
    original_bytes: int
    left_out: int
    digest: str
    manifest_sha256: str
    tried_at: datetime | None = None
    is_sound: bool | None = None


def add(session: Session, made: MadeBackup) -> None:
    """Note a backup that is finished."""
    row = {name: getattr(made, name) for name in _FIELDS[1:]}
    session.execute(insert(backup).values(public_id=made.id, **row))


def note_trial(session: Session, manifest_sha256: str, at: datetime, is_sound: bool) -> None:
    """Note what a trial found, where the backup is one of ours."""
    session.execute(
        update(backup)
        .where(backup.c.manifest_sha256 == manifest_sha256)
        .values(tried_at=at, is_sound=is_sound)
    )


def latest(session: Session, limit: int) -> list[MadeBackup]:
    """The last backups, newest first."""
    rows = session.execute(
        _SELECT.order_by(backup.c.made_at.desc(), backup.c.id.desc()).limit(limit)
    )
    return [MadeBackup(*row) for row in rows]


def last_sound(session: Session) -> MadeBackup | None:
    """The backup whose restore on trial succeeded last."""
    statement = _SELECT.where(backup.c.is_sound.is_(True)).order_by(backup.c.tried_at.desc())
    row = session.execute(statement.limit(1)).one_or_none()
    return MadeBackup(*row) if row else None


def by_manifest(session: Session, manifests: Sequence[str]) -> dict[str, MadeBackup]:
    """What is known of backups with these manifests."""
    rows = session.execute(_SELECT.where(backup.c.manifest_sha256.in_(manifests)))
    found = (MadeBackup(*row) for row in rows)
    return {one.manifest_sha256: one for one in found}


_FIELDS = (
    "id",
    "name",
    "made_at",
    "database_bytes",
    "originals",
    "original_bytes",
    "left_out",
    "digest",
    "manifest_sha256",
    "tried_at",
    "is_sound",
)
_SELECT = select(backup.c.public_id, *(backup.c[name] for name in _FIELDS[1:]))
