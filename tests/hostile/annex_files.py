"""PDF files for the cleaner of annexes: ordinary ones, and one with every active key at every level."""

from __future__ import annotations

import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.hostile import pdf_files

CANARY = "chancery-canary"
"""Stands in everything that must not come along, as plain text in the bytes."""
ACTIVE = (
    "AA", "OpenAction", "JS", "JavaScript", "Launch", "URI", "Annots", "AcroForm", "EmbeddedFiles",
    "Metadata", "PieceInfo", "StructParents", "StructParent", "StructTreeRoot", "OPI", "Ref", "GoToR",
    "A", "AF", "EF", "XFA", "RichMedia", "Names", "Outlines", "Dests", "Thumb", "OC", "OCProperties",
    "Alternates", "Subtype2", "PS", "SubmitForm", "GoToE", "Movie", "Sound", "Collection", "Perms",
    "Extensions", "Trans", "B", "Measure", "PtData", "LastModified",
)  # fmt: skip


TABLES = ("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/CharProcs")


def an_action() -> Dictionary:
    return Dictionary(
        Type=Name.Action,
        S=Name.JavaScript,
        JS=String(f"app.alert('{CANARY}')"),
        Next=Dictionary(S=Name.Launch, F=String(f"/bin/{CANARY}")),
    )


def planted(target: Pdf) -> dict[str, object]:
    """A value for each active key; wherever one comes along, the canary does."""
    plant = target.make_indirect(
        Dictionary(
            S=Name.URI, URI=String(f"https://{CANARY}.example"), D=String(CANARY), A=an_action()
        )
    )
    file = Stream(target, CANARY.encode())
    file.Type = Name.EmbeddedFile
    values: dict[str, object] = {f"/{key}": plant for key in ACTIVE}
    values["/EF"] = Dictionary(F=file)
    values["/Metadata"] = Stream(target, f"<x:xmpmeta>{CANARY}</x:xmpmeta>".encode())
    values["/Annots"] = Array(
        [
            target.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Link,
                    Rect=Array([0, 0, 600, 800]),
                    A=an_action(),
                    AA=Dictionary(E=an_action()),
                )
            )
        ]
    )
    return values


def a_drawing(pages: int = 2, *, seed: int = 1) -> bytes:
    """Ordinary pages: text, shapes, a clear one, a picture, a form within a form."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(400, 500), invariant=True)
    picture = Image.effect_mandelbrot((60, 60), (-2, -1.5, 1, 1.5), 50).convert("RGB")
    for number in range(pages):
        canvas.drawString(40, 450, f"{pdf_files.SENTENCE} {seed} {number}")
        canvas.setFillColor(Color(0.2, 0.4, 0.7, alpha=0.5))
        canvas.circle(120 + seed * 7 % 50, 300, 60, fill=1)
        canvas.rect(150, 250, 90, 120 + number, fill=1)
        canvas.drawImage(ImageReader(picture), 260, 120, 90, 90)
        canvas.beginForm(f"seal{number}")
        canvas.setStrokeColorRGB(0.6, 0.1, 0.1)
        canvas.circle(0, 0, 25)
        canvas.endForm()
        canvas.saveState()
        canvas.translate(80, 120)
        canvas.doForm(f"seal{number}")
        canvas.restoreState()
        canvas.linearGradient(20, 20, 380, 60, (Color(1, 0, 0), Color(0, 0, 1)), extend=False)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def with_everything_planted(*, object_streams: bool = False) -> bytes:
    """Every active key in every dictionary of an ordinary document: catalog, tree, page, resources,
    fonts, forms, pictures, states, shadings, functions, and the trailer's information.
    """
    with pikepdf.open(io.BytesIO(a_drawing())) as document:
        values = planted(document)
        font = document.make_indirect(_a_drawn_font(document))
        for page in document.pages:
            page.Resources.Font.Drawn = font
        _inherit_resources(document)
        _add_postscript(document)
        tables = _tables(document)
        for one in list(document.objects):
            _plant(one, values, tables)
        document.trailer.Info = document.make_indirect(Dictionary(Author=String(CANARY)))
        document.Root.Names = Dictionary(
            JavaScript=Dictionary(Names=Array([String(CANARY), an_action()])),
            EmbeddedFiles=Dictionary(Names=Array([String(CANARY), values["/EF"]])),
        )
        document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=String(CANARY))
        mode = pikepdf.ObjectStreamMode
        out = io.BytesIO()
        document.save(
            out,
            object_stream_mode=mode.generate if object_streams else mode.disable,
            static_id=True,
        )
    return out.getvalue()


def with_an_update() -> bytes:
    """An incremental update after the last page: the newer catalog acts."""
    base = a_drawing(1)
    size = int(base.rpartition(b"/Size ")[2].split()[0])
    start = base.rpartition(b"startxref\n")[2].split()[0]
    with pikepdf.open(io.BytesIO(base)) as document:
        root, pages = document.Root.objgen[0], document.Root.Pages.objgen[0]
    catalog = (
        b"%d 0 obj\n<</Type/Catalog/Pages %d 0 R/OpenAction<</S/JavaScript/JS(%s)>>>>\nendobj\n"
        % (root, pages, CANARY.encode())
    )
    table = b"xref\n%d 1\n%010d 00000 n \n" % (root, len(base) + 1)
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        root,
        start,
        len(base) + 1 + len(catalog),
    )
    return base + b"\n" + catalog + table + trailer


def with_marking() -> bytes:
    """Tags, properties and a layer in the operators, one word of them in the next stream."""
    first = pdf_files.a_stream(
        rb"/P <</MCID 0 /Alt (\(a\) nested (b) >> x)>> BDC BT /F1 12 Tf 72 700 Td (EMC BDC) Tj ET "
        rb"EMC /P <</MCID"
    )
    second = pdf_files.a_stream(
        rb"1>> BDC BT /F1 12 Tf 72 600 Td (BMC \) kept) Tj ET EMC /T MP 0 0 9 9 re f"
    )
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents[4 0 R 6 0 R]/Resources 5 0 R>>"
    )
    return pdf_files.from_objects(
        pdf_files.CATALOG, pdf_files.ONE_PAGE, page, first, pdf_files.FONT, second
    )


def with_a_hidden_layer() -> bytes:
    with pikepdf.open(io.BytesIO(a_drawing(1))) as document:
        layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("draft")))
        document.Root.OCProperties = Dictionary(
            OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]))
        )
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def with_a_stamp() -> bytes:
    """A stamp and a hidden note, both with an appearance; the stamp acts when it is clicked."""
    with pikepdf.open(io.BytesIO(a_drawing(1))) as document:
        looks = Stream(document, b"1 0 0 rg 0 0 50 20 re f")
        looks.Type, looks.Subtype, looks.BBox = Name.XObject, Name.Form, Array([0, 0, 50, 20])
        stamp = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Stamp,
            Rect=Array([100, 400, 300, 440]),
            AP=Dictionary(N=looks),
            F=4,
            A=an_action(),
        )
        hidden = Dictionary(stamp)  # type: ignore[arg-type]
        hidden.Rect, hidden.F = Array([0, 0, 400, 100]), 2
        document.pages[0].obj.Annots = Array([stamp, hidden])
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def content_in_another_file() -> bytes:
    """The page's contents are said to be in a file of the machine."""
    outside = b"<</Length 0/F(/etc/passwd)>>stream\n\nendstream"
    return pdf_files.from_objects(
        pdf_files.CATALOG, pdf_files.ONE_PAGE, pdf_files.PAGE, outside, pdf_files.FONT
    )


