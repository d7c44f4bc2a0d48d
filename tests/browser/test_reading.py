"""The main job in a real browser: sign in, search, narrow, read, take away; and all without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.places import AUDITOR, NOBODY, READER


def _total(page: Page) -> int:
    return int(page.locator(".results-head h1").inner_text().split()[0].replace(",", ""))


def _open_narrowing(page: Page) -> None:
    if page.locator(".narrow-buttons").is_visible():
        page.locator(".narrow-buttons > a").click()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [360, 1440])
def test_from_signing_in_to_a_letter(
    new_page: NewPage, demo_server: Any, scripts: bool, width: int
) -> None:
    page = new_page(as_=NOBODY, scripts=scripts, width=width)
    page.goto("/")

    page.get_by_label("User name").fill(READER)
    page.get_by_label("Password").fill(demo_server.password(READER))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Words, names, references").fill("RSDL")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    used = page.locator(".notice").first.inner_text()
    page.get_by_role("link", name="eleven missions").first.click()

    assert "Also searched" in used
    expect(page.locator("h1")).to_contain_text("eleven missions")
    expect(page.locator(".fact")).to_have_count(8)
    expect(page.get_by_role("link", name="Summary PDF")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_numbers_beside_the_lists_are_those_of_the_results(
    new_page: NewPage, scripts: bool, width: int
) -> None:
    page = new_page(scripts=scripts, width=width)
    page.goto("/search?q=China")
    before = _total(page)

    _open_narrowing(page)
    row = page.locator("#facet-kind").locator("xpath=../..").locator(".facet-value").first
    expected = int(row.locator(".count").inner_text())
    row.locator("a").first.click()
    narrowed = _total(page)
    page.locator(".results-head .chip").first.click()

    assert narrowed == expected
    assert _total(page) == before


def test_leaving_a_value_out_and_keeping_it_divide_the_results(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/search?q=China")
    total = _total(page)
    code = "joint_letter"

    page.goto(f"/search?q=China&f=kind:{code}")
    kept = _total(page)
    page.goto(f"/search?q=China&f=-kind:{code}")

    assert kept + _total(page) == total


def test_years_from_and_to_narrow(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/search")

    page.get_by_label("From", exact=True).fill("2017")
    page.get_by_label("to", exact=True).fill("2017")
    page.get_by_role("button", name="Narrow").click()
    page.wait_for_load_state()

    dates = page.locator(".hit .line b").all_inner_texts()
    assert dates
    assert all("2017" in one for one in dates)


def test_synonyms_can_be_switched_off(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/search?q=RSDL")

    page.get_by_role("link", name="Search the exact words only").click()

    expect(page).to_have_url(re.compile("exact=1"))
    expect(page.get_by_text("Exact words only.")).to_be_visible()


def test_a_query_that_cannot_be_read_says_where(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/search?q=torture+AND+(lawyers")

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#q")).to_have_value("torture AND (lawyers")


def test_the_longest_list_can_be_read_to_its_end(
    new_page: NewPage, addresses: dict[str, str]
) -> None:
    page = new_page()
    page.goto(addresses["longest list"])
    rows = page.locator(".signatories tbody tr")
    page.get_by_text("Show the other").click()

    rows.last.scroll_into_view_if_needed()

    assert rows.count() >= 155
    expect(rows.last).to_be_visible()


def test_what_is_not_there_and_what_is_hidden_look_the_same(new_page: NewPage) -> None:
    page = new_page()

    texts = []
    for address in ("/nothing-here", "/records/00000000-0000-4000-8000-000000000000"):
        page.goto(address)
        texts.append(page.locator("main").inner_text())

    assert texts[0] == texts[1]
    assert "Nothing here that you may read." in texts[0]


def test_an_auditor_has_the_trail_and_no_search(new_page: NewPage) -> None:
    page = new_page(as_=AUDITOR)
    page.goto("/audit")

    places = page.get_by_role("navigation", name="Main").get_by_role("link").all_inner_texts()

    assert places == ["Audit"]
    expect(page.get_by_role("search")).to_have_count(0)
    expect(page.locator("tbody tr").first).to_be_attached()


def test_no_page_loads_anything_from_elsewhere_or_breaks_its_policy(
    new_page: NewPage, demo_server: Any, addresses: dict[str, str]
) -> None:
    page = new_page()
    elsewhere: list[str] = []
    complaints: list[str] = []
    page.on(
        "request",
        lambda request: (
            elsewhere.append(request.url) if not request.url.startswith(demo_server.url) else None
        ),
    )
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )

    for address in (
        "/",
        "/search?q=RSDL",
        addresses["founding"],
        "/parties/CZE",
        "/about/keyboard",
    ):
        page.goto(address, wait_until="networkidle")

    assert elsewhere == []
    assert complaints == []


def test_the_fonts_of_the_page_are_ours(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/", wait_until="networkidle")

    loaded = page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].filter(one => one.status === 'loaded')"
        ".map(one => one.family))"
    )

    assert {"Source Serif 4", "Noto Sans"} <= {one.strip('"') for one in loaded}
