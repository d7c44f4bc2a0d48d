"""What tests of the search share: registering, letting the worker run, asking."""

from __future__ import annotations

from typing import Any

from app.domain.principals import Principal
from app.domain.records import RecordId
from app.domain.searches import FacetName, SearchPage, SearchRequest
from app.services import registration, search
from app.services.importing import importing_principal
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import SCHEME, a_draft, a_principal, a_registrar


def registered(house: House, **draft: Any) -> RecordId:
    """A record in the register, not yet in the index; arguments as `a_draft`."""
    with house.work(writing=True) as work:
        record_id = registration.register(a_registrar(), work, a_draft(**draft))
        work.commit()
    return record_id


def indexed(house: House, **draft: Any) -> RecordId:
    """A record in the register and in the index."""
    record_id = registered(house, **draft)
    run_pending_jobs(house)
    return record_id


def relabelled(house: House, record_id: RecordId, label: str) -> None:
    with house.work(writing=True) as work:
        registration.relabel(
            importing_principal(SCHEME), work, record_id, SCHEME.parse(label), "Reviewed"
        )
        work.commit()


def withdrawn(house: House, record_id: RecordId) -> None:
    with house.work(writing=True) as work:
        registration.withdraw(a_registrar(), work, record_id, "Registered twice")
        work.commit()


def searched(
    house: House, text: str = "", reader: Principal | None = None, **request: Any
) -> SearchPage:
    """One page of results; the reader is cleared to Official unless told otherwise."""
    with house.work() as work:
        reader = reader or a_principal("Official")
        return search.search(reader, work, SearchRequest(text, **request))


def ids_of(page: SearchPage) -> list[RecordId]:
    return [hit.summary.id for hit in page.hits]


def counts_of(page: SearchPage, name: FacetName) -> dict[str, int]:
    (facet,) = [facet for facet in page.facets if facet.name is name]
    return {value.code: value.count for value in facet.values}
