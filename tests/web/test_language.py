"""In which language a page is made, and that nothing in a translated sentence escapes escaping."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from app import create_app
from app.domain.dates import CalendarDate
from app.domain.errors import InvalidInput, Misconfigured
from app.domain.wording import Wording, alternatives, joined, said, said_many, together
from app.services import registration
from app.services.importing import importing_principal
from app.web.language import speak
from app.wiring import House
from config import Settings
from tests.builders import a_draft
from tests.houses import DerivedIdentifiers, FrozenClock, ready, settings_for
from tests.people import an_account, send, sign_in, speaks

BOLD = "<b>bold</b> & “quoted”"
ESCAPED = "&lt;b&gt;bold&lt;/b&gt; &amp; “quoted”"


def _on_a_page(app: Flask, language: str, template: str, **values: object) -> str:
    with app.test_request_context("/", headers={"Host": "localhost"}):
        speak(language)
        return render_template_string(template, **values)


def test_the_account_decides_and_nothing_else(
    app: Flask, house: House, client: FlaskClient
) -> None:
    an_account(house)
    sign_in(client)
    french = {"Accept-Language": "fr"}
    assert '<html lang="en"' in client.get("/", headers=french).text

    speaks(house, "fr")

    page = client.get("/", headers={"Accept-Language": "en"}).text
    assert '<html lang="fr"' in page
    assert "Chercher dans les lettres" in page
    assert '<html lang="en"' in app.test_client().get("/sign-in", headers=french).text


def test_pages_before_sign_in_speak_the_language_of_the_house(tmp_path: Path) -> None:
    settings = replace(settings_for(tmp_path / "home"), language="fr")
    app = create_app(settings, clock=FrozenClock(), ids=DerivedIdentifiers())
    house: House = app.extensions["chancery"]
    ready(house)
    client = app.test_client()

    assert "Se connecter" in client.get("/sign-in").text
    absent = client.get("/nothing-here", headers={"Accept-Language": "en"})
    assert (absent.status_code, '<html lang="fr"' in absent.text) == (404, True)
    an_account(house)
    sign_in(client)
    assert '<html lang="fr"' in client.get("/").text  # an account that chose nothing
    speaks(house, "en")
    assert '<html lang="en"' in client.get("/").text
    house.close()


def test_a_language_is_chosen_at_the_foot_of_any_page_and_leads_back(
    app: Flask, house: House, client: FlaskClient
) -> None:
    chosen = send(
        client, "/language", "/sign-in?next=/parties", language="fr", next="/sign-in?next=/parties"
    )
    assert (chosen.status_code, chosen.location) == (303, "/sign-in?next=/parties")
    assert "Se connecter" in client.get(chosen.location).text
    assert 'name="next" value="/sign-in?next=/parties"' in client.get(chosen.location).text

    an_account(house)
    sign_in(client)
    assert '<html lang="fr"' in client.get("/").text  # nothing chosen for the account yet
    send(client, "/language", "/parties?q=can", language="en", next="/parties?q=can")
    other = app.test_client()
    sign_in(other)
    speaks_english = client.get("/").text, other.get("/").text
    assert all('<html lang="en"' in one for one in speaks_english)
    send(other, "/language", "/", language="fr", next="/")
    assert '<html lang="fr"' in client.get("/").text  # kept with the account


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_choosing_a_language_leads_nowhere_else(client: FlaskClient, target: str) -> None:
    chosen = send(client, "/language", "/sign-in", language="klingon", next=target)

    assert (chosen.status_code, chosen.location) == (303, "/")
    assert "chancery-language" not in chosen.headers.get("Set-Cookie", "")


def test_a_language_that_is_not_offered_is_refused(house: House) -> None:
    an_account(house)
    with pytest.raises(InvalidInput):
        speaks(house, "de")
    with pytest.raises(Misconfigured, match="CHANCERY_LANGUAGE"):
        Settings.from_environment({"CHANCERY_LANGUAGE": "de"})


def test_a_title_that_looks_like_markup_stays_a_text_in_french(
    house: House, client: FlaskClient
) -> None:
    system = importing_principal(house.settings.label_scheme)
    with house.work(writing=True) as work:
        draft = replace(a_draft(label="Public"))
        draft = replace(draft, description=replace(draft.description, title=BOLD))
        record_id = registration.register(system, work, draft)
        work.commit()
    an_account(house)
    speaks(house, "fr")
    sign_in(client)

    for address in ("/", f"/records/{record_id}", f"/records/{record_id}/history"):
        page = client.get(address).text
        assert '<html lang="fr"' in page
        assert "<b>bold</b>" not in page
    assert ESCAPED in client.get(f"/records/{record_id}").text


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "template",
    [
        '{{ _("Searched: %(wanted)s.", wanted=text) }}',
        '{{ _("Searched: <code>%(text)s</code>.", text=text) }}',
        '{{ ngettext("%(num)s text of %(text)s", "x", 1, text=text) }}',
        "{{ wording }}",
        '{{ [wording, "and"]|join(" ") }}',
        '{{ "about " ~ wording }}',
        '<p title="{{ wording }}">{{ wording|capital }}</p>',
    ],
)
def test_values_in_sentences_are_escaped(app: Flask, language: str, template: str) -> None:
    wording = said("{name} is on record as a party already.", name=BOLD)
    page = _on_a_page(app, language, template, text=BOLD, wording=wording)

    assert "<b>bold</b>" not in page
    assert ESCAPED in page


def test_a_wording_is_english_for_every_machine(app: Flask) -> None:
    many = said_many("{number:,} demand", "{number:,} demands", 1204)
    text = joined([many, said("about {day}", day=CalendarDate.parse("2017-02").in_words())], "; ")

    assert text == "1,204 demands; about February 2017"
    assert _on_a_page(app, "en", "{{ text }}", text=text) == text
    assert _on_a_page(app, "fr", "[{{ text }}]", text=joined([])) == "[]"
    assert _on_a_page(app, "fr", "{{ text }}", text=text) == (
        "1\N{NARROW NO-BREAK SPACE}204 demandes; vers février 2017"
    )


def test_plurals_follow_the_language(app: Flask) -> None:
    template = '{{ ngettext("%(num)s text", "%(num)s texts", n) }}'
    told = {n: _on_a_page(app, "fr", template, n=n) for n in (0, 1, 2, 12345)}

    assert told[0] == "0 texte"
    assert told[1] == "1 texte"
    assert told[2] == "2 textes"
    assert told[12345] == "12\N{NARROW NO-BREAK SPACE}345 textes"
    assert _on_a_page(app, "en", template, n=0) == "0 texts"


@pytest.mark.parametrize(
    ("written", "english", "french"),
    [
        ("2017-03-01", "1 March 2017", "1er mars 2017"),
        ("2017-02-27", "27 February 2017", "27 février 2017"),
        ("1987-03~", "about March 1987", "vers mars 1987"),
        ("199X", "1990s", "années 1990"),
        ("2017-03-01/..", "from 1 March 2017", "1er mars 2017 et après"),
    ],
)
def test_dates_are_said_in_the_language(
    app: Flask, written: str, english: str, french: str
) -> None:
    date = CalendarDate.parse(written)

    assert _on_a_page(app, "en", "{{ one|day }}", one=date) == english
    assert _on_a_page(app, "fr", "{{ one|day }}", one=date) == french


def test_moments_and_sizes(app: Flask) -> None:
    template = "{{ moment|moment }} · {{ size|size_words }} · {{ 'zh-Hans'|language_name }}"
    values = {"moment": datetime(2026, 11, 21, 14, 5, tzinfo=UTC), "size": 1_500_000}

    english = _on_a_page(app, "en", template, **values)
    french = _on_a_page(app, "fr", template, **values)

    assert english == "21 Nov 2026, 14:05 UTC · 1.4 MB · Chinese (Simplified)"
    assert french == "21 nov. 2026, 14:05 UTC · 1,4 Mo · chinois (simplifié)"


def test_lists_of_words(app: Flask) -> None:
    words = [Wording("letter"), Wording("note"), "Kyiv"]

    assert alternatives(words) == "letter or note or Kyiv"
    assert together(words) == "letter and note and Kyiv"
    assert _on_a_page(app, "fr", "{{ one }}", one=alternatives(words)) == "lettre ou note ou Kyiv"
    assert joined(["", ""]) == ""


def test_records_keep_their_own_words(app: Flask) -> None:
    """What is no wording of ours is never looked up, even where the catalogue knows it."""
    assert _on_a_page(app, "fr", "{{ title }}|{{ title|capital }}", title="Search") == (
        "Search|Search"
    )
