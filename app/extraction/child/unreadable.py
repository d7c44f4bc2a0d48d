"""The one exception of the readers, and the limits that they share."""

from __future__ import annotations

MAX_CHARACTERS = 10_000_000
"""About 4,000 printed pages; more than any letter with its annexes."""


class Unreadable(Exception):
    """No text, and the code that says why (a key of `reasons.REASONS`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Allowance:
    """Counts down the characters that one file may still give."""

    def __init__(self, characters: int = MAX_CHARACTERS) -> None:
        self._left = characters

    def take(self, text: str) -> str:
        """The same text. Raises Unreadable("too-much-text") once too much was taken."""
        self._left -= len(text)
        if self._left < 0:
            raise Unreadable("too-much-text")
        return text