def large_content() -> bytes:
    """80 MB of operators in 80 KB."""
    packed = zlib.compress(b"0 0 m\n" * 14_000_000, 9)
    return pdf_files.from_objects(
        pdf_files.CATALOG,
        pdf_files.ONE_PAGE,
        pdf_files.PAGE,
        pdf_files.a_stream(packed, b"/Filter/FlateDecode"),
        pdf_files.FONT,
    )


def enormous_picture() -> bytes:
    picture = pdf_files.a_stream(
        b"\0", b"/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceGray"
    )
    return pdf_files.from_objects(
        pdf_files.CATALOG,
        pdf_files.ONE_PAGE,
        pdf_files.PAGE,
        pdf_files.a_stream(b"/P Do"),
        b"<</XObject<</P 6 0 R>>>>",
        picture,
    )


def nested_states() -> bytes:
    """A soft mask in a soft mask, a thousand times."""
    objects = [
        b"<</ExtGState<</G<</SMask<</S/Alpha/G %d 0 R>>>>>>>>" % (number + 1)
        if number % 2
        else pdf_files.a_stream(
            b"/G gs",
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources %d 0 R" % (number + 1),
        )
        for number in range(5, 2_005)
    ]
    return pdf_files.from_objects(
        pdf_files.CATALOG, pdf_files.ONE_PAGE, pdf_files.PAGE, pdf_files.a_stream(b""), *objects
    )


def _a_drawn_font(document: Pdf) -> Dictionary:
    glyph = Stream(document, b"500 0 0 0 500 500 d1 0 0 500 500 re f")
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 500, 500]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(a=glyph),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([97, Name.a])),
        FirstChar=97,
        LastChar=97,
        Widths=Array([500]),
        Resources=Dictionary(),
    )


def _inherit_resources(document: Pdf) -> None:
    """The second page's resources stand on the tree, as an older file has them."""
    page = document.pages[1].obj
    document.Root.Pages.Resources = page.Resources
    del page.Resources


def _add_postscript(document: Pdf) -> None:
    program = Stream(document, f"({CANARY}) run".encode())
    program.Type, program.Subtype = Name.XObject, Name.PS
    for one in (document.pages[0].obj, document.Root.Pages):
        one.Resources.XObject.Program = program


def _plant(one: object, values: dict[str, object], tables: set[tuple[int, int]]) -> None:
    """In a dictionary, and in those directly within it, but not in tables of names."""
    if not isinstance(one, Dictionary | Stream) or one.get("/S") == Name.URI:
        return
    for key, part in list(one.items()):
        if isinstance(part, Dictionary) and not part.is_indirect and key not in TABLES:
            _plant(part, values, tables)
    if one.objgen not in tables:
        for key, value in values.items():
            if key not in one:
                one[key] = value


def _tables(document: Pdf) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for one in document.objects:
        if isinstance(one, Dictionary | Stream):
            holders = [one, one.get("/Resources", Dictionary())]
            for value in [holder.get(key) for holder in holders for key in TABLES]:
                if isinstance(value, Dictionary) and value.is_indirect:
                    found.add(value.objgen)
    return found
