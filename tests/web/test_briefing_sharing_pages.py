"""The pages of briefings that several people have a part in: conflicts, sharing, rights, history."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.briefings import Section
from app.wiring import House
from tests.keeping_searches import a_cleared, now
from tests.making_briefings import opened
from tests.people import an_account, csrf_of, send, sign_in
from tests.searching import registered, relabelled
from tests.web.briefing_pages import ABSENT, OBJECTIVES, a_draft, another, do, id_of, panel, rows
from tests.web.registry_pages import without_token


@pytest.fixture
def reader(client: FlaskClient, house: House) -> FlaskClient:
    an_account(house)
    sign_in(client)
    return client


def test_an_audience_that_somebody_else_chose_meanwhile_is_shown(
    reader: FlaskClient, house: House
) -> None:
    page = a_draft(house)
    told = {"revision": "1", "paper": "a4", "language": "en"}
    do(reader, page, "output", level="Public", **told)
    answer = do(reader, page, "output", level="Official", **told)
    assert answer.status_code == 409
    assert "changed this meanwhile" in answer.text
    assert re.search(r'<option selected value="Official">', answer.text)
    revision = re.search(r'id="revision"[^>]*value="(\d+)"', answer.text)
    assert revision
    again = do(reader, page, "output", level="Official", **told | {"revision": revision[1]})
    assert again.status_code == 303


def test_two_writers_of_one_section_both_find_their_words(
    app: Flask, house: House, reader: FlaskClient
) -> None:
    page = a_draft(house)
    do(reader, page, "share", name="p.marsh")  # nobody of that name yet: told, not shared
    other = another(app, house)
    do(reader, page, "share", name="p.marsh")
    form = f"{page}/sections/{OBJECTIVES}"
    send(other, form, form, text="What the colleague wrote", revision="1")
    answer = send(reader, form, form, text="What I wrote", revision="1")
    assert answer.status_code == 409
    assert "What the colleague wrote" in answer.text.partition("What stands now")[2]
    assert "\nWhat I wrote</textarea>" in answer.text
    assert "P.Marsh" in answer.text
    revision = re.search(r'name="revision" type="hidden" value="(\d+)"', answer.text)
    assert revision
    assert (
        opened(house, now(house), id_of(page))
        .briefing.text(Section.OBJECTIVES)
        .startswith("What the")
    )
    saved_again = send(reader, form, form, text="Both", revision=revision[1])
    assert saved_again.status_code == 303
    assert "What the colleague wrote" in reader.get(form).text.partition("Earlier wordings")[2]
    elsewhere = f"{page}/sections/{Section.RESPONSE.value}"
    assert send(other, elsewhere, elsewhere, text="Mine", revision="1").status_code == 303


def test_details_changed_by_two_are_merged_or_shown(reader: FlaskClient, house: House) -> None:
    page = a_draft(house, title="Talks")
    form = f"{page}/details"
    send(reader, form, form, title="Talks", occasion="Geneva", revision="1")
    send(reader, form, form, title="Talks, second round", revision="1")
    shown = reader.get(page).text
    assert "Talks, second round" in shown
    assert "Geneva" in shown
    answer = send(reader, form, form, title="Talks", occasion="Vienna", revision="1")
    assert answer.status_code == 409
    assert "changed this meanwhile to: Geneva" in answer.text
    assert 'value="Vienna"' in answer.text


def test_sharing_gives_one_answer_and_is_ended(
    app: Flask, house: House, reader: FlaskClient
) -> None:
    page = a_draft(house, registered(house, label="Official"))
    low, other = another(app, house, "b.low", level="Public"), another(app, house)
    pages = {
        re.sub(r'value="[^"]*"', "", without_token(do(reader, page, "share", name=name)))
        for name in ("b.low", "nobody.atall", "a.linden")
    }
    assert len(pages) == 1
    assert "No colleague of that name may read every part of this briefing." in pages.pop()
    assert do(reader, page, "share", name="p.marsh").location == f"{page}/share"
    assert "Talks in Geneva" in other.get("/briefings").text
    shown = other.get(page)
    assert "begun by" in shown.text
    assert f"{page}/remove" not in shown.text
    assert other.get(f"{page}/remove").status_code == 200
    assert do(other, page, "remove").status_code == 403
    for hidden in (page, f"/briefings/{ABSENT}"):
        assert without_token(low.get(hidden)) == without_token(low.get(f"/briefings/{ABSENT}"))
    account = now(house, "p.marsh").account_id
    assert do(other, page, "share/end", account=account).location == "/briefings"
    assert other.get(page).status_code == 404


def test_revoked_rights_close_every_page_of_a_shared_draft(
    app: Flask, house: House, reader: FlaskClient
) -> None:
    letter = registered(house)
    page, other = a_draft(house, letter), another(app, house)
    do(reader, page, "share", name="p.marsh")
    tails = (
        *("", "/details", "/sections", f"/sections/{OBJECTIVES}", "/share", "/history"),
        *("/versions/1", "/marking", "/remove", "/selection/search"),
    )
    assert {other.get(f"{page}{tail}").status_code for tail in tails} == {200}
    relabelled(house, letter, "Secret")
    absent = without_token(other.get(f"/briefings/{ABSENT}"))
    for tail in tails:
        answer = other.get(f"{page}{tail}")
        assert (answer.status_code, without_token(answer)) == (404, absent)
    token = csrf_of(other.get("/account/password"))
    form = {"csrf_token": token, "text": "x", "do": f"remove:{letter}", "title": "x", "name": "x"}
    deeds = (
        "/copy",
        "/selection",
        "/selection/basket",
        "/output",
        "/details",
        f"/sections/{OBJECTIVES}",
    )
    for deed in deeds:
        told = form | {"paper": "a4", "language": "en", "level": ""}
        assert other.post(f"{page}{deed}", data=told).status_code == 404
    assert {reader.get(f"{page}{tail}").status_code for tail in tails} == {200}
    assert "Letter of eleven" not in reader.get(page).text


def test_the_owner_keeps_the_words_when_the_clearance_is_taken_away(
    reader: FlaskClient, house: House
) -> None:
    guarded = registered(house, label="Official", title="Guarded one")
    page = a_draft(house, guarded)
    form = f"{page}/sections/{OBJECTIVES}"
    send(reader, form, form, text="My words", revision="1")
    a_cleared(house, level="Public")
    sign_in(reader)
    shown = reader.get(page)
    assert shown.status_code == 200
    assert "Guarded one" not in shown.text
    assert "0 texts" in panel(shown, "Selection")
    assert "My words" in reader.get(form).text


def test_history_names_versions_and_brings_one_back(reader: FlaskClient, house: House) -> None:
    letter = registered(house, title="The letter")
    page = a_draft(house, letter)
    do(reader, page, "selection", do=f"remove:{letter}")
    history = panel(reader.get(f"{page}/history"), "Versions")
    assert "Version 2" in history
    assert "Selection of texts" in history
    assert "The letter" in reader.get(f"{page}/versions/1").text
    answer = do(reader, page, "history/restore", version="1", revision="2")
    assert answer.location == page
    assert rows(reader.get(page)) == ["The letter"]
    late = do(reader, page, "history/restore", version="2", revision="2")
    assert "Somebody changed this briefing" in reader.get(late.location).text
    assert reader.get(f"{page}/versions/99").status_code == 404
