"""The page that takes a draft: how it is sent, what it shows, and what never reaches an address or a log."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.services import draft_search
from app.wiring import House
from app.worker import run_pending_jobs
from tests.people import an_account, csrf_of, send, sign_in, speaks
from tests.reading_lists import read_csv
from tests.searching import registered

PAGE = "/search/draft"


@pytest.fixture
def reader(client: FlaskClient, house: House) -> FlaskClient:
    an_account(house)
    sign_in(client)
    registered(house, title="Custody <b>of</b> lawyers", text="torture of lawyers", label="Public")
    registered(house, title="Custody of spies", text="torture of spies", label="Secret")
    run_pending_jobs(house)
    return client


def test_the_search_page_leads_to_it(reader: FlaskClient) -> None:
    assert f'href="{PAGE}"' in reader.get("/search").text
    page = reader.get(PAGE)
    assert page.status_code == 200
    assert "Your draft is not stored" in page.text


def test_a_draft_gives_a_table_and_stays_in_its_field(reader: FlaskClient) -> None:
    page = send(
        reader, PAGE, PAGE, do="search", draft="torture of <lawyers>\n\nspies", agreement="all"
    )
    assert page.status_code == 200
    assert "2 lines" in page.text
    assert "Custody &lt;b&gt;of&lt;/b&gt; lawyers" in page.text
    assert "of spies" not in page.text
    assert "torture of &lt;lawyers&gt;" in page.text
    assert "Nothing that you may read." in page.text
    assert "/search?q=torture+AND+of+AND+lawyers&amp;exact=1" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_the_same_table_is_had_as_csv(reader: FlaskClient) -> None:
    answer = send(reader, PAGE, PAGE, do="csv", draft="torture\nspies", agreement="most")
    assert answer.mimetype == "text/csv"
    assert 'filename="chancery-draft-lines-1-2-PUBLIC.csv"' in answer.headers["Content-Disposition"]
    assert [row["texts"] for row in read_csv(answer.data)] == ["1", "0"]


def test_lines_that_wait_are_a_button_away(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_search, "BUDGET_S", 0.0)
    page = send(reader, PAGE, PAGE, do="search", draft="torture\nspies\nlawyers", agreement="all")
    assert "2 lines not searched yet." in page.text
    assert "Lines 1 to 1 of 3" in page.text
    token = csrf_of(page)
    form = {"csrf_token": token, "draft": "torture\nspies\nlawyers", "agreement": "all"}
    rest = reader.post(PAGE, data={**form, "first": "2", "do": "search"})
    assert "Lines 2 to 2 of 3" in rest.text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"draft": " \n "}, "Paste at least one line."),
        ({"draft": "a\n" * 201}, "There are 201 lines"),
        ({"draft": "a", "agreement": "some"}, "Choose one of the three ways"),
        ({"draft": "a", "first": "2"}, "There is no line 2"),
        ({"draft": "a", "first": "-1"}, "There is no line 0"),
    ],
)
def test_what_cannot_be_searched_is_said_beside_the_draft(
    reader: FlaskClient, fields: dict[str, str], says: str
) -> None:
    page = send(reader, PAGE, PAGE, do="search", **fields)
    assert page.status_code == 400
    assert says in page.text


def test_a_draft_sent_without_its_button_is_shown_again_and_not_searched(
    reader: FlaskClient,
) -> None:
    page = send(reader, PAGE, PAGE, draft="torture")
    assert (page.status_code, "draft-results" in page.text) == (200, False)
    assert "torture</textarea>" in page.text


def test_a_draft_in_an_address_is_not_read(reader: FlaskClient) -> None:
    page = reader.get(f"{PAGE}?draft=torture&do=search").text
    assert ">torture</textarea>" not in page
    assert page.count("torture") == page.count(
        "?draft=torture"
    )  # the address alone, to come back to


def test_no_word_of_a_draft_is_logged(
    reader: FlaskClient, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    send(reader, PAGE, PAGE, do="search", draft="unmistakeableword " * 100, agreement="all")
    out, err = capfd.readouterr()
    assert "unmistakeable" not in out + err + caplog.text


def test_the_page_speaks_french_and_the_file_stays_english(
    reader: FlaskClient, house: House
) -> None:
    speaks(house, "fr")
    form = {"draft": "torture of lawyers\nspies", "agreement": "all"}
    page = send(reader, PAGE, PAGE, do="search", **form)
    assert "<h1>Coller un projet</h1>" in page.text
    assert "2 lignes" in page.text
    assert "(les 3 mots)" in page.text
    assert "(le mot)" in page.text
    assert "Rien que vous puissiez lire." in page.text
    rows = read_csv(send(reader, PAGE, PAGE, do="csv", **form).data)
    assert [row["needed"] for row in rows] == ["all 3 words", "the word"]
    refused = send(reader, PAGE, PAGE, do="search", draft="a" * 1001)
    assert "La ligne 1 a 1\u202f001 caractères" in refused.text
