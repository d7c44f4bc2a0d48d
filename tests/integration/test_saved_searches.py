"""Saved searches: whose they are, what can be kept, what a link shows and when it shows nothing."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from sqlalchemy import select

from app.db.models.audit import AuditEntryRow
from app.domain.errors import InvalidInput, NotFound, NotPermitted, QuerySyntaxError
from app.domain.principals import Principal, Role
from app.domain.saved_searches import (
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_TEXT,
    MOST_SAVED,
    packed_request,
    read_packed_request,
)
from app.domain.searches import FacetFilter, FacetName, SearchRequest, SortOrder
from app.services import accounts, saved_searches
from app.wiring import House
from tests.keeping_searches import a_cleared, a_disabled, a_reader, now, saved

WHOLE = SearchRequest(
    text="detention",
    filters=(FacetFilter(FacetName.SIGNATORY, "CAN"), FacetFilter(FacetName.YEAR, "2017", True)),
    date_from="2016",
    date_to="2018-03",
    sort=SortOrder.OLDEST,
    exact_words_only=True,
)


@pytest.fixture
def owner(house: House) -> Principal:
    return a_reader(house)


def _share(house: House, owner: Principal, search_id: str) -> str:
    with house.work(writing=True) as work:
        share_id = saved_searches.share(owner, work, search_id)
        work.commit()
    return share_id


def _opened(house: House, who: Principal, share_id: str) -> SearchRequest:
    with house.work() as work:
        return saved_searches.shared(who, work, share_id)


def test_the_whole_state_of_a_search_is_kept(house: House, owner: Principal) -> None:
    with house.work(writing=True) as work:
        search_id = saved_searches.save(
            owner, work, replace(WHOLE, page=7), "  Lawyers  in China ", " For the meeting "
        )
        work.commit()
    with house.work() as work:
        kept = saved_searches.one(owner, work, search_id)
    assert (kept.asked, kept.name, kept.note) == (WHOLE, "Lawyers in China", "For the meeting")
    assert (kept.share_id, kept.is_watched) == ("", False)


def test_every_part_of_a_search_but_its_page_is_packed() -> None:
    changed = [one.name for one in fields(SearchRequest) if getattr(WHOLE, one.name) != one.default]
    assert set(changed) == {one.name for one in fields(SearchRequest)} - {"page", "page_size"}
    assert read_packed_request(packed_request(WHOLE)) == WHOLE
    assert packed_request(SearchRequest()) == {}


@pytest.mark.parametrize(
    "state", [{"filters": [["shoe size", "44", False]]}, {"sort": "loudest"}, {"filters": 3}]
)
def test_what_cannot_be_asked_any_more_is_none(state: dict[str, object]) -> None:
    assert read_packed_request(state) is None


def test_nobody_else_has_them(house: House, owner: Principal) -> None:
    search_id = saved(house, owner, "detention")
    other = a_reader(house, "b.other")
    with house.work(writing=True) as work:
        assert saved_searches.own(other, work) == ()
        for deed in (
            saved_searches.one,
            saved_searches.remove,
            saved_searches.share,
            saved_searches.end_sharing,
        ):
            with pytest.raises(NotFound):
                deed(other, work, search_id)
        with pytest.raises(NotFound):
            saved_searches.describe(other, work, search_id, "Mine", "")


@pytest.mark.parametrize("role", [Role.SECURITY_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_may_not_read_keeps_none(house: House, role: Role) -> None:
    officer = a_reader(house, "s.haddad", role=role)
    with house.work(writing=True) as work:
        with pytest.raises(NotPermitted):
            saved_searches.own(officer, work)
        with pytest.raises(NotPermitted):
            saved_searches.save(officer, work, SearchRequest("x"), "x")


def test_a_visitor_keeps_none(house: House) -> None:
    visitor = accounts.anonymous_principal(house.settings.label_scheme)
    with house.work() as work, pytest.raises(NotPermitted):
        saved_searches.own(visitor, work)


@pytest.mark.parametrize(
    ("name", "note", "field"),
    [
        (" ", "", "name"),
        ("x" * (LONGEST_NAME + 1), "", "name"),
        ("Detention", "", "name"),  # taken, whatever the case
        ("x", "y" * (LONGEST_NOTE + 1), "note"),
    ],
)
def test_names_and_notes_have_limits(
    house: House, owner: Principal, name: str, note: str, field: str
) -> None:
    saved(house, owner, "detention")
    with house.work(writing=True) as work, pytest.raises(InvalidInput) as refused:
        saved_searches.save(owner, work, SearchRequest("x"), name, note)
    assert refused.value.field == field


def test_what_cannot_be_asked_is_not_kept(house: House, owner: Principal) -> None:
    with house.work(writing=True) as work:
        with pytest.raises(QuerySyntaxError):
            saved_searches.save(owner, work, SearchRequest("detention AND ("), "x")
        for asked in (
            SearchRequest(date_from="yesterday"),
            SearchRequest(date_from="2018", date_to="2016"),
            SearchRequest("w" * (LONGEST_TEXT + 1)),
        ):
            with pytest.raises(InvalidInput) as refused:
                saved_searches.save(owner, work, asked, "x")
            assert refused.value.field == "search"


def test_an_account_keeps_so_many(house: House, owner: Principal) -> None:
    with house.work(writing=True) as work:
        for number in range(MOST_SAVED):
            saved_searches.save(owner, work, SearchRequest("x"), f"Search {number}")
        with pytest.raises(InvalidInput):
            saved_searches.save(owner, work, SearchRequest("x"), "One more")


def test_a_search_is_renamed_and_removed(house: House, owner: Principal) -> None:
    search_id = saved(house, owner, "detention")
    with house.work(writing=True) as work:
        saved_searches.describe(owner, work, search_id, "DETENTION", "New")  # itself is no clash
        work.commit()
        assert saved_searches.one(owner, work, search_id).name == "DETENTION"
    with house.work(writing=True) as work:
        saved_searches.remove(owner, work, search_id)
        work.commit()
        assert saved_searches.own(owner, work) == ()


def test_a_link_shows_the_query_to_whoever_is_signed_in_and_keeps_the_rest(
    house: House, owner: Principal
) -> None:
    with house.work(writing=True) as work:
        search_id = saved_searches.save(owner, work, WHOLE, "My own words", "My note")
        work.commit()
    share_id = _share(house, owner, search_id)
    assert _share(house, owner, search_id) == share_id  # shared is shared
    other = a_reader(house, "b.other", level="Public", party=None)
    assert _opened(house, other, share_id) == WHOLE
    with house.work(writing=True) as work:
        copy_id = saved_searches.keep_copy(other, work, share_id, "Mine", "")
        work.commit()
        copied = saved_searches.one(other, work, copy_id)
    assert (copied.asked, copied.name, copied.note, copied.share_id) == (WHOLE, "Mine", "", "")


def test_a_link_ends_for_good(house: House, owner: Principal) -> None:
    search_id = saved(house, owner, "detention")
    first = _share(house, owner, search_id)
    with house.work(writing=True) as work:
        saved_searches.end_sharing(owner, work, search_id)
        work.commit()
    second = _share(house, owner, search_id)
    assert second != first
    for gone in (first, search_id, "00000000-0000-4000-8000-000000000000", ""):
        with pytest.raises(NotFound):
            _opened(house, owner, gone)
    with house.work(writing=True) as work:
        saved_searches.remove(owner, work, search_id)
        work.commit()
    with pytest.raises(NotFound):
        _opened(house, owner, second)


def test_a_link_of_whoever_could_not_end_it_leads_nowhere(house: House, owner: Principal) -> None:
    share_id = _share(house, owner, saved(house, owner, "detention"))
    other = a_reader(house, "b.other")
    a_cleared(house, role=Role.AUDITOR)
    with pytest.raises(NotFound):
        _opened(house, other, share_id)
    a_cleared(house, role=Role.READER)
    assert _opened(house, other, share_id).text == "detention"
    a_disabled(house)
    with pytest.raises(NotFound):
        _opened(house, other, share_id)


def test_the_trail_holds_ids_and_never_words(house: House, owner: Principal) -> None:
    search_id = saved(house, owner, "zanzibarium", "A telling name")
    _share(house, owner, search_id)
    with house.work(writing=True) as work:
        saved_searches.end_sharing(owner, work, search_id)
        saved_searches.describe(now(house), work, search_id, "Another name", "A telling note")
        saved_searches.remove(owner, work, search_id)
        work.commit()
    with house.work() as work:
        rows = work.session.scalars(select(AuditEntryRow).order_by(AuditEntryRow.sequence)).all()
        trail = [(row.action, row.objects_json, row.details_json) for row in rows]
    assert [action for action, objects, _ in trail if search_id in objects] == [
        "search saved",
        "saved search shared",
        "sharing of a search ended",
        "saved search changed",
        "saved search removed",
    ]
    for word in ("zanzibarium", "telling", "Another"):
        assert word not in str(trail)
