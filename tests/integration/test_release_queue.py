"""The queue of releases: fifty a page in one order, whatever is hidden, at the same cost for any number."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.domain.records import RecordId
from app.services import consents, registration, releases
from app.services.releases import PROPOSALS_PER_PAGE, ReleaseQueue
from app.wiring import House
from tests.builders import SCHEME, a_draft, a_registrar
from tests.houses import NOON
from tests.integration.test_gate import _statements

FIRST = a_registrar()
SECOND = replace(FIRST, account_id="second", name="second")
LOW = replace(a_registrar("Restricted", "HR-CHN"), account_id="low", name="low")
WIDER = SCHEME.parse("Official")


def _proposed(house: House, count: int, label: str = "Restricted", **more: object) -> list[str]:
    drafts = [a_draft(label=label, signed_by=["CAN", "JPN"]) for _ in range(count)]
    with house.work(writing=True) as work:
        ids = [one.id for one in registration.register_many(FIRST, work, drafts)]
        made = [releases.propose(FIRST, work, one, 1, WIDER, "Public", **more) for one in ids]  # type: ignore[arg-type]
        work.commit()
    return [one for one in made if one]


def _queue(house: House, page: int = 1, by: object = SECOND) -> ReleaseQueue:
    with house.work() as work:
        return releases.queue(by, work, page)  # type: ignore[arg-type]


def _ids(found: ReleaseQueue) -> list[str]:
    return [one.proposal.id for one in (*found.due, *found.embargoed, *found.overtaken)]


def test_pages_hold_fifty_each_once_in_one_order(house: House) -> None:
    later = _proposed(house, 3, not_before=(NOON + timedelta(days=9)).date())
    due = _proposed(house, 2 * PROPOSALS_PER_PAGE)
    pages = [_queue(house, number) for number in (1, 2, 3)]
    assert [len(_ids(one)) for one in pages] == [50, 50, 3]
    assert [*_ids(pages[0]), *_ids(pages[1]), *_ids(pages[2])] == [*due, *later]
    assert {(one.page_count, one.due_total, one.total) for one in pages} == {(3, 100, 103)}
    assert _ids(_queue(house, 99)) == _ids(pages[2])
    assert _ids(_queue(house, 0)) == _ids(pages[0])


def test_what_is_hidden_leaves_no_gap_and_no_page(house: House) -> None:
    shown = []
    for _ in range(6):
        _proposed(house, 10, "Secret/PEN")
        shown += _proposed(house, 9)
    first, second = _queue(house, 1, LOW), _queue(house, 2, LOW)
    assert [*_ids(first), *_ids(second)] == shown
    assert (len(_ids(first)), first.page_count, first.total) == (50, 2, 54)


def test_statements_do_not_grow_with_what_waits(house: House) -> None:
    def count() -> int:
        with house.work() as work:
            return _statements(house.engine, lambda: releases.queue(SECOND, work))

    _asked(house, _proposed(house, 2))
    few = count()
    _asked(house, _proposed(house, 45))
    assert count() == few <= 17
    assert all(one.consent and one.consent_is_missing for one in _queue(house).due)


def _asked(house: House, proposals: list[str]) -> None:
    with house.work(writing=True) as work:
        for one in proposals:
            record_id: RecordId = releases.proposal(SECOND, work, one).record.id
            consents.begin(SECOND, work, record_id)
        work.commit()
