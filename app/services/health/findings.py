"""What a check finds: how bad, what it means, what to do. Never a title, a name of a record, a word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from app.domain.wording import Wording, said, said_many


class Severity(Enum):
    """A problem makes the command fail; a warning is to be looked at soon."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. `to_do` is empty when all is well."""

    severity: Severity
    subject: str
    meaning: str
    to_do: str = ""


def ok(subject: str, meaning: str) -> Finding:
    return Finding(Severity.OK, subject, meaning)


def warning(subject: str, meaning: str, to_do: str) -> Finding:
    return Finding(Severity.WARNING, subject, meaning, to_do)


def problem(subject: str, meaning: str, to_do: str) -> Finding:
    return Finding(Severity.PROBLEM, subject, meaning, to_do)


def counted(number: int, one: str, several: str) -> Wording:
    """`1 original`, `2 originals`, `no originals`; the sentences name the `{number}`."""
    return said_many(one, several, number, number=number or said("no"))


def some(names: Iterable[str], most: int = 3) -> str:
    """The first few of many names: `a, b, c and 4 more`."""
    listed = sorted(names)
    rest = len(listed) - most
    shown = ", ".join(listed[:most])
    return said("{shown} and {rest} more", shown=shown, rest=rest) if rest > 0 else shown
