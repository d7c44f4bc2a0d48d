"""Every sentence that can stand on paper has a wording in every language of papers, with the same values.

French papers speak from the catalogue of the pages, the other languages from one of their own, `papers`.
A test that fails here prints what is missing; docs/how-to/add-a-language.md says what to do about it.
"""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO

import pytest
from babel.messages.mofile import write_mo

from app.domain.admission import INTERFACE_LANGUAGES
from app.domain.briefings import LABEL_LANGUAGES
from app.languages.paper_sentences import extract_sentences
from tests.catalogues import ROOT, TRANSLATIONS, catalogue, extracted, read, told

LANGUAGES = LABEL_LANGUAGES[1:]
OWN = [one for one in LANGUAGES if one not in INTERFACE_LANGUAGES]
"""Languages with a catalogue of papers."""
_VALUES = re.compile(r"\{[^}]*\}")
_COUNTS = frozenset({"{number}", "{number:,}", "{count}"})
"""What a wording for one or for two may say in a word."""
_NOT_ON_PAPER = {
    "access",  # names of levels are never translated on paper
    "builds",  # steps of a build stand on a page
    "disposals",  # why something is due stands on a page
    "errors",
    "parties",  # what a name that is not understood is told
    "retention_terms",  # the two words that a certificate has are read with the vocabularies
}
"""Modules that papers import for other things than what they say."""
_FORMS = {"es": 2, "ru": 3, "ar": 6, "zh": 1}


@cache
def _found() -> frozenset[tuple[str, ...]]:
    return frozenset(told(message.id) for message in extracted("papers") if message.id)


def _catalogue(language: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    return catalogue(language, "papers" if language in OWN else "messages")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_papers_is_translated(language: str) -> None:
    known = _catalogue(language)

    missing = sorted(one for one in _found() if not all(known.get(one, ("",))))
    assert missing == [], f"{len(missing)} without a wording in {language}"


@pytest.mark.parametrize("language", OWN)
def test_a_catalogue_of_papers_holds_no_other_sentence(language: str) -> None:
    assert set(_catalogue(language)) - _found() == set()


@pytest.mark.parametrize("language", OWN)
def test_a_wording_holds_the_values_of_its_sentence(language: str) -> None:
    wrong = [
        (wording, message)
        for message, wordings in _catalogue(language).items()
        for form, wording in enumerate(wordings)
        if wording and not _has_the_values(wording, message, language, form)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", OWN)
def test_a_plural_has_all_forms_of_its_language(language: str) -> None:
    wrong = [
        message
        for message, wordings in _catalogue(language).items()
        if len(message) == 2 and len(wordings) != _FORMS[language]
    ]
    assert wrong == []


@pytest.mark.parametrize("language", OWN)
def test_the_compiled_catalogue_of_papers_is_current(language: str) -> None:
    folder = TRANSLATIONS / language / "LC_MESSAGES"
    compiled = BytesIO()
    write_mo(compiled, read(folder / "papers.po"))

    assert (folder / "papers.mo").read_bytes() == compiled.getvalue(), "run make messages"


def test_the_template_of_the_papers_is_current() -> None:
    kept = {told(message.id) for message in read(TRANSLATIONS / "papers.pot") if message.id}
    assert kept == _found(), "run make messages"


def test_every_module_of_the_domain_that_papers_speak_from_is_read() -> None:
    """A wording of a module that `app/pdf` imports can stand on paper."""
    read_for_papers = (ROOT / "babel-papers.cfg").read_text("utf-8")
    imports = re.compile(r"^from app\.domain\.(\w+) import", re.MULTILINE)
    modules = {
        name
        for path in (ROOT / "app" / "pdf").rglob("*.py")
        for name in imports.findall(path.read_text("utf-8"))
    }
    left_out = {one for one in modules if f"app/domain/{one}.py]" not in read_for_papers}
    assert {one for one in left_out if _says_something(one)} == _NOT_ON_PAPER


def _says_something(module: str) -> bool:
    path = ROOT / "app" / "domain" / f"{module}.py"
    return any(extract_sentences(BytesIO(path.read_bytes())))


def _has_the_values(wording: str, message: tuple[str, ...], language: str, form: int) -> bool:
    """The first forms of a plural may say the number in a word, except in Russian, where 21 is one too."""
    expected = sorted(_VALUES.findall(message[-1]))
    found = sorted(_VALUES.findall(wording))
    if found == expected:
        return True
    may_be_a_word = {"es": (0,), "ar": (0, 1, 2)}.get(language, ())
    without = sorted(one for one in expected if one not in _COUNTS)
    return len(message) == 2 and form in may_be_a_word and found == without
