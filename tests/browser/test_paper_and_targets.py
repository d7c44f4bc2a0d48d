"""Loose sheets bear the whole marking, nothing stays folded away on paper, targets are large enough."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.places import AUDITOR, READER
from tests.printing import pages_of

STANDING_ALONE = (
    ".link-row a, .panel-head > .aside a, .crumbs a, .account-name, .facet-value a, .sorting a, "
    ".footer-row a, .data-table tbody th > a, .data-table td > a, .count-table th a, .chip, .button, "
    ".record-list .title-link, .texts .title-link, main summary, .grouping-list a, .paging a"
)
LONG_MARKING = "Five Eyes foreign"


def _small(page: Page, least: int) -> list[str]:
    found: list[str] = page.evaluate(
        """([selector, least]) => [...document.querySelectorAll(selector)]
        .filter((one) => one.checkVisibility())
        .filter((one) => one.getBoundingClientRect().height < least - 0.5)
        .map((one) => `${one.textContent.trim()}: ${one.getBoundingClientRect().height}`)""",
        [STANDING_ALONE, least],
    )
    return found


@pytest.mark.parametrize(("width", "least"), [(1440, 24), (360, 44)])
@pytest.mark.parametrize(
    ("address", "as_"),
    [
        ("/", READER),
        ("/search?q=RSDL&f=target:CHN", READER),
        ("founding in its search", READER),
        ("longest list", READER),
        ("/parties", READER),
        ("/parties/EU", READER),
        ("/new", READER),
        ("/basket", READER),
        ("/briefings", READER),
        ("briefing", READER),
        ("briefing section", READER),
        ("/account", READER),
        ("/audit", AUDITOR),
    ],
)
def test_targets_are_large_enough(
    new_page: NewPage, addresses: dict[str, str], address: str, as_: str, width: int, least: int
) -> None:
    page = new_page(width=width, as_=as_)
    page.goto(addresses.get(address, address))

    assert _small(page, least) == []


def test_every_printed_sheet_bears_the_whole_marking_at_head_and_foot(
    new_page: NewPage, addresses: dict[str, str]
) -> None:
    page = new_page()
    page.goto(addresses["founding"])
    marking = page.locator(".strip b").first.inner_text()

    sheets = pages_of(page.pdf(format="A4"))

    assert " · HR-CHN" in marking
    assert len(sheets) > 1
    assert [sheet.count(f"{marking} highest marking") for sheet in sheets] == [2] * len(sheets)


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_folded_away_stands_on_paper(
    new_page: NewPage, addresses: dict[str, str], scripts: bool
) -> None:
    page = new_page(scripts=scripts)
    page.goto(addresses["founding"])
    relations = page.locator(".relations-all tbody tr").count()

    page.emulate_media(media="print")

    assert relations > 0
    expect(page.locator(".relations-all tbody tr:visible")).to_have_count(relations)
    page.goto(addresses["longest list"])
    expect(page.locator(".signatories tbody tr").last).to_be_visible()
    expect(page.locator(".further-rows > summary")).not_to_be_visible()


def test_a_printed_search_says_what_was_searched(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/search?q=RSDL")

    page.emulate_media(media="print")

    expect(page.get_by_text("Searched: RSDL")).to_be_visible()
    expect(page.locator("label[for=q]")).not_to_be_visible()


@pytest.mark.parametrize(
    ("address", "as_"), [("/parties", READER), ("/account", READER), ("/audit", AUDITOR)]
)
def test_no_table_is_cut_on_a_telephone(new_page: NewPage, address: str, as_: str) -> None:
    page = new_page(width=360, as_=as_)
    page.goto(address)

    cut = page.locator(".scroll").evaluate_all(
        "all => all.filter(one => one.scrollWidth > one.clientWidth).length"
    )

    assert cut == 0


def test_grouping_columns_fit_a_telephone(new_page: NewPage, addresses: dict[str, str]) -> None:
    page = new_page(width=360)
    for name in ("founding", "longest list"):
        page.goto(addresses[name])
        box = page.locator(".scroll:has(.signatories)").first
        assert box.evaluate("one => one.scrollWidth - one.clientWidth") <= 0


def test_a_long_list_has_no_scroll_box_of_its_own(
    new_page: NewPage, addresses: dict[str, str]
) -> None:
    page = new_page()
    page.goto(addresses["longest list"])
    box = page.locator(".scroll:has(.signatories)").first
    row = page.locator(".signatories tbody tr").nth(10).bounding_box()
    line = page.locator("#line-heading").bounding_box()
    last = page.locator(".signatories tbody tr").nth(49).bounding_box()

    assert box.evaluate("one => one.scrollHeight - one.clientHeight") <= 0
    assert row is not None
    assert row["height"] <= 28
    assert line is not None
    assert last is not None
    assert line["y"] < last["y"]


def test_a_long_marking_is_read_whole_in_the_rail(new_page: NewPage) -> None:
    page = new_page(as_="c.tremblay")
    page.goto(f'/search?q=title:"{LONG_MARKING}"')
    page.locator(".hit h2 a").first.click()
    badge = page.locator(".rail .badge").first

    assert "USA" in badge.inner_text()
    assert badge.evaluate(
        "one => [...one.children].every(part => part.scrollWidth <= part.clientWidth + 1)"
    )


def test_chinese_in_code_is_set_in_a_font_of_ours(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/help/search", wait_until="networkidle")

    loaded = page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].filter(one => one.status === 'loaded')"
        ".map(one => one.family))"
    )

    assert "Noto Sans SC" in {one.strip('"') for one in loaded}
