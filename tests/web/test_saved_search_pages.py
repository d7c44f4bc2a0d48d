"""The pages of saved searches: saving from the results, running, watching, sharing, removing, mails."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.domain.principals import Role
from app.domain.searches import FacetFilter, FacetName, SearchRequest, SortOrder
from app.mail.mail_room import Mail
from app.services import saved_searches
from app.web.saved_searches import results_url, saving_url
from app.wiring import House
from tests.keeping_searches import OWNER, a_disabled, now
from tests.people import an_account, csrf_of, send, sign_in
from tests.searching import indexed
from tests.web.registry_pages import without_token

STATE = "q=detention&f=target:CHN&f=-signatory:CAN&from=2016&to=2018&sort=oldest&exact=1"
ABSENT = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def reader(client: FlaskClient, house: House) -> FlaskClient:
    an_account(house)
    sign_in(client)
    return client


def _another(
    app: Flask, house: House, name: str = "b.other", role: Role = Role.READER
) -> FlaskClient:
    an_account(house, name, role=role)
    client = app.test_client()
    sign_in(client, name)
    return client


def _saved(reader: FlaskClient, state: str = "q=detention", name: str = "Lawyers") -> str:
    """Save through the form. Returns the path of the search's page."""
    page = f"/searches/new?{state}"
    answer = send(reader, page, page, name=name, note="A note")
    assert answer.status_code == 302, answer.text
    return answer.location


def _do(reader: FlaskClient, page: str, deed: str) -> TestResponse:
    return send(reader, f"{page}/{deed}", page)


def _link(page: TestResponse) -> str:
    found = re.search(r'value="http://127\.0\.0\.1:5000(/searches/shared/[^"]+)"', page.text)
    assert found, page.text
    return found[1]


