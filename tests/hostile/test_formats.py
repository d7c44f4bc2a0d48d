"""What comes out of good files: text in reading order, by page, in plain characters."""

from __future__ import annotations

import io
import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from app.extraction.extractor import ExtractedText, ExtractionFailure
from app.extraction.media_types import DOCX, PDF, TEXT, UNKNOWN, served_type
from app.extraction.sandbox import SandboxedExtractor
from tests.hostile import pdf_files, word_files
from tests.hostile.word_files import a_body, a_docx, paragraphs

Read = Callable[[bytes, str], ExtractedText | ExtractionFailure]
LETTERS = {
    "fr": "Monsieur le Ministre, nous exprimons notre préoccupation à l'égard des avocats détenus.",
    "de": "Sehr geehrter Herr Minister, wir möchten unsere wachsende Besorgnis ausdrücken.",
    "pl": "Szanowny Panie Ministrze, wyrażamy głębokie zaniepokojenie losem prawników.",
    "ru": "Уважаемый господин Министр, мы выражаем обеспокоенность сообщениями о пытках.",
    "el": "Κύριε Υπουργέ, εκφράζουμε την αυξανόμενη ανησυχία μας για τους δικηγόρους.",
    "ja": "大臣閣下、私たちは弁護士の拘束について深い懸念を表明し、調査を求めるものであります。"
    * 2,
    "zh": "部长阁下：我们对被拘留律师遭受酷刑的可信指控表示日益关切，并敦促进行独立调查。" * 2,
}
CHARSETS = {
    "fr": ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
    "de": ["utf-8", "cp1252"],
    "pl": ["utf-8", "cp1250"],
    "ru": ["utf-8", "cp1251", "koi8_r"],
    "el": ["utf-8", "cp1253"],
    "ja": ["utf-8", "utf-16", "shift_jis", "euc_jp"],
    "zh": ["utf-8", "gb18030"],
}


@pytest.fixture(scope="module")
def extractor() -> SandboxedExtractor:
    return SandboxedExtractor()


@pytest.fixture
def read(extractor: SandboxedExtractor, tmp_path: Path) -> Read:
    def read_bytes(content: bytes, media_type: str) -> ExtractedText | ExtractionFailure:
        path = tmp_path / "original"
        path.write_bytes(content)
        return extractor.extract(path, media_type)

    return read_bytes


@pytest.mark.parametrize(
    ("language", "charset"),
    [(language, charset) for language, charsets in CHARSETS.items() for charset in charsets],
)
def test_text_is_read_in_its_charset_and_language(read: Read, language: str, charset: str) -> None:
    text = read(LETTERS[language].encode(charset), TEXT)

    assert text == ExtractedText((LETTERS[language],), language)


def test_a_text_too_short_to_tell_has_no_language(read: Read) -> None:
    assert read(b"Yes.", TEXT) == ExtractedText(("Yes.",), "")


def test_text_is_normalised(read: Read) -> None:
    raw = "Re\u0301ponse\r\nsecond\rthird\u2028fourth\u0085fifth\tend\u200cmi\x07\uffff"

    assert read(raw.encode(), TEXT) == ExtractedText(
        ("R\u00e9ponse\nsecond\nthird\nfourth\nfifth\tend\u200cmi",), ""
    )


def test_pdf_is_read_by_page_with_blank_pages_kept(read: Read) -> None:
    text = read(pdf_files.a_pdf(pdf_files.SENTENCE, "", "Third page"), PDF)

    assert text == ExtractedText((pdf_files.SENTENCE, "", "Third page"), "en")


def test_words_divided_at_a_line_end_are_joined(read: Read) -> None:
    target = io.BytesIO()
    canvas = Canvas(target)
    for line, text in enumerate(
        ["the ambassadors of the Franco-", "German council ask the minis-", "ter"]
    ):
        canvas.drawString(72, 700 - 14 * line, text)
    canvas.save()

    text = read(target.getvalue(), PDF)

    assert isinstance(text, ExtractedText)
    words = " ".join(text.pages[0].split())
    assert words == "the ambassadors of the Franco-German council ask the minister"


