"""What the pages of search say of saved ones: which of the records shown are new in a watched search.

A results page belongs to a saved search when its address says so and asks the very same.
"""

from __future__ import annotations

from uuid import UUID

from flask import request

from app.domain.searches import SearchPage
from app.services import search_alerts
from app.services.search_alerts import Opened
from app.web.context import current_principal, request_work


def opened_here(page: SearchPage) -> Opened | None:
    """The saved search whose results these are; None for any other search."""
    try:
        search_id = str(UUID(request.args.get("saved", "")))
    except ValueError:
        return None
    shown = [hit.summary.id for hit in page.hits]
    return search_alerts.opened(current_principal(), request_work(), search_id, page.request, shown)
