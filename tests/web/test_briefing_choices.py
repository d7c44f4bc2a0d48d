"""What a draft's page lets one choose: how much of every text, for whom."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.wiring import House
from tests.people import an_account, sign_in
from tests.searching import registered
from tests.web.briefing_pages import a_draft, do


@pytest.fixture
def reader(client: FlaskClient, house: House) -> FlaskClient:
    an_account(house)
    sign_in(client)
    return client


def test_all_texts_get_the_same_depth_at_once(reader: FlaskClient, house: House) -> None:
    page = a_draft(house, *(registered(house, title=f"Letter {number}") for number in range(3)))
    do(reader, page, "selection", do="all", **{"depth-of-all": "full"})
    assert reader.get(page).text.count('<option value="full" selected>') == 3
    do(reader, page, "selection", do="all", **{"depth-of-all": "everything"})
    assert "Choose how much of every text the book holds." in reader.get(page).text
    assert reader.get(page).text.count('<option value="full" selected>') == 3


def test_a_party_without_a_clearance_is_no_audience(reader: FlaskClient, house: House) -> None:
    page = a_draft(house, registered(house))
    answer = do(reader, page, "output", party="SWE", paper="a4", language="en")
    assert answer.status_code == 400
    assert "Choose what readers who serve this party are cleared to." in answer.text
