"""A real browser against a served demo archive. No browser: skipped, or a failure if it is required.

`CHANCERY_REQUIRE=browser` makes a missing Chromium a failure. The archive comes from the fixture
`demo_server`; each account signs in once for all tests, since signing in is throttled.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.demo_server import DemoServer, serving

EXECUTABLES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable")
"""The first that is there: the shell has no window to draw, and begins a page twice as fast."""
READER = "a.linden"
FOUNDING_LETTER = "eleven missions"
LONGEST_LIST = "155 states"
TIMEOUT_MS = 120_000
"""A slice of a Chinese font is cut when it is first asked for, which takes its time on a busy machine."""
EXPECT_TIMEOUT_MS = 30_000
"""An expectation looks again until it holds; a read (`inner_text`, `count`) after a click would not."""
NewPage = Callable[..., Page]

expect.set_options(timeout=EXPECT_TIMEOUT_MS)


def _executable() -> str:
    found = next(filter(None, map(shutil.which, EXECUTABLES)), None)
    if found is None:
        reason = "No Chromium was found on the PATH; install the package chromium-headless-shell."
        if "browser" in os.environ.get("CHANCERY_REQUIRE", ""):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    executable = _executable()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoServer]:
    """The demo archive, served; only where there is a browser to look at it."""
    _executable()
    with serving(tmp_path_factory.mktemp("demo") / "home") as server:
        yield server


@pytest.fixture(scope="session")
def signed_in(browser: Browser, demo_server: DemoServer) -> Callable[[str], Any]:
    """`signed_in(name)` gives the browser state of an account that has signed in through the form."""
    states: dict[str, Any] = {}

    def state_of(name: str) -> Any:
        if name not in states:
            context = browser.new_context(base_url=demo_server.url)
            context.set_default_timeout(TIMEOUT_MS)
            page = context.new_page()
            page.goto("/sign-in")
            page.get_by_label("User name").fill(name)
            page.get_by_label("Password").fill(demo_server.password(name))
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(lambda address: "/sign-in" not in address)
            states[name] = context.storage_state()
            context.close()
        return states[name]

    return state_of


@pytest.fixture
def new_page(
    browser: Browser, demo_server: DemoServer, signed_in: Callable[[str], Any]
) -> Iterator[NewPage]:
    """`new_page(width=360, scheme="dark", as_="a.linden", scripts=False)`; `as_=""` is nobody."""
    contexts: list[BrowserContext] = []

    def make(
        *, width: int = 1440, scheme: str = "light", as_: str = READER, scripts: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=demo_server.url,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            storage_state=signed_in(as_) if as_ else None,
            java_script_enabled=scripts,
        )
        context.set_default_timeout(TIMEOUT_MS)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def page_of(
    browser: Browser, demo_server: DemoServer, signed_in: Callable[[str], Any]
) -> Iterator[Callable[[str], Page]]:
    """`page_of(name)` is one page for all looks of an account: a new one costs a process each time."""
    pages: dict[str, Page] = {}

    def kept(as_: str) -> Page:
        if as_ not in pages:
            state = signed_in(as_) if as_ else None
            context = browser.new_context(base_url=demo_server.url, storage_state=state)
            context.set_default_timeout(TIMEOUT_MS)
            pages[as_] = context.new_page()
        return pages[as_]

    yield kept
    for page in pages.values():
        page.context.close()


@pytest.fixture(scope="session")
def addresses(
    browser: Browser, demo_server: DemoServer, signed_in: Callable[[str], Any]
) -> dict[str, str]:
    """Addresses that only the served archive knows: the founding letter, the longest list."""
    context = browser.new_context(base_url=demo_server.url, storage_state=signed_in(READER))
    context.set_default_timeout(TIMEOUT_MS)
    page = context.new_page()
    founding, longest = (
        _first_result(page, f'title:"{title}"') for title in (FOUNDING_LETTER, LONGEST_LIST)
    )
    saved, shared = _saved_search(page)
    briefing = _briefing(page)
    book = _book(page)
    page.goto("/search?q=lawyers+torture")
    text = page.locator("a[href*='/text?']").first.get_attribute("href") or ""
    context.close()
    account = _account_of(browser, demo_server, signed_in("s.haddad"), READER)
    return {
        "account of the reader": account,
        "briefing": briefing,
        "briefing details": f"{briefing}/details",
        "briefing sections": f"{briefing}/sections",
        "briefing section": f"{briefing}/sections/arguments",
        "briefing search": f"{briefing}/selection/search",
        "briefing share": f"{briefing}/share",
        "briefing marking": f"{briefing}/marking",
        "briefing history": f"{briefing}/history",
        "briefing version": f"{briefing}/versions/1",
        "briefing to remove": f"{briefing}/remove",
        "book": book,
        "saved search": saved,
        "saved search to remove": f"{saved}/remove",
        "shared search": shared,
        "results of the saved search": f"{saved}/run",
        "clearance of the reader": f"{account}/clear",
        "grant for the reader": f"{account}/grants",
        "founding": founding.partition("?")[0],
        "founding in its search": founding,
        "text where it matched": text.partition("#")[0],
        "history": f"{founding.partition('?')[0]}/history",
        "relations": f"{founding.partition('?')[0]}/relations",
        "notes": f"{founding.partition('?')[0]}/notes",
        "retention": f"{founding.partition('?')[0]}/retention",
        "withdraw": f"{founding.partition('?')[0]}/withdraw",
        "label": f"{founding.partition('?')[0]}/label",
        "consent": f"{founding.partition('?')[0]}/consent",
        "like founding": f"/search/like/{founding.partition('?')[0].rpartition('/')[2]}",
        "wording of founding": f"/search/wording?record={founding.partition('?')[0].rpartition('/')[2]}",
        "longest list": longest.partition("?")[0],
        "amend founding": f"{founding.partition('?')[0]}/amend",
        "amend longest list": f"{longest.partition('?')[0]}/amend",
        "version 1 of founding": f"{founding.partition('?')[0]}/versions/1",
    }


def _account_of(browser: Browser, demo_server: DemoServer, state: Any, name: str) -> str:
    context = browser.new_context(base_url=demo_server.url, storage_state=state)
    context.set_default_timeout(TIMEOUT_MS)
    page = context.new_page()
    page.goto(f"/accounts?q={name}")
    address = page.locator("tbody th a").first.get_attribute("href") or ""
    context.close()
    return address


def _saved_search(page: Page) -> tuple[str, str]:
    """A search that the reader saves, watches and shares: its page and its link."""
    page.goto("/search?q=RSDL&f=target:CHN")
    page.get_by_role("link", name="Save this search").click()
    page.get_by_label("Note").fill("For the meeting of missions on Thursday")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Watch this search").click()
    page.get_by_role("button", name="Share the query by link").click()
    link = page.get_by_label("Link to the query").input_value()
    return urlsplit(page.url).path, urlsplit(link).path


def _briefing(page: Page) -> str:
    """A briefing of what the reader put into the basket, with a search, words that were changed and an
    audience that may not read all of it."""
    page.goto("/search?q=China")
    for number in range(3):
        with page.expect_response("**/basket/pick"):
            page.locator("form[data-basket] button").nth(number).click()
    page.goto("/briefings/new?basket=1")
    page.get_by_label("Title", exact=True).fill("Meeting with the Minister of Public Security")
    page.get_by_label("Occasion").fill("Bilateral talks, Geneva")
    page.get_by_role("button", name="Begin the briefing").click()
    page.wait_for_url("**/briefings/*-*")
    path = urlsplit(page.url).path
    page.goto(f"{path}/selection/search")
    page.get_by_role("button", name="Add").first.click()
    for words in ("What was asked for and not answered.", "What was asked for, with numbers."):
        page.goto(f"{path}/sections/arguments")
        page.get_by_label("Text").fill(words)
        page.get_by_role("button", name="Save").click()
        page.wait_for_url("**#sections")
    page.get_by_label("or cleared to").select_option("Public")
    page.get_by_role("button", name="Keep audience and paper").click()
    page.wait_for_url("**#audience")
    return path


def _book(page: Page) -> str:
    """A book of another draft with the same basket, and with a copy for somebody."""
    page.goto("/briefings/new?basket=1")
    page.get_by_label("Title", exact=True).fill("Talks on detention")
    page.get_by_role("button", name="Begin the briefing").click()
    page.wait_for_url("**/briefings/*-*")
    page.get_by_label("Copies for").fill("P. Marsh")
    page.get_by_role("button", name="Build the book").click()
    page.wait_for_url("**/books/*")
    page.get_by_role("link", name="Fetch the PDF").wait_for()  # the page looks again by itself
    return urlsplit(page.url).path


def _first_result(page: Page, query: str) -> str:
    page.goto(f"/search?{urlencode({'q': query})}")
    return page.locator(".hit h2 a").first.get_attribute("href") or ""
