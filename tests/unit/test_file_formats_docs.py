"""The page on file formats says what the code says."""

from __future__ import annotations

import re
from pathlib import Path

from app.extraction.child.main import READERS
from app.extraction.media_types import KINDS
from app.extraction.reasons import REASONS

PAGE = (Path(__file__).resolve().parents[2] / "docs/reference/file-formats.md").read_text("utf-8")


def test_every_reason_stands_in_the_reference_word_by_word() -> None:
    assert dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", PAGE, re.MULTILINE)) == REASONS


def test_every_known_extension_stands_in_the_reference() -> None:
    known = {extension for kind in KINDS for extension in kind.extensions}

    assert {one for one in known - {"jpeg", "tiff"} if f"`.{one}`" not in PAGE} == set()


def test_every_kind_that_is_read_has_its_reader() -> None:
    assert {kind.media_type for kind in KINDS if kind.is_read} == set(READERS)
