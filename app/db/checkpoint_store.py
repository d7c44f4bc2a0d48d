"""Signed ends of the audit trail, kept beside it: a convenience, the proof is what was sent elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from app.db.models.keeping import audit_checkpoint
from app.domain.audit_chain import ChainHead
from app.domain.checkpoints import Checkpoint


def add(session: Session, checkpoint: Checkpoint) -> None:
    """Keep a new checkpoint, not yet sent."""
    session.execute(
        insert(audit_checkpoint).values(
            sequence=checkpoint.head.sequence,
            head_hash=checkpoint.head.hash,
            moment=checkpoint.moment,
            key_id=checkpoint.key_id,
            public_key=checkpoint.public_key,
            signature=checkpoint.signature,
        )
    )


def latest(session: Session) -> Checkpoint | None:
    """The checkpoint of the most entries."""
    statement = select(audit_checkpoint).order_by(audit_checkpoint.c.sequence.desc()).limit(1)
    row = session.execute(statement).one_or_none()
    return _checkpoint(row) if row else None


def all_of_them(session: Session) -> list[Checkpoint]:
    """Every checkpoint, in the order of the trail."""
    rows = session.execute(select(audit_checkpoint).order_by(audit_checkpoint.c.sequence))
    return [_checkpoint(row) for row in rows]


def unsent(session: Session) -> list[Checkpoint]:
    """Those that have not left the machine yet."""
    statement = select(audit_checkpoint).where(audit_checkpoint.c.sent_at.is_(None))
    rows = session.execute(statement.order_by(audit_checkpoint.c.sequence))
    return [_checkpoint(row) for row in rows]


def mark_sent(session: Session, sequences: Sequence[int], at: datetime) -> None:
    session.execute(
        update(audit_checkpoint)
        .where(audit_checkpoint.c.sequence.in_(sequences))
        .values(sent_at=at)
    )


def _checkpoint(row: Row[tuple[object, ...]]) -> Checkpoint:
    return Checkpoint(
        ChainHead(row.sequence, row.head_hash),
        row.moment,
        row.key_id,
        row.public_key,
        row.signature,
    )
