"""What a page shows of one grouping: its members at a date, and how much they signed."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.dates import CalendarDate
from app.domain.records import PartyCode


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One party with one stay. `signed` counts the readable texts of its time as a member."""

    code: PartyCode
    name: str
    """As it was called at the date looked at."""
    first: CalendarDate | None
    last: CalendarDate | None
    note: str
    signed: int


@dataclass(frozen=True, slots=True)
class GroupingLine:
    """One grouping in the list of groupings. `members` counts those of today."""

    code: str
    name: str
    short_name: str
    members: int


@dataclass(frozen=True, slots=True)
class GroupingView:
    """`at` is the date looked at; without dated members it has no meaning, and says so."""

    code: str
    name: str
    short_name: str
    kind: str
    notes: str
    at: CalendarDate
    is_dated: bool
    members: tuple[MemberLine, ...]
    """Counted members at the date; of a grouping without dates those of today."""
    others: tuple[MemberLine, ...]
    """Earlier and later members, and those who take part without being counted."""
    signed: int
    """Readable texts that at least one member signed while it was one."""
