"""Annexes: nothing that acts survives, ordinary pages look the same, and no file stops the house."""

from __future__ import annotations

import io
import os
import random
import re
import time
import zlib
from pathlib import Path

import pikepdf
import pytest

from app.domain.errors import Unavailable
from app.extraction import media_types
from app.extraction.annex_sandbox import SandboxedAnnexCleaner
from app.extraction.annexes import REASONS, read_cleaned, refused
from tests.hostile import annex_files as files
from tests.hostile import pdf_files
from tests.hostile.annex_reading import assert_passive, cleaned, pictures, unpacked
from tests.hostile.conftest import ROOT
from tests.printing import pages_of

MUTANTS = int(os.environ.get("CHANCERY_ANNEX_MUTANTS", "200"))
STOPPED = {"damaged", "suspicious", "memory", "crashed", "timeout", "too-many-pages"}
FORBIDDEN_WORDS = re.compile(
    rb"/(?:JS|JavaScript|AA|OpenAction|Launch|URI|Annots|AcroForm|EmbeddedFile|EmbeddedFiles|XFA|"
    rb"RichMedia|GoToR|GoToE|SubmitForm|PieceInfo|Metadata|StructParents?|OPI|Filespec|Info|Names)\b"
)


@pytest.mark.parametrize("in_object_streams", [False, True])
def test_every_active_key_at_every_level_is_gone(tmp_path: Path, in_object_streams: bool) -> None:
    hostile = files.with_everything_planted(object_streams=in_object_streams)

    result = cleaned(hostile, tmp_path)

    assert result.pdf is not None, result.code
    assert files.CANARY.encode() in unpacked(hostile)
    found = unpacked(result.pdf)
    assert files.CANARY.encode() not in found
    assert FORBIDDEN_WORDS.search(found) is None
    assert_passive(result.pdf)


def test_a_page_with_everything_planted_looks_as_before(tmp_path: Path) -> None:
    hostile = files.with_everything_planted()

    result = cleaned(hostile, tmp_path)

    assert result.pdf is not None
    assert pictures(result.pdf) == pictures(hostile)


def test_what_an_update_adds_is_gone(tmp_path: Path) -> None:
    hostile = files.with_an_update()
    with pikepdf.open(io.BytesIO(hostile)) as document:
        assert "/OpenAction" in document.Root

    result = cleaned(hostile, tmp_path)

    assert result.pdf is not None
    assert files.CANARY.encode() not in unpacked(result.pdf)
    assert_passive(result.pdf)


def test_tags_and_layers_leave_the_operators_and_nothing_else_does(tmp_path: Path) -> None:
    hostile = files.with_marking()

    result = cleaned(hostile, tmp_path)

    assert result.pdf is not None
    assert pictures(result.pdf) == pictures(hostile)
    assert pages_of(result.pdf) == ["EMC BDC BMC ) kept"]
    with pikepdf.open(io.BytesIO(result.pdf)) as document:
        operators = [str(one.operator) for one in pikepdf.parse_content_stream(document.pages[0])]
    assert not {"BMC", "BDC", "EMC", "MP", "DP"} & set(operators)


def test_a_layer_that_is_hidden_is_not_shown_by_chance(tmp_path: Path) -> None:
    assert cleaned(files.with_a_hidden_layer(), tmp_path).code == "layers"


def test_a_stamp_is_drawn_and_does_nothing_any_more(tmp_path: Path) -> None:
    hostile = files.with_a_stamp()

    result = cleaned(hostile, tmp_path)

    assert result.pdf is not None
    assert pictures(result.pdf) == pictures(hostile, annotations=True)
    assert pictures(result.pdf) != pictures(hostile)
    assert files.CANARY.encode() not in unpacked(result.pdf)
    assert_passive(result.pdf)


@pytest.mark.parametrize("seed", range(5))
def test_ordinary_pages_look_the_same(tmp_path: Path, seed: int) -> None:
    ordinary = files.a_drawing(3, seed=seed)

    result = cleaned(ordinary, tmp_path)

    assert result.pdf is not None
    assert (result.pages, result.reason) == (3, "")
    assert pictures(result.pdf) == pictures(ordinary)


