"""The rules of accessible and lasting PDF: our papers keep them, and each rule bites when it is broken."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from app.pdf.copies import stamped
from tests.pdf_rules import broken_rules
from tests.printing import cabinet, one_of_everything

Break = Callable[[Any, Any], None]


def the_element(document: Any, role: str) -> Any:
    return next(
        one
        for one in document.objects
        if isinstance(one, Dictionary) and one.get("/S") == role and "/P" in one
    )


def the_font(document: Any) -> Any:
    return next(
        one
        for one in document.objects
        if isinstance(one, Dictionary) and one.get("/Type") == "/Font" and "/BaseFont" in one
    )


def drop(holder: Callable[[Any], Any], key: str) -> Break:
    def broken(document: Any, _page: Any) -> None:
        del holder(document)[key]

    return broken


def put(holder: Callable[[Any], Any], key: str, value: object) -> Break:
    def broken(document: Any, _page: Any) -> None:
        holder(document)[key] = value

    return broken


def draw(operators: bytes) -> Break:
    def broken(document: Any, page: Any) -> None:
        page.Contents = Array([*page.Contents, Stream(document, operators)])

    return broken


def root(document: Any) -> Any:
    return document.Root


BREAKS: list[tuple[Break, str]] = [
    (drop(root, "/Lang"), "no language"),
    (drop(root, "/MarkInfo"), "not marked as tagged"),
    (drop(root, "/ViewerPreferences"), "the title is not displayed"),
    (drop(root, "/OutputIntents"), "no output intent"),
    (drop(root, "/Metadata"), "no XMP"),
    (drop(root, "/StructTreeRoot"), "no structure tree"),
    (put(root, "/OpenAction", Dictionary(S=Name.JavaScript)), "something active"),
    (put(root, "/AcroForm", Dictionary()), "something active"),
    (drop(lambda one: one.docinfo, "/Title"), "no title"),
    (drop(lambda one: the_font(one).FontDescriptor, "/FontFile2"), "not embedded"),
    (drop(the_font, "/ToUnicode"), "does not say which letters"),
    (put(the_font, "/BaseFont", Name("/Helvetica")), "a built-in font"),
    (put(the_font, "/Subtype", Name("/Type3")), "a font is drawn"),
    (drop(lambda one: the_element(one, "/Figure"), "/Alt"), "a figure without words"),
    (drop(lambda one: the_element(one, "/TH"), "/A"), "head without a scope"),
    (put(lambda one: the_element(one, "/Link"), "/K", 0), "leads nowhere"),
    (put(lambda one: the_element(one, "/H1"), "/S", Name("/H3")), "first heading is not H1"),
    (put(lambda one: the_element(one, "/H2"), "/S", Name("/H4")), "H4 follows H1"),
    (drop(lambda one: one.pages[0].obj.Annots[0], "/Contents"), "a link without words"),
    (drop(lambda one: one.pages[0].obj.Annots[0], "/StructParent"), "not in the structure"),
    (drop(lambda one: one.pages[0].obj, "/Tabs"), "order of the structure"),
    (drop(lambda one: one.pages[0].obj, "/StructParents"), "marked content 0 is not in"),
    (put(lambda one: the_element(one, "/H1"), "/K", 99), "is not a part of its element"),
    (put(lambda one: one.pages[0].obj, "/Group", Dictionary()), "a transparency group"),
    (draw(b"0 0 9 9 re f"), "f is drawn outside"),
    (draw(b"/P BMC 0 0 9 9 re f EMC"), "/P has no number"),
    (draw(b"/P <</MCID 77>> BDC 0 0 9 9 re f EMC"), "marked content 77 is not in"),
    (draw(b"/P <</MCID 0>> BDC /Artifact BMC EMC EMC"), "an artifact within tagged content"),
    (draw(b"EMC"), "that never began"),
    (draw(b"/Artifact BMC"), "does not end"),
    (draw(b"/Artifact BMC 0 0 0 1 k 0 0 9 9 re f EMC"), "four inks"),
]


def test_our_papers_and_their_copies_keep_the_rules() -> None:
    paper = one_of_everything()
    copy = stamped(
        paper, cabinet(), number=1, copies=3, recipient="外务省, وزارة", marking="Official"
    )

    assert broken_rules(paper) == []
    assert broken_rules(copy) == []


@pytest.mark.parametrize(("breaking", "words"), BREAKS, ids=[words for _, words in BREAKS])
def test_a_rule_bites(breaking: Break, words: str) -> None:
    with pikepdf.open(io.BytesIO(one_of_everything())) as document:
        breaking(document, document.pages[0].obj)
        out = io.BytesIO()
        document.save(out, fix_metadata_version=False)

    assert any(words in broken for broken in broken_rules(out.getvalue()))


def test_an_encrypted_file_keeps_no_rule() -> None:
    with pikepdf.open(io.BytesIO(one_of_everything())) as document:
        out = io.BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner="owner", user=""))

    assert broken_rules(out.getvalue()) == ["the file is encrypted"]
