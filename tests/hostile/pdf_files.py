"""PDF files, good and hostile, made in the test that needs them."""

from __future__ import annotations

import io
import zlib

from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

SENTENCE = "Excellency, the undersigned ambassadors express their growing concern."


def a_pdf(*pages: str, encrypt: pdfencrypt.StandardEncryption | None = None) -> bytes:
    """A small PDF with one line of text a page; an empty text makes a blank page."""
    target = io.BytesIO()
    canvas = Canvas(target, encrypt=encrypt, invariant=True)
    for text in pages:
        canvas.drawString(72, 720, text)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def from_objects(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these numbered objects with a right cross-reference table."""
    body = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + b"trailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, trailer, len(body))
    )


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
ONE_PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources 5 0 R>>"
FONT = b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"


def a_stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), extra, content)


def locked() -> bytes:
    return a_pdf(SENTENCE, encrypt=pdfencrypt.StandardEncryption("secret", strength=128))


def locked_for_printing_only() -> bytes:
    """Opens without a password; an owner's password only guards printing."""
    return a_pdf(SENTENCE, encrypt=pdfencrypt.StandardEncryption("", "owner", canPrint=0))


def cut_in_half() -> bytes:
    whole = a_pdf(SENTENCE, SENTENCE)
    return whole[: len(whole) // 2]


def page_tree_that_holds_itself() -> bytes:
    return from_objects(CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000>>")


def table_that_points_at_itself() -> bytes:
    whole = from_objects(CATALOG, ONE_PAGE, PAGE, a_stream(b""), b"<<>>")
    start = whole.rindex(b"startxref\n") + 10
    here = whole[start : whole.index(b"\n", start)]
    return whole.replace(b"trailer\n<<", b"trailer\n<</Prev " + here + b" ")


def a_hundred_thousand_pages() -> bytes:
    kids = b" ".join([b"3 0 R"] * 100_000)
    return from_objects(
        CATALOG, b"<</Type/Pages/Kids[%s]/Count 100000>>" % kids, PAGE, a_stream(b""), b"<<>>"
    )


def inflating_bomb() -> bytes:
    """Two layers of Flate: 600 MB of spaces in two kilobytes."""
    layer = zlib.compressobj(9)
    inner = b"".join(layer.compress(b" " * 1_000_000) for _ in range(600)) + layer.flush()
    packed = a_stream(zlib.compress(inner, 9), b"/Filter[/FlateDecode/FlateDecode]")
    return from_objects(CATALOG, ONE_PAGE, PAGE, packed, FONT)


def forms_within_forms() -> bytes:
    """Twelve levels, each drawing the next one ten times: a million million lines of text."""
    levels = 12
    first = 6
    forms = []
    for level in range(levels):
        is_last = level == levels - 1
        drawn = b"BT /F1 9 Tf (x) Tj ET" if is_last else b"/N Do " * 10
        resources = FONT if is_last else b"<</XObject<</N %d 0 R>>>>" % (first + level + 1)
        extra = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources %s" % resources
        forms.append(a_stream(drawn, extra))
    return from_objects(
        CATALOG, ONE_PAGE, PAGE, a_stream(b"/N Do"), b"<</XObject<</N 6 0 R>>>>", *forms
    )


def deep_arrays() -> bytes:
    nested = b"[" * 200_000 + b"]" * 200_000
    return from_objects(CATALOG, ONE_PAGE, PAGE, nested, FONT)


def one_that_acts() -> bytes:
    """Script and launch on opening; nobody here acts on either, and the text is read."""
    catalog = (
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>"
        b"/AA<</WC<</S/Launch/F(/bin/sh)>>>>>>"
    )
    text = a_stream(b"BT /F1 12 Tf 72 700 Td (" + SENTENCE.encode() + b") Tj ET")
    return from_objects(catalog, ONE_PAGE, PAGE, text, FONT)


def million_objects() -> bytes:
    return b"%PDF-1.4\n" + b"".join(b"%d 0 obj<<>>endobj\n" % number for number in range(1_000_000))
