"""A pasted list of signatories, in any usual shape, as rows to check. Open `parse_signatories`.

A list may be a sentence ("Australia, Canada and Japan"), one a line with bullets or numbers, on behalf
of somebody, with persons and ranks, in codes, or a table from a word processor. Order is kept, what
stands in the text is kept verbatim, and nothing is guessed: what cannot be decided becomes a row with
choices. Cutting a line into names is in `signatory_lines.py`, lines that name a person in
`signatory_persons.py`, tables in `signatory_tables.py`, what a name means in `party_check.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.code_schemes import CodeScheme
from app.domain.dates import CalendarDate
from app.domain.parties import PartyDirectory
from app.domain.party_check import PartyCheck, bare_name, look_up
from app.domain.records import PartyCode
from app.domain.signatory_lines import NameCutter
from app.domain.signatory_persons import Entry, read_person
from app.domain.signatory_tables import read_table

_BULLET = re.compile(
    r"\s*(?:[-–—*•·▪◦‣]\s*|\(?\d{1,3}[.)\]]\s*|\d{1,3}\s+(?=[^\W\d])|\(?[a-z][.)]\s+)"
)
_PREAMBLE = re.compile(
    r"\s*(?:(?:this\s+(?:joint\s+)?(?:letter|statement)\s+is\s+)?(?:made|delivered|signed|submitted|sent)"
    r"\s+(?:by|on\s+behalf\s+of)|(?:and\s+)?on\s+(?:the\s+)?behalf\s+of|in\s+the\s+name\s+of|au\s+nom\s+d[eu]"
    r"|en\s+nombre\s+de|im\s+namen\s+von|for|(?:the\s+)?(?:ambassadors|heads\s+of\s+(?:mission|state|government)"
    r"|high\s+commissioners|permanent\s+representatives|(?:foreign|prime)\s+ministers|ministers|leaders"
    r"|presidents|governments|missions|embassies|representatives)\s+of)\s+(?:the\s+following\s+(?:states|countries|parties)\s*:?\s*)?"
    r"(?:the\s+governments?\s+of\s+)?",
    re.IGNORECASE,
)
_OFFICES = {
    "ambassadors": "ambassador",
    "heads of mission": "head of mission",
    "high commissioners": "high commissioner",
    "permanent representatives": "permanent representative",
}
"""What those of a list are, each, where a preamble says it of all."""
_HEADING = re.compile(
    r"\s*(?:signed|signatories|signed\s+by|list\s+of\s+signatories|co-?signatories|co-?sponsors|"
    r"the\s+following\s+(?:states|countries|parties))\s*:?\s*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ListedSignatory:
    """One row. `as_signed` is the party as the text names it, `entry` all that stands in the list."""

    as_signed: str
    entry: str
    check: PartyCheck
    person: str = ""
    office: str = ""
    repeats: int | None = None
    """The number (from 1) of the earlier row of the same party."""

    @property
    def party(self) -> PartyCode | None:
        return self.check.party


def parse_signatories(
    text: str,
    directory: PartyDirectory,
    *,
    date: CalendarDate | None = None,
    scheme: CodeScheme | None = None,
) -> tuple[ListedSignatory, ...]:
    """The rows of a pasted list, in its order. Never raises; 155 names take some milliseconds.

    `date` is the letter's (which names were borne then), `scheme` how two-letter codes are to be read.
    """
    reader = _Reader(directory, date, scheme)
    rows = [
        ListedSignatory(
            bare_name(entry.party),
            entry.entry,
            look_up(entry.party, directory, date, scheme),
            entry.person,
            entry.office,
        )
        for entry in reader.entries(text)
    ]
    return _with_repeats(rows)


@dataclass(slots=True)
class _Reader:
    directory: PartyDirectory
    date: CalendarDate | None
    scheme: CodeScheme | None

    def entries(self, text: str) -> Iterable[Entry]:
        cutter = NameCutter(self.directory, self.date)
        lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
        table = [line for line in lines if "\t" in line.strip()]
        if table:
            yield from read_table(table, cutter)
            lines = [line for line in lines if "\t" not in line.strip()]
        for line in cutter.unwrapped([_Line.of(line) for line in lines]):
            yield from self._of_line(line, cutter)

    def _of_line(self, line: str, cutter: NameCutter) -> Iterable[Entry]:
        line, office = _without_preamble(line, cutter)
        if not line or _HEADING.match(line):
            return
        for entry in self._entries(line, cutter):
            yield replace(entry, office=entry.office or office)

    def _entries(self, line: str, cutter: NameCutter) -> Iterable[Entry]:
        if cutter.knows(line):
            yield Entry(line, line)
            return
        names = cutter.names(line)
        entries = [read_person(name, cutter) or Entry(name, name) for name in names]
        person = read_person(line, cutter)
        # An office in a list of states, as in "Norway and the EU's delegation", makes it no person's line.
        if person is not None and len(_parties(entries, cutter)) < 2:
            yield person
            return
        yield from entries


def _parties(entries: Iterable[Entry], cutter: NameCutter) -> set[tuple[PartyCode, ...]]:
    """Who is named, each once."""
    return {cutter.meanings(one.party) for one in entries} - {()}


class _Line(str):
    """A line without its bullet; `has_bullet` says that it begins an entry."""

    __slots__ = ("has_bullet",)
    has_bullet: bool

    @classmethod
    def of(cls, text: str) -> _Line:
        found = _BULLET.match(text)
        line = cls(text[found.end() :].strip() if found else text.strip())
        line.has_bullet = found is not None
        return line


def _without_preamble(line: str, cutter: NameCutter) -> tuple[str, str]:
    """The line without what leads to its list (`on behalf of`, `... the following states:`), and the office
    that it gives to all of them: `the ambassadors of`."""
    if cutter.knows(line):
        return line, ""
    head, colon, tail = line.partition(":")
    if colon and tail.strip() and not cutter.names_any(head) and cutter.names_any(tail):
        line = tail.strip()
    found = _PREAMBLE.match(line)
    if not found:
        return line.strip(), ""
    offices = (one for many, one in _OFFICES.items() if many in found[0].lower())
    return line[found.end() :].strip(), next(offices, "")


def _with_repeats(rows: list[ListedSignatory]) -> tuple[ListedSignatory, ...]:
    first: dict[PartyCode, int] = {}
    marked = []
    for number, row in enumerate(rows, start=1):
        if row.party is not None:
            earlier = first.setdefault(row.party, number)
            row = replace(row, repeats=earlier if earlier != number else None)
        marked.append(row)
    return tuple(marked)
