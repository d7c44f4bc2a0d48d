"""Watched searches: what is new, for whom, and what never moves a number."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, text

from app.db.models.saved_searches import SavedSearchRow, SearchWatchRow
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Principal
from app.domain.saved_searches import MOST_WATCHED, AlertState
from app.domain.searches import SearchRequest
from app.services import accounts, search_alerts
from app.wiring import House
from app.worker import run_pending_jobs
from tests.houses import FrozenClock
from tests.keeping_searches import (
    a_cleared,
    a_reader,
    alerts,
    new,
    now,
    saved,
    visited,
    watched,
)
from tests.searching import indexed, relabelled, withdrawn


@pytest.fixture
def owner(house: House) -> Principal:
    return a_reader(house)


def test_new_is_what_came_since_the_last_visit(house: House, owner: Principal) -> None:
    indexed(house, text="detention")
    search_id = watched(house, owner, "detention", "Lawyers")
    assert new(house, owner) == [0]
    later = indexed(house, text="detention again")
    indexed(house, text="harbour")
    assert new(house, owner) == [1]
    assert alerts(house, owner)[0].name == "Lawyers"
    assert visited(house, owner, search_id) == {later}
    assert new(house, owner) == [0]


def test_what_was_new_stays_marked_for_one_visit(
    house: House, owner: Principal, clock: FrozenClock
) -> None:
    search_id = watched(house, owner, "detention")
    clock.advance(hours=2)
    first = indexed(house, text="detention one")
    assert visited(house, owner, search_id) == {first}
    clock.advance(minutes=20)
    second = indexed(house, text="detention two")
    assert visited(house, owner, search_id) == {first, second}
    clock.advance(hours=1)
    assert visited(house, owner, search_id) == frozenset()


def test_hidden_ones_are_not_new_until_they_may_be_read(house: House, owner: Principal) -> None:
    watched(house, owner, "detention")
    hidden = indexed(house, text="detention", label="Secret")
    released = indexed(house, text="detention", label="Secret")
    relabelled(house, released, "Official/REL JPN")
    run_pending_jobs(house)
    assert new(house, owner) == [0]
    relabelled(house, hidden, "Official")
    relabelled(house, released, "Official/REL CAN")
    run_pending_jobs(house)
    assert new(house, owner) == [2]


def test_what_is_relabelled_out_of_sight_or_withdrawn_is_gone(
    house: House, owner: Principal
) -> None:
    watched(house, owner, "detention")
    one, two = (indexed(house, text=f"detention {word}") for word in ("one", "two"))
    assert new(house, owner) == [2]
    relabelled(house, one, "Secret")
    assert new(house, owner) == [1]  # before the worker has done anything
    withdrawn(house, two)
    assert new(house, owner) == [0]
    run_pending_jobs(house)
    assert new(house, owner) == [0]


def test_a_visit_remembers_nothing_its_owner_could_not_read(house: House, owner: Principal) -> None:
    hidden = indexed(house, text="detention", label="Secret")
    search_id = watched(house, owner, "detention")
    visited(house, owner, search_id)
    with house.work() as work:
        kept = work.session.scalars(select(SearchWatchRow)).one()
        assert (kept.seen, kept.before, kept.told) == (b"", b"", b"")
    relabelled(house, hidden, "Public")
    run_pending_jobs(house)
    assert new(house, owner) == [1]


def test_what_is_kept_names_no_record(house: House, owner: Principal) -> None:
    record_id = indexed(house, text="detention")
    watched(house, owner, "detention", "One")
    watched(house, owner, "detention", "Two")
    with house.work() as work:
        one, two = work.session.scalars(select(SearchWatchRow)).all()
        assert len(one.seen) == len(two.seen) == 8
        assert one.seen != two.seen  # the same record, under another key
        assert record_id.encode() not in one.seen


def test_a_clearance_counts_as_it_stands(house: House, owner: Principal) -> None:
    watched(house, owner, "detention")
    indexed(house, text="detention", label="Restricted")
    assert new(house, owner) == [0]
    a_cleared(house, level="Restricted")
    assert new(house, now(house)) == [1]
    a_cleared(house, level="Public")
    assert new(house, now(house)) == [0]


def test_a_search_changes_with_all_of_its_state(house: House, owner: Principal) -> None:
    watched(house, owner, "detention", date_from="2018")
    indexed(house, text="detention", date="2017-01-01")
    assert new(house, owner) == [0]
    indexed(house, text="detention", date="2018-01-01")
    assert new(house, owner) == [1]


def test_few_are_watched_and_none_too_wide(
    house: House, owner: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(MOST_WATCHED):
        search_id = watched(house, owner, "detention", f"Search {number}")
    one_more = saved(house, owner, "harbour")
    with house.work(writing=True) as work, pytest.raises(InvalidInput):
        search_alerts.watch(owner, work, one_more)
    with house.work(writing=True) as work:
        search_alerts.end_watch(owner, work, search_id)
        search_alerts.end_watch(owner, work, search_id)  # ended is ended
        work.commit()
    for word in ("one", "two"):
        indexed(house, text=f"harbour detention {word}")
    monkeypatch.setattr(search_alerts, "MOST_MATCHES", 1)
    with house.work(writing=True) as work, pytest.raises(InvalidInput) as refused:
        search_alerts.watch(owner, work, one_more)
    assert refused.value.field == "watch"
    assert {one.state for one in alerts(house, owner)} == {AlertState.TOO_MANY}


def test_a_visit_changes_nothing_when_it_could_not_look(
    house: House, owner: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    search_id = watched(house, owner, "detention")
    indexed(house, text="detention")
    with monkeypatch.context() as patched:
        patched.setattr(search_alerts, "MOST_MATCHES", 0)
        visited(house, owner, search_id)
    assert new(house, owner) == [1]


def test_while_a_partition_is_rebuilt_nothing_is_said(house: House, owner: Principal) -> None:
    indexed(house, text="detention")
    watched(house, owner, "detention")
    for cell in house.search.cells():
        house.search.drop(cell)
    assert [one.state for one in alerts(house, owner)] == [AlertState.NOT_NOW]


def test_a_state_that_is_none_any_more_is_said_so(house: House, owner: Principal) -> None:
    watched(house, owner, "detention")
    with house.work(writing=True) as work:
        work.session.scalars(select(SavedSearchRow)).one().state = {"sort": "loudest"}
        work.commit()
    assert [one.state for one in alerts(house, owner)] == [AlertState.CANNOT_BE_ASKED]


def test_results_belong_to_a_saved_search_only_when_they_ask_the_same(
    house: House, owner: Principal
) -> None:
    search_id = saved(house, owner, "detention")
    other = a_reader(house, "b.other")
    asked = SearchRequest("detention")
    visitor = accounts.anonymous_principal(house.settings.label_scheme)
    with house.work() as work:
        for who, request, is_it in (
            (owner, replace(asked, page=3), True),
            (owner, replace(asked, text="harbour"), False),
            (other, asked, False),
            (visitor, asked, False),
        ):
            found = search_alerts.opened(who, work, search_id, request, ())
            assert (found is not None) is is_it


def test_nobody_watches_for_another(house: House, owner: Principal) -> None:
    search_id = watched(house, owner, "detention")
    other = a_reader(house, "b.other")
    assert alerts(house, other) == ()
    with house.work(writing=True) as work:
        for deed in (search_alerts.watch, search_alerts.end_watch, search_alerts.look_at):
            with pytest.raises(NotFound):
                deed(other, work, search_id)


def test_looking_is_not_recorded_as_reading(house: House, owner: Principal) -> None:
    watched(house, owner, "detention")
    count = text("SELECT count(*) FROM audit_entry")
    with house.work() as work:
        before = work.session.execute(count).scalar_one()
    alerts(house, owner)
    with house.work() as work:
        assert work.session.execute(count).scalar_one() == before
