"""What a draft of a briefing is made from: records picked one by one, and saved searches. Open `pick`.

A record can be picked where both whoever picks it and whoever owns the draft may read it. Records of the
draft that are hidden from whoever changes it keep their places and are told to nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from app.db import briefing_store
from app.db.catalogue import Catalogue
from app.domain.briefing_drafts import Part, moved
from app.domain.briefings import MOST_RECORDS, Briefing, Depth, Pick, PickedSearch
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Principal
from app.domain.records import RecordId
from app.domain.references import normalise_reference
from app.domain.wording import said
from app.services import baskets, saved_searches
from app.services.briefing_access import Held, held, owner_clearance
from app.services.briefing_writing import stage
from app.services.work import Work

_GONE = said("That is not in the selection any more.")
"""The same for what was taken out meanwhile, what was never in it and what is hidden."""


@dataclass(frozen=True, slots=True)
class Picked:
    """How many records came in, and how many its owner may not read, so that they did not."""

    added: int
    left_out: int


def pick(
    principal: Principal, work: Work, briefing_id: str, record_ids: Sequence[RecordId]
) -> Picked:
    """Stage records at the end; those that are in it already, and those one may not read, are passed over.

    Raises NotFound, InvalidInput("picks") where there would be too many.
    """
    found = held(principal, work, briefing_id)
    return _pick(principal, work, found, record_ids)


def pick_reference(principal: Principal, work: Work, briefing_id: str, typed: str) -> None:
    """Stage the record of a reference, however it is typed.

    Raises NotFound for the draft, InvalidInput("reference") for a record that is not there.
    """
    found = held(principal, work, briefing_id)
    stored = normalise_reference(typed)
    try:
        if stored is None:
            raise NotFound
        record_id = _catalogue(principal, work).locate_reference(stored).id
    except NotFound as error:
        raise InvalidInput(
            "reference", said("There is no such record among those you may read.")
        ) from error
    if _pick(principal, work, found, [record_id]).left_out:
        raise InvalidInput(
            "reference", said("Whoever began this briefing may not read it, so it cannot be in it.")
        )


def pick_basket(principal: Principal, work: Work, briefing_id: str) -> Picked:
    """Stage everything of one's basket, which stays as it is. Raises as `pick`."""
    return pick(principal, work, briefing_id, baskets.record_ids(principal, work))


def pick_search(principal: Principal, work: Work, briefing_id: str, search_id: str) -> None:
    """Stage what one of one's own saved searches asks, to be asked again at each build.

    It is copied: a change of the saved search later does not change the draft. Raises NotFound,
    InvalidInput("search").
    """
    found = held(principal, work, briefing_id)
    saved = saved_searches.one(principal, work, search_id)
    if saved.asked is None:
        raise InvalidInput("search", said("This search cannot be asked any more."))
    if saved.name in (one.name for one in found.whole.searches):
        raise InvalidInput("search", said("A search of this name is in the briefing already."))
    try:
        searches = (*found.whole.searches, PickedSearch(saved.name, saved.asked))
        changed = replace(found.whole, searches=searches)
    except InvalidInput as error:
        raise InvalidInput("search", error.message) from error
    stage(principal, work, found, changed, [Part.SELECTION])


def set_depths(
    principal: Principal,
    work: Work,
    briefing_id: str,
    records: Mapping[RecordId, Depth],
    searches: Mapping[str, Depth],
) -> None:
    """Stage how much of each record, and of what each search finds, the book holds. Raises NotFound."""
    found = held(principal, work, briefing_id)
    wanted = {one: depth for one, depth in records.items() if one in found.labels}
    changed = replace(
        found.whole,
        picks=tuple(
            Pick(one.record, wanted.get(one.record, one.depth)) for one in found.whole.picks
        ),
        searches=tuple(
            replace(one, depth=searches.get(one.name, one.depth)) for one in found.whole.searches
        ),
    )
    stage(principal, work, found, changed, [Part.SELECTION])


def set_every_depth(principal: Principal, work: Work, briefing_id: str, depth: Depth) -> None:
    """Stage the same depth for all texts one sees and all searches. Raises NotFound."""
    found = held(principal, work, briefing_id)
    picks = tuple(
        replace(one, depth=depth) if one.record in found.labels else one
        for one in found.whole.picks
    )
    searches = tuple(replace(one, depth=depth) for one in found.whole.searches)
    changed = replace(found.whole, picks=picks, searches=searches)
    stage(principal, work, found, changed, [Part.SELECTION])


def move_pick(
    principal: Principal, work: Work, briefing_id: str, record_id: RecordId, step: int
) -> None:
    """Stage a record one place up (-1) or down (+1) among those one sees.

    Raises NotFound, InvalidInput("picks") for one that is not in the draft.
    """
    found = held(principal, work, briefing_id)
    seen = [one for one in found.whole.picks if one.record in found.labels]
    one = next((each for each in seen if each.record == record_id), None)
    if one is None:
        raise InvalidInput("picks", _GONE)
    picks = moved(found.whole.picks, one, step, seen)
    stage(principal, work, found, replace(found.whole, picks=picks), [Part.SELECTION])


def drop(
    principal: Principal, work: Work, briefing_id: str, record_ids: Collection[RecordId]
) -> None:
    """Stage taking records out that were picked by hand.

    Raises NotFound, InvalidInput("picks") where none of them is in the draft.
    """
    found = held(principal, work, briefing_id)
    leaving = {one for one in record_ids if one in found.labels}
    if not leaving:
        raise InvalidInput("picks", _GONE)
    picks = tuple(one for one in found.whole.picks if one.record not in leaving)
    stage(principal, work, found, replace(found.whole, picks=picks), [Part.SELECTION])


def drop_search(principal: Principal, work: Work, briefing_id: str, name: str) -> None:
    """Stage taking a search out. Raises NotFound, InvalidInput("picks") where it is not in the draft."""
    found = held(principal, work, briefing_id)
    searches = tuple(one for one in found.whole.searches if one.name != name)
    if searches == found.whole.searches:
        raise InvalidInput("picks", _GONE)
    stage(principal, work, found, replace(found.whole, searches=searches), [Part.SELECTION])


def _pick(principal: Principal, work: Work, found: Held, record_ids: Sequence[RecordId]) -> Picked:
    wanted = [one for one in dict.fromkeys(record_ids) if one not in found.labels]
    readable = briefing_store.labels_of(_catalogue(principal, work), wanted)
    owner = Catalogue(work.session, owner_clearance(principal, work, found), work.labels)
    for_owner = readable if found.is_own else briefing_store.labels_of(owner, wanted)
    new = [one for one in wanted if one in readable and one in for_owner]
    changed = _with_picks(found, new)
    stage(principal, work, found, changed, [Part.SELECTION])
    return Picked(len(new), sum(one in readable and one not in for_owner for one in wanted))


def _with_picks(found: Held, new: Sequence[RecordId]) -> Briefing:
    """With records at the end. Hidden ones must not be told by a limit: they make room."""
    hidden = [one for one in found.whole.picks if one.record not in found.labels]
    room = MOST_RECORDS - len(found.labels) - len(new)
    gone = frozenset(one.record for one in hidden[max(0, room) :])
    again = frozenset(new)  # a hidden one that may be read again by now is picked anew
    picks = tuple(one for one in found.whole.picks if one.record not in gone | again)
    return replace(found.whole, picks=(*picks, *(Pick(one) for one in new)))


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    return Catalogue(work.session, principal.clearance, work.labels)
