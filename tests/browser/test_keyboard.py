"""The keyboard: skip link, shortcuts, the switch that turns single letters off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage


def _focused(page: Page, selector: str) -> bool:
    return bool(page.evaluate("wanted => document.activeElement.matches(wanted)", selector))


def test_the_first_stop_skips_to_the_content(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/parties")

    page.keyboard.press("Tab")
    skip_has_focus = _focused(page, ".skip-link")
    page.keyboard.press("Enter")

    assert skip_has_focus
    expect(page.locator("#main")).to_be_focused()


def test_a_slash_goes_to_the_search_field(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/parties/CZE")

    page.keyboard.press("/")

    assert _focused(page, "#masthead-q")
    expect(page.locator("#masthead-q")).to_have_value("")


def test_letters_do_nothing_in_a_field(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/search?q=RSDL")

    page.locator("#q").fill("")
    page.keyboard.type("jkn?/")

    expect(page.locator("#q")).to_have_value("jkn?/")
    assert "/search" in page.url


def test_a_query_is_completed_with_the_arrow_keys(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    field, options = page.get_by_role("combobox"), page.get_by_role("option")
    field.press_sequentially("detention sign")
    expect(options).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("detention signedby:")
    field.press_sequentially("united s")
    expect(options.filter(has_text="United States").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "completions-1-0")
    page.keyboard.press("Enter")
    expect(field).to_have_value('detention signedby:"United States" ')
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")


@pytest.mark.parametrize(
    ("start", "field", "typed", "asked"),
    [
        ("/search?q=RSDL", "#q", "detention", "**/search?q=detention*"),
        ("/parties", "#masthead-q", "torture", "**/search?q=torture*"),
        ("/reports/country-sheet", "#party", "canada", "**/country-sheet?party=canada*"),
    ],
)
def test_enter_sends_at_once_after_escape_whatever_the_list_was_doing(
    new_page: NewPage, start: str, field: str, typed: str, asked: str
) -> None:
    page = new_page()
    for completions in ("on their way", "none"):
        page.route(
            "**/complete/**",
            lambda route, none=completions == "none": (
                route.fulfill(json={"start": 0, "completions": []}) if none else None
            ),
        )
        page.goto(start)
        page.locator(field).fill("")
        with page.expect_request("**/complete/**"):
            page.locator(field).press_sequentially(typed)
        if completions == "none":
            page.wait_for_load_state("networkidle")
        page.keyboard.press("Escape")
        expect(page.locator(field)).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url(asked)
        page.unroute("**/complete/**")


def test_a_second_escape_leaves_a_field_that_has_nothing_to_offer(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/search")
    page.locator("#q").press_sequentially("torture")
    page.keyboard.press("Escape")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#q")).not_to_be_focused()


def test_years_are_narrowed_with_the_arrow_keys(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/search?q=China")
    bars = page.get_by_role("listbox", name="Years.")
    bars.focus()
    for key in ("End", "Shift+ArrowLeft", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    expect(bars.get_by_role("option", selected=True)).to_have_count(3)
    page.keyboard.press("Escape")
    expect(bars.get_by_role("option", selected=True)).to_have_count(0)
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.wait_for_url("**&from=2020&to=2029")


def test_years_are_narrowed_by_dragging(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/search?q=China")
    strips = page.locator(".chart-column .chart-strip")
    first, last = strips.nth(0).bounding_box(), strips.nth(1).bounding_box()
    assert first is not None
    assert last is not None
    page.mouse.move(first["x"] + 5, first["y"] + 40)
    page.mouse.down()
    page.mouse.move(last["x"] + 5, last["y"] + 40, steps=3)
    page.mouse.up()
    page.wait_for_url("**&from=1890&to=1909")


def test_j_k_and_enter_walk_through_the_results(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/search?q=China")
    titles = page.locator(".hit h2 a").all_inner_texts()

    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("k")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_url("**/records/**")

    assert [first, second] == titles[:2]
    expect(page.locator("h1")).to_contain_text(titles[0])


def test_b_puts_the_chosen_line_into_the_basket_and_takes_it_out(new_page: NewPage) -> None:
    page = new_page(as_="r.okafor")
    page.goto("/search?q=China")
    second = page.locator("form[data-basket] button").nth(1)

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("b")

    expect(second).to_contain_text("In basket: remove")
    expect(page.locator("[data-basket-count]").first).to_have_text("1")
    page.keyboard.press("b")
    expect(second).to_contain_text("Add to basket")
    expect(page.locator("[data-basket-count]").first).to_have_text("0")


def test_n_and_p_walk_through_the_records_of_a_search(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/search?q=China")
    titles = page.locator(".hit h2 a").all_inner_texts()
    page.locator(".hit h2 a").first.click()
    page.wait_for_url("**n=1**")

    page.keyboard.press("n")
    page.wait_for_url("**n=2**")
    second = page.locator("h1").inner_text()
    page.keyboard.press("p")
    page.wait_for_url("**n=1**")
    first = page.locator("h1").inner_text()
    page.locator("[data-way-back]").click()

    assert titles[0] in first
    assert titles[1] in second
    expect(page.locator("#q")).to_have_value("China")


def test_the_question_mark_lists_the_keys(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")

    page.keyboard.press("?")
    page.wait_for_url("**/about/keyboard")

    expect(page.get_by_role("heading", name="Keyboard", exact=True)).to_be_visible()


def test_single_letters_can_be_switched_off_and_stay_off(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/about/keyboard")

    page.get_by_role("button", name="Switch single letters off").click()
    page.goto("/parties")
    page.keyboard.press("/")

    assert not _focused(page, "input")
    page.goto("/about/keyboard")
    expect(page.get_by_role("button", name="Switch single letters on")).to_be_visible()


def test_escape_leaves_the_field(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/search")
    page.keyboard.press("/")

    page.keyboard.press("Escape")

    assert not _focused(page, "input")


def test_focus_can_be_seen(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/parties")

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    style = page.evaluate(
        "(({outlineStyle, outlineWidth, boxShadow}) => [outlineStyle, outlineWidth, boxShadow])"
        "(getComputedStyle(document.activeElement))"
    )

    assert style[:2] == ["solid", "2px"]
    assert "5px" in style[2]
