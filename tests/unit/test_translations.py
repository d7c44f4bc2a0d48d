"""Every sentence of the pages has a wording in every language offered, with the same values in it."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo

from app.domain.admission import INTERFACE_LANGUAGES
from app.web.script_words import SENTENCES
from tests.catalogues import TRANSLATIONS, catalogue, extracted, read, told

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = INTERFACE_LANGUAGES[1:]
_VALUES = re.compile(r"%\(\w+\)s|%%|\{[^}]*\}|</?\w+[^>]*>")
_IN_SCRIPTS = re.compile(r"\bsaid\(\s*\"([^\"]+)\"")


@cache
def _found() -> set[tuple[str, ...]]:
    return {told(message.id) for message in extracted() if message.id}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_and_no_other(language: str) -> None:
    known = catalogue(language)

    assert {one for one in _found() if not all(known.get(one, ("",)))} == set()
    assert set(known) - _found() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wording_holds_the_values_and_the_markup_of_its_sentence(language: str) -> None:
    wrong = [
        (sentence, wording)
        for message, wordings in catalogue(language).items()
        for sentence, wording in zip(message, wordings, strict=True)
        if sorted(_VALUES.findall(sentence)) != sorted(_VALUES.findall(wording))
        and "<kbd>" not in sentence  # keys have names of their own in each language
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wording_breaks_out_of_no_attribute(language: str) -> None:
    """Sentences stand in attributes too, and are not escaped there: quotes are those of the language."""
    wrong = [
        wording
        for message, wordings in catalogue(language).items()
        for sentence, wording in zip(message, wordings, strict=True)
        if wording.count('"') != sentence.count('"') or wording.count("<") != sentence.count("<")
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_current(language: str) -> None:
    folder = TRANSLATIONS / language / "LC_MESSAGES"
    compiled = BytesIO()
    write_mo(compiled, read(folder / "messages.po"))

    assert (folder / "messages.mo").read_bytes() == compiled.getvalue(), "run make messages"


def test_the_template_of_the_catalogues_is_current() -> None:
    kept = {told(message.id) for message in read(TRANSLATIONS / "messages.pot") if message.id}
    assert kept == _found(), "run make messages"


def test_every_sentence_of_the_scripts_is_brought_along() -> None:
    scripts = (ROOT / "app" / "web" / "static" / "js").glob("*.js")
    used = {one for path in scripts for one in _IN_SCRIPTS.findall(path.read_text("utf-8"))}

    assert used - {"{count} names."} == set(map(str, SENTENCES))
