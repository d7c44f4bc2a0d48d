"""Whatever stands in a record, its PDF is only paper: no error, no markup, no action, no foreign font.

Every field of a record is filled with hostile strings; the PDF must hold their letters and nothing of
what they try to do. The same input must give the same bytes, in another process and time zone too.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.access import AccessLabel, Level
from app.pdf.text import clean
from tests.hostile_papers import HOSTILE, READABLE, STREAM, filled_with, is_only_paper
from tests.papers import a_view, founding_description, founding_letter
from tests.printing import FONT_FOLDER, font_folder, framed, letters_of, pages_of, plain, printed

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_string_in_every_field_is_only_its_letters(words: str) -> None:
    pdf = printed(filled_with(words), reader=words, organisation=words)
    assert is_only_paper(pdf)
    letters = letters_of(pdf)
    for run in READABLE.findall(clean(words)):
        assert letters.count(run) >= 20


@settings(max_examples=20)
@given(st.text(alphabet=st.characters(), max_size=120))
@example("\ud800\x00")
def test_any_string_in_every_field_prints(words: str) -> None:
    pdf = printed(filled_with(words))
    assert is_only_paper(pdf)
    assert all(framed(page, "OFFICIAL · HR-CHN") >= 2 for page in pages_of(pdf))


def test_a_word_of_a_megabyte_is_cut_and_every_page_is_marked() -> None:
    told = replace(founding_description(), summary="w" * 1_000_000, place="p" * 30_000)
    pages = pages_of(printed(a_view(told)))
    assert len(pages) < 60
    assert "[cut after 20,000 characters]" in " ".join(pages)
    assert all(framed(page, "OFFICIAL · HR-CHN") >= 2 for page in pages)


def test_every_font_is_embedded_and_one_of_ours() -> None:
    pdf = plain(printed(filled_with("Łódź Ελλάς Україна 谢阳 رسالة ✓ ●")))
    for helper in (b"Helvetica", b"Times", b"Courier", b"ZapfDingbats", b"/Type3"):
        assert helper not in pdf
    fonts = re.findall(rb"/Subtype /TrueType", pdf)
    assert (
        len(fonts) == len(re.findall(rb"/FontFile2 ", pdf)) == len(re.findall(rb"/ToUnicode ", pdf))
    )
    names = set(re.findall(rb"/BaseFont /[A-Z]{6}\+([A-Za-z0-9-]+)", pdf))
    assert all(name.startswith((b"NotoSans", b"SourceSerif4")) for name in names)


def test_no_two_fonts_of_a_paper_share_a_name() -> None:
    pdf = plain(printed(filled_with("Łódź Ελλάς Україна 谢阳 رسالة ✓ ● Việt")))
    names = re.findall(rb"/BaseFont /(\S+)", pdf)
    assert len(names) == len(set(names))


def test_title_and_author_come_from_the_template_only() -> None:
    told = replace(founding_description(), title="A title that must not travel")
    pdf = printed(a_view(told), reader="Somebody")
    outside_streams = STREAM.sub(b"", plain(pdf))
    assert b"must not travel" not in outside_streams
    assert b"Somebody" not in outside_streams
    assert b"(Record sheet JL-2017-7K3QF)" in outside_streams
    assert b"/Lang (en-GB)" in outside_streams


def test_the_same_input_gives_the_same_bytes_and_another_copy_does_not() -> None:
    first = printed(founding_letter())
    assert printed(founding_letter()) == first
    assert printed(founding_letter(), copy_number=2) != first


def test_other_papers_in_between_leave_no_trace() -> None:
    first = printed(founding_letter())
    printed(filled_with("谢阳 Ελλάς رسالة"))
    assert printed(founding_letter()) == first


def test_the_bytes_do_not_depend_on_process_hash_seed_or_time_zone() -> None:
    program = (
        "import hashlib; from tests.printing import printed; from tests.papers import founding_letter\n"
        "print(hashlib.sha256(printed(founding_letter())).hexdigest())"
    )
    here = hashlib.sha256(printed(founding_letter())).hexdigest()
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "77",
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
        "SOURCE_DATE_EPOCH": "1",
        FONT_FOLDER: str(font_folder()),
    }
    run = [sys.executable, "-c", program]
    done = subprocess.run(
        run, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == here


def test_unknown_levels_are_marked_as_they_are_called() -> None:
    label = AccessLabel(Level(9, "Cosmic"), frozenset())
    assert pages_of(printed(founding_letter(), label=label))[0].count("COSMIC") == 2


def test_papers_made_at_the_same_time_do_not_mix() -> None:
    views = [founding_letter(), filled_with("谢阳 Ελλάς")]
    alone = [printed(view) for view in views]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(printed, views * 3))
    assert together == alone * 3
