"""What every proposal that a second person decides has in common: how it is begun, and decided once.

Releases, large exports and disposal lists share these columns; what else they hold stands in their own
stores.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any, Protocol

from sqlalchemy import Table, update
from sqlalchemy.orm import Session

from app.db.registrar import Hand
from app.domain.errors import Conflict

DECIDED_MEANWHILE = "Somebody else decided this first. Open it again to see what was decided."
_WAITING = "waiting"


class Proposed(Protocol):
    """What is proposed, by whom and why; read only."""

    @property
    def id(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def proposed_by(self) -> str: ...
    @property
    def proposer_id(self) -> str: ...
    @property
    def proposed_at(self) -> datetime: ...


def proposed_values(made: Proposed) -> dict[str, Any]:
    """The columns of a new proposal: it waits, and nobody has decided."""
    return {
        "public_id": made.id,
        "reason": made.reason,
        "proposed_by": made.proposed_by,
        "proposer_id": made.proposer_id,
        "proposed_at": made.proposed_at,
        "state": _WAITING,
        "decided_by": "",
        "decider_id": "",
        "decision_reason": "",
    }


def decide(
    proposals: Table, session: Session, proposal_id: str, state: Enum, hand: Hand, **more: Any
) -> None:
    """Write what was decided. Raises Conflict when the proposal does not wait any more.

    The stores give their own table first, and pass it on under this name.
    """
    changed = session.scalar(
        update(proposals)
        .where(proposals.c.public_id == proposal_id, proposals.c.state == _WAITING)
        .values(
            state=state.value,
            decided_by=hand.by,
            decider_id=hand.account_id,
            decided_at=hand.at,
            decision_reason=hand.reason,
            **more,
        )
        .returning(proposals.c.id)
    )
    if changed is None:
        raise Conflict(DECIDED_MEANWHILE)
