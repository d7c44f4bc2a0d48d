"""Groupings: who belongs at a date, and how much members signed among what one may read."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from app.domain.principals import Role
from app.wiring import House
from tests.people import an_account, sign_in
from tests.searching import registered


@pytest.fixture
def reader(client: FlaskClient, house: House) -> FlaskClient:
    an_account(house, role=Role.READER, level="Official")
    sign_in(client)
    return client


def _row(page: str, code: str) -> str:
    found = re.search(rf'<tr[^>]*>\s*<th[^>]*><a href="/parties/{code}">.*?</tr>', page, re.DOTALL)
    return found.group() if found else ""


def test_a_grouping_shows_its_members_with_dates(reader: FlaskClient) -> None:
    page = reader.get("/parties/G7")

    assert page.status_code == 200
    assert "7 members" in page.text
    assert "27 Jun 1976" in _row(page.text, "CAN")
    assert "participant, not counted" in _row(page.text, "EU")


@pytest.mark.parametrize(
    ("address", "count", "is_member"),
    [
        ("/parties/EU?at=2017-02-27", "28 members on 27 February 2017", True),
        ("/parties/EU?at=2021", "27 members in 2021", False),
        ("/parties/eu?at=1960", "6 members in 1960", False),
    ],
)
def test_one_may_look_at_another_date(
    reader: FlaskClient, address: str, count: str, is_member: bool
) -> None:
    page = reader.get(address).text
    members, _, others = page.partition('id="others-heading"')

    assert count in page
    assert bool(_row(members, "GBR")) == is_member
    assert bool(_row(others, "GBR")) != is_member


def test_a_date_typed_wrong_is_kept_and_explained(reader: FlaskClient) -> None:
    page = reader.get("/parties/G7?at=yesterday")

    assert page.status_code == 400
    assert 'value="yesterday"' in page.text
    assert 'id="members-at-error"' in page.text


def test_texts_count_while_a_party_was_a_member_and_only_what_one_may_read(
    house: House, reader: FlaskClient
) -> None:
    registered(house, signed_by=["GBR"], date="2017-02-27")
    registered(house, signed_by=["GBR"], date="2020-01")
    registered(house, signed_by=["GBR"], date="2021-05-01")
    registered(house, signed_by=["GBR"], date="2017-03-01", label="Secret")
    registered(house, signed_by=["GBR"], date=None)

    page = reader.get("/parties/EU").text

    assert 'data-label="Texts signed">2<' in _row(page, "GBR")


def test_a_grouping_known_for_today_only_says_so(house: House, reader: FlaskClient) -> None:
    registered(house, signed_by=["CZE"], date="2003-01-30")

    page = reader.get("/parties/UN_EEG").text

    assert "The composition of today" in page
    assert 'name="at"' not in page
    assert 'data-label="Texts signed">1<' in _row(page, "CZE")


def test_groupings_are_found_among_the_parties(reader: FlaskClient) -> None:
    assert 'href="/parties/NATO"' in reader.get("/parties").text
    narrowed = reader.get("/parties?q=g7").text
    assert 'href="/parties/G7"' in narrowed
    assert 'href="/parties/NATO"' not in narrowed


@pytest.mark.parametrize(
    ("code", "says", "omits"),
    [
        ("CZE", "codes: ISO 3166-1<", ""),
        ("CZE", 'href="/parties/UN_EEG"', ""),
        ("EU", "exceptionally reserved", "EU · EU"),
        ("CSK", "codes: ISO 3166-3", "codes: ISO 3166-1<"),
        ("AHE", "the register", "ISO 3166"),
    ],
)
def test_a_party_says_whose_code_it_has(
    reader: FlaskClient, code: str, says: str, omits: str
) -> None:
    page = reader.get(f"/parties/{code}").text

    assert says in page
    assert not omits or omits not in page
