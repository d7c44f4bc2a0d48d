"""A name of a party, and over which time it was the party's own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.domain.dates import CalendarDate


class NameUse(Enum):
    SHORT = "short"
    """The name shown; dated when the party changed it."""
    OFFICIAL = "official"
    VARIANT = "variant"
    """A spelling met in sources; found, never shown."""


@dataclass(frozen=True, slots=True)
class DatedName:
    """A name in one language, and over which time it was the party's own (closed interval)."""

    name: str
    use: NameUse = NameUse.SHORT
    language: str = "en"
    first: CalendarDate | None = None
    last: CalendarDate | None = None
    note: str = ""

    def holds_at(self, date: CalendarDate) -> bool:
        """Whether the name stood on the first day that `date` can mean."""
        day = date.lower or date.upper
        if day is None:
            return self.last is None
        begun = self.first is None or self.first.lower is None or self.first.lower <= day
        return begun and (self.last is None or self.last.upper is None or day <= self.last.upper)
