"""The pages of briefings: the list, a draft with its preview, writing, its marking, its audience."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.domain.principals import Role
from app.wiring import House
from tests.keeping_searches import now, saved
from tests.people import PASSWORD, an_account, csrf_of, send, sign_in
from tests.searching import indexed, registered
from tests.second_factors import code_now, with_factor
from tests.web.briefing_pages import ABSENT, OBJECTIVES, a_draft, another, do, panel, rows
from tests.web.registry_pages import reference_of, without_token


@pytest.fixture
def reader(client: FlaskClient, house: House) -> FlaskClient:
    an_account(house)
    sign_in(client)
    return client


def test_a_briefing_is_begun_with_its_title_alone_or_told_what_is_wrong(
    reader: FlaskClient,
) -> None:
    assert "You have no briefing yet." in reader.get("/briefings").text
    form = "/briefings/new"
    answer = send(reader, form, form, title=" ", date="soon", occasion="In <b>Geneva")
    assert answer.status_code == 400
    assert "Give the briefing a title." in answer.text
    assert "In &lt;b&gt;Geneva" in answer.text  # nothing typed is lost
    for field, value in (("date", "soon"), ("date", "0026-12-03"), ("counterpart", "Atlantis")):
        answer = send(reader, form, form, title="Talks", **{field: value})
        assert answer.status_code == 400
        assert f'id="{field}-error"' in answer.text
    made = send(reader, form, form, title="Talks <i>", counterpart="France", date="2026-12-03")
    page = reader.get(made.location).text
    assert "Talks &lt;i&gt;" in page
    assert "3 Dec 2026" in page
    assert "France" in page
    assert "Talks &lt;i&gt;" in reader.get("/briefings").text


def test_the_page_shows_each_marking_the_join_and_what_raised_it(
    reader: FlaskClient, house: House
) -> None:
    plain, guarded = registered(house, title="Plain"), registered(house, label="Official")
    page = reader.get(a_draft(house, plain, guarded))
    reference = reference_of(house, guarded)
    assert 'class="strip mark-official"' in page.text
    marking = panel(page, "Resulting marking")
    assert f"Raised to Official by {reference}" in marking
    assert "Without these Marking: PUBLIC" in marking
    assert "OFFICIAL" not in panel(reader.get(a_draft(house, plain)), "Resulting marking")
    sections = panel(page, "Sections")
    assert "1 Objectives written by people empty, says so" in sections
    assert "The letters from the selection 2 summaries" in sections


def test_rows_are_moved_removed_and_keep_how_much_is_wanted(
    reader: FlaskClient, house: House
) -> None:
    letters = [registered(house, title=f"Letter {number}") for number in range(3)]
    page = a_draft(house, *letters)
    answer = do(
        reader, page, "selection", **{"do": f"up:{letters[2]}", f"depth.{letters[0]}": "full"}
    )
    assert (answer.status_code, answer.location) == (303, f"{page}#selection")
    shown = reader.get(page)
    assert rows(shown) == ["Letter 0", "Letter 2", "Letter 1"]
    assert '<option value="full" selected>' in shown.text
    do(reader, page, "selection", do=f"remove:{letters[0]}")
    assert rows(reader.get(page)) == ["Letter 2", "Letter 1"]
    assert do(reader, page, "selection", do="remove:nonsense").status_code == 404
    assert do(reader, page, "selection", do=f"remove:{ABSENT}").status_code == 303
    assert "That is not in the selection any more." in reader.get(page).text


def test_records_come_in_by_reference_and_one_answer_is_given_for_hidden_and_absent(
    reader: FlaskClient, house: House
) -> None:
    letter, hidden = registered(house, title="Found"), registered(house, label="Secret")
    page = a_draft(house)
    do(reader, page, "selection/reference", reference=reference_of(house, letter).lower())
    assert rows(reader.get(page)) == ["Found"]
    answers = set()
    for typed in (reference_of(house, hidden), "JL-2017-0000F", ""):
        do(reader, page, "selection/reference", reference=typed)
        answers.add(without_token(reader.get(page)))
    assert len(answers) == 1
    assert "There is no such record among those you may read." in answers.pop()


def test_long_selections_are_shown_in_pages_that_stay(reader: FlaskClient, house: House) -> None:
    letters = [registered(house, title=f"Letter {number}") for number in range(51)]
    page = a_draft(house, *letters)
    assert len(rows(reader.get(page))) == 50
    assert rows(reader.get(f"{page}?page=2")) == ["Letter 50"]
    assert rows(reader.get(f"{page}?page=99")) == ["Letter 50"]
    answer = do(reader, page, "selection", do=f"up:{letters[50]}", page="2")
    assert answer.location == f"{page}?page=2#selection"


def test_a_saved_search_is_added_evaluated_and_removed(reader: FlaskClient, house: House) -> None:
    indexed(house, text="detention", title="Found by it")
    indexed(house, text="detention", title="Hidden", label="Secret")
    page = a_draft(house)
    assert "You keep no search yet." in reader.get(f"{page}/selection/search").text
    search_id = saved(house, now(house), "detention", "Lawyers “x”")
    assert "Lawyers “x”" in reader.get(f"{page}/selection/search").text
    do(reader, page, "selection/search", search=search_id)
    shown = reader.get(page).text
    assert "1 text that you may read" in shown
    assert "Found by it" in shown
    assert "Hidden" not in shown
    assert "in the briefing" in reader.get(f"{page}/selection/search").text
    do(reader, page, "selection", **{"do": "keep", "depth-of-search.Lawyers “x”": "annex"})
    assert "1 text has no file" in reader.get(page).text
    do(reader, page, "selection", do="remove-search:Lawyers “x”")
    assert "No text is picked yet." in reader.get(page).text
    for wrong in (ABSENT, "x"):
        assert do(reader, page, "selection/search", search=wrong).status_code == 404


def test_the_audience_is_told_apart_and_what_is_above_it_is_taken_out(
    reader: FlaskClient, house: House
) -> None:
    guarded = registered(house, label="Official", title="Guarded one")
    page = a_draft(house, guarded, registered(house, title="Plain one"))
    answer = do(reader, page, "output", revision="1", level="Public", paper="a4", language="ar")
    assert answer.location == f"{page}#audience"
    shown = reader.get(page)
    audience = panel(shown, "Audience")
    assert "1 text is above this audience." in audience
    assert f"{reference_of(house, guarded)} , Guarded one , is Official" in audience
    do(reader, page, "selection/take-out", record=guarded)
    shown = reader.get(page)
    assert rows(shown) == ["Plain one"]
    assert "This audience may read all of it." in panel(shown, "Audience")
    for fields, field in (
        ({"account": "nobody.atall"}, "account"),
        ({"account": "a.linden", "level": "Public"}, "account"),
        ({"level": "Public", "party": "Atlantis"}, "party"),
        ({"level": "Secret"}, "level"),
    ):
        told = {"revision": "9", "paper": "a4", "language": "en", **fields}
        answer = do(reader, page, "output", **told)
        assert answer.status_code == 400
        assert f'id="{field}-error"' in answer.text


def test_a_section_is_written_counted_and_kept_with_what_it_said_before(
    reader: FlaskClient, house: House
) -> None:
    page = a_draft(house)
    form = f"{page}/sections/{OBJECTIVES}"
    answer = send(reader, form, form, text="One <b>two</b>\r\n\r\nthree", revision="1")
    assert answer.location == f"{page}#sections"
    shown = reader.get(form).text
    assert "One &lt;b&gt;two&lt;/b&gt;\n\nthree</textarea>" in shown
    assert "3 words" in shown
    send(reader, form, form, text="Other", revision="2")
    shown = reader.get(form).text
    assert "One &lt;b&gt;two" in shown.partition("Earlier wordings")[2]
    do(reader, page, f"sections/{OBJECTIVES}/restore", version="2", revision="3")
    assert "\n\nthree</textarea>" in reader.get(form).text
    too_long = send(reader, form, form, text="x" * 20_001, revision="4")
    assert too_long.status_code == 400
    assert "at most 20,000 characters" in too_long.text
    for nowhere in ("letters", "nonsense"):
        assert reader.get(f"{page}/sections/{nowhere}").status_code == 404


def test_words_typed_when_the_session_had_ended_come_back_after_signing_in(
    reader: FlaskClient, house: House
) -> None:
    page = a_draft(house)
    form = f"{page}/sections/{OBJECTIVES}"
    token = csrf_of(reader.get(form))
    send(reader, "/sign-out", "/account")
    there = {"Sec-Fetch-Site": "same-origin"}
    typed = {"csrf_token": token, "text": "Half an <hour> of words", "revision": "1"}
    answer = reader.post(form, data=typed, headers=there)
    assert answer.status_code == 401
    kept = re.search(r'name="kept" value="([^"]+)"', answer.text)
    assert kept
    carried = unescape(kept[1])
    assert ["text", "Half an <hour> of words"] in json.loads(carried)
    fields = {"name": "a.linden", "password": PASSWORD, "next": form, "csrf_token": csrf_of(answer)}
    with_a_deed = json.dumps([*json.loads(carried), ["do", "save"]])
    answer = reader.post("/sign-in", data=fields | {"kept": with_a_deed})
    assert "Go on with what you typed" in answer.text
    assert 'value="save"' not in answer.text
    assert "Français" not in answer.text  # the switch would leave the words behind
    token = csrf_of(answer)
    answer = reader.post(form, data=typed | {"csrf_token": token, "do": "look"})
    assert "Half an &lt;hour&gt; of words</textarea>" in answer.text
    assert "They are not saved yet" in answer.text
    assert "Half an" not in reader.get(form).text
    reader.post(form, data=typed | {"csrf_token": token})
    assert "Half an &lt;hour&gt; of words</textarea>" in reader.get(form).text


NOT_YOURS = "belongs to another account; it is not shown."


@pytest.mark.parametrize("has_factor", [False, True], ids=["password", "second factor"])
@pytest.mark.parametrize("name", ["a.linden", "p.marsh"])
def test_words_typed_are_given_back_to_whoever_wrote_them_alone(
    house: House, reader: FlaskClient, name: str, *, has_factor: bool
) -> None:
    an_account(house, "p.marsh")
    page = a_draft(house)
    form = f"{page}/sections/{OBJECTIVES}"
    do(reader, page, "share", name="p.marsh")  # they may open the form, not have the words
    answer = _sent_after_the_session_ended(reader, form, "Half an hour of words")
    secret = with_factor(house, name)[0] if has_factor else ""
    fields = _carried(answer) | {"name": name, "password": PASSWORD, "next": form}
    answer = reader.post("/sign-in", data=fields)
    if has_factor:
        assert "Second step" in answer.text
        fields = _carried(answer) | {"code": code_now(house, secret, steps=1)}
        answer = reader.post("/sign-in/code", data=fields)
    if name == "a.linden":
        assert "Half an hour of words" in answer.text
        assert "Go on with what you typed" in answer.text
        return
    assert answer.location == "/"
    assert "Half an hour" not in answer.text
    arrived = reader.get(answer.location)
    assert NOT_YOURS in arrived.text
    assert "Half an hour" not in arrived.text


def test_words_of_another_account_are_not_shown_in_the_form_either(
    reader: FlaskClient, app: Flask, house: House
) -> None:
    page, other = a_draft(house), another(app, house)
    form = f"{page}/sections/{OBJECTIVES}"
    do(reader, page, "share", name="p.marsh")
    written = _writer_of(reader.get(form))
    typed = {"text": "Half an hour of words", "revision": "1", "do": "look", "writer": written}
    shown = send(other, form, form, **typed)
    assert shown.location == form
    after = other.get(form)
    assert NOT_YOURS in after.text
    assert "Half an hour" not in after.text
    assert "Half an hour" in send(reader, form, form, **typed).text


def test_a_form_left_open_in_another_window_keeps_its_words_from_who_signed_in_since(
    reader: FlaskClient, house: House
) -> None:
    an_account(house, "p.marsh")
    form = f"{a_draft(house)}/sections/{OBJECTIVES}"
    shown = reader.get(form)
    typed = {"text": "Half an hour of words", "revision": "1", "writer": _writer_of(shown)}
    stale = typed | {"csrf_token": csrf_of(shown)}
    for name, is_given_back in (("a.linden", True), ("p.marsh", False)):
        send(reader, "/sign-out", "/account")
        sign_in(reader, name)
        answer = reader.post(form, data=stale, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 400
        assert ("Half an hour" in answer.text) is is_given_back


def _sent_after_the_session_ended(client: FlaskClient, form: str, text: str) -> TestResponse:
    shown = client.get(form)
    typed = {"text": text, "revision": "1", "writer": _writer_of(shown)}
    send(client, "/sign-out", "/account")
    return client.post(
        form,
        data=typed | {"csrf_token": csrf_of(shown)},
        headers={"Sec-Fetch-Site": "same-origin"},
    )


def _writer_of(page: TestResponse) -> str:
    found = re.search(r'name="writer" value="([^"]+)"', page.text)
    assert found
    return found[1]


def _carried(page: TestResponse) -> dict[str, str]:
    """What the page of a step of signing in carries along, with its token."""
    found = re.search(r'name="kept" value="([^"]+)"', page.text)
    assert found
    return {"kept": unescape(found[1]), "csrf_token": csrf_of(page)}


def test_sections_are_ordered_on_a_page_of_their_own(reader: FlaskClient, house: House) -> None:
    page = a_draft(house)
    order = f"{page}/sections"
    for deed in ("down:objectives", "out:annexes"):
        assert send(reader, order, order, do=deed).status_code == 303
    sections = panel(reader.get(page), "Sections")
    assert sections.index("Arguments to use") < sections.index("Objectives")
    assert "Left out: Annexes" in sections
    send(reader, order, order, do="in:annexes")
    assert "Left out" not in panel(reader.get(page), "Sections")
    for wrong in ("up:nonsense", "nonsense:annexes", ""):
        assert send(reader, order, order, do=wrong).status_code == 404


def test_the_marking_of_the_words_is_chosen_by_its_owner(
    app: Flask, house: House, reader: FlaskClient
) -> None:
    page, other = a_draft(house), another(app, house)
    form = f"{page}/marking"
    assert send(reader, form, form, level="Official", releasable_to="can, gbr").location == page
    assert "OFFICIAL" in panel(reader.get(page), "Resulting marking")
    assert "REL CAN, GBR" in reader.get(page).text
    for wrong in ({"level": "Secret"}, {"level": "Official", "releasable_to": "nobody at all"}):
        assert send(reader, form, form, **wrong).status_code == 400
    do(reader, page, "share", name="p.marsh")
    assert do(other, page, "marking", level="Public").status_code == 403


def test_a_copy_is_opened_and_a_draft_is_removed_after_one_more_question(
    reader: FlaskClient, house: House
) -> None:
    page = a_draft(house, title="Talks")
    copied = do(reader, page, "copy").location
    assert "Talks (2)" in reader.get(copied).text
    assert "nobody can bring it back" in reader.get(f"{page}/remove").text
    assert reader.get(page).status_code == 200
    assert do(reader, page, "remove").location == "/briefings"
    gone, absent = reader.get(page), reader.get(f"/briefings/{ABSENT}")
    assert without_token(gone) == without_token(absent)


@pytest.mark.parametrize("role", [Role.SECURITY_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_may_not_read_makes_no_briefings(app: Flask, house: House, role: Role) -> None:
    officer = another(app, house, "s.haddad", role)
    for page in ("/briefings", "/briefings/new", f"/briefings/{ABSENT}"):
        assert officer.get(page).status_code == 403
