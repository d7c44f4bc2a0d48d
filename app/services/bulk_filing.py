"""The series of many records at once: where each stands, and which must stay where they are.

A hold, and a disposal list that waits, are made for a record as it is filed. On its own page a person
sees both and may still move it; many at once are not moved from under them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.db import disposal_store, hold_store, series_store
from app.db.catalogue import Catalogue
from app.db.gate import Located
from app.domain.bulk import BulkSeries, BulkSpec, Standing
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Principal
from app.domain.records import RecordId
from app.domain.wording import said
from app.services.work import Work

NO_SERIES = "none"
UNDER_HOLD = said("It is under a hold; move it on its own page, or when the hold is lifted.")
ON_A_LIST = said("It is on a disposal list that waits for a decision; take it off, or wait.")


def read_series(work: Work, text: str) -> BulkSeries | None:
    """The series chosen by its id, `none` to take records out of theirs, empty to leave them."""
    if not text:
        return None
    if text == NO_SERIES:
        return BulkSeries()
    try:
        found = series_store.find(work.session, text)
    except NotFound as error:
        raise InvalidInput("series", error.words) from error
    return BulkSeries(found.id, found.code)


def with_series(
    principal: Principal,
    catalogue: Catalogue,
    spec: BulkSpec,
    standings: Mapping[RecordId, Standing],
) -> dict[RecordId, Standing]:
    """The standings with the place of each in the file plan, where the operation asks for one."""
    if spec.series is None:
        return dict(standings)
    keys = catalogue.keys(list(standings))
    filed = series_store.series_by_key(catalogue.session, list(keys.values()))
    still = why_they_stay(principal, catalogue, keys)
    found = {}
    for record_id, standing in standings.items():
        place = filed.get(keys.get(record_id, 0))
        found[record_id] = replace(
            standing,
            series=BulkSeries(place.id, place.code) if place else BulkSeries(),
            stays_filed=still.get(record_id, ""),
        )
    return found


def why_they_stay(
    principal: Principal, catalogue: Catalogue, keys: Mapping[RecordId, int]
) -> Mapping[RecordId, str]:
    """Which of the records must stay in their series, as far as this registrar may know, and why."""
    held = hold_store.in_force_on(catalogue, list(keys.values()))
    listed = set(_listed(principal, catalogue))
    found = {}
    for record_id, key in keys.items():
        if held.get(key):
            found[record_id] = UNDER_HOLD
        elif record_id in listed:
            found[record_id] = ON_A_LIST
    return found


def is_filed_in(catalogue: Catalogue, located: Located, place: BulkSeries) -> bool:
    """Whether the record still stands where an operation put it."""
    now = series_store.series_of(catalogue.session, located)
    return (now.id if now else "") == place.id


def _listed(principal: Principal, catalogue: Catalogue) -> Iterable[RecordId]:
    """The records on waiting lists that this registrar may see whole."""
    for one in disposal_store.lists(catalogue, waiting_only=True):
        if all(principal.may_read(item.label) for item in one.items):
            yield from (item.record_id for item in one.items if item.is_on)
