"""Zero axe violations in what a page opens only when asked; the pages themselves are in test_places."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import NewPage


def test_axe_finds_nothing_in_what_is_folded_away(
    new_page: NewPage, addresses: dict[str, str]
) -> None:
    page = new_page(width=360)
    page.goto(addresses["founding"])
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()


def test_axe_finds_nothing_in_the_lists_that_narrow(new_page: NewPage) -> None:
    page = new_page(width=360)
    page.goto("/search?q=RSDL#narrow")

    found = Axe().run(page)

    expect(page.locator("#narrow")).to_be_visible()
    assert found.violations_count == 0, found.generate_report()
