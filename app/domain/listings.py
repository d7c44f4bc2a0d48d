"""One page of a list that the start page begins."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.access import AccessLabel
from app.domain.views import RecordSummary


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """`page` counts from 1, `page_count` is at least 1; `label` joins what the page shows."""

    summaries: tuple[RecordSummary, ...]
    page: int
    page_count: int
    total: int
    label: AccessLabel
