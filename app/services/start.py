"""The start page: what is new, what waits for a reply, and how much there is to read."""

from __future__ import annotations

from datetime import timedelta

from app.db import counting
from app.db.catalogue import Catalogue
from app.db.summaries import recently_changed
from app.domain.listings import SummaryPage
from app.domain.principals import Action, Principal
from app.domain.views import StartPage
from app.services.work import Work

NEW_FOR = timedelta(days=30)
NEW_SHOWN = 6
AWAITING_SHOWN = 5
LINES_PER_PAGE = 25


def start_page(principal: Principal, work: Work) -> StartPage:
    """Everything the start page says, counted from what the principal may read.

    "New" is what was registered or changed in the last thirty days.
    """
    principal.require(Action.READ)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    since = work.clock.now() - NEW_FOR
    new = tuple(recently_changed(catalogue, since, NEW_SHOWN))
    awaiting_ids, awaiting_total = counting.awaiting_reply(catalogue, AWAITING_SHOWN)
    awaiting = tuple(catalogue.summaries(awaiting_ids))
    by_kind = counting.by_kind(catalogue)
    years = counting.years(catalogue)
    return StartPage(
        new_and_changed=new,
        new_total=counting.changed_since(catalogue, since),
        awaiting_reply=awaiting,
        awaiting_total=awaiting_total,
        by_kind=by_kind,
        total=sum(count for _, count in by_kind),
        first_year=years.first,
        last_year=years.last,
        label=catalogue.join(one.label for one in (*new, *awaiting)),
    )


def new_and_changed(principal: Principal, work: Work, page: int) -> SummaryPage:
    """All that the start page begins to list as new. A page beyond the last is the last."""
    principal.require(Action.READ)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    since = work.clock.now() - NEW_FOR
    total = counting.changed_since(catalogue, since)
    page, page_count = _pages(page, total)
    offset = (page - 1) * LINES_PER_PAGE
    found = tuple(recently_changed(catalogue, since, LINES_PER_PAGE, offset))
    return SummaryPage(found, page, page_count, total, catalogue.join(one.label for one in found))


def awaiting_reply(principal: Principal, work: Work, page: int) -> SummaryPage:
    """Every letter that waits for a reply, longest first. A page beyond the last is the last."""
    principal.require(Action.READ)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    _, total = counting.awaiting_reply(catalogue, 0)
    page, page_count = _pages(page, total)
    ids, _ = counting.awaiting_reply(catalogue, LINES_PER_PAGE, (page - 1) * LINES_PER_PAGE)
    found = tuple(catalogue.summaries(ids))
    return SummaryPage(found, page, page_count, total, catalogue.join(one.label for one in found))


def _pages(page: int, total: int) -> tuple[int, int]:
    """The page there is, and how many there are."""
    page_count = max(1, -(-total // LINES_PER_PAGE))
    return min(max(page, 1), page_count), page_count
