"""Copies of a book: named on every page, otherwise unchanged; encrypted when asked for."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from app.languages.tongue import Tongue
from app.pdf.blocks import Block, NewPage, Text
from app.pdf.copies import encrypted, new_password, stamped
from app.pdf.speech import speaking
from app.pdf.text import para
from app.pdf.typography import BODY, Paper
from tests.printing import FONT_FOLDER, cabinet, font_folder, pages_of, simply_printed

ROOT = Path(__file__).resolve().parents[2]
MARKING = "Restricted/HR-CHN"


def a_book(pages: int = 3, paper: Paper = Paper.A4) -> bytes:
    """Stands in for a book: a tagged paper of some pages."""
    blocks: Sequence[Block] = [
        block
        for number in range(pages)
        for block in (NewPage(), Text(para(f"Excellency, page {number + 1}.", style=BODY)))
    ]
    return simply_printed(blocks, "Meeting", paper)


def a_copy(
    base: bytes | Path, number: int = 1, copies: int | None = 3, recipient: str = "P. Marsh"
) -> bytes:
    return stamped(
        base, cabinet(), number=number, copies=copies, recipient=recipient, marking=MARKING
    )


def test_every_page_names_the_copy_and_its_recipient() -> None:
    book = a_book(4)

    pages = pages_of(a_copy(book))

    assert len(pages) == len(pages_of(book)) == 4
    for number, page in enumerate(pages, start=1):
        assert page.count("Copy 1 of 3 for P. Marsh") >= 2
        assert len(re.findall(r"Copy 1 of 3(?! for)", page)) == 1
        assert f"Excellency, page {number}." in page


def test_where_nobody_said_how_many_copies_there_are() -> None:
    page = pages_of(a_copy(a_book(1), number=7, copies=None))[0]

    assert "Copy 7 for P. Marsh" in page
    assert " of None" not in page


@pytest.mark.parametrize(
    "recipient",
    ["Číslo Ünïcode", "外务省", "وزارة الخارجية", "Министерство", "🕊 \U000e0041", "x" * 500],
)
def test_a_recipient_in_any_script_is_embedded(recipient: str) -> None:
    copy = a_copy(a_book(1), recipient=recipient)

    with pikepdf.open(io.BytesIO(copy)) as document:
        fonts = [
            one
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"
        ]
        assert fonts
        assert all(str(font.Subtype) != "/Type3" for font in fonts)
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)
        assert all("/ToUnicode" in font for font in fonts)
    if recipient in ("外务省", "Министерство"):
        assert recipient in pages_of(copy)[0]


def test_markup_in_a_name_is_only_its_letters() -> None:
    hostile = "(x) Tj ET \\ <b> /Launch"

    assert hostile in pages_of(a_copy(a_book(1), recipient=hostile))[0]


def test_nothing_else_of_the_book_is_changed() -> None:
    book = a_book(2)

    with (
        pikepdf.open(io.BytesIO(book)) as before,
        pikepdf.open(io.BytesIO(a_copy(book))) as after,
    ):
        assert set(before.Root.keys()) == set(after.Root.keys())
        assert before.Root.Metadata.read_bytes() == after.Root.Metadata.read_bytes()
        assert str(before.trailer.Info) == str(after.trailer.Info)
        assert _elements(before) == _elements(after)
        for one, other in zip(before.pages, after.pages, strict=True):
            old, new = list(one.obj.Contents), list(other.obj.Contents)
            assert [part.read_bytes() for part in new[:-1]] == [part.read_bytes() for part in old]
            assert one.obj.StructParents == other.obj.StructParents


def _elements(document: pikepdf.Pdf) -> int:
    assert "/ParentTree" in document.Root.StructTreeRoot
    return sum(
        isinstance(one, pikepdf.Dictionary) and "/S" in one and "/P" in one
        for one in document.objects
    )


def test_the_mark_is_one_form_and_an_artifact() -> None:
    with pikepdf.open(io.BytesIO(a_copy(a_book(5)))) as document:
        laid = {page.obj.Contents[-1].objgen for page in document.pages}
        forms = {page.obj.Resources.XObject.ChanceryCopy.objgen for page in document.pages}
        operators = document.pages[0].obj.Contents[-1].read_bytes()

    assert (len(laid), len(forms)) == (1, 1)
    assert operators.startswith(b"/Artifact <</Type /Pagination /Subtype /Watermark>> BDC")
    assert operators.endswith(b"EMC")


def test_the_body_of_the_page_stays_free_of_it() -> None:
    book = a_book(1)

    before, after = (
        pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("L")
        for pdf in (book, a_copy(book))
    )

    width, height = before.size
    body = (46, 30, width - 46, height - 30)
    assert before.crop(body).tobytes() == after.crop(body).tobytes()
    assert before.tobytes() != after.tobytes()


def test_the_number_gives_way_to_a_long_marking() -> None:
    marking = "Restricted/" + ".".join(f"COMPARTMENT-{number}" for number in range(4))
    copy = stamped(a_book(1), cabinet(), number=1, copies=3, recipient="P. Marsh", marking=marking)

    page = pages_of(copy)[0]
    assert re.search(r"Copy 1 of 3(?! for)", page) is None
    assert "Copy 1 of 3 for P. Marsh" in page


def test_on_a_paper_from_right_to_left_the_number_stands_at_the_right() -> None:
    with speaking(Tongue("ar")):
        copy = a_copy(a_book(1))

    page = pypdfium2.PdfDocument(copy)[0]
    drawn = page.render(scale=1).to_pil().convert("L")
    plain = pypdfium2.PdfDocument(a_book(1))[0].render(scale=1).to_pil().convert("L")
    right = (drawn.width - 120, drawn.height - 18, drawn.width - 40, drawn.height - 9)
    left = (46, drawn.height - 18, 120, drawn.height - 9)
    assert drawn.crop(right).tobytes() != plain.crop(right).tobytes()
    assert drawn.crop(left).tobytes() == plain.crop(left).tobytes()


def test_letter_paper_is_marked_to_its_own_edges() -> None:
    page = pages_of(a_copy(a_book(1, Paper.LETTER)))[0]

    assert "Copy 1 of 3 for P. Marsh" in page


def test_the_same_book_and_recipient_give_the_same_bytes(tmp_path: Path) -> None:
    book = a_book(2)
    path = tmp_path / "book.pdf"
    path.write_bytes(book)

    assert a_copy(book) == a_copy(path) == a_copy(book)
    assert a_copy(book) != a_copy(book, recipient="Q. Other")


def test_another_process_makes_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(a_book(2))
    code = (
        "import hashlib, sys; from pathlib import Path; from tests.unit.test_copies import a_copy;"
        "print(hashlib.sha256(a_copy(Path(sys.argv[1]))).hexdigest())"
    )
    digests = set()
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/Lima")):
        environment = os.environ | {
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            FONT_FOLDER: str(font_folder()),
        }
        done = subprocess.run(
            [sys.executable, "-c", code, str(path)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(done.stdout)

    assert len(digests) == 1


def test_an_encrypted_copy_opens_with_its_password_and_no_other() -> None:
    password = new_password()
    copy = a_copy(a_book(2))

    sealed = encrypted(copy, password)

    assert b"Excellency" not in sealed
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(sealed))
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(sealed), password=password[:-1])
    with pikepdf.open(io.BytesIO(sealed), password=password) as document:
        assert (document.encryption.R, document.encryption.bits) == (6, 256)
        assert len(document.pages) == 2
        assert "/StructTreeRoot" in document.Root
        allowed = document.allow
        assert allowed.print_highres
        assert allowed.accessibility
        assert not allowed.extract
        assert not allowed.modify_other
    with pytest.raises(ValueError, match="password"):
        encrypted(copy, "")


def test_passwords_are_read_without_mistake_and_never_alike() -> None:
    made = {new_password() for _ in range(500)}

    assert len(made) == 500
    assert all(re.fullmatch(r"(?:[a-km-np-z2-9]{4}-){4}[a-km-np-z2-9]{4}", one) for one in made)
    assert not set("".join(made)) & set("0O1lIio") - {"i"}
