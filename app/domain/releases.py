"""Proposals to let more people read a record, which a second person decides, and the embargo on them.

A date never publishes anything: when it has come, the proposal is *due*, which means that somebody may
now decide. Whether a date has come is asked of a `HouseTime`, which answers no when the clock of the
machine stands before a time that the house has already seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from app.domain.access import AccessLabel
from app.domain.records import RecordId

CLOCK_TOLERANCE = timedelta(minutes=1)
"""Two requests answered at once see times in either order; that is no clock going backwards."""


class ProposalState(Enum):
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    TAKEN_BACK = "taken back"


class Standing(Enum):
    """Where a proposal stands at the moment of reading."""

    DUE = "waits for a decision"
    EMBARGOED = "waits for its date"
    STALE = "overtaken: the record was changed since"
    DECIDED = "decided"


class Decision(Enum):
    APPROVE = "approve"
    REFUSE = "refuse"
    TAKE_BACK = "take back"


@dataclass(frozen=True, slots=True)
class HouseTime:
    """The clock of the machine beside the latest time that the house has seen."""

    now: datetime
    latest_seen: datetime | None = None

    @property
    def went_back(self) -> bool:
        return self.latest_seen is not None and self.latest_seen - self.now > CLOCK_TOLERANCE

    def has_come(self, day: date | None) -> bool:
        """Whether a day (UTC) has begun; no day has always come, and none while the clock is wrong."""
        return day is None or (not self.went_back and self.now.date() >= day)


@dataclass(frozen=True, slots=True)
class ReleaseProposal:
    """One proposal as it was made, and what was decided. `revision` is the record's at the time."""

    id: str
    record_id: RecordId
    revision: int
    from_label: AccessLabel
    to_label: AccessLabel
    reason: str
    not_before: date | None
    proposed_by: str
    proposer_id: str
    proposed_at: datetime
    state: ProposalState
    decided_by: str = ""
    decided_at: datetime | None = None
    decision_reason: str = ""

    def standing(self, revision: int, label: AccessLabel, time: HouseTime) -> Standing:
        """Where it stands, given the record's revision and label of now.

        Any change of the record since overtakes a proposal: the second person must decide on the very
        text that the first one read.
        """
        if self.state is not ProposalState.WAITING:
            return Standing.DECIDED
        if revision != self.revision or label != self.from_label:
            return Standing.STALE
        return Standing.DUE if time.has_come(self.not_before) else Standing.EMBARGOED
