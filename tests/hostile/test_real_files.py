"""148 real files that nobody here wrote: each ends in text or in a reason, in time."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from app.extraction.extractor import ExtractedText
from app.extraction.reasons import REASONS
from app.extraction.sandbox import SandboxedExtractor
from tests.hostile.conftest import ROOT

FOLDER = ROOT.parent / "shared" / "data" / "files"
LANGUAGES = {
    "udhr_amh.txt": "am",
    "udhr_cmn_hans.txt": "zh",
    "udhr_hin.txt": "hi",
    "udhr_jpn.txt": "ja",
    "udhr_kat.txt": "ka",
    "udhr_kor.txt": "ko",
    "udhr_pes_1.txt": "fa",
    "udhr_tur.txt": "tr",
    "udhr_ukr.txt": "uk",
}

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the folder of real test data, ../shared/data, is not here"
)


def test_every_real_file_ends_in_text_or_in_a_reason() -> None:
    extractor = SandboxedExtractor()
    verdicts: Counter[str] = Counter()
    languages: dict[str, str] = {}
    for path in sorted(path for path in FOLDER.rglob("*") if path.is_file()):
        with path.open("rb") as stream:
            media_type = extractor.media_type_of(stream.read(4096), path.name)
        result = extractor.extract(path, media_type)
        if isinstance(result, ExtractedText):
            verdicts["text"] += 1
            languages[path.name] = result.language
            assert any(page.strip() for page in result.pages)
        else:
            verdicts[result.code] += 1
            assert result.reason == REASONS[result.code]
    print(f"{verdicts.total()} real files: {dict(verdicts.most_common())}")

    assert verdicts["text"] >= 60
    assert verdicts["password"] >= 6
    assert verdicts["timeout"] + verdicts["crashed"] + verdicts["output"] == 0
    assert {name: languages[name] for name in LANGUAGES} == LANGUAGES


def test_pdf_of_many_pages_is_read_whole() -> None:
    path = FOLDER / "diplomatic" / "multilateral_treaties__1_Roosevelt_China_1901.pdf"

    text = SandboxedExtractor().extract(path, "application/pdf")

    assert isinstance(text, ExtractedText)
    assert (len(text.pages), text.language) == (625, "en")


def test_the_folder_is_the_one_we_know() -> None:
    assert sum(1 for path in Path(FOLDER).rglob("*") if path.is_file()) >= 148