def test_a_search_is_watched_from_the_first_day_or_not_kept_at_all(
    reader: FlaskClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexed(house, text="detention of lawyers")
    page = "/searches/new?q=detention"
    assert 'type="checkbox"' in reader.get(page).text
    kept = send(reader, page, page, name="Watched", watch="y")
    assert "It is watched." in reader.get(kept.location).text
    assert "The search is kept and watched." not in reader.get(kept.location).text  # said once

    monkeypatch.setattr("app.services.search_alerts.MOST_WATCHED", 1)
    refused = send(reader, page, page, name="Another", watch="y")
    assert refused.status_code == 400
    assert 'id="watch-error"' in refused.text
    assert 'value="Another"' in refused.text
    assert "Another" not in reader.get("/searches").text


def test_the_results_offer_to_save_the_whole_search(reader: FlaskClient) -> None:
    page = html.unescape(reader.get(f"/search?{STATE}&page=1").text)
    found = re.search(r'href="(/searches/new\?[^"]+)"', page)
    assert found
    form = html.unescape(reader.get(found[1]).text)
    for words in (
        "detention",
        "Target: <bdi>China",
        "Signatory: not <bdi>Canada",
        "from 2016",
        "to 2018",
    ):
        assert words in form
    assert 'value="detention"' in form  # the name at hand
    path = _saved(reader, found[1].partition("?")[2])
    assert reader.get(f"{path}/run").location.startswith(
        "/search?q=detention&f=target%3ACHN&f=-signatory%3ACAN&from=2016&to=2018&sort=oldest&exact=1&saved="
    )


def test_results_that_cannot_be_read_offer_nothing_to_save(reader: FlaskClient) -> None:
    assert "/searches/new" not in reader.get("/search?q=(").text


@pytest.mark.parametrize(
    ("state", "name", "words"),
    [
        ("q=detention", "", "Give the search a name."),
        ("q=(", "x", "It cannot be kept."),
        ("from=yesterday", "x", "It cannot be kept."),
    ],
)
def test_what_cannot_be_saved_is_said_so(
    reader: FlaskClient, state: str, name: str, words: str
) -> None:
    page = f"/searches/new?{state}"
    answer = send(reader, page, page, name=name)
    assert answer.status_code == 400
    assert words in answer.text


def test_a_search_is_renamed_listed_and_removed(reader: FlaskClient) -> None:
    path = _saved(reader)
    assert send(reader, path, path, name="Other <b>name", note="").status_code == 302
    listed = reader.get("/searches").text
    assert "Other &lt;b&gt;name" in listed
    assert "1 search<" in listed
    assert send(reader, path, path, name=" ").status_code == 400
    assert "Other &lt;b&gt;name" in reader.get(f"{path}/remove").text
    assert reader.get(path).status_code == 200  # looking removes nothing
    assert send(reader, f"{path}/remove", f"{path}/remove").location == "/searches"
    assert reader.get(path).status_code == 404
    assert "You keep no search yet." in reader.get("/searches").text


def test_what_is_new_stands_on_the_start_page_and_at_the_results(
    reader: FlaskClient, house: House
) -> None:
    indexed(house, text="detention", title="The old one")
    path = _saved(reader)
    assert "You watch no search." in reader.get("/").text
    assert _do(reader, path, "watch").location == path
    assert "nothing new" in reader.get("/").text
    indexed(house, text="detention", title="The new one")
    indexed(house, text="detention", title="The hidden one", label="Secret")
    for page in ("/", "/searches"):
        assert '<b class="news">1 new</b>' in reader.get(page).text
    results = reader.get(f"{path}/run", follow_redirects=True).text
    assert "1 text on this page is new since your last visit." in results
    assert results.count("new-sign") == 1
    assert re.search(r"new-sign.*?The new one", results, re.DOTALL)
    assert "nothing new" in reader.get("/").text
    _do(reader, path, "watch/end")
    assert "You watch no search." in reader.get("/").text
    results = reader.get(f"{path}/run", follow_redirects=True).text
    assert "new-sign" not in results
    assert "“Lawyers”" in results


def test_paging_stays_in_the_saved_search_and_another_query_leaves_it(
    reader: FlaskClient, house: House
) -> None:
    for number in range(21):
        indexed(house, text=f"detention {number}")
    path = _saved(reader)
    address = reader.get(f"{path}/run").location
    page = html.unescape(reader.get(address).text)
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following
    assert "“Lawyers”" in reader.get(following[1]).text
    other = address.replace("q=detention", "q=harbour")
    assert "“Lawyers”" not in reader.get(other).text
    for mistyped in ("x", ABSENT, ""):
        assert reader.get(f"/search?q=detention&saved={mistyped}").status_code == 200


def test_a_link_is_made_knowingly_opened_copied_and_ended(
    app: Flask, house: House, reader: FlaskClient
) -> None:
    path = _saved(reader, STATE, "A telling name")
    before = reader.get(path).text
    assert "shows others what you typed" in before
    assert "/searches/shared/" not in before
    _do(reader, path, "share")
    link = _link(reader.get(path))
    other = _another(app, house)
    shown = other.get(link).text
    assert "detention" in shown
    assert "Target: <bdi>China" in shown
    for words in ("telling", "A note", "Linden", OWNER):
        assert words not in shown
    copied = send(other, link, link, name="Mine").location
    assert "detention" in other.get(copied).text
    assert send(other, link, link, name="Mine").status_code == 400  # taken
    absent = other.get(f"/searches/shared/{ABSENT}")
    _do(reader, path, "share/end")
    ended = other.get(link)
    assert (ended.status_code, absent.status_code) == (404, 404)
    assert without_token(ended) == without_token(absent)
    assert other.get(copied).status_code == 200  # a copy is the other's own


def test_the_link_of_a_disabled_account_looks_as_if_it_never_was(
    app: Flask, house: House, reader: FlaskClient
) -> None:
    path = _saved(reader)
    _do(reader, path, "share")
    link = _link(reader.get(path))
    other = _another(app, house)
    a_disabled(house)
    pages = [without_token(other.get(one)) for one in (link, f"/searches/shared/{ABSENT}")]
    assert pages[0] == pages[1]
    assert (
        other.post(
            link, data={"csrf_token": csrf_of(other.get("/account/password")), "name": "x"}
        ).status_code
        == 404
    )


def test_searches_of_others_are_not_there(app: Flask, house: House, reader: FlaskClient) -> None:
    path = _saved(reader)
    other = _another(app, house)
    token = csrf_of(other.get("/account/password"))
    for tail in ("", "/run", "/remove"):
        assert other.get(f"{path}{tail}").status_code == 404
    for tail in ("", "/watch", "/watch/end", "/share", "/share/end", "/remove"):
        data = {"csrf_token": token, "name": "Mine"}
        assert other.post(f"{path}{tail}", data=data).status_code == 404
    assert reader.get(path).status_code == 200


@pytest.mark.parametrize("role", [Role.SECURITY_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_may_not_read_has_none(app: Flask, house: House, role: Role) -> None:
    officer = _another(app, house, "s.haddad", role)
    for page in ("/searches", "/searches/new?q=x", f"/searches/shared/{ABSENT}"):
        assert officer.get(page).status_code == 403
    assert "Mail about watched searches" not in officer.get("/account/settings").text


def test_a_visitor_of_the_reading_room_is_asked_to_sign_in(app: Flask, house: House) -> None:
    house.settings = replace(house.settings, public_reading_room=True)
    visitor = app.test_client()
    for page in ("/", "/search"):
        text = visitor.get(page).text
        assert "/searches" not in text
    assert visitor.get("/searches").location.startswith("/sign-in")


def test_a_watch_too_many_is_refused_in_words(reader: FlaskClient) -> None:
    for number in range(6):
        path = _saved(reader, name=f"Search {number}")
        _do(reader, path, "watch")
    assert "You watch 5 searches already." in reader.get(path).text


def test_a_search_that_cannot_be_asked_any_more_is_kept_and_said_so(
    reader: FlaskClient, house: House
) -> None:
    path = _saved(reader)
    with house.work(writing=True) as work:
        row = saved_searches.own_row(now(house), work, path.rpartition("/")[2])
        row.state = {"filters": [["shoe size", "44", False]]}
        work.commit()
    assert reader.get(f"{path}/run").location == path
    assert "cannot be asked any more" in reader.get(path).text
    assert "cannot be asked any more" in reader.get("/searches").text


class _MailRoom:
    is_open = True

    def send(self, mail: Mail) -> None:
        raise AssertionError(mail)


def _choose(reader: FlaskClient, frequency: str, to: str) -> TestResponse:
    token = csrf_of(reader.get("/account/settings"))
    fields = {"csrf_token": token, "frequency": frequency, "address": to}
    return reader.post("/account/settings/digest", data=fields)


def test_the_digest_is_chosen_on_the_page_of_settings(reader: FlaskClient, house: House) -> None:
    settings = "/account/settings"
    assert "Mail about watched searches" not in reader.get(settings).text  # no mail leaves here
    house.mail = _MailRoom()
    answer = _choose(reader, "daily", "nobody")
    assert answer.status_code == 400
    assert "Write one mail address" in answer.text
    assert 'value="nobody"' in answer.text
    assert _choose(reader, "hourly", "a@b.example").status_code == 400
    answer = _choose(reader, "weekly", "linden@ministry.example")
    assert answer.location == settings
    shown = reader.get(settings).text
    assert 'value="linden@ministry.example"' in shown
    assert '<option selected value="weekly">' in shown
    assert send(reader, settings, settings, single_keys="y").status_code == 302
    assert 'value="linden@ministry.example"' in reader.get(settings).text
    _choose(reader, "off", "linden@ministry.example")
    assert "linden@ministry.example" not in reader.get(settings).text


def test_addresses_of_saved_searches(app: Flask) -> None:
    asked = SearchRequest(
        "a & b", (FacetFilter(FacetName.YEAR, "2017"),), sort=SortOrder.NEWEST, page=3
    )
    with app.test_request_context():
        assert results_url(SearchRequest(), "id") == "/search?saved=id"
        assert results_url(asked, "id", 2).endswith("&sort=newest&page=2&saved=id")
        assert saving_url(SearchRequest()) == "/searches/new"
        assert "q=a+%26+b&f=year%3A2017&sort=newest" in saving_url(asked)
