"""First screens, paper: what the pictures in the design ask for, measured."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.places import NOBODY

FACTS_AND_COLUMNS_PX = 600
FIRST_RESULT_PX = 500
FOCUS_RING_PX = 12


def test_the_first_screen_of_a_record_answers_eight_facts(
    new_page: NewPage, addresses: dict[str, str]
) -> None:
    page = new_page()
    page.goto(addresses["founding in its search"])

    labels = page.locator(".fact dt").all_inner_texts()
    boxes = [
        page.locator(selector).bounding_box()
        for selector in (".facts", "#signed-heading", "#asked-heading", "#holding-heading")
    ]

    assert labels == [
        "Dated",
        "To",
        "Signed by",
        "Asks",
        "What came of it",
        "Reported missing",
        "Answers, answered by",
        "Held as",
    ]
    assert all(box and box["y"] + box["height"] <= FACTS_AND_COLUMNS_PX for box in boxes)


def test_the_first_result_stands_on_the_first_screen(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/search?q=RSDL")

    box = page.locator(".hit").first.bounding_box()

    assert box is not None
    assert box["y"] <= FIRST_RESULT_PX


def test_on_paper_the_masthead_is_gone_and_the_marking_stays(
    new_page: NewPage, addresses: dict[str, str]
) -> None:
    page = new_page()
    page.goto(addresses["founding"])

    page.emulate_media(media="print")

    expect(page.locator(".masthead")).not_to_be_visible()
    expect(page.get_by_role("link", name="Summary PDF")).not_to_be_visible()
    expect(page.locator(".strip").first).to_be_visible()
    expect(page.locator(".strip").last).to_be_visible()
    expect(page.locator(".facts")).to_be_visible()


def test_on_paper_a_search_has_no_facets(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/search?q=RSDL")

    page.emulate_media(media="print")

    expect(page.locator("#narrow")).not_to_be_visible()
    expect(page.locator(".hit").first).to_be_visible()


def test_targets_on_a_telephone_are_large_enough(new_page: NewPage) -> None:
    page = new_page(width=360)
    page.goto("/search?q=RSDL#narrow")

    heights = page.locator(".facet-value > a").evaluate_all(
        "links => links.map(link => link.getBoundingClientRect().height)"
    )

    assert heights
    assert min(heights) >= 44


def test_nothing_of_the_archive_stands_on_the_sign_in_page(new_page: NewPage) -> None:
    page = new_page(as_=NOBODY)
    page.goto("/sign-in")

    expect(page.locator(".strip, .masthead, nav")).to_have_count(0)
    expect(page.get_by_label("User name")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 901, 360])
def test_the_button_that_gives_words_back_stands_clear_of_what_is_said_above_it(
    new_page: NewPage, addresses: dict[str, str], width: int
) -> None:
    page = new_page(width=width)
    page.goto(addresses["briefing section"])
    page.evaluate(
        "document.querySelectorAll('[name=csrf_token]').forEach(one => { one.value = '' })"
    )
    page.get_by_role("button", name="Save").click()
    button = page.get_by_role("button", name="Go on with what you typed")
    expect(button).to_be_focused()  # its ring is as wide as it gets
    said = page.locator("main p").first.bounding_box()
    box = button.bounding_box()
    assert said is not None
    assert box is not None
    assert box["y"] - (said["y"] + said["height"]) >= FOCUS_RING_PX
