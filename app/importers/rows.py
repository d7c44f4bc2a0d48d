"""What every importer yields: rows that became drafts, or the problems that kept them from it.

An importer reads and interprets; it decides no access label, writes nothing and stops at nothing: a bad
row is a row with problems. `registry.py` lists the importers, `services/importing.py` takes their rows in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from app.domain.parties import PartyDirectory
from app.domain.records import Draft
from app.importers.reading import SourceFile


class Severity(Enum):
    REFUSED = "refused"
    """The row was not taken in."""
    NOTED = "noted"
    """The row was taken in; something in it was left out or could not be read."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the report: where, in which field, and what to do."""

    line: int
    identifier: str
    field: str
    reason: str
    severity: Severity = Severity.REFUSED


@dataclass(frozen=True, slots=True)
class NoteText:
    """A sealed note as the source brings it; which label its text means is decided later."""

    kind: str
    text: str
    label_text: str


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One record of the source. `draft` None means refused; `label_text` is the row's own marking."""

    line: int
    identifier: str
    draft: Draft | None
    label_text: str = ""
    problems: tuple[Problem, ...] = ()
    notes: tuple[NoteText, ...] = ()
    series_code: str = ""
    """The series at the source, by its code there."""


class Importer(Protocol):
    """One format. `suffixes` (with the dot, lower case, without `.gz`) let it be guessed by name."""

    format: str
    suffixes: tuple[str, ...]

    def rows(self, source: SourceFile, parties: PartyDirectory) -> Iterator[ImportedRow]:
        """The rows of the file in its order, one record each, read as they are asked for.

        Raises InvalidInput("file", ...) when the file as a whole cannot be read (damaged gzip, a table
        without the columns); rows already yielded stand.
        """
        ...