def test_pdf_without_text_says_that_it_may_be_a_scan(read: Read) -> None:
    failure = read(pdf_files.a_pdf("", ""), PDF)

    assert failure == ExtractionFailure("scan", "No text in this PDF; it may be a scan.")


def test_docx_is_read_in_reading_order(read: Read) -> None:
    table = (
        "<w:tbl><w:tr><w:tc>"
        + paragraphs("Canada")
        + "</w:tc><w:tc>"
        + paragraphs("Japan")
        + "</w:tc></w:tr></w:tbl>"
    )
    control = "<w:sdt><w:sdtContent>" + paragraphs("in a control") + "</w:sdtContent></w:sdt>"
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice>" + paragraphs("in a box") + "</mc:Choice>"
        "<mc:Fallback>"
        + paragraphs("in a box, again")
        + "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    tracked = (
        "<w:p><w:ins><w:r><w:t>kept</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>dropped</w:delText></w:r></w:del></w:p>"
    )
    document = a_body(
        paragraphs("Excellency,") + table + control + box + tracked + paragraphs("End")
    )

    text = read(
        a_docx(document, header1=paragraphs("Embassy"), footnotes=paragraphs("See CAT")), DOCX
    )

    assert isinstance(text, ExtractedText)
    assert " ".join(text.pages[0].split()) == (
        "Embassy Excellency, Canada Japan in a control in a box kept End See CAT"
    )


def test_docx_without_words_says_so(read: Read) -> None:
    failure = read(a_docx(a_body("<w:p/>")), DOCX)

    assert isinstance(failure, ExtractionFailure)
    assert failure.code == "no-text"


def test_reading_one_file_costs_less_than_half_a_second(read: Read) -> None:
    """Of processor time, which other tests on the machine do not change."""
    whole = pdf_files.a_pdf(pdf_files.SENTENCE)
    read(whole, PDF)  # the language model is unpacked once
    costs = []
    for _ in range(3):
        before = _processor_time_of_children_s()
        read(whole, PDF)
        costs.append(_processor_time_of_children_s() - before)

    assert min(costs) < 0.5


def _processor_time_of_children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("letter.pdf", b"%PDF-1.7", PDF),
        ("LETTER.PDF", b"\xef\xbb\xbf\r\n%PDF-1.7", PDF),
        ("letter.pdf", b"PK\x03\x04", UNKNOWN),
        ("letter.docx", b"PK\x03\x04", DOCX),
        ("letter.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", UNKNOWN),
        ("letter.docm", b"PK\x03\x04", UNKNOWN),
        ("letter.txt", b"Excellency", TEXT),
        ("letter.txt", b"\xff\xfeE\x00", TEXT),
        ("letter.txt", b"%PDF-1.7", UNKNOWN),
        ("letter.txt", b"MZ\x90", UNKNOWN),
        ("letter.pdf.exe", b"MZ\x90", UNKNOWN),
        ("letter.html", b"<html>", UNKNOWN),
        ("letter.svg", b"<svg", UNKNOWN),
        ("letter", b"%PDF-1.7", UNKNOWN),
        ("", b"", UNKNOWN),
        ("photo.JPG", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("scan.tiff", b"II*\x00", "image/tiff"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    ],
)
def test_extension_and_first_bytes_must_agree(
    extractor: SandboxedExtractor, name: str, head: bytes, expected: str
) -> None:
    assert extractor.media_type_of(head, name) == expected


def test_only_types_of_our_table_are_ever_served() -> None:
    assert served_type(PDF) == PDF
    assert served_type("text/html") == UNKNOWN
    assert served_type("image/svg+xml\r\nX-Evil: 1") == UNKNOWN


def test_a_kind_that_is_not_read_is_kept_and_says_so(read: Read) -> None:
    failure = read(b"GIF89a", UNKNOWN)

    assert failure == ExtractionFailure(
        "not-read", "This kind of file is kept but its text is not read."
    )


def test_word_files_made_here_are_word_files() -> None:
    assert word_files.a_docx(a_body("")).startswith(b"PK\x03\x04")
