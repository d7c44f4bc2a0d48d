"""The demo archive in tests: what is in it and how a reader sees one of its letters."""

from __future__ import annotations

from typing import Any

from app.db.authorities import authorities
from app.domain.principals import Principal
from app.domain.records import RecordId
from app.domain.views import RecordView
from app.importers.demonstration.series import demonstration_drafts, key_of
from app.services import importing, records, registration
from app.wiring import House
from tests.builders import SCHEME
from tests.searching import ids_of, searched

FOUNDING = "eleven-missions-mps-2017"


def everything() -> Principal:
    """Who sees the whole archive."""
    return importing.importing_principal(SCHEME)


def letter_ids(house: House) -> list[str]:
    """The seventy letters, by the ids of the compiled file."""
    with house.work() as work:
        drafts = demonstration_drafts(authorities(work.session).parties, SCHEME)
        return [draft.source_key.identifier for draft in drafts if draft.source_key]


def record_id(house: House, letter_id: str, principal: Principal | None = None) -> RecordId | None:
    """The letter's record, if the principal may read it; without one, whoever sees everything."""
    with house.work() as work:
        found = registration.find_source_key(principal or everything(), work, key_of(letter_id))
    return found.id if found else None


def view(house: House, letter_id: str, principal: Principal | None = None) -> RecordView:
    """The letter as the principal sees it."""
    found = record_id(house, letter_id)
    assert found
    with house.work() as work:
        return records.read_record(principal or everything(), work, found)


def found_in(house: House, text: str, **how: Any) -> set[str]:
    """The records that a search finds for whoever sees everything; at most a hundred."""
    page = searched(house, text, everything(), page_size=100, **how)
    return {str(one) for one in ids_of(page)}
