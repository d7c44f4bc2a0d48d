"""Rules of PDF/UA-1 and PDF/A-2 that pikepdf alone can check, for the ordinary suite.

`broken_rules(pdf)` names what is broken, empty for a paper that keeps them. veraPDF, where it is fetched,
checks all of them (`tests/services/verapdf.py`); `tests/unit/test_pdf_rules.py` shows that each rule bites.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

PAINTING = frozenset(
    ("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "Tj", "TJ", "'", '"', "EI")
) | {"INLINE IMAGE"}
_CMYK = frozenset({"k", "K"})
_ACTIVE = ("/AA", "/OpenAction", "/JS", "/AcroForm", "/XFA", "/EmbeddedFiles", "/Collection")
_BUILT_IN = ("Helvetica", "Times", "Courier", "Symbol", "ZapfDingbats")


def broken_rules(pdf: bytes) -> list[str]:
    """One line for each rule that is broken."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if document.is_encrypted:
            return ["the file is encrypted"]
        return [
            *_of_the_catalogue(document),
            *_of_fonts(document),
            *_of_objects(document),
            *_of_headings(document),
            *_of_elements(document),
            *(
                broken
                for number, _ in enumerate(document.pages)
                for broken in _of_page(document, number)
            ),
        ]


def _of_the_catalogue(document: pikepdf.Pdf) -> Iterator[str]:
    root: Any = document.Root
    intents = list(root.get("/OutputIntents", []))
    kept = {
        "no language": bool(str(root.get("/Lang", ""))),
        "not marked as tagged": root.get("/MarkInfo", Dictionary()).get("/Marked") is True,
        "the title is not displayed": (
            root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle") is True
        ),
        "no title": bool(str(document.docinfo.get("/Title", ""))),
        "no output intent, so that its colours mean nothing": any(
            one.get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in one for one in intents
        ),
        "no structure tree": "/StructTreeRoot" in root,
        "no XMP": "/Metadata" in root,
    }
    yield from (broken for broken, is_kept in kept.items() if not is_kept)
    xmp = root.Metadata.read_bytes() if "/Metadata" in root else b""
    for needed in (b"pdfaid:part", b"pdfaid:conformance", b"pdfuaid:part", b"dc:title"):
        if xmp and needed not in xmp:
            yield f"XMP does not say {needed.decode()}"


def _of_fonts(document: pikepdf.Pdf) -> Iterator[str]:
    for font in _dictionaries(document):
        if font.get("/Type") != "/Font" or "/Subtype" not in font:
            continue
        name = str(font.get("/BaseFont", "unnamed"))
        if font.Subtype == "/Type3":
            yield "a font is drawn (Type 3)"
            continue
        plain = name.lstrip("/").partition("+")[2] or name.lstrip("/")
        if plain.startswith(_BUILT_IN):
            yield f"a built-in font: {plain}"
        if font.Subtype != "/Type0" and not _is_embedded(font):
            yield f"not embedded: {plain}"
        if font.Subtype not in ("/CIDFontType0", "/CIDFontType2") and "/ToUnicode" not in font:
            yield f"does not say which letters it shows: {plain}"


def _is_embedded(font: Any) -> bool:
    descriptor = font.get("/FontDescriptor", Dictionary())
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _of_objects(document: pikepdf.Pdf) -> Iterator[str]:
    for one in _dictionaries(document):
        for key in _ACTIVE:
            if key in one:
                yield f"something active: {key}"
        if isinstance(one, Stream) and "/LZWDecode" in str(one.get("/Filter", "")):
            yield "a stream packed by LZW"
    for page in document.pages:
        if "/Group" in page.obj:
            yield "a transparency group on a page"


def _of_headings(document: pikepdf.Pdf) -> Iterator[str]:
    levels = [int(str(one.S)[2:]) for one in _elements(document) if str(one.S)[2:].isdigit()]
    if levels and levels[0] != 1:
        yield "the first heading is not H1"
    for one, following in pairwise(levels):
        if following > one + 1:
            yield f"H{following} follows H{one}"


def _of_elements(document: pikepdf.Pdf) -> Iterator[str]:
    for one in _elements(document):
        role = str(one.S)
        if role == "/Figure" and not str(one.get("/Alt", "")):
            yield "a figure without words"
        if role == "/TH" and not _scope(one):
            yield "a table's head without a scope"
        if role == "/Link" and not any(_is_object_reference(kid) for kid in _kids(one)):
            yield "a link in the structure that leads nowhere"


