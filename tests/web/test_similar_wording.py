"""Where a wording was used before: by a pasted passage and by a paragraph of a record."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.domain.audit_chain import AuditFilter
from app.domain.principals import Role
from app.domain.records import RecordId
from app.services import audit, similar_wording
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import a_principal
from tests.people import an_account, send, sign_in, speaks
from tests.searching import registered

PAGE = "/search/wording"
PASSAGE = "We express our growing concern over recent claims of torture"


@pytest.fixture
def reader(client: FlaskClient, house: House) -> FlaskClient:
    an_account(house)
    sign_in(client)
    return client


@pytest.fixture
def letters(house: House) -> dict[str, RecordId]:
    texts = {
        "Whole": (
            "Public",
            f"A line.\n\n{PASSAGE} of detained lawyers.\n\nYours faithfully, all of us here",
        ),
        "Half": ("Official", "They express our growing concern over recent events. Other words."),
        "None": ("Public", "We express some concern. Claims of torture are recent and growing."),
        "Secret one": ("Secret", f"{PASSAGE} zanzibarium"),
    }
    made = {
        title: registered(house, title=title, text=text, label=label)
        for title, (label, text) in texts.items()
    }
    run_pending_jobs(house)
    return made


@pytest.mark.usefixtures("letters")
def test_a_passage_finds_texts_by_their_longest_run(reader: FlaskClient) -> None:
    page = send(reader, PAGE, PAGE, do="compare", passage=PASSAGE)
    assert "2 texts with this wording" in page.text
    assert f"<mark>{PASSAGE}</mark>" in page.text
    assert "<mark>express our growing concern over recent</mark>" in page.text
    assert page.text.index("10 words") < page.text.index("6 words")
    assert ">None<" not in page.text
    assert "Secret one" not in page.text
    assert "OFFICIAL" in page.text


def test_the_paragraphs_of_a_record_are_offered_and_it_does_not_find_itself(
    reader: FlaskClient, letters: dict[str, RecordId]
) -> None:
    record = reader.get(f"/records/{letters['Whole']}")
    assert f'href="{PAGE}?record={letters["Whole"]}"' in record.text
    address = f"{PAGE}?record={letters['Whole']}"
    assert reader.get(address).text.count('name="paragraph"') == 2
    page = send(reader, PAGE, address, record=letters["Whole"], paragraph="1")
    assert "1 text with this wording" in page.text
    assert "6 words" in page.text
    assert f"<mark>{PASSAGE}</mark>" not in page.text


def test_a_hidden_record_has_no_paragraphs(
    reader: FlaskClient, letters: dict[str, RecordId]
) -> None:
    for named in (letters["Secret one"], "00000000-0000-4000-8000-000000000000", "nonsense"):
        assert reader.get(f"{PAGE}?record={named}").status_code == 404


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"do": "compare", "passage": "four words are few"}, "has at least 5 words"),
        ({"do": "compare", "passage": "word " * 121}, "has 121 words, and at most 120"),
        ({"do": "compare", "passage": "to be or to be"}, "too short to tell"),
        ({"paragraph": "1"}, "no such paragraph"),
    ],
)
def test_what_cannot_be_compared_is_said(
    reader: FlaskClient, fields: dict[str, str], says: str
) -> None:
    page = send(reader, PAGE, PAGE, **fields)
    assert page.status_code == 400
    assert says in page.text


@pytest.mark.usefixtures("letters")
def test_only_the_number_of_hits_is_recorded(reader: FlaskClient, house: House) -> None:
    send(reader, PAGE, PAGE, do="compare", passage=PASSAGE)
    with house.work() as work:
        auditor = a_principal(role=Role.AUDITOR)
        wanted = AuditFilter(action=similar_wording.COMPARED)
        (entry,) = audit.entries(auditor, work, wanted).entries
    assert (entry.objects, entry.details) == ((), {"hits": "2"})


@pytest.mark.usefixtures("letters")
def test_the_page_speaks_french_and_the_passages_their_own_language(
    reader: FlaskClient, house: House
) -> None:
    speaks(house, "fr")
    page = send(reader, PAGE, PAGE, do="compare", passage=PASSAGE)
    assert "2 textes avec cette formulation" in page.text
    assert "<b>10 mots</b> de suite" in page.text
    assert ">texte, paragraphe 1</a>" in page.text
    assert f"<mark>{PASSAGE}</mark>" in page.text
    refused = send(reader, PAGE, PAGE, do="compare", passage="word " * 121)
    assert "Le passage a 121 mots, et 120 au plus sont comparés." in refused.text
