"""What the start page begins to list stands whole on a page of its own, counted for its reader."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.domain.principals import Role
from app.domain.records import Addressee
from app.services import start
from app.wiring import House
from tests.people import an_account, sign_in
from tests.searching import registered

TO = (Addressee(office="Minister of Public Security"),)


@pytest.fixture
def reader(client: FlaskClient, house: House) -> FlaskClient:
    an_account(house, role=Role.READER, level="Official")
    sign_in(client)
    return client


@pytest.fixture
def letters(house: House) -> None:
    for number in range(start.LINES_PER_PAGE + 1):
        registered(house, title=f"Letter {number:02d}", date=f"{1990 + number}", to=TO)
    registered(house, title="Hidden letter", date="1980", to=TO, label="Secret")


@pytest.mark.usefixtures("letters")
def test_the_start_page_leads_to_all_of_what_it_begins(reader: FlaskClient) -> None:
    page = reader.get("/").text

    assert f'<a href="/new">Show all {start.LINES_PER_PAGE + 1}</a>' in page
    assert f'<a href="/awaiting-reply">Show all {start.LINES_PER_PAGE + 1}</a>' in page


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("address", ["/new", "/awaiting-reply"])
def test_every_text_stands_on_one_of_the_pages(reader: FlaskClient, address: str) -> None:
    pages = [reader.get(f"{address}?page={number}").text for number in (1, 2)]

    for number in range(start.LINES_PER_PAGE + 1):
        assert sum(f"Letter {number:02d}<" in page for page in pages) == 1
    assert "Hidden letter" not in "".join(pages)
    assert f"{start.LINES_PER_PAGE + 1} texts that you may read" in pages[0]


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("page", ["99", "0", "-1", "x", "²", "9" * 40])
def test_a_page_that_is_none_is_answered_with_one_that_is(reader: FlaskClient, page: str) -> None:
    answer = reader.get("/awaiting-reply", query_string={"page": page})

    assert answer.status_code == 200
    assert "data-row" in answer.text


def test_nothing_new_is_said_so(reader: FlaskClient) -> None:
    assert "Nothing is new that you may read." in reader.get("/new").text
    assert "waits for a reply" in reader.get("/awaiting-reply").text
