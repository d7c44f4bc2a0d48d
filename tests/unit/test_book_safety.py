"""Whatever stands in records and drafts, the book is only paper: literal words, marked pages, links of ours.

As `test_report_safety.py` does for the reports. A book has links, but only to its
own pages and to the register.
"""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.briefings import Depth
from app.pdf.text import clean
from tests.hostile_papers import HOSTILE, READABLE, a_hostile_book, is_only_paper, only_leads_home
from tests.printing import framed, letters_of, pages_of

MARKED = "OFFICIAL · HR-CHN"
FEWEST = 30
"""How often at least a hostile word stands in the book."""


@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_string_in_every_field_is_only_its_letters(words: str) -> None:
    pdf = a_hostile_book(words)
    assert is_only_paper(pdf, with_links=True)
    assert only_leads_home(pdf)
    letters = letters_of(pdf)
    for run in READABLE.findall(clean(words)):
        assert letters.count(run) >= FEWEST or len(run) == 1


@settings(max_examples=12)
@given(st.text(alphabet=st.characters(), max_size=80), st.sampled_from(Depth))
@example("\ud800\x00", Depth.FULL)
@example("\u202e\u2066", Depth.FULL)
def test_any_string_in_every_field_is_set(words: str, depth: Depth) -> None:
    pdf = a_hostile_book(words, depth)
    assert is_only_paper(pdf, with_links=True)
    assert only_leads_home(pdf)
    assert all(framed(page, MARKED) >= 2 for page in pages_of(pdf))


def test_a_word_that_fits_no_column_runs_on_and_every_page_is_marked() -> None:
    pages = pages_of(a_hostile_book("w" * 800))
    assert len(pages) < 400
    assert all(framed(page, MARKED) >= 2 for page in pages)
