"""What a report is: a name, a title, what it is about, and how a dossier becomes blocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from app.domain.dossiers import Dossier
from app.domain.wording import Wording
from app.pdf.blocks import Block


class Subject(Enum):
    """What a report asks for: which records it is made from."""

    RECORD = "record"
    SELECTION = "selection"
    """Records of a search, of the basket or of a briefing."""
    PARTY = "party"
    """All that one party signed, received or was target of."""
    PERSON = "person"
    """All in which one person is named."""


@dataclass(frozen=True, slots=True)
class Report:
    """A paper that a page, a command and a briefing can make. `name` is the word they use for it."""

    name: str
    title: Wording
    purpose: Wording
    """One sentence for whoever chooses."""
    about: Subject
    blocks: Callable[[Dossier], list[Block]]
    most_records: int = 200
