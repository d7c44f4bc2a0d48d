"""The pages of a book: begun from the draft, followed, stopped, fetched, copied, sealed or not."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.wiring import House
from app.worker import run_pending_jobs
from tests.people import an_account, send, sign_in
from tests.searching import registered, relabelled
from tests.web.briefing_pages import a_draft, another, do, panel

ABSENT = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def reader(client: FlaskClient, house: House) -> FlaskClient:
    an_account(house)
    sign_in(client)
    return client


def begun(reader: FlaskClient, draft: str, recipients: str = "") -> str:
    """The address of a build that has been begun."""
    answer = do(reader, draft, "builds", recipients=recipients)
    assert answer.status_code == 303
    return str(answer.location)


def test_a_book_is_begun_followed_and_fetched(reader: FlaskClient, house: House) -> None:
    draft = a_draft(house, registered(house, title="Letter of two states"))
    assert "No book has been built yet." in panel(reader.get(draft), "Build")
    book = begun(reader, draft, "The Minister\nP. Marsh")
    page = reader.get(book)
    assert "How far it is" in page.text
    assert "Waiting for its turn" in page.text
    told = reader.get(f"{book}/progress").json
    assert told == {"is_going_on": True, "done": 0, "total": 100, "words": "Waiting for its turn"}
    assert "The book is being built." in panel(reader.get(draft), "Build")

    run_pending_jobs(house)

    page = reader.get(book)
    assert "Fetch the PDF" in page.text
    assert (
        "Nothing: a book built now would be made from the same versions and words, in the same way."
        in page.text
    )
    copies = panel(page, "Register of copies")
    assert "1 The Minister" in copies
    assert "2 P. Marsh" in copies
    answer = reader.get(f"{book}/book.pdf")
    assert answer.data.startswith(b"%PDF-1.7")
    assert answer.content_length == len(answer.data)
    assert re.search(
        r'filename="?briefing-\d{8}-\d{4}-PUBLIC\.pdf', answer.headers["Content-Disposition"]
    )
    assert reader.get(f"{book}/copies/2.pdf").data.startswith(b"%PDF-")
    assert reader.get(f"{book}/copies/3.pdf").status_code == 404
    built = panel(reader.get(draft), "Build")
    assert "Last book:" in built
    assert "Nothing has changed since." in built
    form = f"{draft}/sections/objectives"
    send(reader, form, form, text="What is to be reached", revision="1")
    assert "1 change since then." in panel(reader.get(draft), "Build")


def test_a_build_that_goes_on_can_be_stopped(reader: FlaskClient, house: House) -> None:
    book = begun(reader, a_draft(house, registered(house)))
    send(reader, f"{book}/stop", book)
    run_pending_jobs(house)
    assert "The build was stopped." in reader.get(book).text
    assert reader.get(f"{book}/book.pdf").status_code == 404


def test_an_empty_briefing_says_why_it_is_not_built(reader: FlaskClient, house: House) -> None:
    draft = a_draft(house)
    answer = do(reader, draft, "builds")
    assert answer.status_code == 400
    assert "There is nothing in this briefing yet." in answer.text


def test_names_of_holders_that_are_refused_stay_in_the_field(
    reader: FlaskClient, house: House
) -> None:
    draft = a_draft(house, registered(house))
    answer = do(reader, draft, "builds", recipients=f"The Minister\n{'x' * 200}")
    assert answer.status_code == 400
    assert "longer is: xxx" in panel(answer, "Build")
    assert "The Minister\nxxx" in answer.text


def test_a_copy_asked_for_twice_is_made_once(reader: FlaskClient, house: House) -> None:
    book = begun(reader, a_draft(house, registered(house)))
    run_pending_jobs(house)
    asked = {"recipient": "The Minister", "is_encrypted": "y", "after": "0"}
    made = send(reader, f"{book}/copies", book, **asked).text
    assert 'class="password"' in made
    assert 'name="after" value="1"' in made  # so the next copy can be made from this page
    again = send(reader, f"{book}/copies", book, **asked)
    assert again.status_code == 303
    page = reader.get(book)
    assert "Nothing was made now" in page.text
    assert 'name="after" value="1"' in page.text
    assert reader.get(f"{book}/copies/2.pdf").status_code == 404


def test_the_password_of_a_sealed_copy_is_shown_once(reader: FlaskClient, house: House) -> None:
    book = begun(reader, a_draft(house, registered(house)))
    run_pending_jobs(house)
    page = send(reader, f"{book}/copies", book, recipient="The Minister", is_encrypted="y")
    assert page.status_code == 200
    password = re.search(r'<code class="password">([^<]+)</code>', page.text)
    assert password is not None
    assert password[1] not in reader.get(book).text
    sealed = reader.get(f"{book}/copies/1.pdf").data
    with pikepdf.open(io.BytesIO(sealed), password=password[1]) as pdf:
        assert pdf.is_encrypted


def test_a_copy_needs_a_name(reader: FlaskClient, house: House) -> None:
    book = begun(reader, a_draft(house, registered(house)))
    run_pending_jobs(house)
    page = send(reader, f"{book}/copies", book, recipient=" ")
    assert page.status_code == 400
    assert "Write for whom it is" in page.text


def test_a_build_of_others_a_hidden_and_an_absent_one_are_the_same_page(
    app: Flask, reader: FlaskClient, house: House
) -> None:
    record = registered(house, label="Official")
    book = begun(reader, a_draft(house, record))
    run_pending_jobs(house)
    other = another(app, house)
    absent = f"/books/{ABSENT}"
    for tail in ("", "/progress", "/book.pdf", "/copies/1.pdf"):
        assert other.get(book + tail).status_code == 404
        assert other.get(book + tail).data == other.get(absent + tail).data
    relabelled(house, record, "Secret")
    for tail in ("", "/progress", "/book.pdf"):
        assert reader.get(book + tail).data == reader.get(absent + tail).data


def test_a_failed_build_says_what_to_do(reader: FlaskClient, house: House) -> None:
    kept, closed = registered(house), registered(house, label="Official")
    draft = a_draft(house, kept, closed)
    begun(reader, draft)
    relabelled(house, closed, "Secret")
    run_pending_jobs(house)
    assert "No book has been built yet." in panel(reader.get(draft), "Build")
