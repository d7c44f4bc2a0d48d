"""Pictures as pages, pages in a book, and real files that nobody here wrote."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from app.domain.errors import Unavailable
from app.pdf.annexes import bound_in, opened
from tests.hostile import annex_files as files
from tests.hostile import pdf_files, word_files
from tests.hostile.annex_reading import assert_passive, cleaned, pictures, unpacked
from tests.hostile.conftest import ROOT
from tests.printing import pages_of

FOLDER = ROOT.parent / "shared" / "data" / "files"


@pytest.mark.parametrize("name", ["letter.txt", "letter.docx", "letter.zip", "letter.eml"])
def test_a_file_without_pages_is_shown_as_text(tmp_path: Path, name: str) -> None:
    content = word_files.zip_bomb() if name.endswith("docx") else b"Excellency, we are concerned."

    assert cleaned(content, tmp_path, name).code == "as-text"


@pytest.mark.parametrize(
    ("name", "mode", "size"),
    [
        ("scan.png", "RGB", (300, 400)),
        ("scan.png", "RGBA", (400, 300)),
        ("scan.png", "P", (30, 40)),
        ("scan.png", "1", (301, 400)),
        ("scan.jpg", "RGB", (3000, 5000)),
        ("scan.jpg", "CMYK", (300, 400)),
        ("scan.tif", "L", (300, 400)),
        ("scan.tif", "I;16", (300, 400)),
        ("scan.webp", "RGB", (300, 400)),
    ],
)
def test_a_picture_becomes_a_page_without_what_it_carried(
    tmp_path: Path, name: str, mode: str, size: tuple[int, int]
) -> None:
    exif = Image.Exif()
    exif[0x010E] = files.CANARY
    out = io.BytesIO()
    kind = {"jpg": "JPEG", "tif": "TIFF"}.get(name[-3:], name[5:].upper())
    Image.new(mode, size).save(out, kind, exif=exif)
    assert files.CANARY.encode() in out.getvalue()

    result = cleaned(out.getvalue(), tmp_path, name)

    assert result.pdf is not None, result.code
    assert files.CANARY.encode() not in unpacked(result.pdf)
    with pikepdf.open(io.BytesIO(result.pdf)) as document:
        _, _, width, height = (float(one) for one in document.pages[0].MediaBox)
    assert (width > height) == (size[0] > size[1])
    assert max(width, height) <= 842
    assert_passive(result.pdf)


def test_every_frame_of_a_scan_is_a_page(tmp_path: Path) -> None:
    out = io.BytesIO()
    frames = [Image.new("L", (60, 80), shade) for shade in (0, 128, 255)]
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])

    assert cleaned(out.getvalue(), tmp_path, "scan.tif").pages == 3


def test_a_flood_of_pixels_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")

    assert cleaned(out.getvalue(), tmp_path, "scan.png").code == "suspicious"


@pytest.mark.parametrize(
    "hostile", [files.with_everything_planted(), files.with_a_stamp(), pdf_files.one_that_acts()]
)
def test_pages_that_were_not_cleaned_are_not_bound(hostile: bytes) -> None:
    with pytest.raises(Unavailable):
        opened(hostile)


def test_names_of_fonts_and_pictures_are_not_taken_for_actions(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(files.a_drawing(1))) as document:
        fonts = document.pages[0].obj.Resources.Font
        font = next(iter(fonts.values()))
        for name in ("/A", "/F", "/JS", "/URI"):
            fonts[name] = font
        out = io.BytesIO()
        document.save(out)

    result = cleaned(out.getvalue(), tmp_path)

    assert result.pdf is not None
    with opened(result.pdf) as document:
        assert "/JS" in document.pages[0].obj.Resources.Font


def test_annexes_are_drawn_within_their_box_on_pages_of_the_book(tmp_path: Path) -> None:
    result = cleaned(files.a_drawing(2), tmp_path)
    assert result.pdf is not None
    with pikepdf.open(io.BytesIO(pdf_files.a_pdf("Cover", "Annex", "Annex", "Index"))) as book:
        with opened(result.pdf) as annex:
            bound_in(book, annex, 1, (50, 100, 250, 300))
        out = io.BytesIO()
        book.save(out)

    pages = pages_of(out.getvalue())
    assert [pdf_files.SENTENCE in page for page in pages] == [False, True, True, False]
    drawn = pypdfium2.PdfDocument(out.getvalue())[1].render(scale=1).to_pil().convert("L")
    outside = drawn.copy()
    outside.paste(255, (49, drawn.height - 301, 251, drawn.height - 99))
    outside.paste(255, (60, 100, 200, 140))  # the book's own line
    assert outside.getextrema() == (255, 255)


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder of real test data is not here")
def test_real_files_look_the_same_or_say_why(tmp_path: Path) -> None:
    verdicts: dict[str, int] = {}
    for path in sorted(FOLDER.rglob("*.pdf")):
        content = path.read_bytes()
        result = cleaned(content, tmp_path)
        verdicts[result.code or "bound"] = verdicts.get(result.code or "bound", 0) + 1
        if result.pdf is not None and result.pages <= 10 and "forms" not in path.name:
            assert pictures(result.pdf) == pictures(content, annotations=True), path.name
            opened(result.pdf).close()
    print(verdicts)

    assert verdicts["bound"] >= 55
    assert set(verdicts) <= {"bound", "password", "damaged"}
