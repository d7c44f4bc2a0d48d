"""French: chosen from the keyboard, and fitting where English fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import TIMEOUT_MS, NewPage
from tests.browser.places import OFFICER, READER, REGISTRAR, Place
from tests.demo_server import DemoServer

WIDTHS = (320, 360, 720, 1101, 1440)
PLACES = (
    *(Place("/"), Place("/search?q=RSDL"), Place("founding"), Place("/parties/CHN")),
    *(Place("/account"), Place("/help/search"), Place("/register/new", REGISTRAR)),
    *(Place("/searches"), Place("/basket"), Place("briefing"), Place("book")),
    *(Place("/reports"), Place("/reports/chronology?source=search&q=torture")),
    *(Place("/retention", REGISTRAR), Place("/retention/due", REGISTRAR)),
    *(Place("/accounts", OFFICER), Place("account of the reader", OFFICER)),
)
SETTINGS = "/account/settings"


@pytest.fixture(scope="module")
def in_french(
    browser: Browser, demo_server: DemoServer, signed_in: Callable[[str], Any]
) -> Iterator[Callable[[str], Page]]:
    """`in_french(name)`: one page for all looks of an account; English is chosen again at the end."""
    pages: dict[str, Page] = {}

    def page_of(name: str) -> Page:
        if name not in pages:
            context = browser.new_context(base_url=demo_server.url, storage_state=signed_in(name))
            context.set_default_timeout(TIMEOUT_MS)
            pages[name] = context.new_page()
            _choose(pages[name], "fr")
        return pages[name]

    yield page_of
    for page in pages.values():
        _choose(page, "en")
        page.context.close()


def _choose(page: Page, language: str) -> None:
    page.goto(SETTINGS)
    page.locator("#language").select_option(language)
    page.locator("main button[type=submit]").click()
    page.wait_for_selector(".notice-good")


def test_the_language_is_chosen_from_the_keyboard(new_page: NewPage) -> None:
    page = new_page(as_="c.tremblay", width=360)  # whose pages no other test looks at
    page.goto(SETTINGS)
    page.locator("#language").focus()
    page.keyboard.press("F")  # the list leads to Français
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_selector(".notice-good")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator(".notice-good")).to_contain_text("Vos réglages sont conservés")

    page.locator("#language").focus()
    page.keyboard.press("E")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("html[lang=en]")


def test_a_newcomer_finds_the_language_at_the_foot_of_the_sign_in_page(new_page: NewPage) -> None:
    page = new_page(as_="", width=360, scripts=False)
    page.goto("/sign-in?next=/parties")
    page.get_by_role("button", name="Français").click()

    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("h1")).to_have_text("Se connecter")
    assert page.url.endswith("/sign-in?next=/parties")
    assert list(_too_wide(page)) == []


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_french_page_is_sound(
    in_french: Callable[[str], Page], addresses: dict[str, str], place: Place
) -> None:
    page = in_french(place.as_)
    page.goto(addresses.get(place.address, place.address))

    assert page.locator("html").get_attribute("lang") == "fr"
    assert [*_too_wide(page), *_violations(page)] == []


def _too_wide(page: Page) -> Iterator[str]:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if excess > 0:
            yield f"at {width} px the page is {excess} px too wide"


def _violations(page: Page) -> Iterator[str]:
    for scheme, width in (("light", 1440), ("dark", 360)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page)
        if found.violations_count:
            yield f"{scheme}, {width} px: {found.generate_report()}"


def test_scripts_speak_french_too(in_french: Callable[[str], Page]) -> None:
    page = in_french(READER)
    page.goto("/about/keyboard")

    assert "Les lettres seules sont activées" in page.locator("[data-key-switch]").inner_text()
