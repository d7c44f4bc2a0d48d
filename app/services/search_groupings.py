"""How many members of a grouping signed each text found: `EU 7 of 28`, where `group:EU` was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.groupings import Groupings
from app.domain.searches import SearchHit
from app.domain.views import GroupingShare, RecordSummary


def with_shares(
    hits: Sequence[SearchHit], codes: Sequence[str], groupings: Groupings
) -> tuple[SearchHit, ...]:
    """How many members of the groupings asked for signed each text, as its own page counts them."""
    if not codes:
        return tuple(hits)
    return tuple(replace(one, shares=_shares(one.summary, codes, groupings)) for one in hits)


def _shares(
    summary: RecordSummary, codes: Sequence[str], groupings: Groupings
) -> tuple[GroupingShare, ...]:
    if not summary.signatures_are_complete:
        return ()
    found = {one.code: one for one in groupings.shares(summary.signatory_codes, summary.date)}
    return tuple(found[code] for code in codes if code in found)
