"""Disposal: what is due, a list that two people agree on, and what became of each record on it.

A list is a snapshot: each item says what the record and its rule were when the list was proposed. At the
approval everything is asked again, and `KeptBecause` says why a record was not disposed of after all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from app.domain.access import AccessLabel
from app.domain.dates import CalendarDate
from app.domain.records import RecordId
from app.domain.retention import Hold, Series
from app.domain.retention_terms import DisposalMethod, KeptBecause
from app.domain.vocabularies import RecordState
from app.domain.wording import said

MOST_ON_A_LIST = 500


class ListState(Enum):
    WAITING = "waiting"
    REFUSED = "refused"
    TAKEN_BACK = "taken back"
    CARRIED_OUT = "carried out"


@dataclass(frozen=True, slots=True)
class DueRecord:
    """A record in a series whose rule names a day: due now, or later. Withdrawn ones are among them."""

    id: RecordId
    reference: str
    title: str
    dated: str
    """The text's date in words; empty when it is not known."""
    label: AccessLabel
    revision: int
    state: RecordState
    series: Series
    due_on: date
    counted_from: date
    holds: tuple[Hold, ...] = ()
    list_id: str = ""
    """A waiting list that it stands on and that this registrar may see; empty for none."""

    @property
    def is_held(self) -> bool:
        return bool(self.holds)

    @property
    def why(self) -> str:
        """`10 years after the date of the text, then destroy; counted from 27 February 2017`."""
        start = CalendarDate.parse(self.counted_from.isoformat()).in_words()
        return said("{words}; counted from {start}", words=self.series.rule.words, start=start)


@dataclass(frozen=True, slots=True)
class FilePrint:
    """What a certificate keeps of a file: its digest and size, never its name."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class DisposalItem:
    """One record of a list, as it was when the list was proposed."""

    position: int
    record_id: RecordId
    reference: str
    title: str
    dated: str
    label: AccessLabel
    revision: int
    series_code: str
    rule: str
    authority: str
    due_on: date
    why: str
    files: tuple[FilePrint, ...]
    taken_off_by: str = ""
    taken_off_at: datetime | None = None
    taken_off_reason: str = ""
    kept_because: KeptBecause | None = None
    is_disposed_of: bool = False

    @property
    def is_on(self) -> bool:
        """Whether it still stands on the list."""
        return self.taken_off_at is None


@dataclass(frozen=True, slots=True)
class DisposalList:
    """One list, for those who may read every record on it."""

    id: str
    method: DisposalMethod
    reason: str
    proposed_by: str
    proposer_id: str
    proposed_at: datetime
    state: ListState
    items: tuple[DisposalItem, ...]
    decided_by: str = ""
    decided_at: datetime | None = None
    decision_reason: str = ""
    receiver: str = ""
    """Of a transfer: the archive that has the records now."""
    confirmation: str = ""
    """Its own reference for having received them."""
    certificate: str = ""
    """The certificate's number; empty unless something was disposed of."""

    @property
    def standing_items(self) -> Sequence[DisposalItem]:
        """What is still on it."""
        return [one for one in self.items if one.is_on]

    @property
    def disposed_items(self) -> Sequence[DisposalItem]:
        """What its certificate names."""
        return [one for one in self.items if one.is_disposed_of]


@dataclass(frozen=True, slots=True)
class DisposalEnd:
    """How a decided list ended: the other half of an approval. `receiver` only of a transfer."""

    receiver: str = ""
    confirmation: str = ""


@dataclass(frozen=True, slots=True)
class DisposedStub:
    """What is left of a record for those who might read it."""

    id: RecordId
    reference: str
    label: AccessLabel
    title: str
    dated: str
    series_code: str
    rule: str
    authority: str
    method: DisposalMethod
    receiver: str
    confirmation: str
    certificate: str
    list_id: str
    decided_at: datetime
    proposed_by: str
    decided_by: str
    registered_at: datetime
