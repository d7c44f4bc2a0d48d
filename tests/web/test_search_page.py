"""The search page: what its address holds, what a wrong query gets, what is shown and to whom."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from app.search import matching
from app.search.syntax_fields import FIELDS_BY_NAME
from app.wiring import House
from app.worker import run_pending_jobs
from tests.people import an_account, sign_in
from tests.searching import registered


@pytest.fixture
def reader(client: FlaskClient, house: House) -> FlaskClient:
    """A browser signed in as somebody cleared to Official."""
    an_account(house)
    sign_in(client)
    return client


@pytest.fixture
def letters(house: House) -> None:
    registered(house, title="Custody of lawyers", signed_by=["CAN", "JPN"], label="Public")
    registered(house, title="Custody of editors", signed_by=["CAN"], label="Official", date="2019")
    registered(house, title="Custody of spies", signed_by=["HUN"], label="Secret")
    run_pending_jobs(house)


@pytest.mark.usefixtures("letters")
def test_results_show_titles_and_counts_of_what_one_may_read(reader: FlaskClient) -> None:
    page = reader.get("/search?q=custody")
    assert page.status_code == 200
    assert "2 texts" in page.text
    assert "Custody of lawyers" in page.text
    assert "spies" not in page.text
    assert "Hungary" not in page.text


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("/search", "2 texts"),
        ("/search?q=custody&f=signatory:JPN", "1 text"),
        ("/search?q=custody&f=-signatory:JPN", "1 text"),
        ("/search?q=custody&from=2018&to=2020", "1 text"),
        ("/search?q=custody&page=99", "2 texts"),
        ("/search?q=custod*&sort=oldest&exact=1", "2 texts"),
        ("/search?q=nothinghere", "0 texts"),
    ],
)
def test_the_state_of_a_search_is_its_address(
    reader: FlaskClient, address: str, count: str
) -> None:
    page = reader.get(address)
    assert page.status_code == 200
    assert count in page.text


@pytest.mark.usefixtures("letters")
def test_relevance_is_offered_only_where_words_are_looked_for(reader: FlaskClient) -> None:
    assert '<b aria-current="true">relevance</b>' in reader.get("/search?q=custody").text
    without_words = reader.get("/search?q=signedby:CAN").text
    assert '<b aria-current="true">newest</b>' in without_words
    assert "relevance" not in without_words


@pytest.mark.usefixtures("letters")
def test_a_result_says_how_many_members_of_the_grouping_signed(reader: FlaskClient) -> None:
    assert ">G7 2 of 7</span>" in reader.get("/search?q=group:G7").text
    assert "share-of" not in reader.get("/search?q=custody").text


def test_the_number_beside_a_year_is_what_its_link_gives(reader: FlaskClient, house: House) -> None:
    dates = ("2019-03", "2019-07", "2019-12/2020-02", "2020-01-15", "2020~", "201X", "2021")
    for date in dates:
        registered(house, title=f"Grain of {date}", date=date, label="Public")
    run_pending_jobs(house)
    for narrowed in ("", "&from=2019-06&to=2020-06", "&f=year:2019&f=year:2020"):
        page = reader.get(f"/search?q=grain{narrowed}").text
        rows = re.findall(
            r'<th scope="row"><a href="([^"]+)">(\d{4})</a></th><td class="number">(\d+)</td>', page
        )
        assert len(rows) >= 2
        for link, _, count in rows:
            there = reader.get(html.unescape(link)).text
            assert re.search(rf"\b{count} texts?\b", re.sub("<[^>]+>", "", there)), (narrowed, link)


def test_the_help_lists_every_field(reader: FlaskClient) -> None:
    page = html.unescape(re.sub("<[^>]+>", "", reader.get("/help/search").text))
    assert [name for name in FIELDS_BY_NAME if f"{name}:" not in page] == []
    assert "-has:gaps" in page


def test_a_facet_is_looked_through_under_the_filters(reader: FlaskClient, house: House) -> None:
    many = ["AUS", "BEL", "CAN", "CHE", "CZE", "DEU", "DNK", "EST", "USA"]
    registered(house, title="One", signed_by=many)
    registered(house, title="Two", signed_by=["USA", "GBR"])
    registered(house, title="Three", signed_by=["GBR", "HUN"], label="Secret")
    run_pending_jobs(house)

    def found(address: str) -> list[tuple[str, ...]]:
        page = reader.get(f"/search?{address}&facet=signatory").text
        box = page.partition('id="facet-signatory"')[2].partition("</ul>")[0]
        return re.findall(r'<bdi>([^<]+)</bdi>.*?class="count">(\d+)', box, re.DOTALL)

    assert found("facet_like=united") == [("United States", "2"), ("United Kingdom", "1")]
    assert found("facet_like=united&f=signatory:DEU") == [("Germany", "1"), ("United States", "1")]
    assert found("facet_like=united&f=-signatory:GBR&q=One") == [
        ("United Kingdom", "0"),
        ("United States", "1"),
    ]
    assert found("facet_like=hungary") == []
    assert (
        "Nothing in this list is called so."
        in reader.get("/search?facet=signatory&facet_like=hungary").text
    )
    assert reader.get("/search?facet=colour&facet_like=red").status_code == 200


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize(
    ("dates", "wrong"),
    [("from=abc", "from"), ("from=2018&to=2016-13", "to"), ("from=2019&to=2016", "from")],
)
def test_a_wrong_date_is_told_beside_the_dates_and_left_behind_by_the_next_search(
    reader: FlaskClient, dates: str, wrong: str
) -> None:
    page = reader.get(f"/search?q=custody&f=signatory:CAN&{dates}")
    assert page.status_code == 400
    assert "These dates cannot be used." in page.text
    boxes = dict(re.findall(r'<input id="(from|to|q)"([^>]*)>', page.text))
    assert [name for name, box in boxes.items() if 'aria-invalid="true"' in box] == [wrong]
    for typed in dates.split("&"):
        name, _, value = typed.partition("=")
        assert f'value="{value}"' in boxes[name]
    search_form, range_form = (
        page.text.partition(begin)[2].partition("</form>")[0]
        for begin in ('<form role="search"', '<form class="range-form"')
    )
    assert 'name="f" value="signatory:CAN"' in search_form
    assert 'name="from"' not in search_form
    assert 'name="to"' not in search_form
    assert 'name="q" value="custody"' in range_form


@pytest.mark.usefixtures("letters")
def test_the_results_can_be_reached_without_passing_the_lists(reader: FlaskClient) -> None:
    skip = 'class="skip-link" href="#results"'
    assert skip in reader.get("/search?q=custody").text
    assert skip not in reader.get("/search?q=nothinghere").text


def test_a_wrong_query_is_kept_and_explained(reader: FlaskClient) -> None:
    page = reader.get("/search?q=custody+AND+(")
    assert page.status_code == 400
    assert 'value="custody AND ("' in page.text


@pytest.mark.usefixtures("letters")
def test_a_search_without_end_is_stopped_and_says_so(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "LIMIT_S", -1.0)
    page = reader.get("/search?q=custody")
    assert page.status_code == 400
    assert 'value="custody"' in page.text
    assert "The search was stopped." in page.text
    assert "0 texts" not in page.text


@pytest.mark.parametrize("query", ["from=yesterday", "from=2019&to=2017"])
def test_a_wrong_date_is_explained_on_the_page(reader: FlaskClient, query: str) -> None:
    page = reader.get(f"/search?q=custody&{query}")
    assert page.status_code == 400
    assert 'value="custody"' in page.text


@pytest.mark.parametrize("query", ["f=colour:red", "f=signatory", "sort=size"])
def test_what_no_link_of_ours_holds_is_refused(reader: FlaskClient, query: str) -> None:
    assert reader.get(f"/search?{query}").status_code == 400


def test_nobody_searches_without_signing_in(client: FlaskClient) -> None:
    answer = client.get("/search?q=custody")
    assert answer.status_code in (302, 303)
    assert answer.location.startswith("/sign-in")


@pytest.mark.usefixtures("letters")
def test_without_words_the_order_named_is_the_order_given(reader: FlaskClient) -> None:
    without, with_words = reader.get("/search").text, reader.get("/search?q=custody").text

    assert '<b aria-current="true">newest</b>' in without
    assert "relevance" not in without
    assert '<b aria-current="true">relevance</b>' in with_words


def test_a_word_in_the_address_of_a_source_is_quoted_only_when_nothing_else_is(
    house: House, reader: FlaskClient
) -> None:
    address = "https://example.org/canada-writes"
    registered(house, title="A letter", signed_by=["CAN"], sources=(address,))
    registered(house, title="Another", signed_by=["JPN"], sources=(address,))
    run_pending_jobs(house)

    page = reader.get("/search?q=Canada").text

    assert '#signed-heading">signatory</a> <mark>Canada</mark> (CAN)' in page
    assert page.count('#holding-heading">sources</a>') == 1
