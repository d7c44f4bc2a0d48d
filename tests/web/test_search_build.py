"""The builder's page: fields, the text they make, errors beside fields, and the way to the results."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient

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


def _built(page: str) -> str:
    found = re.search(r'<code id="built">(.*?)</code>', page)
    return unescape(found[1]) if found else ""


def _value(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]* name="{name}"[^>]* value="([^"]*)"', page)
    assert found, name
    return unescape(found[1])


def test_an_empty_builder_makes_no_text(reader: FlaskClient) -> None:
    page = reader.get("/search/build")
    assert page.status_code == 200
    assert _built(page.text) == ""
    assert "European Union (EU)" in page.text
    assert "UN Eastern European Group" not in page.text  # no members by date


def test_what_is_filled_in_becomes_a_text(reader: FlaskClient) -> None:
    page = reader.get(
        "/search/build?words=custody&signed_by=Canada;+Japan&group=EU&at_least=7&has=reply&has=file&do=show"
    )
    assert page.status_code == 200
    text = "custody signedby:Canada signedby:Japan group:EU>=7 has:reply has:file"
    assert _built(page.text) == text
    assert 'value="reply" checked' in page.text


def test_searching_leads_to_the_results_and_keeps_what_narrows_them(
    reader: FlaskClient, house: House
) -> None:
    registered(house, title="Custody of lawyers", signed_by=["CAN"], label="Public")
    registered(house, title="Custody of editors", signed_by=["JPN"], label="Public")
    run_pending_jobs(house)
    answer = reader.get(
        "/search/build?words=custody&signed_by=Canada&do=search&f=kind:joint_letter&sort=newest&page=3"
    )
    assert answer.status_code == 302
    asked = parse_qs(urlsplit(answer.location).query)
    assert asked == {
        "q": ["custody signedby:Canada"],
        "f": ["kind:joint_letter"],
        "sort": ["newest"],
    }
    results = reader.get(answer.location)
    assert "1 text" in results.text
    assert "Custody of lawyers" in results.text


def test_a_search_is_edited_in_the_builder(reader: FlaskClient) -> None:
    text = 'custody signedby:(Canada AND Japan) NOT signedby:"United States" date:[2016 TO *]'
    results = reader.get(f"/search?q={quote(text)}&f=kind:joint_letter")
    found = re.search(r'href="(/search/build[^"]*)">Edit in the builder', results.text)
    assert found
    page = reader.get(unescape(found[1])).text
    assert _value(page, "words") == "custody"
    assert _value(page, "signed_by") == "Canada; Japan"
    assert _value(page, "not_signed_by") == "United States"
    assert _value(page, "date_from") == "2016"
    assert _value(page, "f") == "kind:joint_letter"
    assert "written by hand" not in page


def test_a_search_that_the_fields_cannot_say_stays_written_by_hand(reader: FlaskClient) -> None:
    page = reader.get("/search/build?q=custody^2+OR+title:x")
    assert page.status_code == 200
    assert "This query is written by hand." in page.text
    assert "<code>custody^2 OR title:x</code>" in page.text
    assert _built(page.text) == ""


def test_what_is_wrong_stands_beside_its_field(reader: FlaskClient) -> None:
    page = reader.get("/search/build?words=custody&signed_by=Korea&date_from=soon&do=search")
    assert page.status_code == 400
    assert "Please look at 2 fields." in page.text
    for name in ("signed_by", "date_from"):
        assert re.search(rf'<input[^>]* aria-describedby="[^"]*{name}-error"', page.text), name
        assert f'id="{name}-error"' in page.text
    assert _value(page.text, "words") == "custody"


@pytest.mark.parametrize(
    "query",
    [
        *("rank=general", "group=NONE", "has=teeth", "signed_how=most", "at_least=%00", "kind=x"),
        *(
            "words=%00%5C%22",
            "phrase=%22",
            "signed_by=;;;",
            "near=" + "a+" * 900,
            "has=" + "x&has=" * 99,
        ),
    ],
)
def test_made_up_values_are_refused_or_ignored(reader: FlaskClient, query: str) -> None:
    assert reader.get(f"/search/build?{query}&do=show").status_code in (200, 400)


def test_an_unknown_filter_is_told_as_in_a_search(reader: FlaskClient) -> None:
    assert reader.get("/search/build?f=nonsense").status_code == 400


def test_what_narrows_the_results_is_told_and_can_be_removed(reader: FlaskClient) -> None:
    page = reader.get("/search/build?q=torture&f=signatory:CAN&f=-year:2016&from=2016&to=2019").text
    told = re.search(r"What narrows the results stays:.*?</a>", page, re.DOTALL)
    assert told
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", told[0]))
    narrowing, _, way_out = words.removeprefix("What narrows the results stays: ").partition(". ")
    assert narrowing == "Signatory: Canada; Year: not 2016; from 2016 to 2019"
    assert way_out == "Remove all of it"
    assert 'href="/search/build?q=torture">Remove all of it' in page
    assert "What narrows" not in reader.get("/search/build?q=torture").text
