"""Three nothings: not known, none, withheld. They are never the same and never an empty string."""

from __future__ import annotations

from enum import Enum

from app.domain.wording import Wording


class Nothing(Enum):
    NOT_KNOWN = "not known"
    NONE = "none"
    WITHHELD = "withheld"

    @property
    def label(self) -> Wording:
        return Wording(self.value)


NOT_KNOWN = Nothing.NOT_KNOWN
NONE = Nothing.NONE
WITHHELD = Nothing.WITHHELD

MaybeText = str | Nothing
"""A text, or one of the three nothings."""


def text_or(value: MaybeText, fallback: str = "") -> str:
    """The text itself, `fallback` for any of the three nothings."""
    return value if isinstance(value, str) else fallback
