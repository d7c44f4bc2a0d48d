"""More like this: other texts by the words that tell a record apart."""

from __future__ import annotations

from collections import Counter

import pytest
from flask.testing import FlaskClient

from app.domain.audit_chain import AuditFilter
from app.domain.principals import Role
from app.domain.records import RecordId
from app.search.engine import HeldForms
from app.services import audit, more_like
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import a_principal
from tests.people import an_account, sign_in, speaks
from tests.searching import registered


@pytest.fixture
def reader(client: FlaskClient, house: House) -> FlaskClient:
    an_account(house)
    sign_in(client)
    return client


@pytest.fixture
def letters(house: House) -> dict[str, RecordId]:
    texts = {
        "Alpha": ("Public", "harbour dredging concerns everybody harbour harbour sandbanks"),
        "Bravo": ("Public", "harbour dredging is slow"),
        "Charlie": ("Official", "the harbour"),
        "Delta": ("Public", "everybody agrees about grain"),
        "Echo": ("Public", "quite unlike"),
        "Foxtrot": ("Secret", "harbour dredging sandbanks zanzibarium"),
    }
    made = {
        title: registered(house, title=title, text=text, label=label)
        for title, (label, text) in texts.items()
    }
    run_pending_jobs(house)
    return made


def like(house: House, letters: dict[str, RecordId], clearance: str) -> tuple[list[str], set[str]]:
    with house.work() as work:
        page = more_like.more_like(a_principal(clearance), work, letters["Alpha"])
    return [hit.summary.title for hit in page.hits], set(page.words)


def test_texts_with_telling_words_come_without_the_record_itself(
    house: House, letters: dict[str, RecordId]
) -> None:
    titles, words = like(house, letters, "Official")
    assert titles[0] == "Bravo"
    assert {"Charlie", "Delta"} <= set(titles)
    assert "Alpha" not in titles
    assert {"harbour", "dredging", "everybody"} <= words
    assert "sandbanks" not in words, "only a hidden text has it too"


def test_who_may_read_more_is_told_more(house: House, letters: dict[str, RecordId]) -> None:
    titles, words = like(house, letters, "Secret")
    assert titles[0] == "Foxtrot"
    assert "sandbanks" in words


def test_rare_and_frequent_words_tell_most() -> None:
    often = Counter({"common": 9, "rare": 9, "once": 1, "alone": 50})
    held = HeldForms(100, {"common": 100, "rare": 2, "once": 2})
    found = more_like.telling(often, 600, held)
    assert [form for form, _ in found] == ["rare", "once", "common"]
    assert found[0][1] == 1.0
    assert 0 < found[1][1] < 1


def test_the_page_says_its_words_and_marks_what_it_shows(
    reader: FlaskClient, letters: dict[str, RecordId]
) -> None:
    address = f"/search/like/{letters['Alpha']}"
    assert f'href="{address}"' in reader.get(f"/records/{letters['Alpha']}").text
    page = reader.get(address)
    assert page.status_code == 200
    assert '<a href="/search?q=dredging"><bdi>dredging</bdi></a>' in page.text
    assert "<mark>harbour</mark>" in page.text
    assert "Bravo" in page.text
    assert "Foxtrot" not in page.text
    assert "OFFICIAL" in page.text


def test_hidden_and_absent_records_answer_alike(
    reader: FlaskClient, letters: dict[str, RecordId]
) -> None:
    for named in (letters["Foxtrot"], "00000000-0000-4000-8000-000000000000", "nonsense"):
        assert reader.get(f"/search/like/{named}").status_code == 404


def test_the_page_speaks_french_and_a_text_like_no_other_says_so(
    reader: FlaskClient, house: House, letters: dict[str, RecordId]
) -> None:
    speaks(house, "fr")
    assert "Textes proches de" in reader.get(f"/search/like/{letters['Alpha']}").text
    alone = registered(house, title="Xylograph", text="marzipan", summary="", label="Public")
    page = reader.get(f"/search/like/{alone}")
    assert "Aucun autre texte que vous pouvez lire" in page.text


def test_only_the_number_of_hits_is_recorded(
    reader: FlaskClient, house: House, letters: dict[str, RecordId]
) -> None:
    reader.get(f"/search/like/{letters['Alpha']}")
    with house.work() as work:
        auditor = a_principal(role=Role.AUDITOR)
        (entry,) = audit.entries(auditor, work, AuditFilter(action=more_like.COMPARED)).entries
    assert entry.objects == ()
    assert set(entry.details) == {"hits"}
