"""Accounts in a real browser: an invitation without JavaScript, a second factor, keys, errors in focus."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.places import OFFICER, READER

WORDS = "seven herons over the lake"


def _invited(officer: Page, name: str) -> str:
    officer.goto("/accounts/invite")
    officer.get_by_label("User name").fill(name)
    officer.get_by_label("Role").select_option("drafter")
    officer.get_by_label("Cleared to").select_option("Restricted")
    officer.get_by_label("HR-CHN").check()
    officer.get_by_role("button", name="Make the invitation").click()
    link = officer.locator(".link-once").inner_text()
    return urlsplit(link).path


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_is_invited_and_comes_in(new_page: NewPage, scripts: bool) -> None:
    name = f"invited.{'with' if scripts else 'without'}"
    officer = new_page(as_=OFFICER, scripts=scripts, width=360)
    person = new_page(as_="", scripts=scripts, width=360)
    person.goto(_invited(officer, name))

    person.get_by_label("New password", exact=True).fill(WORDS)
    person.get_by_label("New password, once more").fill(WORDS)
    person.get_by_role("button", name="Set the password").click()
    person.get_by_label("User name").fill(name)
    person.get_by_label("Password").fill(WORDS)
    person.get_by_role("button", name="Sign in").click()

    person.goto("/account")
    expect(person.locator("main").get_by_text("HR-CHN")).to_be_visible()


def test_a_second_factor_is_set_up_from_the_page_and_asked_for(new_page: NewPage) -> None:
    officer, person = new_page(as_=OFFICER), new_page(as_="")
    person.goto(_invited(officer, "with.factor"))
    person.get_by_label("New password", exact=True).fill(WORDS)
    person.get_by_label("New password, once more").fill(WORDS)
    person.keyboard.press("Enter")
    expect(person.get_by_label("User name")).to_be_visible()
    _sign_in(person, "with.factor")

    person.goto("/account/factor")
    person.get_by_label("Your password").fill(WORDS)
    person.get_by_role("button", name="Set up a second factor").click()
    picture = person.locator("img.qr")
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("image => image.naturalWidth") > 100
    assert Axe().run(person).violations_count == 0
    secret = re.sub(r"\s", "", person.locator(".link-once").inner_text())
    person.get_by_label("Code your app shows").fill(pyotp.TOTP(secret).now())
    person.keyboard.press("Enter")
    expect(person.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    codes = person.locator(".recovery-codes code").all_inner_texts()
    assert len(codes) == 10
    assert Axe().run(person).violations_count == 0

    again = new_page(as_="", width=360)
    _sign_in(again, "with.factor")
    expect(again.get_by_role("heading", name="Second step")).to_be_visible()
    expect(again.get_by_label("Code", exact=True)).to_be_focused()
    assert Axe().run(again).violations_count == 0
    again.get_by_label("Code", exact=True).fill("000000")
    again.keyboard.press("Enter")
    expect(again.locator(".notice-bad")).to_be_focused()
    again.get_by_label("Code", exact=True).fill(codes[0])
    again.keyboard.press("Enter")
    expect(again.get_by_text("You signed in with a recovery code; 9 are left.")).to_be_visible()


def test_errors_take_the_focus_and_keep_what_was_typed(new_page: NewPage) -> None:
    page = new_page(as_=OFFICER)
    page.goto("/accounts/invite")
    page.get_by_label("User name").fill("A B")
    page.get_by_label("Name to show").fill("Kept Words")
    page.get_by_role("button", name="Make the invitation").click()
    expect(page.locator(".notice-bad")).to_be_focused()
    expect(page.get_by_label("Name to show")).to_have_value("Kept Words")
    page.get_by_role("link", name="User name").click()
    assert page.evaluate("document.activeElement.name") == "name"
    assert Axe().run(page).violations_count == 0


def test_single_letters_are_switched_off_with_the_account(new_page: NewPage) -> None:
    page = new_page(as_="j.novak")
    page.goto("/account/settings")
    page.get_by_label("Single letters are keys").uncheck()
    page.get_by_role("button", name="Keep these settings").click()
    page.goto("/parties")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    page.goto("/account/settings")
    page.get_by_label("Single letters are keys").check()
    page.get_by_role("button", name="Keep these settings").click()
    page.goto("/parties")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_a_request_is_asked_and_answered_by_keyboard_alone(new_page: NewPage) -> None:
    reader, officer = new_page(as_=READER), new_page(as_=OFFICER)
    reader.goto("/account/requests")
    reader.get_by_label("What you need to see").focus()
    reader.keyboard.type("The letters of spring")
    reader.keyboard.press("Tab")
    reader.keyboard.type("For the visit in May")
    reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")
    expect(reader.get_by_text("Your request is sent.")).to_be_visible()

    officer.goto("/accounts/requests")
    officer.get_by_role("link", name="The letters of spring").first.click()
    expect(officer.get_by_label("Refused")).to_be_visible()
    officer.wait_for_load_state()
    assert Axe().run(officer).violations_count == 0
    officer.get_by_label("Refused").check()
    officer.get_by_label("Answer in words").fill("Ask the registry for them")
    officer.get_by_role("button", name="Give this answer").click()
    reader.reload()
    expect(reader.get_by_text("Ask the registry for them")).to_be_visible()


def _sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(WORDS)
    page.get_by_role("button", name="Sign in").click()