def test_the_same_file_gives_the_same_bytes_however_the_child_is_started(
    tmp_path: Path, way: str
) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(files.a_drawing())

    first = SandboxedAnnexCleaner(with_bubblewrap=way == "bubblewrap").clean(path, media_types.PDF)

    assert first.pdf is not None
    assert first == cleaned(files.a_drawing(), tmp_path)


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (pdf_files.locked(), {"password"}),
        (pdf_files.locked_for_printing_only(), {"password"}),
        (pdf_files.cut_in_half(), {"damaged"}),
        (pdf_files.page_tree_that_holds_itself(), {"damaged"}),
        (pdf_files.table_that_points_at_itself(), {"damaged"}),
        (pdf_files.a_hundred_thousand_pages(), {"too-many-pages"}),
        (pdf_files.inflating_bomb(), STOPPED),
        (pdf_files.forms_within_forms(), {"suspicious"}),
        (pdf_files.deep_arrays(), STOPPED),
        (pdf_files.million_objects(), {"damaged"}),
        (files.content_in_another_file(), {"damaged"}),
        (files.large_content(), {"suspicious"}),
        (files.enormous_picture(), {"suspicious"}),
        (files.nested_states(), {"suspicious"}),
        (b"%PDF-1.7\n", {"damaged"}),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else "-".join(sorted(value))[:20],
)
def test_what_cannot_be_bound_in_says_why(tmp_path: Path, content: bytes, codes: set[str]) -> None:
    result = cleaned(content, tmp_path)

    assert (result.pdf, result.pages) == (None, 0)
    assert result.code in codes
    assert result.reason == REASONS[result.code]


def test_mutants_never_stop_the_house_and_never_act(tmp_path: Path) -> None:
    """Bits turned over, seeded: whatever comes out is clean, or a reason."""
    drawn = random.Random(20261123)  # noqa: S311 - the same each time
    seeds = [
        files.with_everything_planted(),
        files.with_everything_planted(object_streams=True),
        files.with_a_stamp(),
        files.with_marking(),
        files.with_an_update(),
    ]
    whole = 0
    for number in range(MUTANTS):
        content = bytearray(seeds[number % len(seeds)])
        for _ in range(drawn.choice([1, 1, 2, 8, 64])):
            content[drawn.randrange(len(content))] ^= 1 << drawn.randrange(8)
        result = cleaned(bytes(content), tmp_path)
        if result.pdf is None:
            assert result.code in STOPPED | {"password", "layers", "as-text"}
            continue
        whole += 1
        assert files.CANARY.encode() not in unpacked(result.pdf)
        assert_passive(result.pdf)
    assert MUTANTS / 20 < whole < MUTANTS


def test_memory_and_time_are_limited(tmp_path: Path) -> None:
    small = cleaned(files.large_content(), tmp_path, memory_bytes=150 * 1024**2)
    started = time.monotonic()
    slow = cleaned(files.a_drawing(400), tmp_path, timeout_s=1, memory_bytes=2 * 1024**3)

    assert small.code in {"memory", "crashed", "suspicious"}
    assert slow.pdf or slow.code == "timeout"
    assert time.monotonic() - started < 20


def test_every_reason_stands_in_the_decision_word_by_word() -> None:
    page = (ROOT / "docs" / "decisions" / "annexes.md").read_text("utf-8")

    assert dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", page, re.MULTILINE)) == REASONS


def test_a_missing_original_is_our_trouble_and_not_the_file_s(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refusal:
        SandboxedAnnexCleaner().clean(tmp_path / "gone.pdf", media_types.PDF)

    assert refusal.value.service == "storage"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\n",
        b"[]\n%PDF-",
        b'{"pages": 0}\n%PDF-1.7',
        b'{"pages": true}\n%PDF-1.7',
        b'{"pages": 9999999}\n%PDF-1.7',
        b'{"pages": 1}\n<html>',
        b'{"pages": 1}',
        b'{"pages": 1, "code": ""}\n%PDF-1.7',
        b'{"failure": "<b>"}',
        b'{"failure": "damaged"}\n%PDF-1.7',
        b"[" * 100_000,
    ],
)
def test_an_answer_that_is_not_exactly_right_is_refused(answer: bytes) -> None:
    assert read_cleaned(answer) == refused("output")


def test_operators_of_marked_content_are_found_however_they_are_written(tmp_path: Path) -> None:
    """Deep brackets and pictures in the operators take the slower way, with the same result."""
    image = b"BI /W 2 /H 2 /BPC 8 /CS /G ID \x00EMC EI"
    for operators in (
        b"(((a)b)c) pop /P BMC 0 0 9 9 re f EMC",
        image + b" /P BMC 0 0 9 9 re f EMC",
    ):
        content = pdf_files.from_objects(
            pdf_files.CATALOG,
            pdf_files.ONE_PAGE,
            pdf_files.PAGE,
            pdf_files.a_stream(zlib.compress(operators), b"/Filter/FlateDecode"),
            pdf_files.FONT,
        )

        result = cleaned(content, tmp_path)

        assert result.pdf is not None
        with pikepdf.open(io.BytesIO(result.pdf)) as document:
            kept = document.pages[0].obj.Contents.read_bytes()
        assert b"BMC" not in kept
        assert kept.rstrip().endswith(b"re f")
