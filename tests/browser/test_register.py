"""Registering and amending in a real browser: a newcomer's walk, the keyboard, no JavaScript, phones."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.places import REGISTRAR

SIGNED = """Australia, Canada, Japan, Switzerland, Belgium, the Czech Republic, Estonia, France, Germany,
Sweden and the United Kingdom"""
MOST_STEPS = 20
"""Fields filled in and buttons pressed, by somebody who has only the newspaper article."""


class Walker:
    """Somebody at the page who fills in and presses; counts both."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.steps = 0

    def fills(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).first.fill(text)
        self.steps += 1

    def chooses(self, label: str, choice: str) -> None:
        self.page.get_by_label(label, exact=True).first.select_option(label=choice)
        self.steps += 1

    def ticks(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).first.check()
        self.steps += 1

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()
        self.steps += 1

    def opens(self, heading: str) -> None:
        self.page.locator("summary", has_text=heading).click()
        self.steps += 1


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no script"])
def test_a_newcomer_registers_the_founding_letter_from_the_article(
    new_page: NewPage, scripts: bool
) -> None:
    page = new_page(as_=REGISTRAR, scripts=scripts)
    walk = Walker(page)
    page.goto("/")
    page.get_by_role("link", name="Register", exact=True).first.click()
    page.get_by_role("link", name="Register a new letter").click()
    walk.steps += 2

    walk.fills("Title", "Letter of eleven missions on the torture of detained lawyers")
    walk.ticks("Title supplied by the register")
    walk.fills("Date", "2017-02-27")
    walk.chooses("How the date is known", "As reported by the source")
    walk.fills("Place", "Beijing")
    walk.chooses("Holding", "Secondary source only")
    walk.chooses("Disclosure", "Leaked in part")
    walk.fills("Paste the list of states", SIGNED)
    walk.chooses("Capacity", "Ambassador or chargé d'affaires")
    walk.chooses("Level", "Official")
    walk.ticks("HR-CHN")
    walk.presses("Register")

    expect(page.locator("h1")).to_contain_text("Letter of eleven missions on the torture")
    expect(page.locator("#signed-heading")).to_have_text("Signed by eleven states")
    expect(page.locator(".facts")).to_contain_text("27 February 2017")
    assert walk.steps <= MOST_STEPS


def test_undecided_rows_take_the_focus_and_are_decided(new_page: NewPage) -> None:
    page = new_page(as_=REGISTRAR)
    page.goto("/register/new")
    page.get_by_label("Title", exact=True).fill("Letter")
    page.get_by_label("Paste the list of states").fill("Canada\nCH\nKorea")
    page.get_by_label("Level", exact=True).select_option("Official")
    page.locator("[data-save]").click()

    expect(page.locator(".notice-bad")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    first = page.get_by_label("Row 2, party")
    expect(first).to_be_in_viewport()
    first.select_option(label="Switzerland")
    page.get_by_label("Row 3, party").select_option(label="Republic of Korea")
    page.keyboard.press("Control+Enter")

    expect(page.locator("#signed-heading")).to_have_text("Signed by three states")


def test_the_draft_is_kept_while_one_types_and_comes_back(new_page: NewPage) -> None:
    page = new_page(as_=REGISTRAR)
    page.goto("/register/new")
    page.get_by_label("Title", exact=True).fill("Typed and never saved")

    expect(page.locator("[data-draft-status]")).to_contain_text("Draft kept", timeout=30_000)
    page.goto("/register")
    page.get_by_role("link", name="Typed and never saved").click()

    expect(page.get_by_label("Title", exact=True)).to_have_value("Typed and never saved")
    page.get_by_role("button", name="Throw the draft away").click()
    expect(page.locator("main")).not_to_contain_text("Typed and never saved")


def test_e_amends_and_an_untouched_form_changes_nothing(
    new_page: NewPage, addresses: dict[str, str]
) -> None:
    page = new_page(as_=REGISTRAR)
    page.goto(addresses["founding"])
    page.keyboard.press("e")
    page.wait_for_url("**/amend")
    page.get_by_label("Reason, kept in the history").fill("Nothing")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".notice")).to_contain_text("Nothing differs")


@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_in_a_form_with_everything_open(
    new_page: NewPage, addresses: dict[str, str], width: int
) -> None:
    page = new_page(as_=REGISTRAR, width=width)
    page.goto(addresses["amend founding"])
    kept = page.get_by_role("button", name="Throw the draft away")
    if kept.count():  # of the same form at another width
        kept.click()
        page.goto(addresses["amend founding"])
    page.get_by_role("button", name=re.compile("More of row 1$")).click()
    page.wait_for_load_state()
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")

    found = Axe().run(page)
    excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")

    assert found.violations_count == 0, found.generate_report()
    assert excess <= 0


def test_two_at_once_choose_in_the_browser(new_page: NewPage, addresses: dict[str, str]) -> None:
    one, two = new_page(as_=REGISTRAR), new_page(as_=REGISTRAR, scripts=False, width=360)
    one.goto(addresses["amend longest list"])
    two.goto(addresses["amend longest list"])
    for page, note in ((one, "Seen in the archive"), (two, "Compared with the list")):
        page.locator("#section-knowing summary").click()
        page.locator("#notes").fill(note)
        page.locator("#reason").fill("Looked at again")
        page.locator("[data-save]").click()

    expect(two.locator("h1")).to_contain_text("while you were amending")
    two.get_by_label("Yours", exact=True).check()
    two.locator("[data-save]").click()
    two.goto(f"{addresses['longest list']}/history")
    expect(two.locator("main")).to_contain_text("Compared with the list")
