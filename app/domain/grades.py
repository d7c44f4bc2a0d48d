"""Grades of evidence: the Admiralty scale, two characters for a source and for what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.errors import InvalidInput
from app.domain.wording import joined, said

_GRADE = re.compile(r"[A-F][1-6]\Z")


@dataclass(frozen=True, slots=True)
class Grade:
    """Admiralty grade: reliability of the source A-F, credibility of what it says 1-6."""

    code: str

    def __post_init__(self) -> None:
        if not _GRADE.match(self.code):
            raise InvalidInput(
                "grade", said("{code!r} is not a grade from A1 to F6.", code=self.code)
            )

    def in_words(self) -> str:
        return joined([self.reliability, self.credibility], ", ")

    @property
    def reliability(self) -> str:
        return _RELIABILITY[self.code[0]]

    @property
    def credibility(self) -> str:
        return _CREDIBILITY[self.code[1]]


_RELIABILITY = {
    "A": said("Completely reliable source"),
    "B": said("Usually reliable source"),
    "C": said("Fairly reliable source"),
    "D": said("Not usually reliable source"),
    "E": said("Unreliable source"),
    "F": said("Reliability cannot be judged"),
}
_CREDIBILITY = {
    "1": said("confirmed by others"),
    "2": said("probably true"),
    "3": said("possibly true"),
    "4": said("doubtful"),
    "5": said("improbable"),
    "6": said("truth cannot be judged"),
}
