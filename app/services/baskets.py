"""The basket of an account: records picked one by one, to make a briefing or a report of them.

Everything that is told of it is asked of the gate each time: a record that its owner may not read any more
is neither shown nor counted, and is there again when it may be read again. Putting in and taking out is not
recorded: it is like a tick on a page. Opening the basket above Public is a reading, and is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.db import account_store, basket_store
from app.db.catalogue import Catalogue
from app.domain.access import AccessLabel
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.searches import SearchRequest
from app.domain.views import RecordSummary
from app.domain.wording import said
from app.services import audit, search
from app.services.work import Work

MOST_IN_BASKET = 500


@dataclass(frozen=True, slots=True)
class Basket:
    """What is in it, in its order; `label` joins it all."""

    records: tuple[RecordSummary, ...]
    label: AccessLabel


def record_ids(principal: Principal, work: Work) -> tuple[RecordId, ...]:
    """What is in one's basket and may be read now, in its order. Two statements; not recorded."""
    principal.require(Action.MAKE_BRIEFINGS)
    return tuple(basket_store.readable(_catalogue(principal, work), principal.account_id))


def open_basket(principal: Principal, work: Work) -> Basket:
    """The basket with its records. Recorded above Public; Unavailable when it cannot be recorded."""
    principal.require(Action.MAKE_BRIEFINGS)
    catalogue = _catalogue(principal, work)
    found = catalogue.summaries(basket_store.readable(catalogue, principal.account_id))
    label = catalogue.join(one.label for one in found)
    if label != work.labels.bottom:
        details = {"records": str(len(found)), "label": str(label)}
        audit.record_reading(principal, work, "basket opened", [], details)
    return Basket(tuple(found), label)


def found_for_basket(
    principal: Principal, work: Work, asked: SearchRequest
) -> tuple[RecordId, ...]:
    """Everything that a search finds, in the order of the page. Recorded as a search.

    Raises InvalidInput("basket") where no basket could hold it all, and as `search.search`.
    """
    principal.require(Action.MAKE_BRIEFINGS)
    total, found = search.find_ids(principal, work, asked, limit=MOST_IN_BASKET)
    if total > MOST_IN_BASKET:
        raise InvalidInput(
            "basket",
            said(
                "{total:,} texts were found, and a basket holds at most {most:,}. Narrow the search.",
                total=total,
                most=MOST_IN_BASKET,
            ),
        )
    return found


def add(principal: Principal, work: Work, picked: Sequence[RecordId]) -> int:
    """Stage records at the end; those that are in it already stay where they are. How many are new.

    Raises NotFound where none of them may be read, InvalidInput("basket") where it would be too full.
    """
    principal.require(Action.MAKE_BRIEFINGS)
    catalogue, account = _catalogue(principal, work), _account(principal, work)
    keys = catalogue.keys(picked)
    if not keys:
        raise NotFound
    kept = basket_store.kept(work.session, account, keys.values())
    new = [keys[one] for one in dict.fromkeys(picked) if one in keys and keys[one] not in kept]
    held = len(basket_store.readable(catalogue, principal.account_id))
    if held + len(new) > MOST_IN_BASKET:
        raise InvalidInput(
            "basket",
            said(
                "A basket holds at most {most:,} texts. Take some out, or make a briefing of them.",
                most=MOST_IN_BASKET,
            ),
        )
    if new:
        basket_store.add(work.session, account, new)
    return len(new)


def remove(principal: Principal, work: Work, picked: Sequence[RecordId]) -> None:
    """Stage taking records out. Raises NotFound where none of them may be read."""
    principal.require(Action.MAKE_BRIEFINGS)
    keys = _catalogue(principal, work).keys(picked)
    if not keys:
        raise NotFound
    basket_store.remove(work.session, _account(principal, work), keys.values())


def move(principal: Principal, work: Work, record_id: RecordId, step: int) -> None:
    """Stage a record one place up (-1) or down (+1) among those one sees. Raises NotFound."""
    principal.require(Action.MAKE_BRIEFINGS)
    catalogue = _catalogue(principal, work)
    seen = basket_store.readable(catalogue, principal.account_id)
    if record_id not in seen:
        raise NotFound
    there = seen.index(record_id) + step
    if step and 0 <= there < len(seen):
        keys = catalogue.keys([record_id, seen[there]])
        account = _account(principal, work)
        basket_store.exchange(work.session, account, keys[record_id], keys[seen[there]])


def empty(principal: Principal, work: Work) -> None:
    """Stage an empty basket: what cannot be seen now does not come back either."""
    principal.require(Action.MAKE_BRIEFINGS)
    basket_store.empty(work.session, _account(principal, work))


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    return Catalogue(work.session, principal.clearance, work.labels)


def _account(principal: Principal, work: Work) -> int:
    """The key of one's account. Raises NotFound for a principal that has none."""
    row = account_store.by_public_id(work.session, principal.account_id)
    if row is None:
        raise NotFound
    return row.id
