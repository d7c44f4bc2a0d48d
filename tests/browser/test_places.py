"""What holds on every page: loaded once for each place, then looked at from all sides.

Zero axe violations in light on a desk and in dark on a telephone, nothing scrolls sideways, the marking
stands first and last. One load serves all, because loading is what takes the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.places import NOBODY, PLACES, Place

Scheme = Literal["light", "dark"]
SEEN_BY_AXE: tuple[tuple[Scheme, int], ...] = (("light", 1440), ("dark", 360))
"""Each scheme and each layout once; colours of both are held to contrast in tests/unit/test_contrast.py."""
WIDTHS = (320, 360, 720, 1000, 1101, 1440)
"""320 is 1280 at 400 %, 720 is 1440 at 200 %, 1101 is the narrowest masthead with all its places."""


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_page_is_sound(
    page_of: Callable[[str], Page], addresses: dict[str, str], place: Place
) -> None:
    page = page_of(place.as_)
    page.emulate_media(color_scheme="light")
    page.goto(addresses.get(place.address, place.address))

    problems = [*_too_wide(page), *_violations(page)]
    if place.as_ != NOBODY:
        problems += _misplaced_marking(page)

    assert problems == []


def _too_wide(page: Page) -> Iterator[str]:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if excess > 0:
            yield f"at {width} px the page is {excess} px too wide"


def _violations(page: Page) -> Iterator[str]:
    for scheme, width in SEEN_BY_AXE:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page)
        if found.violations_count:
            yield f"{scheme}, {width} px: {found.generate_report()}"


def _misplaced_marking(page: Page) -> Iterator[str]:
    strips = page.locator(".strip")
    first, last = strips.first.bounding_box(), strips.last.bounding_box()
    height = page.evaluate("document.documentElement.scrollHeight")
    if strips.count() != 2 or strips.first.inner_text() != strips.last.inner_text():
        yield "the marking does not stand twice alike"
    if first is None or first["y"] != 0:
        yield "the marking does not stand first"
    if last is None or last["y"] + last["height"] != pytest.approx(height, abs=1):
        yield "the marking does not stand last"
