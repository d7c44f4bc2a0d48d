"""A reader whose language is French meets no English sentence of ours, on any page of the demo archive."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.exceptions import HTTPException

from app import create_app
from app.db.authorities import authorities
from app.wiring import House
from tests.catalogues import catalogue
from tests.houses import ready, settings_for, share_fonts

ACCOUNTS = ("a.linden", "r.okafor", "s.haddad", "t.weber", "k.mensah")
STARTS = (
    *("/", "/search?q=RSDL", "/search?q=(", "/search?q=nowhereinthearchive", "/search?f=nonsense"),
    *("/parties/CZE", "/parties/G7?at=2012-05-18", "/parties/G7?at=yesterday", "/help/search"),
    *("/about/markings", "/about/accessibility", "/about/recorded", "/about/keyboard", "/account"),
    *("/account/settings", "/account/requests", "/account/emergency", "/account/approvals"),
    *("/accounts", "/accounts/invite", "/accounts/requests", "/accounts/emergencies", "/audit"),
    *("/audit?from=yesterday", "/administration", "/administration/examination", "/hand-over"),
    *("/administration/backups", "/authorities/propose", "/authorities/proposals", "/bulk"),
    *("/bulk?all=1&q=torture", "/marking/check", "/releases", "/register", "/register/new"),
    *("/retention", "/retention/due", "/retention/series/new", "/retention/holds/new", "/nothing"),
    *("/searches", "/searches/new?q=torture", "/search/build?q=torture", "/search/draft"),
    *("/search/wording", "/hand-over/proposals", "/sign-in"),
)
_READERS = ("a.linden", "r.okafor")
PAGES_OF_A_ROUTE = 2
_LONG = 4
_ATTRIBUTES = ("aria-label", "title", "placeholder", "data-label")
_OF_RECORDS = ("script", "style", "code", "blockquote")


@dataclass(frozen=True, slots=True)
class Answered:
    account: str
    address: str
    status: int
    text: str
    language: str
    parties: tuple[tuple[str, str], ...]
    """Codes and words of the links that lead to a party or a grouping."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    home = tmp_path_factory.mktemp("french") / "home"
    home.mkdir(mode=0o700)
    share_fonts(home)
    app = create_app(settings_for(home))
    house: House = app.extensions["chancery"]
    ready(house)
    yield app
    house.close()


@pytest.fixture(scope="module")
def answers(demo: Flask) -> list[Answered]:
    """Every page that an account is led to, two of each route."""
    told = demo.test_cli_runner().invoke(args=["archive", "demo"]).output
    demo.test_cli_runner().invoke(args=["search", "rebuild"])
    passwords = dict(re.findall(r"^  ([a-z]+\.[a-z]+) +(\S+) ", told, re.MULTILINE))
    found = []
    for account in ACCOUNTS:
        client = _signed_in(demo, account, passwords[account])
        if account in _READERS:
            _save_a_search(client)
        found += _crawl(demo, client, account)
    return found


def test_every_page_answers_and_says_that_it_is_french(answers: list[Answered]) -> None:
    assert len(answers) > 150
    assert [one for one in answers if one.status >= 500] == []
    assert {one.language for one in answers if one.status < 300} == {"fr"}


def test_no_sentence_of_ours_is_left_in_english(answers: list[Answered]) -> None:
    left = Counter[str]()
    where: dict[str, str] = {}
    for sentence in _english():
        for one in answers:
            if sentence in one.text:
                left[sentence] += 1
                where.setdefault(sentence, f"{one.address} as {one.account}")
    assert {one: where[one] for one in left} == {}


def test_every_link_to_a_party_says_its_french_name(demo: Flask, answers: list[Answered]) -> None:
    house: House = demo.extensions["chancery"]
    with house.work() as work:
        known = authorities(work.session)
    french = {
        one.code: {name.name for name in one.names if name.language == "fr"} | {one.code}
        for one in known.parties.parties
    } | {one.code: {one.name.in_language("fr")} for one in known.groupings.groupings}
    french["EU"].add("Union européenne")
    said = {(code, words) for one in answers for code, words in one.parties}

    assert len(said) > 100
    assert {(code, words) for code, words in said if words not in french[code]} == set()


def _links_to_parties(page: html.HtmlElement) -> Iterator[tuple[str, str]]:
    for link in page.xpath("//main//a[starts-with(@href, '/parties/')]"):
        yield link.get("href").split("/")[2].partition("?")[0], link.text_content().strip()


def _english() -> set[str]:
    """The longest stretch of each sentence without a value, where it is long enough to be ours alone."""
    found = set()
    for message, french in catalogue("fr").items():
        for sentence, said in zip(message, french, strict=True):
            plain = re.sub(r"<[^>]*>", "", sentence)
            stretches = re.split(r"%\(\w+\)s|\{[^}]*\}", plain.replace("%%", "%"))
            longest = max((one.strip() for one in stretches), key=len)
            if len(longest.split()) >= _LONG and longest not in said:
                found.add(" ".join(longest.split()))
    return found


def _crawl(app: Flask, client: FlaskClient, account: str) -> list[Answered]:
    waiting = deque(STARTS)
    seen: set[str] = set()
    routes = Counter[str]()
    found = []
    while waiting:
        address = waiting.popleft()
        if address in seen:
            continue
        seen.add(address)
        route = _route(app, address)
        if address not in STARTS:
            routes[route] += 1
            if routes[route] > PAGES_OF_A_ROUTE:
                continue
        answer = client.get(address)
        if answer.mimetype != "text/html" or answer.status_code in (301, 302, 403):
            continue
        page = html.fromstring(answer.text)
        found.append(
            Answered(
                *(account, address, answer.status_code, _visible(page), page.get("lang", "")),
                parties=tuple(_links_to_parties(page)),
            )
        )
        waiting += [one for one in page.xpath("//main//a/@href | //nav//a/@href") if one[:1] == "/"]
    return found


def _route(app: Flask, address: str) -> str:
    adapter = app.url_map.bind("localhost")
    try:
        return adapter.match(urlsplit(address).path)[0]
    except HTTPException:
        return address


def _visible(page: html.HtmlElement) -> str:
    """What is read on it, but for what speaks the language of a record."""
    parts = []
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in _OF_RECORDS:
            continue
        parts += [element.get(name, "") for name in _ATTRIBUTES]
        parts += [element.text or "", *(child.tail or "" for child in element)]
    return " ".join(" ".join(parts).split())


def _signed_in(app: Flask, name: str, password: str) -> FlaskClient:
    """Signed in, and French chosen on the page of settings."""
    client = app.test_client()
    page = client.get("/sign-in").text
    form = {"csrf_token": _token(page), "name": name, "password": password}
    assert client.post("/sign-in", data=form).status_code == 302
    page = client.get("/account/settings").text
    form = {"csrf_token": _token(page), "language": "fr", "single_keys": "y"}
    answer = client.post("/account/settings", data=form, follow_redirects=True)
    assert "Vos réglages sont conservés avec votre compte." in answer.text
    return client


def _save_a_search(client: FlaskClient) -> None:
    """One kept and watched, so that there are pages of it."""
    address = "/searches/new?q=torture"
    form = {"csrf_token": _token(client.get(address).text), "name": "torture", "watch": "y"}
    assert client.post(address, data=form).status_code == 302


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]
