"""Leaks of saved searches: what is new in a watched one, what a link shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from app.db.models.records import record
from app.domain.access import EVERY_PARTY, Clearance
from app.domain.principals import Principal
from app.domain.records import RecordId
from app.domain.saved_searches import AlertState
from app.domain.searches import SearchRequest
from app.services import accounts, saved_searches, search, search_alerts
from tests.noninterference.leaks.planted import Leak, told_at


def everything(labels: Any) -> Principal:
    """Somebody who may read all there is."""
    clearance = Clearance(labels.levels[-1], labels.compartments, EVERY_PARTY)
    return replace(accounts.system_principal(labels), clearance=clearance)


def alerts_are_looked_for_by_the_system(patch: pytest.MonkeyPatch) -> None:
    """What is new is asked by whoever may read everything, since only a number is shown."""
    honest = search.matching

    def matching(_principal: Any, work: Any, request: Any, *, limit: int) -> Any:
        return honest(everything(work.labels), work, request, limit=limit)

    patch.setattr(search, "matching", matching)


def a_search_is_too_wide_by_hidden_records(patch: pytest.MonkeyPatch) -> None:
    """Whether a search finds too much to be watched is measured on the whole register."""
    honest = search.matching

    def matching(principal: Any, work: Any, request: Any, *, limit: int) -> Any:
        found = honest(principal, work, request, limit=limit)
        whole = honest(everything(work.labels), work, request, limit=limit)
        return replace(found, total=whole.total)

    patch.setattr(search, "matching", matching)
    patch.setattr(search_alerts, "MOST_MATCHES", 6)


@told_at("/searches/shared")
def a_link_says_how_much_its_owner_finds(patch: pytest.MonkeyPatch) -> None:
    """The page of a link brags with the owner's results."""
    honest = saved_searches.shared

    def shared(principal: Any, work: Any, share_id: str) -> SearchRequest:
        asked = honest(principal, work, share_id)
        found = search.matching(everything(work.labels), work, asked, limit=100)
        return replace(asked, text=f"{asked.text} ({found.total} found)")

    patch.setattr(saved_searches, "shared", shared)


def results_say_that_something_new_is_hidden(patch: pytest.MonkeyPatch) -> None:
    """A results page lists the new ones of the whole register; only what is shown is marked, but the
    number above counts them all."""
    honest = search_alerts.opened

    def opened(principal: Any, work: Any, search_id: str, asked: Any, shown: Any) -> Any:
        known = [RecordId(one) for one in work.session.scalars(select(record.c.public_id))]
        return honest(principal, work, search_id, asked, [*shown, *known])

    patch.setattr(search_alerts, "opened", opened)


def a_watched_search_tells_that_hidden_cells_are_in_use(patch: pytest.MonkeyPatch) -> None:
    """ "Not known now" is said when any record that matches waits to be seen, readable or not."""
    honest = search_alerts._look

    def look(principal: Any, work: Any, row: Any, key: bytes) -> Any:
        found = honest(principal, work, row, key)
        whole = honest(everything(work.labels), work, row, key)
        is_less = len(found.marks) < len(whole.marks)
        return replace(found, state=AlertState.NOT_NOW) if is_less else found

    patch.setattr(search_alerts, "_look", look)


LEAKS: tuple[Leak, ...] = (
    alerts_are_looked_for_by_the_system,
    a_search_is_too_wide_by_hidden_records,
    a_link_says_how_much_its_owner_finds,
    results_say_that_something_new_is_hidden,
    a_watched_search_tells_that_hidden_cells_are_in_use,
)
