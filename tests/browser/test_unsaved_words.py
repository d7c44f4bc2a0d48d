"""Words of a section that were not saved: whoever leaves the page is asked first, whoever saves is not."""

from __future__ import annotations

from playwright.sync_api import Dialog, Page

from tests.browser.conftest import NewPage


def _writing(page: Page) -> list[str]:
    """On the page of a section of a new draft; the kinds of questions that were asked since."""
    page.goto("/briefings/new")
    page.locator("#title").fill("Talks")
    page.locator("main form button[type=submit]").click()
    page.get_by_role("link", name="Objectives", exact=True).click()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return asked


def test_whoever_leaves_unsaved_words_is_asked_and_stays(new_page: NewPage) -> None:
    page = new_page()
    asked = _writing(page)
    page.locator("#text").fill("What is to be reached")
    page.get_by_role("link", name="Parties", exact=True).click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.locator("#text").input_value() == "What is to be reached"
    assert "/sections/objectives" in page.url


def test_whoever_saves_or_typed_nothing_is_not_asked(new_page: NewPage) -> None:
    page = new_page()
    asked = _writing(page)
    page.locator("#text").fill("What is to be reached")
    page.locator("[data-save]").click()
    page.wait_for_url(lambda url: "/sections/objectives" not in url)
    page.get_by_role("link", name="Objectives", exact=True).click()
    page.get_by_role("link", name="Parties", exact=True).click()
    page.wait_for_url("**/parties")
    assert asked == []
