"""When each original was read last, and what was found. For upkeep, not for readers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from app.db.models.files import record_file
from app.db.models.keeping import fixity
from app.db.models.records import record
from app.domain.fixity import FixityCheck, FixityResult

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class DueOriginal:
    """An original that a record refers to, with what is known of it. `checked_at` None: never read."""

    sha256: str
    size_bytes: int
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class FixityCounts:
    """How many originals there are and how they stand; sizes and counts only."""

    originals: int
    total_bytes: int
    never_checked: int
    damaged: int
    missing: int
    oldest_check: datetime | None


def originals_by_age(session: Session) -> list[DueOriginal]:
    """Every original that a record refers to, the longest unread first."""
    rows = session.execute(
        select(record_file.c.sha256, func.max(record_file.c.size_bytes), fixity.c.checked_at)
        .outerjoin(fixity, fixity.c.sha256 == record_file.c.sha256)
        .group_by(record_file.c.sha256)
        .order_by(fixity.c.checked_at.is_not(None), fixity.c.checked_at, record_file.c.sha256)
    )
    return [DueOriginal(*row) for row in rows]


def known(session: Session, sha256s: Sequence[str]) -> dict[str, FixityCheck]:
    """What the last checks of these found."""
    found = {}
    for start in range(0, len(sha256s), _AT_ONCE):
        rows = session.execute(
            select(fixity).where(fixity.c.sha256.in_(sha256s[start : start + _AT_ONCE]))
        )
        for row in rows:
            found[row.sha256] = FixityCheck(
                row.sha256, row.checked_at, FixityResult(row.result), row.since
            )
    return found


def note(session: Session, checks: Iterable[FixityCheck]) -> None:
    """Keep what checks found in place of what was known."""
    rows = [
        {
            "sha256": one.sha256,
            "checked_at": one.checked_at,
            "result": one.result.value,
            "since": one.since,
        }
        for one in checks
    ]
    for start in range(0, len(rows), _AT_ONCE):
        batch = rows[start : start + _AT_ONCE]
        keys = [row["sha256"] for row in batch]
        session.execute(delete(fixity).where(fixity.c.sha256.in_(keys)))
        session.execute(insert(fixity), batch)


def unsound(session: Session) -> list[FixityCheck]:
    """Those that were damaged or missing at their last check and that a record refers to."""
    rows = session.execute(
        select(fixity)
        .where(fixity.c.result != FixityResult.SOUND.value)
        .where(fixity.c.sha256.in_(select(record_file.c.sha256)))
        .order_by(fixity.c.since, fixity.c.sha256)
    )
    return [
        FixityCheck(row.sha256, row.checked_at, FixityResult(row.result), row.since) for row in rows
    ]


def file_ids_of(session: Session, sha256: str) -> list[str]:
    """Public ids of the files that are these bytes, for the audit trail."""
    statement = (
        select(record_file.c.public_id)
        .join(record, record.c.id == record_file.c.record_id)
        .where(record_file.c.sha256 == sha256)
        .order_by(record_file.c.id)
    )
    return list(session.scalars(statement))


def forget(session: Session, sha256: str) -> None:
    """An original is no longer kept."""
    session.execute(delete(fixity).where(fixity.c.sha256 == sha256))


def counts(session: Session) -> FixityCounts:
    """Counts over all originals that a record refers to."""
    originals = originals_by_age(session)
    found = unsound(session)
    checked = [one.checked_at for one in originals if one.checked_at is not None]
    return FixityCounts(
        originals=len(originals),
        total_bytes=sum(one.size_bytes for one in originals),
        never_checked=len(originals) - len(checked),
        damaged=sum(one.result is FixityResult.DAMAGED for one in found),
        missing=sum(one.result is FixityResult.MISSING for one in found),
        oldest_check=min(checked, default=None),
    )
