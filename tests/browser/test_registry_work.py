"""The registry's work in a browser: names that complete by keyboard, bulk work with and without script."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.places import REGISTRAR

MERGE = "/authorities/persons/xie-yang/merge"


def _typed(page: Page, text: str) -> None:
    page.goto(MERGE)
    page.locator("#other").click()
    page.keyboard.type(text)


def test_a_name_is_completed_by_keyboard_and_announced(new_page: NewPage) -> None:
    page = new_page(as_=REGISTRAR)
    _typed(page, "li")
    field, options = page.get_by_role("combobox", name="The entry"), page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("main .combobox [role=status]")).to_contain_text("names")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    active = field.get_attribute("aria-activedescendant") or ""
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    assert Axe().run(page).violations_count == 0
    chosen = page.locator(f"#{active} bdi").inner_text()
    page.keyboard.press("Enter")

    expect(field).to_have_value(chosen)
    expect(field).to_have_attribute("aria-expanded", "false")
    assert MERGE in page.url  # taking a name does not send the form


def test_escape_closes_the_names_first_and_then_leaves_the_field(new_page: NewPage) -> None:
    page = new_page(as_=REGISTRAR)
    _typed(page, "wu")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.locator("#other")).to_have_value("wu")
    assert page.evaluate("document.activeElement.id") == "other"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") != "other"


def test_without_script_a_name_is_typed_out(new_page: NewPage) -> None:
    page = new_page(as_=REGISTRAR, scripts=False)
    page.goto(MERGE)
    page.get_by_label("The entry that means the same").fill("Wu Gan")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()


def _amended(page: Page, subject: str) -> None:
    """Pick by ticking, ask, look and begin, as a person without script does."""
    page.goto("/search?q=torture")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Amend the ticked texts").click()
    page.locator("#add_subjects").fill(subject)
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_role("heading", name="1 text would change")).to_be_visible()
    page.get_by_label("Reason").fill("Tried in a browser")
    page.get_by_role("button", name=re.compile("^Amend 1")).click()


def test_a_bulk_amendment_needs_no_script_from_ticking_to_undo(new_page: NewPage) -> None:
    page = new_page(as_=REGISTRAR, scripts=False, width=360)
    _amended(page, "browser without script")
    done = page.get_by_role("heading", name="Bulk amendment done")
    for _ in range(60):
        if done.count():
            break
        page.get_by_role("link", name="Look again").click()
        page.wait_for_load_state()
        page.wait_for_timeout(500)
    page.get_by_label("Reason").fill("Only tried")
    page.get_by_role("button", name="Undo the whole amendment").click()
    expect(page.get_by_role("heading", name=re.compile("undone"))).to_be_visible()


def test_progress_looks_again_by_itself(new_page: NewPage) -> None:
    page = new_page(as_=REGISTRAR)
    _amended(page, "browser with script")
    heading = page.get_by_role("heading", name="Bulk amendment done")
    expect(heading).to_be_visible(timeout=60_000)


def test_all_boxes_of_a_page_are_ticked_at_once(new_page: NewPage) -> None:
    page = new_page(as_=REGISTRAR)
    page.goto("/search?q=torture")
    page.get_by_role("button", name="Tick all on this page").click()
    boxes = page.get_by_role("checkbox").all()
    assert boxes
    assert all(box.is_checked() for box in boxes)
