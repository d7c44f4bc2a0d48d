"""Whatever stands in records, every report is only paper: no error, no markup, no action, marked pages.

As `test_pdf_safety.py` does for the record sheet: every field of several records is filled with hostile
strings, and so is whatever a report says of how it came to be.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.pdf.text import clean
from tests.hostile_papers import HOSTILE, READABLE, a_hostile_dossier, is_only_paper
from tests.printing import framed, letters_of, pages_of, plain
from tests.reports import ON_SEVERAL, printed_report

FEWEST = {
    "search-digest": 3,
    "chronology": 4,
    "coalition-sheet": 3,
    "country-sheet": 3,
    "case-sheet": 3,
    "demands-ledger": 3,
    "public-safe": 1,
}
"""How often at least a hostile word stands on each report."""


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("name", ON_SEVERAL)
def test_a_hostile_string_in_every_field_is_only_its_letters(name: str, words: str) -> None:
    pdf = printed_report(name, a_hostile_dossier(words))
    assert is_only_paper(pdf)
    letters = letters_of(pdf)
    for run in READABLE.findall(clean(words)):
        assert letters.count(run) >= FEWEST[name] or len(run) == 1


@settings(max_examples=12)
@given(st.text(alphabet=st.characters(), max_size=80))
@example("\ud800\x00")
@example("\u202e\u2066")
@pytest.mark.parametrize("name", ON_SEVERAL)
def test_any_string_in_every_field_prints(name: str, words: str) -> None:
    pdf = printed_report(name, a_hostile_dossier(words))
    assert is_only_paper(pdf)
    assert all(framed(page, "OFFICIAL · HR-CHN") >= 2 for page in pages_of(pdf))


@pytest.mark.parametrize("name", ON_SEVERAL)
def test_a_word_of_a_megabyte_is_cut_and_every_page_is_marked(name: str) -> None:
    dossier = a_hostile_dossier("w" * 30_000)
    long = [
        replace(one, description=replace(one.description, summary="w" * 1_000_000))
        for one in dossier.records
    ]
    pages = pages_of(printed_report(name, replace(dossier, records=tuple(long))))
    assert len(pages) < 400
    assert all(framed(page, "OFFICIAL · HR-CHN") >= 2 for page in pages)


@pytest.mark.parametrize("name", ON_SEVERAL)
def test_the_name_of_a_person_is_in_no_particulars_of_the_file(name: str) -> None:
    pdf = plain(printed_report(name, a_hostile_dossier("Zhang San of the Canary")))
    for encoding in ("ascii", "utf-16-be"):
        assert "Canary".encode(encoding) not in pdf
