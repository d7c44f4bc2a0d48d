"""Where a search matched: file, page and paragraph, in the results, on the record, in the text itself."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from app.domain.records import FileDraft, RecordId
from app.services import reading, registration
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import a_registrar
from tests.hostile import pdf_files
from tests.integration.test_files import ABSENT, Kept, actions, keep
from tests.people import an_account, sign_in, speaks
from tests.searching import indexed
from tests.web.registry_pages import without_token

_LINK = re.compile(r'href="(/(?:files|records)/[^"]+/text[^"]*)"[^>]*>([^<]*)')
ANNEX = pdf_files.a_pdf("Nothing of it stands here.", "They were tortured in custody.")


@pytest.fixture
def reader(client: FlaskClient, house: House) -> FlaskClient:
    an_account(house)
    sign_in(client)
    return client


def kept(house: House, content: bytes = ANNEX, label: str = "Public") -> Kept:
    found = keep(house, content, "annex.pdf", label)
    run_pending_jobs(house)
    return found


def places(page: str) -> dict[str, str]:
    """Each link into a text, by its words."""
    return {words: unescape(address) for address, words in _LINK.findall(page)}


def test_results_and_record_name_the_page_and_lead_to_the_marked_word(
    reader: FlaskClient, house: House
) -> None:
    letter = kept(house, label="Official")
    place = "file annex.pdf, page 2, paragraph 1"
    address = places(reader.get("/search?q=torture").text)[place]
    assert address.endswith("&page=2&paragraph=1#page-2-paragraph-1")
    record = reader.get(f"/records/{letter.record}?from=q%3Dtorture&n=1&of=1").text
    assert places(record)[place] == address

    text = reader.get(address).text
    assert '<div class="reading-paragraph" id="page-2-paragraph-1" data-row>' in text
    assert "They were <mark>tortured</mark> in custody." in text
    assert "1 match" in text
    assert "Nothing of it stands here." in text
    assert 'href="/search?q=torture"' in text
    assert reading.FILE_READ in actions(house)


def test_a_text_without_a_search_is_read_without_marks(reader: FlaskClient, house: House) -> None:
    letter = kept(house)
    assert reader.get(f"/files/{letter.file}/text").status_code == 200
    assert reading.FILE_READ not in actions(house)  # Public: not recorded
    assert "Where it matched" not in reader.get(f"/records/{letter.record}").text
    for tail in ("", "?from=q%3D%28&n=1", "?from=q%3Dunrelated&n=1", "?page=x&paragraph=99"):
        page = reader.get(f"/files/{letter.file}/text{tail}")
        assert page.status_code == 200
        assert "<mark>" not in page.text
        assert "They were tortured in custody." in page.text


def test_the_own_text_of_a_record_is_read_by_its_paragraphs(
    reader: FlaskClient, house: House
) -> None:
    text = "The first.\n\nThe second speaks of lawyers.\n\nThe third."
    record_id = indexed(house, text=text)
    address = places(reader.get("/search?q=lawyers").text)["text, paragraph 2"]
    assert address.startswith(f"/records/{record_id}/text?")
    page = reader.get(address).text
    assert 'id="paragraph-2" data-row' in page
    assert "speaks of <mark>lawyers</mark>" in page


def test_what_the_register_says_leads_to_its_place_on_the_record(
    reader: FlaskClient, house: House
) -> None:
    indexed(house, subjects=("torture",), text="Nothing.")
    page = reader.get("/search?q=torture").text
    assert re.search(r'href="/records/[^"]+#about-heading">subject</a> <mark>torture', page)


def test_a_place_that_matched_several_times_is_named_once(
    reader: FlaskClient, house: House
) -> None:
    record_id = indexed(house, subjects=("torture", "torture of lawyers", "trial"), text="Torture.")
    page = reader.get(f"/records/{record_id}?from=q%3Dtorture&n=1&of=1").text
    row = page.partition('class="place-row"')[2].partition("</ul>")[0]
    assert re.findall(r">([^<>]+)</a>", row) == ["subject", "text, paragraph 1"]


def test_every_text_that_matched_is_named_however_long_the_first_is(
    reader: FlaskClient, house: House
) -> None:
    long = "\n\n".join(
        f"Paragraph {n} on torture, and words that keep them apart." for n in range(30)
    )
    record_id = indexed(house, text=long)
    stored = house.originals.put(io.BytesIO(ANNEX), 1_000_000)
    file = FileDraft(stored.sha256, stored.size_bytes, "application/pdf", "annex.pdf")
    with house.work(writing=True) as work:
        registration.attach_file(a_registrar(), work, record_id, file)
        work.commit()
    run_pending_jobs(house)
    page = reader.get(f"/records/{record_id}?from=q%3Dtorture&n=1&of=1").text
    row = page.partition('class="place-row"')[2].partition("</ul>")[0]
    named = re.findall(r">([^<>]+)</a>", row)
    assert "file annex.pdf, page 2, paragraph 1" in named
    assert sum(one.startswith("text, paragraph") for one in named) > 1


def test_a_long_text_is_read_in_windows_that_meet(
    reader: FlaskClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "WINDOW", 60)
    record_id = indexed(house, text="\n\n".join(f"Paragraph of number {n}." for n in range(1, 12)))
    seen: list[str] = []
    address = f"/records/{record_id}/text"
    while address:
        page = reader.get(address).text
        seen += re.findall(r"Paragraph of number (\d+)", page)
        later = re.search(r'href="([^"]+)" rel="next"', page)
        address = unescape(later[1]) if later else ""
    assert seen == [str(n) for n in range(1, 12)]
    middle = reader.get(f"/records/{record_id}/text?paragraph=6").text
    assert 'id="paragraph-6"' in middle
    assert 'rel="prev"' in middle


def test_hidden_and_absent_texts_are_the_same(reader: FlaskClient, house: House) -> None:
    hidden = kept(house, label="Secret")
    absent = reader.get(f"/files/{ABSENT}/text")
    assert absent.status_code == 404
    for one in (
        f"/files/{hidden.file}/text",
        f"/records/{hidden.record}/text",
        f"/records/{RecordId(ABSENT)}/text",
    ):
        assert without_token(reader.get(one)) == without_token(absent)


def test_a_file_whose_text_cannot_be_read_says_why(reader: FlaskClient, house: House) -> None:
    letter = keep(house, pdf_files.locked(), "locked.pdf")
    assert "will be searchable shortly" in reader.get(f"/files/{letter.file}/text").text
    run_pending_jobs(house)
    assert "Its text could not be read." in reader.get(f"/files/{letter.file}/text").text


def test_places_are_said_in_french(reader: FlaskClient, house: House) -> None:
    kept(house)
    speaks(house, "fr")
    assert "fichier annex.pdf, page 2, paragraphe 1" in places(reader.get("/search?q=torture").text)
