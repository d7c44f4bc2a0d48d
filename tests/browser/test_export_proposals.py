"""A large export in a browser: without JavaScript, narrow, with axe; and the page of a subject's synonyms."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.places import REGISTRAR

SECOND = "m.duarte"


def _is_clean(page: Page) -> None:
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page)
        assert found.violations_count == 0, f"{width} px: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_many_records_are_proposed_and_another_registrar_decides(new_page: NewPage) -> None:
    page = new_page(as_=REGISTRAR, scripts=False, width=360)
    page.goto("/hand-over")
    page.get_by_label("Or everything that a search finds").fill("statement")
    page.get_by_role("button", name="Export as a bag").click()
    expect(page.get_by_role("alert")).to_contain_text("second registrar")
    page.get_by_label("Reason").fill("For the tribunal")
    page.get_by_role("button", name="Export as a bag").click()
    expect(page.locator("main")).to_contain_text("You proposed it, so another registrar decides.")
    address = page.url

    second = new_page(as_=SECOND)
    for place in ("/hand-over", "/hand-over/proposals", address):
        second.goto(place)
        _is_clean(second)
    second.get_by_label("Reason").fill("Looked through")
    second.get_by_role("button", name="Approve the export").press("Enter")
    expect(second.locator("main")).to_contain_text("The export is approved.")
    page.goto(address)
    expect(page.get_by_role("button", name="Export as a bag")).to_be_visible()


def test_a_synonym_is_added_without_javascript(new_page: NewPage) -> None:
    page = new_page(as_=REGISTRAR, scripts=False, width=360)
    page.goto("/authorities/subjects/torture")
    page.get_by_label("Synonym").fill("the rack")
    page.get_by_role("button", name="Add the synonym").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Language")
    page.get_by_label("Language", exact=True).fill("en")
    page.get_by_role("button", name="Add the synonym").press("Enter")
    expect(page.locator("main")).to_contain_text("the rack")
    seen = new_page(as_=REGISTRAR)
    seen.goto("/authorities/subjects/torture")
    _is_clean(seen)
    seen.get_by_text("Remove the rack").click()
    seen.get_by_label("Reason").fill("Another thing")
    seen.get_by_role("button", name="Remove the synonym").click()
    expect(seen.locator("main")).not_to_contain_text("the rack")
