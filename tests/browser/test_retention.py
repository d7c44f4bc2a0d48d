"""Retention in a browser: from a rule to a list that waits, without JavaScript, wide and on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.places import REGISTRAR


def _begin_series(page: Page, code: str) -> str:
    """A series whose records are due a year after their date; its address."""
    page.goto("/retention/series/new")
    page.get_by_label("Code").fill(code)
    page.get_by_label("Title").fill("Example: due at once")
    page.get_by_label("Years").fill("1")
    page.get_by_label("Authority").fill("Example of a test")
    page.get_by_label("Reason").fill("For the test")
    page.get_by_role("button", name="Begin the series").click()
    page.wait_for_url(lambda address: not address.endswith("/new"))
    return page.url


def _put(page: Page, series: str, reference: str, button: str) -> None:
    page.goto(series)
    page.get_by_label("References").fill(reference)
    page.get_by_label("Reason").fill("For the test")
    page.get_by_role("button", name=button).click()


@pytest.mark.parametrize("width", [1440, 360])
def test_a_list_is_proposed_and_taken_back_without_script(
    new_page: NewPage, addresses: dict[str, str], width: int
) -> None:
    page = new_page(as_=REGISTRAR, width=width, scripts=False)
    scripted = new_page(as_=REGISTRAR, width=width)
    page.goto(addresses["founding"])
    reference = page.locator(".identity .reference").inner_text()
    code = f"TEST/{width}"
    series = _begin_series(page, code)
    _put(page, series, reference, f"Put them into {code}")
    expect(page.get_by_text("1 record put into the series.")).to_be_visible()

    page.goto("/retention/due")
    expect(page.get_by_label(reference)).to_be_checked()
    page.get_by_role("button", name="Propose to destroy the ticked records").click()
    expect(page.locator("[role=alert]")).to_contain_text("Reason")
    page.get_by_label("Reason").fill("For the test")
    page.get_by_role("button", name="Propose to destroy the ticked records").click()
    expect(page.get_by_role("heading", name="To be destroyed: 1 record")).to_be_visible()
    for address in (page.url, "/retention/due", series):
        scripted.goto(address)
        assert Axe().run(scripted).violations_count == 0
        assert scripted.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    page.get_by_label("Reason", exact=True).fill("Only a test")
    page.get_by_role("button", name="Take the list back").click()
    expect(page.get_by_text("Every record stays.")).to_be_visible()
    page.goto(f"{addresses['founding']}/retention")
    page.get_by_label("Series").select_option(label="HR/CHN Human rights, China")
    page.get_by_label("Reason").fill("Back where it was")
    page.get_by_role("button", name="Put it there").click()
    page.goto("/retention/due")
    expect(page.get_by_text("Nothing that you may read is due today.")).to_be_visible()
