"""What a report is: a name, a title, and how one record becomes blocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.views import RecordView
from app.pdf.blocks import Block


@dataclass(frozen=True, slots=True)
class RecordReport:
    """A paper about one record. `name` is the word commands and addresses use."""

    name: str
    title: str
    blocks: Callable[[RecordView], list[Block]]
