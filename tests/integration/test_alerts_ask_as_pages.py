"""A watched search is asked as its results page asks it: merged parties, relations, names spelt nearly."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.errors import InvalidInput, QuerySyntaxError, Unavailable
from app.domain.principals import Principal
from app.domain.records import NamedPerson, RecordId, RelationDraft
from app.domain.saved_searches import AlertState
from app.domain.searches import FacetFilter, FacetName, SearchRequest
from app.domain.vocabularies import RecordKind, RelationKind
from app.services import registration, saved_searches, search, search_alerts
from app.services.importing import importing_principal
from app.wiring import House
from tests.builders import SCHEME
from tests.keeping_searches import a_reader, alerts, new, saved, visited, watched
from tests.party_merging import FRA, GONE, everywhere, merge, undo, with_added
from tests.searching import ids_of, indexed


@pytest.fixture
def owner(house: House) -> Principal:
    return a_reader(house)


def test_a_party_that_was_merged_is_asked_as_the_one_that_stands(
    house: House, owner: Principal
) -> None:
    with_added(house)
    filters = (FacetFilter(FacetName.SIGNATORY, GONE),)
    search_id = watched(house, owner, "", "Gallic", filters=filters)
    own = indexed(house, label="Official", **everywhere(GONE))
    assert new(house, owner) == [1]
    merge_id = merge(house, FRA, GONE)
    assert new(house, owner) == [1]
    other = indexed(house, label="Official", **everywhere(FRA))
    indexed(house, label="Secret", **everywhere(FRA))
    assert new(house, owner) == [2]
    with house.work() as work:
        (words,) = saved_searches.filters_in_words(work, filters)
        assert words.label == "France"
        page = search.search(owner, work, SearchRequest(filters=filters))
        opened = search_alerts.opened(owner, work, search_id, page.request, ids_of(page))
        assert opened is not None
        assert opened.new == {own, other}
    assert visited(house, owner, search_id) == {own, other}
    assert new(house, owner) == [0]
    undo(house, merge_id)
    assert new(house, owner) == [0]


def test_a_relation_counts_when_both_ends_may_be_read(house: House, owner: Principal) -> None:
    one, other = (indexed(house, label="Official", kind=RecordKind.NOTE) for _ in range(2))
    search_id = watched(house, owner, "has:reply", "Answered")
    _reply(house, to=one, label="Secret")
    assert new(house, owner) == [0]
    _reply(house, to=other, label="Official")
    assert new(house, owner) == [1]
    assert visited(house, owner, search_id) == {other}


def test_a_name_spelt_nearly_is_looked_for(house: House, owner: Principal) -> None:
    watched(house, owner, '"Teodora Quill"')
    watched(house, owner, '"Teodora Quill"', "Exactly", exact_words_only=True)
    indexed(house, label="Secret", persons=(NamedPerson("Theodora Quill"),))
    assert {one.name: one.new for one in alerts(house, owner)} == {
        '"Teodora Quill"': 0,
        "Exactly": 0,
    }
    indexed(house, persons=(NamedPerson("Theodora Quill"),))
    assert {one.name: one.new for one in alerts(house, owner)} == {
        '"Teodora Quill"': 1,
        "Exactly": 0,
    }


def test_what_cannot_be_asked_is_not_kept(house: House, owner: Principal) -> None:
    for words in ("group:Nowhere", "without:Nowhere", "has:("):
        with pytest.raises(QuerySyntaxError):
            saved(house, owner, words)
    with pytest.raises(InvalidInput) as refused:
        saved(house, owner, "detention", date_from="yesterday")
    assert refused.value.field == "search"


@pytest.mark.parametrize(("service", "is_told"), [("search", True), ("audit", False)])
def test_while_the_search_does_not_answer_the_start_page_stands(
    house: House,
    owner: Principal,
    monkeypatch: pytest.MonkeyPatch,
    service: str,
    is_told: bool,
) -> None:
    watched(house, owner, "detention")

    def away(*_: Any, **__: Any) -> Any:
        raise Unavailable(service, "No answer.")

    monkeypatch.setattr(house.search, "search", away)
    if is_told:
        assert [one.state for one in alerts(house, owner)] == [AlertState.NOT_NOW]
    else:
        with pytest.raises(Unavailable):
            alerts(house, owner)


def _reply(house: House, *, to: RecordId, label: str) -> None:
    reply = indexed(house, label=label, kind=RecordKind.REPLY)
    with house.work(writing=True) as work:
        relation = RelationDraft(RelationKind.REPLIES_TO, to_source_key="")
        registration.link(importing_principal(SCHEME), work, reply, relation, to_id=to)
        work.commit()
