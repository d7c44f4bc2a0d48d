"""The state of a search in its URL: read, written, changed; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Blueprint, Flask
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.searches import FacetFilter, FacetName, SearchRequest, SortOrder
from app.web.search_links import (
    FILTER_LIMIT,
    query_string,
    read_query_string,
    read_request,
    search_url,
    with_filter,
    without_filter,
)

CANADA = FacetFilter(FacetName.SIGNATORY, "CAN")


@pytest.fixture
def pages() -> Iterator[None]:
    app = Flask(__name__)
    search = Blueprint("search", __name__)
    search.add_url_rule("/search", "results", lambda: "")
    app.register_blueprint(search)
    with app.test_request_context():
        yield


codes = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
filters = st.builds(FacetFilter, st.sampled_from(FacetName), codes, st.booleans())
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(str.strip)
searches = st.builds(
    SearchRequest,
    text=words,
    filters=st.lists(filters, max_size=5, unique=True).map(tuple),
    date_from=st.sampled_from(["", "2016", "2016-02"]),
    date_to=st.sampled_from(["", "2024"]),
    sort=st.sampled_from(SortOrder),
    page=st.integers(1, 5000),
    exact_words_only=st.booleans(),
)


@given(searches)
def test_a_search_is_read_back_from_its_own_address(search: SearchRequest) -> None:
    assert read_query_string(query_string(search)) == search


def test_an_empty_address_is_the_empty_search() -> None:
    assert read_request({}) == SearchRequest()
    assert query_string(SearchRequest()) == ""


def test_a_minus_leaves_texts_out() -> None:
    found = read_request({"f": ["-signatory:CAN", "target:CHN"]})

    assert found.filters == (
        FacetFilter(FacetName.SIGNATORY, "CAN", negated=True),
        FacetFilter(FacetName.TARGET, "CHN"),
    )


@pytest.mark.parametrize("value", ["CAN", "signatory:", "colour:red", ":CAN"])
def test_a_filter_that_does_not_exist_is_refused(value: str) -> None:
    with pytest.raises(InvalidInput):
        read_request({"f": [value]})


def test_more_filters_than_anybody_needs_are_refused() -> None:
    with pytest.raises(InvalidInput):
        read_request({"f": [f"year:{year}" for year in range(1900, 1901 + FILTER_LIMIT)]})


def test_an_order_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InvalidInput):
        read_request({"sort": ["cleverness"]})


@pytest.mark.parametrize(("text", "page"), [("0", 1), ("-3", 1), ("x", 1), ("", 1), ("7", 7)])
def test_a_page_is_a_whole_number_from_one(text: str, page: int) -> None:
    assert read_request({"page": [text]}).page == page


def test_a_way_back_with_too_many_parts_is_refused() -> None:
    with pytest.raises(InvalidInput):
        read_query_string("&".join(["f=year:2016"] * 500))


@pytest.mark.usefixtures("pages")
def test_a_change_goes_back_to_the_first_page() -> None:
    search = SearchRequest(text="torture", page=4)

    assert search_url(search, sort=SortOrder.NEWEST) == "/search?q=torture&sort=newest"
    assert search_url(search, page=5) == "/search?q=torture&page=5"


@pytest.mark.usefixtures("pages")
def test_choosing_a_value_turns_its_opposite_round() -> None:
    search = SearchRequest(filters=(FacetFilter(FacetName.SIGNATORY, "CAN", negated=True),))

    assert with_filter(search, FacetName.SIGNATORY, "CAN") == "/search?f=signatory%3ACAN"
    assert without_filter(search, FacetName.SIGNATORY, "CAN") == "/search"


@pytest.mark.usefixtures("pages")
def test_a_value_can_be_left_out() -> None:
    address = with_filter(SearchRequest(filters=(CANADA,)), FacetName.YEAR, "2017", negated=True)

    assert address == "/search?f=signatory%3ACAN&f=-year%3A2017"
