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
from app.domain.grades import Grade
from app.domain.records import (
    AbsenceReport,
    Addressee,
    Demand,
    Evidence,
    NamedPerson,
    Outcome,
    PartyCode,
    Response,
    Signature,
)
from app.domain.views import GroupingShare, RecordView, RelatedRecord, SealedNote
from app.domain.vocabularies import AbsenceKind, OutcomeStatus, RelationKind, ResponseKind
from app.pdf.text import clean
from tests.papers import OFFICIAL, a_relation, a_view, founding_description, founding_letter
from tests.printing import FONT_FOLDER, font_folder, framed, letters_of, pages_of, plain, printed

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = [
    "<img src=/etc/passwd>",
    '<img src="file:///etc/passwd" width="100"/>',
    '<a href="javascript:alert(1)">press</a>',
    '<link href="http://example.org/">x</link>',
    "<b>unclosed <i>crossed</b>",
    "A & B &amp; C &#x41; &nosuch;",
    "</para><para>",
    "<font name='Helvetica'>x</font>",
    "<onDraw name='x' label='y'/>",
    "%PDF-1.4 endstream endobj",
    "(unbalanced ( brackets \\) \\( \\",
    ") Tj ET /JS (app.alert(1)) >> endobj",
    "nul\x00bell\x07escape\x1b[31m",
    "over\u202eride\u2066isolate",
    "half \ud83d surrogate \udc00",
    "\U0001f600 \U0001f1eb\U0001f1f7",
    "{{ 7*7 }} {% raise %} ${x} %s %n",
    "../../etc/passwd",
    "'; DROP TABLE record; --",
    "רסאלה مشتركة mixed 12",
    "\u0e44\u0e17\u0e22 \u10e5\u10d0",
    "",
    " ",
]
ACTIVE_KEYS = (
    *("/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/EmbeddedFile", "/URI"),
    *("/GoToR", "/SubmitForm", "/RichMedia", "/XFA", "/AcroForm", "/Annots", "/Image"),
)
_LINKS = frozenset({"/URI", "/Annots"})
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_READABLE = re.compile(r"[!-~\u00a1-\u00ac\u00ae-\u017f]+")


def filled_with(words: str) -> RecordView:
    """A record that says `words` wherever it can say anything."""
    code, source = PartyCode("ZZZ"), Evidence(words, Grade("C3"))
    told = replace(
        founding_description(),
        title=words if words.strip() else "untitled",
        summary=words,
        place=words,
        languages=(words,),
        document_symbol=words,
        subjects=(words, words),
        targets=(code,),
        signatures=(
            Signature(code, words, person=words, office=words, reservation=words, evidence=source),
        ),
        signatures_note=words,
        capacity_note=words,
        addressees=(Addressee(party=code, organ=words, office=words, person=words),),
        demands=(Demand(words, evidence=source),),
        responses=(Response(ResponseKind.OTHER, words, by=words, note=words, evidence=source),),
        outcomes=(Outcome(words, OutcomeStatus.MET, 1, evidence=source),),
        persons=(NamedPerson(words, other_names=(words,), occupation=words, is_public_here=True),),
        absences=(AbsenceReport(code, AbsenceKind.REPORTED_ABSENT, words, source),),
        marking_original=words,
        sources=(words, "another source"),
        evidence=source,
        notes=words,
    )
    outside = RelatedRecord(RelationKind.COUNTERS, False, words, None, words, None, words, source)
    view = a_view(
        told,
        groupings=(GroupingShare("G", words, words[:20], 3, frozenset({code})),),
        relations=(a_relation("JL-2016-4QX2B", words), outside),
        names={code: words},
    )
    return replace(view, sealed_notes=(SealedNote(words, words, OFFICIAL),))


def is_only_paper(pdf: bytes, *, with_links: bool = False) -> bool:
    """No key of a PDF object that acts, opens, fetches or embeds anything; `with_links`, none but links."""
    objects = _STREAM.sub(b"", plain(pdf)).decode("latin-1")
    without_strings = re.sub(r"\((?:\\.|[^\\()])*\)", "", objects)
    keys = [key for key in ACTIVE_KEYS if not (with_links and key in _LINKS)]
    return not any(re.search(rf"{key}\b", without_strings) for key in keys)


@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_string_in_every_field_is_only_its_letters(words: str) -> None:
    pdf = printed(filled_with(words), reader=words, organisation=words)
    assert is_only_paper(pdf)
    letters = letters_of(pdf)
    for run in _READABLE.findall(clean(words)):
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
    outside_streams = _STREAM.sub(b"", plain(pdf))
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
