"""Synonyms of subjects added by hand: public knowledge, read anew each time, so they hold at once.

Writing them is in `synonym_writing.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.models.synonyms import subject_synonym


@dataclass(frozen=True, slots=True)
class Synonym:
    """One wording that a registrar added. `language` is a BCP 47 tag."""

    id: str
    subject: str
    name: str
    language: str
    by: str
    at: datetime


def standing(session: Session) -> Sequence[Synonym]:
    """All that stand, oldest first. One statement."""
    table = subject_synonym
    rows = session.execute(
        select(table).where(table.c.removed_at.is_(None)).order_by(table.c.id)
    ).mappings()
    return [
        Synonym(
            row["public_id"], row["subject"], row["name"], row["language"], row["by"], row["at"]
        )
        for row in rows
    ]
