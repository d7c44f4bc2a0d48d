"""An export of many records, proposed by one registrar and decided by another.

One person carries a few letters away; whoever carries the archive away needs a second one
(`MOST_ALONE`). An approval is for the selection as it was proposed and ends after a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.records import RecordId
from app.domain.releases import ProposalState

MOST_ALONE = 25
"""More records than these at once are a bulk export, unless a setting says otherwise."""
APPROVED_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ExportProposal:
    """One proposal as it was made, and what was decided."""

    id: str
    record_ids: tuple[RecordId, ...]
    reason: str
    proposed_by: str
    proposer_id: str
    proposed_at: datetime
    state: ProposalState
    decided_by: str = ""
    decided_at: datetime | None = None
    decision_reason: str = ""

    @property
    def waits(self) -> bool:
        return self.state is ProposalState.WAITING

    @property
    def ends_at(self) -> datetime | None:
        """When the approval ends; None where there is none."""
        is_approved = self.state is ProposalState.APPROVED and self.decided_at is not None
        return self.decided_at + APPROVED_FOR if is_approved and self.decided_at else None

    def is_open(self, now: datetime) -> bool:
        """Whether the export may be made now."""
        return self.ends_at is not None and now < self.ends_at
