"""Binding cleaned originals into a book: each page of an annex is drawn, scaled, on a page of the book.

Open `bound_in`. The pages come from the sandboxed child (`app/extraction/annexes.py`), which may have been
taken over by what it read; so every object is looked at once more here, before any of it is drawn.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Rectangle, Stream

from app.domain.errors import Unavailable
from app.domain.wording import said

ACTIVE_KEYS = frozenset(
    f"/{key}"
    for key in (
        *("A", "AA", "AcroForm", "AF", "Alternates", "Annots", "Collection", "Dests", "DSS", "EF"),
        *("EmbeddedFiles", "F", "FDecodeParms", "FFilter", "FS", "JS", "JavaScript", "Launch"),
        *("Measure", "Metadata", "Names", "NeedsRendering", "OC", "OCProperties", "OpenAction"),
        *("OPI", "Outlines", "Perms", "PieceInfo", "PS", "Ref", "RichMedia", "StructParent"),
        *("StructParents", "StructTreeRoot", "Subtype2", "Thumb", "Threads", "URI", "XFA"),
    )
)
"""Keys of anything that acts, leads out, or carries along what nobody sees."""
_ACTIVE_TYPES = frozenset({"/Action", "/Annot", "/Filespec", "/EmbeddedFile", "/Sig"})
_TABLES = frozenset(
    f"/{key}"
    for key in ("Font", "XObject", "ExtGState", "ColorSpace", "Pattern", "Shading", "CharProcs")
)
_ARTIFACT = b"/Artifact BMC"


def opened(pdf: bytes) -> pikepdf.Pdf:
    """A cleaned annex, looked through. Raises Unavailable("extraction") for one that was not cleaned."""
    try:
        document = pikepdf.open(io.BytesIO(pdf), attempt_recovery=False)
    except pikepdf.PdfError as error:
        raise _not_clean() from error
    if document.is_encrypted or any(found_active(document)):
        raise _not_clean()
    return document


def found_active(document: pikepdf.Pdf) -> list[str]:
    """What in a document acts, leads out or hides: `/Catalog /OpenAction`; empty for a clean one."""
    found = [] if "/Info" not in document.trailer else ["/Info"]
    tables = _tables_of(document)
    for one in document.objects:
        found += _active_in(one, tables)
    return found


def bound_in(
    book: pikepdf.Pdf,
    annex: pikepdf.Pdf,
    first_page: int,
    box: tuple[float, float, float, float],
    marked: Callable[[int], bytes] = lambda _: _ARTIFACT,
) -> None:
    """Draw each page of `annex` on one of the book, from `first_page` (from 0) on, as `box` holds it.

    `box` is left, lower, right, upper edge in points. `marked` gives the operator that begins the marked
    content of a page by its number in the annex, from 0: an artifact unless the structure tree has it.
    """
    for number, page in enumerate(annex.pages):
        bound_page(book, page, first_page + number, box, marked(number))


def bound_page(
    book: pikepdf.Pdf,
    page: pikepdf.Page,
    number: int,
    box: tuple[float, float, float, float],
    begin: bytes = _ARTIFACT,
) -> None:
    """Draw one page of an annex on the page of the book that has this number, from 0."""
    target = book.pages[number]
    form = book.copy_foreign(page.as_form_xobject())
    placed = _placement(form, Rectangle(*box))
    _own_xobjects(target.obj)[Name("/Annex")] = form
    target.contents_add(Stream(book, b"%s\nq %s cm /Annex Do Q\nEMC" % (begin, placed.encode())))


def _placement(form: Any, box: Rectangle) -> pikepdf.Matrix:
    """Scaled to fit, upright as its reader would turn it, in the middle of the box."""
    turned = pikepdf.Matrix(form.Matrix) if "/Matrix" in form else pikepdf.Matrix()
    own = turned.transform(Rectangle(form.BBox))
    scale = min(box.width / own.width, box.height / own.height)
    left = box.llx + (box.width - own.width * scale) / 2
    lower = box.lly + (box.height - own.height * scale) / 2
    return pikepdf.Matrix(scale, 0, 0, scale, left - own.llx * scale, lower - own.lly * scale)


def _own_xobjects(page: Any) -> Any:
    """The page's table of XObjects, in a dictionary of its own: others may be shared by all pages."""
    resources: Any = page.get("/Resources") or Dictionary()
    page.Resources = Dictionary(resources)
    xobjects: Any = resources.get("/XObject") or Dictionary()
    page.Resources.XObject = Dictionary(xobjects)
    return page.Resources.XObject


def _active_in(one: Any, tables: set[tuple[int, int]], *, is_table: bool = False) -> list[str]:
    """Looks into direct objects too; what is indirect is looked at by itself."""
    if isinstance(one, Array):
        return [found for part in one if _is_direct(part) for found in _active_in(part, tables)]
    if not isinstance(one, Dictionary | Stream):
        return []
    kind = str(one.get("/Type", ""))
    found = []
    if not kind.startswith("/") and (is_table or (one.is_indirect and one.objgen in tables)):
        kind = ""  # a table of names that the file chose: a font may be called /A
    else:
        found += [f"{kind} {key}" for key in ACTIVE_KEYS if key in one]
    if kind in _ACTIVE_TYPES or (isinstance(one, Stream) and one.get("/Subtype") == "/PS"):
        found.append(kind or "/PS")
    for key, part in one.items():
        if _is_direct(part):
            found += _active_in(part, tables, is_table=key in _TABLES)
    return found


def _tables_of(document: pikepdf.Pdf) -> set[tuple[int, int]]:
    """The indirect dictionaries that stand where a table of names stands."""
    holders = [one for one in document.objects if isinstance(one, Dictionary | Stream)]
    nested = [holder.get("/Resources") for holder in holders]
    every: list[Any] = [*holders, *(one for one in nested if isinstance(one, Dictionary))]
    values = [holder.get(key) for holder in every for key in _TABLES]
    return {one.objgen for one in values if isinstance(one, Dictionary) and one.is_indirect}


def _is_direct(part: Any) -> bool:
    return isinstance(part, pikepdf.Object) and not part.is_indirect


def _not_clean() -> Unavailable:
    return Unavailable("extraction", said("An annex was not cleaned as it should be. Try again."))
