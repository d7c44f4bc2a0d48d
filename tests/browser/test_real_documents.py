"""Real documents, taken in by the command while the server runs, found again in a real browser.

They come from the data folder beside the checkout, which no installation needs: without it these tests
are left out and say so. `CHANCERY_TEST_DOCUMENTS` sets how many are taken in (300; `8909` for all).
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import TIMEOUT_MS
from tests.demo_server import ROOT, DemoServer, serving

DOCUMENTS = ROOT.parent / "shared" / "data" / "frus_volumes.jsonl.gz"
COUNT = int(os.environ.get("CHANCERY_TEST_DOCUMENTS", "300"))
REGISTRAR = "r.okafor"
LABEL = "Restricted/SEC"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Page]:
    """A page of a registrar in an archive that holds the demo letters and the documents."""
    if not DOCUMENTS.exists():
        pytest.skip("The folder of real documents is not here.")
    folder = tmp_path_factory.mktemp("real")
    with serving(folder / "home") as server:
        context = browser.new_context(base_url=server.url)
        context.set_default_navigation_timeout(TIMEOUT_MS)
        page = context.new_page()
        _sign_in(page, server)
        page.goto("/search?q=")
        before = _total(page)
        _import(folder)
        page.goto("/search?q=")
        assert _total(page) == before + COUNT  # every document is found, and nothing else is new
        yield page
        context.close()


def _import(folder: Path) -> None:
    part = folder / "documents.jsonl.gz"
    with gzip.open(DOCUMENTS, "rt", encoding="utf-8") as lines, gzip.open(part, "wt") as out:
        out.writelines(islice(lines, COUNT))
    flask = [sys.executable, "-m", "flask", "--app", "app"]
    environment = os.environ | {"CHANCERY_HOME": str(folder / "home")}
    for command in (["archive", "import", str(part), "--label", LABEL], ["search", "check"]):
        done = subprocess.run(
            [*flask, *command], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr


def _sign_in(page: Page, server: DemoServer) -> None:
    page.goto("/sign-in")
    page.get_by_label("User name").fill(REGISTRAR)
    page.get_by_label("Password").fill(server.password(REGISTRAR))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def _total(page: Page) -> int:
    return int(page.locator(".results-head h1").inner_text().split()[0].replace(",", ""))


def test_a_phrase_finds_fewer_than_its_words_and_marks_what_it_found(served: Page) -> None:
    served.goto("/search?q=Secretary of State")
    words = _total(served)
    served.goto('/search?q="Secretary of State"')
    phrase = _total(served)

    assert 0 < phrase <= words
    marked = served.locator(".hit mark").first.inner_text().casefold()
    assert "secretary" in marked


def test_narrowing_to_a_kind_gives_the_number_beside_it(served: Page) -> None:
    served.goto("/search?q=minister")
    row = served.locator("#facet-kind").locator("xpath=../..").locator(".facet-value").first
    expected = int(row.locator(".count").inner_text().replace(",", ""))
    row.locator("a").first.click()

    assert _total(served) == expected


def test_the_last_page_ends_the_list_and_a_document_opens_with_its_way_back(served: Page) -> None:
    served.goto("/search?q=government&page=99999")
    served.locator(".hit h2 a").last.click()
    served.wait_for_url("**/records/**")

    expect(served.locator(".fact")).to_have_count(8)
    served.locator(".crumbs a").first.click()
    served.wait_for_url("**/search**")
    expect(served.locator(".hit").first).to_be_attached()
