"""Marking, relabelling and consent in a browser: by keyboard, without JavaScript, narrow, with axe."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.places import REGISTRAR

CHECK = "Check who may read it"


def _is_clean(page: Page) -> None:
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page)
        assert found.violations_count == 0, f"{width} px: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scripts", [True, False])
def test_a_marking_is_checked_with_and_without_javascript(new_page: NewPage, scripts: bool) -> None:
    page = new_page(as_=REGISTRAR, scripts=scripts)
    page.goto("/marking/check")
    page.get_by_label("Marking as written").fill("SECRET//ORCON/NOFORN")
    page.get_by_role("button", name=CHECK).click()

    result = page.get_by_role("status").filter(has_text="Its label is")
    expect(result).to_contain_text("There is no compartment ORCON here to carry it.")
    expect(result).to_contain_text(re.compile(r"admit 1 of \d+ accounts"))
    expect(page.get_by_label("Marking as written")).to_have_value("SECRET//ORCON/NOFORN")


def test_a_release_is_checked_and_proposed_without_javascript(
    new_page: NewPage, addresses: dict[str, str]
) -> None:
    page = new_page(as_=REGISTRAR, scripts=False, width=360)
    page.goto(addresses["label"])
    page.get_by_label("Level").select_option("Public")
    page.get_by_label("HR-CHN").uncheck()
    page.get_by_role("button", name=CHECK).click()
    expect(page.locator("main")).to_contain_text("can read it that cannot today")

    page.get_by_role("button", name="Propose the release to Public").click()
    expect(page.get_by_role("alert")).to_contain_text("Reason")
    page.get_by_label("Reason").fill("The whole text is in a newspaper")
    page.get_by_role("button", name="Propose the release to Public").click()

    expect(page.locator("main")).to_contain_text("You proposed it, so another registrar decides.")
    expect(page.get_by_role("button", name="Release it")).to_have_count(0)
    address = page.url
    page.goto("/releases")
    expect(page.locator("main")).to_contain_text("1 proposal that you may read")

    seen = new_page(as_=REGISTRAR)
    for place in ("/releases", address, addresses["label"]):
        seen.goto(place)
        _is_clean(seen)


def test_errors_take_the_focus_and_lead_to_their_fields(new_page: NewPage) -> None:
    page = new_page(as_=REGISTRAR)
    page.goto("/marking/check")
    page.get_by_label("Releasable to").fill("Freedonia")
    page.get_by_label("Level").select_option("Official")
    page.get_by_label("Releasable to").press("Enter")  # the form's first button checks

    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Releasable to")).to_have_value("Freedonia")
    expect(page).to_have_url(re.compile("#releasable_to$"))
    _is_clean(page)


def test_answers_of_originators_are_entered_by_keyboard(
    new_page: NewPage, addresses: dict[str, str]
) -> None:
    page = new_page(as_=REGISTRAR, scripts=False)
    page.goto(addresses["consent"])
    page.get_by_role("button", name="List the originators").press("Enter")
    page.get_by_label("Canada").press("Space")
    page.get_by_label("Agreed", exact=True).press("Space")
    page.get_by_label("On which day").fill("2026-01-15")
    page.get_by_role("button", name="Enter this answer").press("Enter")

    row = page.get_by_role("row").filter(has_text="Canada").first
    expect(row).to_contain_text("Agreed")
    expect(page.locator("main")).to_contain_text("1 of 12 agree")
    seen = new_page(as_=REGISTRAR)
    seen.goto(addresses["consent"])
    seen.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    _is_clean(seen)
