"""Leaks of baskets and briefings: counts, markings, and drafts that are not there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from app.db import basket_store, briefing_store
from app.db.catalogue import Catalogue
from app.db.models.accounts import AccountRow
from app.db.models.briefings import basket_item
from app.db.models.records import record
from app.domain.access import EVERY_PARTY, Clearance
from app.domain.records import RecordId
from app.services import accounts, briefing_picking, briefing_preview
from tests.noninterference.leaks.planted import Leak, told_at


@told_at("/basket")
def a_basket_counts_what_is_in_it(patch: pytest.MonkeyPatch) -> None:
    """The number in the masthead is that of the rows, without the gate."""

    def readable(gate: Any, account_id: str) -> list[RecordId]:
        rows = gate.session.scalars(
            select(record.c.public_id)
            .join(basket_item, basket_item.c.record_id == record.c.id)
            .join(AccountRow, AccountRow.id == basket_item.c.account_id)
            .where(AccountRow.public_id == account_id)
            .order_by(basket_item.c.position)
        )
        return [RecordId(one) for one in rows]

    patch.setattr(basket_store, "readable", readable)


@told_at("/briefings/")
def a_briefing_is_marked_by_records_that_are_hidden(patch: pytest.MonkeyPatch) -> None:
    """The resulting marking is that of everything picked, whoever looks."""
    honest = briefing_preview.evaluate

    def evaluate(principal: Any, work: Any, briefing: Any, floor: Any = None) -> Any:
        found = honest(principal, work, briefing, floor)
        labels = work.labels
        clearance = Clearance(labels.levels[-1], labels.compartments, EVERY_PARTY)
        everybody = replace(accounts.system_principal(labels), clearance=clearance)
        whole = briefing_store.one(
            work.session, principal.account_id, _briefing_of(principal, work)
        )
        if whole is None:
            return found
        picked = [RecordId(one) for one, _ in whole.spec["picks"]]
        catalogue = Catalogue(work.session, everybody.clearance, work.labels)
        label = found.label
        for one in briefing_store.labels_of(catalogue, picked).values():
            label = label.join(one)
        return replace(found, label=label)

    patch.setattr(briefing_preview, "evaluate", evaluate)


def _briefing_of(principal: Any, work: Any) -> str:
    return next(
        one.public_id
        for one in briefing_store.visible(work.session, principal.account_id)
        if one.account.public_id == principal.account_id
    )


@told_at("/briefings")
def a_shared_draft_opens_for_what_is_readable_of_it(patch: pytest.MonkeyPatch) -> None:
    """A colleague gets a shared draft with a hidden record in it, without that record."""
    patch.setattr(briefing_store, "registered", lambda _session, _ids: frozenset())


@told_at("/selection")
def a_full_draft_counts_hidden_records(patch: pytest.MonkeyPatch) -> None:
    """The limit is that of everything picked."""
    honest = briefing_picking._with_picks

    def with_picks(found: Any, new: Any) -> Any:
        if len(found.whole.picks) > len(found.labels):
            new = list(new)[:-1]
        return honest(found, new)

    patch.setattr(briefing_picking, "_with_picks", with_picks)


LEAKS: tuple[Leak, ...] = (
    a_basket_counts_what_is_in_it,
    a_briefing_is_marked_by_records_that_are_hidden,
    a_shared_draft_opens_for_what_is_readable_of_it,
    a_full_draft_counts_hidden_records,
)
