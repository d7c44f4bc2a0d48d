"""Views of parties: what one signed, received and was target of, from texts that came through the gate.

Open `PartyView`. As in `views.py`, everything here may be shown to the reader it was made for.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.access import AccessLabel
from app.domain.dates import CalendarDate
from app.domain.records import PartyCode
from app.domain.views import RecordSummary


@dataclass(frozen=True, slots=True)
class PartyName:
    """A name on record: in which language, and over which years it stands in readable texts."""

    name: str
    note: str


@dataclass(frozen=True, slots=True)
class MembershipSpan:
    grouping: str
    name: str
    first: CalendarDate | None
    last: CalendarDate | None


@dataclass(frozen=True, slots=True)
class PartyTogether:
    code: PartyCode
    name: str
    together: int
    in_all: int


@dataclass(frozen=True, slots=True)
class PartyView:
    """What one party signed, received, was target of, from the texts this reader may read."""

    code: PartyCode
    name: str
    kind: str
    other_codes: tuple[str, ...]
    names: tuple[PartyName, ...]
    memberships: tuple[MembershipSpan, ...]
    signed: tuple[RecordSummary, ...]
    withdrew: tuple[RecordSummary, ...]
    received: tuple[RecordSummary, ...]
    target_of: tuple[RecordSummary, ...]
    reported_absent: tuple[RecordSummary, ...]
    together: tuple[PartyTogether, ...]
    label: AccessLabel
    code_scheme: str = ""


@dataclass(frozen=True, slots=True)
class PartyLine:
    """One party in the list of parties, with the counts this reader may know."""

    code: PartyCode
    name: str
    kind: str
    signed: int
    received: int
    target_of: int
