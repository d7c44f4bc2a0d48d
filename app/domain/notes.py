"""Sealed notes: what kinds there are and what one may say. Each has an access label of its own."""

from __future__ import annotations

from enum import Enum

from app.domain.errors import InvalidInput
from app.domain.wording import said

LONGEST_NOTE = 4_000


class NoteKind(Enum):
    """What a sealed note is about; the value is stored and shown."""

    PEN_HOLDER = "pen-holder"
    COMMENT = "comment"
    RISK = "risk to a person"


class NoteDeed(Enum):
    """What was done to a note."""

    ADDED = "added"
    AMENDED = "amended"
    REMOVED = "removed"


def checked_text(text: str) -> str:
    """The text of a note as it is kept. Raises InvalidInput for none and for too much."""
    text = text.strip()
    if not text:
        raise InvalidInput("text", "Write the note.")
    if len(text) > LONGEST_NOTE:
        raise InvalidInput(
            "text",
            said("A note holds at most {longest_note:,} characters.", longest_note=LONGEST_NOTE),
        )
    return text


def checked_kind(kind: str) -> str:
    """The kind as it is kept. Raises InvalidInput for one that is not in use."""
    if kind not in {one.value for one in NoteKind}:
        raise InvalidInput("kind", "Choose what the note is about.")
    return kind
