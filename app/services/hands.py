"""Who writes, when and why: what every entry of a history begins with."""

from __future__ import annotations

from app.db.registrar import Hand
from app.domain.errors import InvalidInput
from app.domain.principals import Principal
from app.domain.wording import said, stripped
from app.services.work import Work

LONGEST_REASON = 500


def hand_of(principal: Principal, work: Work, reason: str) -> Hand:
    """Raises InvalidInput without a reason, or with one that is an essay."""
    reason = stripped(reason)
    if not reason:
        raise InvalidInput("reason", "Say why; the reason is kept.")
    if len(reason) > LONGEST_REASON:
        raise InvalidInput(
            "reason",
            said("Say it in at most {longest_reason} characters.", longest_reason=LONGEST_REASON),
        )
    return Hand(principal.display_name, principal.account_id, work.clock.now(), reason)
