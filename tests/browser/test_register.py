"""Registering and amending in a real browser: a newcomer's walk, the keyboard, no JavaScript, phones."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.places import REGISTRAR

SIGNED = """Australia, Canada, Japan, Switzerland and the EU members Belgium, the Czech Republic, Estonia,
France, Germany, Sweden and the United Kingdom"""
ASKED = """Prompt and independent inquiry into the torture alleged
End residential surveillance at a designated place
Release all suspects from such custody
Repeal the law that enables it"""
CAME = """People's Daily: called the reports invented
Xinhua: called the reports lies
Ministry of Public Security: did not answer the press
Embassy of Canada: such matters are often better raised in private"""
MISSING = """EU member: blocked a signature by the whole EU
United States: absent from the letter"""
NAMED = """Xie Yang, Li Heping, Wang Quanzhang, Li Chunfu, lawyers
Wu Gan, activist"""
MOST_STEPS = 55
"""Fields filled in and buttons pressed for every fact of the article; 134 before lines and defaults."""


class Walker:
    """Somebody at the page who fills in and presses, by the names that fields have; counts all of it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.steps = 0

    def fills(self, **texts: str) -> None:
        for name, text in texts.items():
            self._field(name).fill(text)
            self.steps += 1

    def chooses(self, **codes: str) -> None:
        for name, code in codes.items():
            self._field(name).select_option(code)
            self.steps += 1

    def ticks(self, *names: str) -> None:
        for name in names:
            self._field(name).check()
            self.steps += 1

    def presses(self, do: str) -> None:
        self.page.locator(f"button[value='{do}']").first.click()
        self.steps += 1

    def opens(self, section: str) -> None:
        self.page.locator(f"#section-{section} > summary").click()
        self.steps += 1

    def _field(self, name: str) -> Locator:
        return self.page.locator(f"[name='{name.replace('__', '.')}']").first


def _tells_every_fact(walk: Walker) -> None:
    walk.fills(title="Letter of eleven heads of mission on the torture of lawyers", place="Beijing")
    walk.ticks("title_is_supplied", "place_is_inferred")
    walk.fills(dated="27 February 2017", evidence__source="The Globe and Mail, March 2017")
    walk.chooses(dated__basis="reported_by_source", evidence__grade="B2")
    walk.chooses(holding="secondary_source_only", disclosure="leaked_partial")
    walk.fills(paste=SIGNED, signatories_published="11")
    walk.chooses(all__ranks="ambassador,charge_daffaires", signatures_are_complete="yes")
    walk.opens("to")
    walk.fills(addressees__lines="Guo Shengkun, Minister of Public Security of China")
    walk.opens("asked")
    walk.fills(demands__lines=ASKED, concern="Growing concern over recent reports of torture")
    walk.chooses(demands__lines__strength="calls_on", concern__step="growing_concern")
    walk.fills(assertions="Secret custody puts people at risk of torture")
    walk.opens("came")
    walk.fills(responses__lines=CAME)
    walk.opens("missing")
    walk.fills(absences__lines=MISSING)
    walk.opens("about")
    walk.fills(summary="Eleven missions wrote to the minister about torture.", targets="China")
    walk.fills(subjects="torture\nhuman rights lawyers\nrule of law")
    walk.opens("persons")
    walk.fills(persons__lines=NAMED)
    walk.chooses(persons__lines__role="subject")
    walk.ticks("persons.lines.is_public_here")
    walk.opens("travelling")
    walk.fills(disclosed="20 March 2017")
    walk.chooses(disclosed__basis="reported_by_source", channel="mission_to_ministry")
    walk.chooses(publicity="confidential", level="Official")
    walk.page.get_by_label("HR-CHN", exact=True).check()
    walk.steps += 1
    walk.presses("check")  # which turns all lines into rows: what they could not say is added there
    walk.chooses(
        responses__0__kind="rebuttal_state_media", responses__1__kind="rebuttal_state_media"
    )
    walk.chooses(responses__2__kind="no_comment_to_media", responses__3__kind="press_line")
    walk.fills(responses__0__by_party="China", responses__1__by_party="China")
    walk.fills(responses__2__by_party="China", absences__0__evidence__grade="C3")
    walk.ticks("absences.0.evidence.anonymous")
    walk.fills(demands__0__beneficiaries="Xie Yang, Li Heping, Wang Quanzhang, Li Chunfu, Wu Gan")


@pytest.mark.parametrize(("scripts", "width"), [(True, 1440), (False, 360)])
def test_a_newcomer_registers_every_fact_of_the_founding_letter_from_the_article(
    new_page: NewPage, scripts: bool, width: int
) -> None:
    page = new_page(as_=REGISTRAR, scripts=scripts, width=width)
    walk = Walker(page)
    page.goto("/register")
    page.get_by_role("link", name="Register a new letter").click()
    walk.steps += 2  # the way there from the start page

    _tells_every_fact(walk)
    expect(page.locator(".likely")).to_contain_text("11 of its 11 signatories; same addressee")
    walk.presses("save")

    expect(page.locator("h1")).to_contain_text("Letter of eleven heads of mission")
    expect(page.locator("#signed-heading")).to_have_text("Signed by eleven states")
    expect(page.locator("main")).to_contain_text("The list is complete (11 of 11).")
    for fact in ("27 February 2017", "Guo Shengkun", "4 demands", "EU member (not named)"):
        expect(page.locator(".facts")).to_contain_text(fact)
    for absent in ("No source on record", "not graded", "other ·"):
        expect(page.locator("main")).not_to_contain_text(absent)
    assert walk.steps <= MOST_STEPS, walk.steps


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
