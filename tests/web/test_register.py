"""Registering a letter on pages: nothing typed is lost, whatever happens."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.domain.principals import Role
from app.domain.records import RecordId
from app.domain.views import RecordView
from app.services import accounts, drafting, naming, records, registration
from app.services.importing import importing_principal
from app.wiring import House
from tests.builders import a_draft
from tests.houses import FrozenClock
from tests.people import PASSWORD, an_account, csrf_of, sign_in
from tests.web.filling import Fields, Registrar

LIST = "Australia, Canada, Japan, Switzerland, Belgium, the Czech Republic, Estonia, France"

_TOKEN = re.compile('name="csrf_token" value="[^"]+"')
"""Signed with the second it was made in."""


@pytest.fixture
def okafor(app: Flask, house: House) -> Registrar:
    an_account(
        house,
        "r.okafor",
        role=Role.REGISTRAR,
        level="Restricted",
        compartments=frozenset({"HR-CHN"}),
    )
    return Registrar(app)


def registered(house: House, page: TestResponse) -> RecordView:
    record_id = RecordId(page.location.rsplit("/", 1)[1])
    with house.work() as work:
        principal = accounts.principal_for(work, "r.okafor")
        return records.read_record(principal, work, record_id)


NEW = "/register/new"
NEEDED = {
    "title": "Letter of eight missions",
    "dated": "2017-02-27",
    "paste": LIST,
    "level": "Official",
    "compartments": ["HR-CHN"],
}


def test_a_letter_is_registered_from_what_is_needed(okafor: Registrar, house: House) -> None:
    okafor.goes_to(NEW)
    answer = okafor.presses("save", NEW, **NEEDED, title_is_supplied="yes", place="Beijing")
    assert answer.status_code == 302, answer.text
    view = registered(house, answer)
    description = view.description
    assert str(view.label) == "Official/HR-CHN"
    assert (description.title, description.title_is_supplied) == ("Letter of eight missions", True)
    assert [one.party for one in description.signatures] == (
        ["AUS", "CAN", "JPN", "CHE", "BEL", "CZE", "EST", "FRA"]
    )
    assert description.signatures[5].name_as_signed == "the Czech Republic"
    assert description.place == "Beijing"
    assert view.history[0].reason == "Registered"
    assert "Letter of eight missions" in okafor.goes_to(answer.location).text
    assert "You have no draft" in okafor.goes_to("/register").text


def test_what_is_wrong_is_told_at_once_and_everything_typed_stays(okafor: Registrar) -> None:
    okafor.goes_to(NEW)
    answer = okafor.presses(
        "save", NEW, title="", dated="27 Feb", place="Bei<jing>", paste="CH, Canada", reason=""
    )
    assert answer.status_code == 400
    for told in ("Title", "27 Feb", "choose Switzerland or China", "Choose a level", "Say why"):
        assert told in answer.text
    assert 'value="27 Feb"' in answer.text
    assert 'value="Bei&lt;jing&gt;"' in answer.text
    assert answer.text.index("One row needs your decision") < answer.text.index("Please look at")
    rows = answer.text.split('class="data-table signatory-rows"')[1]
    assert rows.index('value="CH"') < rows.index('value="Canada"')
    for anchor in re.findall(r'<li><a href="#([^"]+)"', answer.text):
        assert f'id="{anchor}"' in answer.text, anchor


def test_rows_to_decide_are_decided_and_keep_their_place(okafor: Registrar, house: House) -> None:
    okafor.goes_to(NEW)
    page = okafor.presses("paste", NEW, **{**NEEDED, "paste": "Japan, CH, Korea, Canada"})
    assert "2 to decide, shown first" in page.text
    page = okafor.presses("save", NEW, signatures__1__party="CHE", signatures__2__party="PRK")
    assert page.status_code == 302, page.text
    parties = [one.party for one in registered(house, page).description.signatures]
    assert parties == ["JPN", "CHE", "PRK", "CAN"]


def test_memberships_are_shown_as_one_goes(okafor: Registrar) -> None:
    okafor.goes_to(NEW)
    page = okafor.presses("paste", NEW, paste="Belgium, Estonia, Canada")
    assert "Write the letter&#39;s date" in page.text or "Write the letter's date" in page.text
    page = okafor.presses("look", NEW, dated="2017-02-27")
    assert re.search(r'European Union">EU</abbr> <b>2/28</b>', page.text)
    assert "2 to decide" not in page.text


def test_every_button_leaves_what_was_typed_alone(okafor: Registrar) -> None:
    okafor.goes_to(NEW)
    page = okafor.presses("paste", NEW, **NEEDED)
    for do in (
        "add:demands",
        "add:addressees",
        "add:relations",
        "open:signatures.2",
        "add:signatures.2.history",
        "up:signatures.2",
        "remove:signatures.0",
        "for-all",
        "look",
        "nonsense",
        "remove:nowhere.7",
    ):
        page = okafor.presses(do, NEW, all__grade="B2")
        assert page.status_code == 200, do
        assert 'value="Letter of eight missions"' in page.text
    assert page.text.count('name="signatures"') == 7
    assert 'value="B2"' in page.text


def test_settings_for_all_rows_are_set_for_all_rows(okafor: Registrar, house: House) -> None:
    okafor.goes_to(NEW)
    okafor.presses("paste", NEW, **NEEDED)
    okafor.presses(
        "for-all",
        NEW,
        all__ranks="ambassador,charge_daffaires",
        all__source="The Globe and Mail",
        all__grade="B2",
    )
    page = okafor.presses("save", NEW, signatures__0__ranks="minister")
    ranks = [one.ranks for one in registered(house, page).description.signatures]
    assert [len(one) for one in ranks] == [1, 2, 2, 2, 2, 2, 2, 2]
    assert registered(house, page).description.signatures[3].evidence.source == "The Globe and Mail"


def test_a_draft_is_kept_and_gone_on_with(okafor: Registrar) -> None:
    okafor.goes_to(NEW)
    answer = okafor.presses("draft", NEW, title="Half a letter", paste=LIST)
    assert answer.status_code == 302
    page = okafor.goes_to(answer.location)
    assert 'value="Half a letter"' in page.text
    assert LIST in page.text
    assert "This is your draft" in page.text
    listing = okafor.goes_to("/register")
    assert "Half a letter" in listing.text


def test_an_autosave_answers_nothing_and_keeps_everything(okafor: Registrar, house: House) -> None:
    page = okafor.goes_to(NEW)
    draft_id = re.search(r'name="draft" value="([^"]+)"', page.text)[1]  # type: ignore[index]
    answer = okafor.presses("autosave", NEW, title="Typed", notes="more")
    assert (answer.status_code, answer.data) == (204, b"")
    with house.work() as work:
        me = accounts.principal_for(work, "r.okafor")
        kept = dict(drafting.open_draft(me, work, draft_id).fields)
    assert (kept["title"], kept["notes"]) == ("Typed", "more")


def test_a_draft_of_somebody_else_is_not_there(okafor: Registrar, app: Flask, house: House) -> None:
    okafor.goes_to(NEW)
    mine = okafor.presses("draft", NEW, title="Mine alone").location
    an_account(house, "n.sato", role=Role.REGISTRAR)
    sato = Registrar(app, "n.sato")
    hidden = sato.goes_to(mine)
    absent = sato.goes_to("/register/new?draft=00000000-0000-4000-8000-000000000000")
    pages = [_TOKEN.sub("", one.text) for one in (hidden, absent)]
    assert hidden.status_code == 404
    assert pages[0] == pages[1]
    assert "Mine alone" not in sato.goes_to("/register").text


def test_a_discarded_draft_is_gone(okafor: Registrar) -> None:
    okafor.goes_to(NEW)
    kept = okafor.presses("draft", NEW, title="Half a letter").location
    page = okafor.goes_to("/register")
    address = re.search(r'action="(/register/drafts/[^"]+)"', page.text)[1]  # type: ignore[index]
    for _ in range(2):  # a second time it is gone already
        data = {"csrf_token": csrf_of(page)}
        assert okafor.client.post(address, data=data).location == "/register"
    assert okafor.goes_to(kept).status_code == 404


def test_files_wait_with_the_draft_and_come_along(okafor: Registrar, house: House) -> None:
    okafor.goes_to(NEW)
    files = [(io.BytesIO(b"The letter."), "letter.txt"), (io.BytesIO(b"?"), "scan.bin")]
    page = okafor.presses("look", NEW, **NEEDED, files=files)
    assert "letter.txt" in page.text
    ids = re.findall(r'id="file\.([^"]+)\.role"', page.text)
    page = okafor.presses(f"drop:{ids[1]}", NEW)
    assert "scan.bin" not in page.text
    page = okafor.presses(
        "save", NEW, **{f"file.{ids[0]}.role": "copy", f"file.{ids[0]}.language": "en"}
    )
    (file,) = registered(house, page).files
    assert (file.name, file.role.value, file.language) == ("letter.txt", "copy", "en")


def test_an_empty_file_is_told_and_nothing_is_lost(okafor: Registrar) -> None:
    okafor.goes_to(NEW)
    page = okafor.presses("look", NEW, title="Kept", files=[(io.BytesIO(b""), "none.txt")])
    assert page.status_code == 400
    assert "none.txt" in page.text
    assert 'value="Kept"' in page.text


def test_a_hidden_record_and_none_get_the_same_words(okafor: Registrar, house: House) -> None:
    with house.work(writing=True) as work:
        everybody = importing_principal(house.settings.label_scheme)
        hidden = registration.register(everybody, work, a_draft(label="Secret", title="Hidden"))
        shown = registration.register(everybody, work, a_draft(label="Public", title="Shown"))
        references = [
            records.read_record(everybody, work, one).reference for one in (hidden, shown)
        ]
        work.commit()
    told = []
    for reference in (references[0], "JL-2017-0000F"):
        okafor.goes_to(NEW)
        okafor.presses("add:relations", NEW, **NEEDED)
        page = okafor.presses("save", NEW, relations__0__reference=reference)
        assert page.status_code == 400
        told.append(re.search(r'id="relations\.0\.reference-error">([^<]+)', page.text)[1])  # type: ignore[index]
    assert told[0] == told[1]
    page = okafor.presses("save", NEW, relations__0__reference=references[1].lower())
    assert page.status_code == 302
    (relation,) = registered(house, page).relations
    assert relation.record is not None
    assert relation.record.title == "Shown"


def test_a_label_above_ones_clearance_is_refused(okafor: Registrar) -> None:
    okafor.goes_to(NEW)
    page = okafor.presses("save", NEW, **{**NEEDED, "level": "Secret"})
    assert page.status_code == 400
    assert "not cleared for" in page.text
    assert 'value="Letter of eight missions"' in page.text


def test_a_reader_cannot_register(app: Flask, house: House) -> None:
    an_account(house)
    client = app.test_client()
    sign_in(client)
    assert client.get(NEW).status_code == 403
    assert 'href="/register"' not in client.get("/").text


@pytest.mark.parametrize("password", [PASSWORD, "wrong at first"])
def test_what_was_typed_outlives_the_session(
    okafor: Registrar, house: House, clock: FrozenClock, password: str
) -> None:
    okafor.goes_to(NEW)
    clock.advance(hours=13)
    page = okafor.presses("save", NEW, **NEEDED, notes='"quoted" <b> 谢阳')
    assert page.status_code == 401
    assert "What you typed is kept on this page" in page.text
    kept = re.search(r'name="kept" value="([^"]+)"', page.text)
    assert kept
    assert "Letter of eight missions" in kept[1]
    with house.work() as work:
        assert (
            work.session.connection()
            .exec_driver_sql("SELECT count(*) FROM working_draft")
            .scalar_one()
            == 0
        )
    for attempt in dict.fromkeys((password, PASSWORD)):
        found = re.search(r'name="kept" value="([^"]+)"', page.text)
        data = {
            "csrf_token": csrf_of(page),
            "name": "r.okafor",
            "password": attempt,
            "next": NEW,
            "kept": unescape(found[1]) if found else "",
        }
        page = okafor.client.post("/sign-in", data=data)
    assert page.status_code == 200
    assert "Go on with what you typed" in page.text
    text = page.text.replace("<form ", "<form data-register-form ")
    pairs: dict[str, list[str]] = {}
    for name, value in Fields(text).pairs:
        pairs.setdefault(name, []).append(value)
    page = okafor.client.post(NEW, data={**pairs, "do": "look"})
    assert page.status_code == 200
    assert 'value="Letter of eight missions"' in page.text
    assert "&#34;quoted&#34; &lt;b&gt; 谢阳" in page.text


def test_a_form_opened_before_signing_in_again_is_given_back(okafor: Registrar) -> None:
    okafor.goes_to(NEW)
    okafor.client.post("/sign-out", data={"csrf_token": csrf_of(okafor.goes_to("/account"))})
    sign_in(okafor.client, "r.okafor")  # in another window: a new cookie, a new token
    typed = {"csrf_token": "of the old cookie", "do": "save", "title": "Not lost"}
    there = {"Sec-Fetch-Site": "same-origin"}
    page = okafor.client.post(NEW, data=typed, headers=there)
    assert page.status_code == 400
    assert 'value="Not lost"' in page.text
    assert "Go on with what you typed" in page.text
    for elsewhere in ({}, {"Sec-Fetch-Site": "cross-site"}):
        assert "Not lost" not in okafor.client.post(NEW, data=typed, headers=elsewhere).text


def test_155_signatories_are_comfortable(okafor: Registrar, house: House) -> None:
    with house.work() as work:
        me = accounts.principal_for(work, "r.okafor")
        directory = naming.parties(me, work)
    names = [one.name_today for one in directory.parties if one.kind.value == "state"][:155]
    okafor.goes_to(NEW)
    page = okafor.presses("paste", NEW, **{**NEEDED, "paste": "\n".join(names)})
    assert "155 recognised" in page.text
    assert len(page.data) < 1_500_000
    page = okafor.presses("save", NEW)
    assert page.status_code == 302, re.findall(r"<li>.*", page.text)
    assert len(registered(house, page).description.signatures) == 155
