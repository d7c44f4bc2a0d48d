"""Adding a synonym to a subject, and taking one away."""

from __future__ import annotations

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from app.db.models.synonyms import subject_synonym
from app.db.registrar import Hand
from app.domain.errors import NotFound

NO_SUCH_SYNONYM = "There is no such synonym."


def add(
    session: Session, synonym_id: str, subject: str, name: str, language: str, hand: Hand
) -> None:
    """Put one more wording beside the names of a subject."""
    row = {
        "public_id": synonym_id,
        "subject": subject,
        "name": name,
        "language": language,
        "by": hand.by,
        "at": hand.at,
        "removed_by": "",
        "removed_at": None,
        "reason": hand.reason,
    }
    session.execute(insert(subject_synonym), [row])


def remove(session: Session, synonym_id: str, hand: Hand) -> str:
    """Take one away; it is kept with who did and why. Returns its subject. Raises NotFound."""
    table = subject_synonym
    subject = session.scalar(
        update(table)
        .where(table.c.public_id == synonym_id, table.c.removed_at.is_(None))
        .values(removed_by=hand.by, removed_at=hand.at, reason=hand.reason)
        .returning(table.c.subject)
    )
    if subject is None:
        raise NotFound(NO_SUCH_SYNONYM)
    return str(subject)
