"""Did you mean: near spellings on the page of results, from what the reader may read alone."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.domain.searches import DidYouMean, FacetFilter, FacetName
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import a_principal
from tests.people import an_account, sign_in, speaks
from tests.searching import registered, searched


@pytest.fixture
def reader(client: FlaskClient, house: House) -> FlaskClient:
    an_account(house)
    sign_in(client)
    return client


@pytest.fixture
def letters(house: House) -> None:
    registered(house, title="One", text="torture and detention of lawyers", label="Public")
    registered(house, title="Two", text="torture, tortured", label="Official")
    registered(house, title="Three", text="tortury tortury zanzibarium detentiol", label="Secret")
    run_pending_jobs(house)


def offered(house: House, text: str, clearance: str = "Official", **more: object) -> list[str]:
    page = searched(house, text, a_principal(clearance), **more)
    return [one.text for one in page.did_you_mean]


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("torturr", ["torture"]),
        ("Torturr", ["Torture"]),
        ("lawyers torturr NOT grain", ["lawyers torture NOT grain"]),
        (
            "title:torturr^2 AND (torturr OR detention)",
            ["title:torture^2 AND (torture OR detention)"],
        ),
        ("torturr detentoin", ["torture detention"]),
        ("  detentoin  ", ["  detention  "]),
        ("torturr OR lawyers", ["torture OR lawyers"]),
        ("zanzibariun", []),
        ("NOT torturr", []),
        ("torture grain", []),
        ("torture", []),
        ('"torturr"', []),
        ("", []),
    ],
)
def test_the_words_not_found_are_replaced_where_they_stand(
    house: House, typed: str, texts: list[str]
) -> None:
    assert offered(house, typed) == texts


@pytest.mark.usefixtures("letters")
def test_the_more_frequent_comes_first_and_hidden_ones_not_at_all(house: House) -> None:
    assert offered(house, "torturx", "Secret") == ["torture", "tortury"]
    assert offered(house, "torturx") == ["torture"]
    assert offered(house, "detentiom", "Secret") == ["detentiol", "detention"]
    assert offered(house, "detentiom", "Public") == ["detention"]
    assert searched(house, "torturr").did_you_mean == (DidYouMean("torture", "torture"),)


@pytest.mark.usefixtures("letters")
def test_filters_do_not_make_a_word_misspelt(house: House) -> None:
    nobody = (FacetFilter(FacetName.SIGNATORY, "HUN"),)
    assert offered(house, "torture", filters=nobody) == []


@pytest.mark.usefixtures("letters")
def test_the_page_links_the_whole_search_in_the_readers_language(
    reader: FlaskClient, house: House
) -> None:
    page = reader.get("/search?q=lawyers+torturr&sort=oldest")
    assert 'Did you mean: <a href="/search?q=lawyers+torture&amp;sort=oldest">' in page.text
    assert "Did you mean" not in reader.get("/search?q=zanzibariun").text
    speaks(house, "fr")
    assert "Vouliez-vous dire" in reader.get("/search?q=torturr").text
