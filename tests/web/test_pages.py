"""The masthead and the pages that explain: nothing is offered that a role may not do."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.principals import Role
from app.wiring import House
from tests.people import an_account, sign_in

_PLACES = re.compile(r'<nav class="places".*?</nav>', re.DOTALL)
_LABELS = re.compile(r">([A-Z][a-z ]+)</a>")


def _places_of(page: str) -> list[str]:
    found = _PLACES.search(page)
    return _LABELS.findall(found.group()) if found else []


@pytest.mark.parametrize(
    ("role", "places"),
    [
        (Role.READER, ["Search", "Parties", "Names", "Briefings"]),
        (Role.REGISTRAR, ["Search", "Parties", "Names", "Briefings", "Releases", "Register"]),
        (Role.AUDITOR, ["Audit"]),
        (Role.SECURITY_OFFICER, ["Accounts", "Audit"]),
        (Role.ADMINISTRATOR, ["Administration"]),
    ],
)
def test_the_masthead_offers_what_the_role_may_do(
    house: House, client: FlaskClient, role: Role, places: list[str]
) -> None:
    an_account(house, role=role)
    sign_in(client)

    assert _places_of(client.get("/account").text) == places


@pytest.mark.parametrize(
    "address", ["/about/recorded", "/about/accessibility", "/about/keyboard", "/about/markings"]
)
def test_pages_that_explain_show_nothing_of_the_archive_to_a_stranger(
    client: FlaskClient, address: str
) -> None:
    page = client.get(address)

    assert page.status_code == 200
    assert _places_of(page.text) == []
    assert 'class="strip' not in page.text


def test_no_page_holds_inline_style_or_script(house: House, client: FlaskClient) -> None:
    an_account(house)
    sign_in(client)

    for address in ("/", "/search", "/parties", "/parties/CAN", "/account", "/help/search"):
        page = client.get(address).text

        assert " style=" not in page
        assert "<style" not in page
        assert re.search(r"<script(?![^>]*\bsrc=)", page) is None
        assert re.search(r"\son\w+=", page) is None


def test_a_party_that_nobody_knows_is_not_found(house: House, client: FlaskClient) -> None:
    an_account(house)
    sign_in(client)

    assert client.get("/parties/XXQ").status_code == 404


def test_parties_can_be_looked_for_without_accents(app: Flask, house: House) -> None:
    an_account(house)
    client = app.test_client()
    sign_in(client)

    assert client.get("/parties?q=turkiye").status_code == 200
    assert "No party of that name." in client.get("/parties?q=atlantis").text


def test_only_pages_that_count_texts_say_what_they_count(house: House, client: FlaskClient) -> None:
    basis = "Everything here is computed from the texts you may read."
    assert basis not in client.get("/about/markings").text
    an_account(house)
    sign_in(client)

    assert all(
        basis in client.get(one).text for one in ("/", "/search", "/parties", "/parties/CAN")
    )
    assert all(
        basis not in client.get(one).text for one in ("/account", "/about/recorded", "/none")
    )


def test_ones_account_says_whom_one_serves_and_what_one_may_do(
    house: House, client: FlaskClient
) -> None:
    an_account(house, role=Role.READER, party="SWE")
    sign_in(client)

    page = client.get("/account", headers={"User-Agent": "anything"}).text

    assert "Sweden" in page
    assert "may read records, search" in page
    assert "Current password" in client.get("/account/password").text