def _scope(element: Any) -> str:
    attributes = element.get("/A", Dictionary())
    listed = attributes if isinstance(attributes, Array) else [attributes]
    scopes = [one.get("/Scope") for one in listed if isinstance(one, Dictionary)]
    return "".join(str(one) for one in scopes if one is not None)


def _of_page(document: pikepdf.Pdf, number: int) -> Iterator[str]:
    page: Any = document.pages[number].obj
    where = f"page {number + 1}"
    owners = _owners(document, page)
    seen: set[int] = set()
    for broken in _of_operators(document.pages[number], seen):
        yield f"{where}: {broken}"
    for mcid in sorted(seen):
        owner = owners[mcid] if mcid < len(owners) else None
        if not isinstance(owner, Dictionary) or "/S" not in owner:
            yield f"{where}: marked content {mcid} is not in the structure"
        elif not any(_mcid(kid) == mcid for kid in _kids(owner)):
            yield f"{where}: marked content {mcid} is not a part of its element"
    if "/Annots" in page:
        if page.get("/Tabs") != "/S":
            yield f"{where}: links are not reached in the order of the structure"
        for annotation in page.Annots:
            yield from (f"{where}: {broken}" for broken in _of_annotation(document, annotation))


def _of_operators(page: pikepdf.Page, seen: set[int]) -> Iterator[str]:
    """Every marked content is an artifact or has a number; nothing is drawn outside of any."""
    open_marks: list[str] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BMC", "BDC"):
            yield from _of_a_mark(list(instruction.operands), open_marks, seen)
        elif operator == "EMC" and open_marks:
            open_marks.pop()
        elif operator == "EMC":
            yield "marked content ends that never began"
        elif operator in PAINTING and not open_marks:
            yield f"{operator} is drawn outside of any marked content"
        elif operator in _CMYK:
            yield "a colour of four inks, for which there is no intent"
    if open_marks:
        yield "marked content does not end"


def _of_a_mark(operands: list[Any], open_marks: list[str], seen: set[int]) -> Iterator[str]:
    role, *rest = operands
    mcid = rest[0].get("/MCID") if rest and isinstance(rest[0], Dictionary) else None
    if mcid is not None:
        seen.add(int(mcid))
    elif role != "/Artifact" and not open_marks:
        yield f"{role} has no number and is no artifact"
    if role == "/Artifact" and any(one != "/Artifact" for one in open_marks):
        yield "an artifact within tagged content"
    open_marks.append(str(role))


def _of_annotation(document: pikepdf.Pdf, annotation: Any) -> Iterator[str]:
    if annotation.get("/Subtype") != "/Link":
        yield f"an annotation that is no link: {annotation.get('/Subtype')}"
        return
    if not str(annotation.get("/Contents", "")):
        yield "a link without words"
    place = annotation.get("/StructParent")
    owner = _parent_tree(document).get(int(place)) if place is not None else None
    if not isinstance(owner, Dictionary) or owner.get("/S") != "/Link":
        yield "a link that is not in the structure"
    elif not any(
        _is_object_reference(kid) and kid.Obj.objgen == annotation.objgen for kid in _kids(owner)
    ):
        yield "a link whose element does not name it"


def _owners(document: pikepdf.Pdf, page: Any) -> list[Any]:
    """The elements that own the marked content of a page, by number."""
    place = page.get("/StructParents")
    found = _parent_tree(document).get(int(place)) if place is not None else None
    return list(found) if isinstance(found, Array) else []


def _parent_tree(document: pikepdf.Pdf) -> Any:
    root: Any = document.Root.get("/StructTreeRoot")
    if root is None or "/ParentTree" not in root:
        return {}
    return pikepdf.NumberTree(root.ParentTree)


def _elements(document: pikepdf.Pdf) -> Iterator[Any]:
    """The structure elements in the order of reading."""
    waiting = list(_kids(document.Root.get("/StructTreeRoot", Dictionary())))[::-1]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Dictionary) and "/S" in one:
            yield one
            waiting += list(_kids(one))[::-1]


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, Array) else [kids]


def _mcid(kid: Any) -> int | None:
    if isinstance(kid, int):
        return kid
    return int(kid.MCID) if isinstance(kid, Dictionary) and "/MCID" in kid else None


def _is_object_reference(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR and "/Obj" in kid


def _dictionaries(document: pikepdf.Pdf) -> Iterator[Any]:
    for one in document.objects:
        if isinstance(one, Dictionary | Stream):
            yield one
