"""Cutting a line of a list into names: commas and "and" divide names, and stand inside names too.

"Bosnia and Herzegovina", "Korea, Republic of" and "Trinidad and Tobago" are one name each: of all ways
to cut, the one with the longest names on record is taken, from the left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.dates import CalendarDate
from app.domain.parties import PartyDirectory
from app.domain.party import Party
from app.domain.party_check import bare_name
from app.domain.records import PartyCode

# A separator is strong (a comma, a semicolon) or a mere word. Han and Arabic "and" take no spaces.
_SEPARATOR = re.compile(
    r"(?P<strong>\s*[,;、،؛，；|](?:\s*(?:and|et|und|y|e|as\s+well\s+as|и|و|以及|和|及)(?=\s)|\s*(?:以及|和|及))?\s*)"
    r"|(?P<weak>\s+(?:and|&|et|und|y|e|as\s+well\s+as|и)\s+|\s+و\s*|\s*(?:以及|和|及|与|與)\s*)",
    re.IGNORECASE,
)
LONGEST_NAME_IN_PARTS = 5
# What says of the names that follow to which grouping they belong: `the EU members Belgium and Sweden`.
_GROUP = (
    r"(?:EU|E\.U\.|European\s+Union|NATO|G-?7|G-?20|OECD|UN|United\s+Nations|OSCE|ASEAN|Five\s+Eyes|Nordic"
    r"|Baltic|Benelux|UE|Union\s+européenne|OTAN)"
)
_MEMBERS = (
    r"(?:members?(?:[-\s]+(?:states?|countries|nations))?|states?|countries|nations"
    r"|Mitglieds?(?:er|staaten|länder)|Staaten)"
)
_COUNT = r"(?:(?:the|all|some|its|\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+)*"
_LEAD = re.compile(
    rf"(?<!\w)(?:(?:die|der)\s+)?{_COUNT}"
    rf"(?:{_GROUP}[-\s]+{_MEMBERS}|{_MEMBERS}\s+of\s+(?:the\s+)?{_GROUP}"
    rf"|(?:les\s+)?(?:membres|[ÉE]tats(?:\s+membres)?|pays(?:\s+membres)?)\s+de\s+(?:l[’'´]\s*)?{_GROUP})"
    r"(?!\w)\s*[,:(–—-]?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch between separators; `is_tied`: only a word stands before it, no comma."""

    start: int
    end: int
    is_tied: bool
    is_known: bool = False


class NameCutter:
    """Cuts lines by what is on record, at a letter's date."""

    def __init__(self, directory: PartyDirectory, date: CalendarDate | None = None) -> None:
        self.directory = directory
        self._date = date
        self._known: dict[str, tuple[PartyCode, ...]] = {}

    def knows(self, text: str) -> bool:
        """Whether the text names a party, or several that bear the same name."""
        return bool(self.meanings(text))

    def meanings(self, text: str) -> tuple[PartyCode, ...]:
        name = bare_name(text)
        if name not in self._known:
            self._known[name] = self.directory.meanings(name)
        return self._known[name]

    def names_any(self, text: str) -> bool:
        """Whether a name on record stands anywhere in the text."""
        return any(self.knows(name) for name in self.names(text))

    def names(self, line: str) -> list[str]:
        """The names of a line in its order, each as it stands there."""
        line = self.without_leads(line)
        parts = _parts(line)
        found: list[_Part] = []
        at = 0
        while at < len(parts):
            length = self._longest(line, parts[at : at + LONGEST_NAME_IN_PARTS])
            last = parts[at + max(length, 1) - 1]
            part = _Part(parts[at].start, last.end, parts[at].is_tied, is_known=length > 0)
            if found and part.is_tied and not part.is_known and not found[-1].is_known:
                # Unknown names that only a word divides are one: nobody knows where to cut.
                part = replace(part, start=found[-1].start, is_tied=found.pop().is_tied)
            found.append(part)
            at += max(length, 1)
        return [line[part.start : part.end].strip() for part in found]

    def without_leads(self, line: str) -> str:
        """The line without words that only say to which grouping the next names belong.

        They go where a name on record follows; "the EU and its member states" names more than it lists.
        """
        at = 0
        while found := _LEAD.search(line, at):
            rest = line[found.end() :]
            if self._begins_with_a_name(rest) and not self.knows(found[0]):
                closes = found[0].rstrip().endswith("(")
                line = line[: found.start()] + (rest.replace(")", "", 1) if closes else rest)
                at = found.start()
            else:
                at = found.end()
        return line

    def _begins_with_a_name(self, text: str) -> bool:
        parts = _parts(text)[:LONGEST_NAME_IN_PARTS]
        return bool(parts) and not text[: parts[0].start].strip() and self._longest(text, parts) > 0

    def unwrapped(self, lines: Sequence[str]) -> list[str]:
        """The lines of a text, put together again where the page broke a list or a name."""
        joined: list[str] = []
        for line in lines:
            if (
                joined
                and not getattr(line, "has_bullet", False)
                and self._goes_on(joined[-1], line)
            ):
                joined[-1] = f"{joined[-1]} {line}"
            else:
                joined.append(str(line))
        return joined

    def _goes_on(self, line: str, following: str) -> bool:
        if self.knows(line):
            return False
        ends = re.search(r"(?:[,;]|\b(?:and|et|und|y|&))\s*\Z", line, re.IGNORECASE)
        if ends and len(_parts(line)) > 1:
            return True
        last, first = self.names(line)[-1], self.names(following)[0]
        return not self.knows(last) and not self.knows(first) and self.knows(f"{last} {first}")

    def _longest(self, line: str, parts: Sequence[_Part]) -> int:
        """How many of the parts make the longest name on record; 0 for none."""
        for length in range(len(parts), 0, -1):
            found = self.meanings(line[parts[0].start : parts[length - 1].end])
            if found and not (length > 1 and self._is_apart(line, parts[:length], found)):
                return length
        return 0

    def _is_apart(self, line: str, parts: Sequence[_Part], found: Sequence[PartyCode]) -> bool:
        """Serbia and Montenegro were one state once; in a list of another time they are two."""
        parties = [self.directory.party(code) for code in found]
        if not all(party and party.last for party in parties):
            return False
        if not all(self.knows(line[part.start : part.end]) for part in parts):
            return False
        return not any(_stands(party, self._date) for party in parties if party)


def _stands(party: Party, date: CalendarDate | None) -> bool:
    """Whether a party of the past still was at that date; without a date it is past."""
    if date is None or date.lower is None or party.last is None or party.last.upper is None:
        return False
    return date.lower <= party.last.upper


def _parts(line: str) -> list[_Part]:
    parts: list[_Part] = []
    start, is_tied = 0, False
    for found in [*_SEPARATOR.finditer(line), None]:
        end = found.start() if found else len(line)
        if line[start:end].strip():
            parts.append(_Part(start, end, is_tied))
        if found:
            start, is_tied = found.end(), found.lastgroup == "weak"
    return parts
