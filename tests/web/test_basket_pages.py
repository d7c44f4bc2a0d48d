"""The basket on pages: the button beside a record, the count above, the page of the basket."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.domain.principals import Role
from app.domain.records import RecordId
from app.services import baskets
from app.wiring import House
from tests.people import an_account, csrf_of, send, sign_in
from tests.searching import indexed, relabelled
from tests.web.registry_pages import without_token

ABSENT = RecordId("00000000-0000-4000-8000-000000000000")


@pytest.fixture
def reader(client: FlaskClient, house: House) -> FlaskClient:
    an_account(house)
    sign_in(client)
    return client


def _pick(
    reader: FlaskClient, record_id: str, do: str = "add", back: str = "/search?q=detention"
) -> TestResponse:
    return send(reader, "/basket/pick", "/account/password", record=record_id, do=do, back=back)


def _count(reader: FlaskClient, page: str = "/") -> str:
    found = re.search(r"data-basket-count>([^<]+)<", reader.get(page).text)
    assert found
    return found[1]


def _titles(reader: FlaskClient) -> list[str]:
    return re.findall(r'class="title-link"[^>]*>([^<]+)<', reader.get("/basket").text)


def test_every_result_and_every_record_has_a_button_that_leads_back(
    reader: FlaskClient, house: House
) -> None:
    letter = indexed(house, text="detention", title="The letter")
    results = reader.get("/search?q=detention&f=target:CHN")
    assert "Add to basket" not in results.text  # nothing is found
    results = html.unescape(reader.get("/search?q=detention&sort=oldest").text)
    assert 'name="back" value="/search?q=detention&sort=oldest"' in results
    answer = _pick(reader, letter, back="/search?q=detention&sort=oldest")
    assert (answer.status_code, answer.location) == (
        303,
        f"/search?q=detention&sort=oldest#pick-{letter}",
    )
    assert "In basket: remove</span>" in reader.get("/search?q=detention").text
    page = reader.get(f"/records/{letter}").text
    assert "data-basket-of-page" in page
    assert 'name="do" value="remove"' in page
    assert f'id="pick-{letter}"' in page
    _pick(reader, letter, "remove")
    assert _count(reader) == "0"


def test_all_results_of_a_search_are_put_in_at_once(
    reader: FlaskClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for year in (2016, 2017, 2018):
        indexed(house, text="detention", title=f"Letter of {year}", date=f"{year}-03-01")
    hidden = indexed(house, text="detention", title="Hidden")
    relabelled(house, hidden, "Secret")
    address = "/search?q=detention&sort=oldest"
    assert "Put all 3 texts found into the basket" in reader.get(address).text
    asked = {"q": "detention", "sort": "oldest"}
    answer = send(reader, "/basket/results", "/account/password", **asked)
    assert (answer.status_code, answer.location) == (303, address)
    assert "3 texts are put into the basket." in reader.get(address).text
    assert _titles(reader) == ["Letter of 2016", "Letter of 2017", "Letter of 2018"]
    send(reader, "/basket/results", "/account/password", **asked)
    assert "Nothing is put in: it is all in the basket." in reader.get("/").text
    send(reader, "/basket/results", "/account/password", q="zanzibarium")
    assert _count(reader) == "3"
    reader.post("/basket/empty", data={"csrf_token": csrf_of(reader.get("/account/password"))})
    monkeypatch.setattr(baskets, "MOST_IN_BASKET", 2)
    send(reader, "/basket/results", "/account/password", **asked)
    told = "3 texts were found, and a basket holds at most 2. Narrow the search."
    assert told in reader.get(address).text
    assert _count(reader) == "0"


def test_the_way_back_stays_on_this_site(reader: FlaskClient, house: House) -> None:
    letter = indexed(house)
    for back in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere", ""):
        assert _pick(reader, letter, back=back).location == f"/basket#pick-{letter}"


def test_the_count_above_is_of_what_may_be_read(reader: FlaskClient, house: House) -> None:
    first, second = indexed(house), indexed(house)
    for one in (first, second):
        _pick(reader, one)
    assert _count(reader) == "2"
    relabelled(house, second, "Secret")
    assert [_count(reader, page) for page in ("/", "/search", "/basket")] == ["1"] * 3


def test_scripts_are_answered_without_leaving_the_page(reader: FlaskClient, house: House) -> None:
    letter = indexed(house)
    token = csrf_of(reader.get("/account/password"))
    form = {"csrf_token": token, "record": letter, "do": "add"}
    answer = reader.post("/basket/pick", data=form, headers={"Accept": "application/json"})
    assert answer.json == {"count": 1, "is_in": True, "problem": ""}


def test_a_full_basket_says_so_on_the_page_and_to_scripts(
    reader: FlaskClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baskets, "MOST_IN_BASKET", 0)
    letter = indexed(house)
    assert "A basket holds at most 0 texts." in reader.get(_pick(reader, letter).location).text
    token = csrf_of(reader.get("/account/password"))
    form = {"csrf_token": token, "record": letter, "do": "add"}
    answer = reader.post("/basket/pick", data=form, headers={"Accept": "application/json"})
    assert answer.json is not None
    assert (answer.json["count"], answer.json["is_in"]) == (0, False)
    assert "at most 0 texts" in answer.json["problem"]


def test_hidden_absent_and_mistyped_records_get_one_answer(
    reader: FlaskClient, house: House
) -> None:
    hidden = indexed(house, label="Secret")
    pages = {
        (answer.status_code, without_token(answer))
        for do in ("add", "remove")
        for answer in [_pick(reader, one, do) for one in (hidden, ABSENT, "x", "")]
    }
    assert len(pages) == 1
    assert pages.pop()[0] == 404


def test_the_basket_is_ordered_and_emptied_after_one_more_question(
    reader: FlaskClient, house: House
) -> None:
    letters = [indexed(house, title=f"Letter {number}") for number in range(3)]
    for one in letters:
        _pick(reader, one)
    for do in (f"down:{letters[0]}", f"up:{letters[2]}", f"remove:{letters[1]}"):
        assert send(reader, "/basket/change", "/basket", do=do).location == "/basket"
    assert _titles(reader) == ["Letter 2", "Letter 0"]
    assert "Everything is taken out of it." in reader.get("/basket/empty").text
    assert _titles(reader) == ["Letter 2", "Letter 0"]
    send(reader, "/basket/empty", "/basket/empty")
    assert "The basket is empty." in reader.get("/basket").text


def test_the_page_bears_the_marking_of_what_is_in_it(reader: FlaskClient, house: House) -> None:
    _pick(reader, indexed(house, label="Official", title="Guarded"))
    page = reader.get("/basket").text
    assert 'class="strip mark-official"' in page
    assert "/reports/chronology?source=basket" in page


def test_a_basket_becomes_a_briefing_and_is_added_to_one(reader: FlaskClient, house: House) -> None:
    first, second = indexed(house, title="One"), indexed(house, title="Two")
    _pick(reader, first)
    form = "/briefings/new?basket=1"
    page = reader.get(form).text
    assert re.search(r"<input[^>]*checked[^>]*name=\"basket\"", page)
    made = send(reader, "/briefings/new", form, title="Talks", basket="y").location
    assert ">One</a>" in reader.get(made).text
    _pick(reader, second)
    briefing_id = made.rpartition("/")[2]
    answer = send(reader, "/basket/into", "/basket", briefing=briefing_id)
    assert answer.location == made
    page = reader.get(made).text
    assert "1 text is added." in page
    assert ">Two</a>" in page
    assert send(reader, "/basket/into", "/basket", briefing=ABSENT).status_code == 404


@pytest.mark.parametrize("role", [Role.SECURITY_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_may_not_read_has_no_basket(app: Flask, house: House, role: Role) -> None:
    an_account(house, "s.haddad", role=role)
    officer = app.test_client()
    sign_in(officer, "s.haddad")
    assert officer.get("/basket").status_code == 403
    assert "basket" not in officer.get("/account").text


def test_a_visitor_of_the_reading_room_has_none(app: Flask, house: House) -> None:
    indexed(house, text="detention")
    house.settings = replace(house.settings, public_reading_room=True)
    visitor = app.test_client()
    for page in ("/", "/search?q=detention"):
        text = visitor.get(page).text
        assert "data-basket" not in text
        assert 'href="/basket' not in text
        assert 'href="/briefings' not in text
    assert visitor.get("/basket").location.startswith("/sign-in")
