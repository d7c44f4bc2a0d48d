"""Word files, good and hostile, made byte by byte in the test that needs them."""

from __future__ import annotations

import io
import random
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{word}.document.main+xml"/>
<Override PartName="/word/header1.xml" ContentType="{word}.header+xml"/>
<Override PartName="/word/footnotes.xml" ContentType="{word}.footnotes+xml"/>
</Types>""".format(word="application/vnd.openxmlformats-officedocument.wordprocessingml")


def a_body(xml: str, *, doctype: str = "") -> str:
    """A document part around the given paragraphs."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}'
        f'<w:document xmlns:w="{W}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<w:body>{xml}</w:body></w:document>"
    )


def paragraphs(*texts: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)


def a_docx(document: str | bytes, **parts: str | bytes) -> bytes:
    """A package with this document part, and `header1`, `footnotes` or any other part by its path."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("word/document.xml", document)
        package.writestr("word/header1.xml", _part("hdr", parts.pop("header1", "")))
        package.writestr("word/footnotes.xml", _part("footnotes", parts.pop("footnotes", "")))
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def zip_bomb() -> bytes:
    """220 MB of one letter in 220 kB."""
    return a_docx(a_body(paragraphs("a" * 220_000_000)))


def bomb_in_an_unread_part() -> bytes:
    """The document is harmless; a picture that nobody looks at unpacks without end."""
    return a_docx(a_body(paragraphs("Excellency")), **{"word/media/image1.png": bytes(90_000_000)})


def bomb_that_lies() -> bytes:
    """The directory says ten bytes; what comes out is 50 MB."""
    raw = a_docx(a_body(paragraphs("a" * 50_000_000)))
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        size = package.getinfo("word/document.xml").file_size
    return raw.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))


def billion_laughs() -> bytes:
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{previous};" * 10}">'
        for previous, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    return a_docx(a_body(paragraphs("&j;"), doctype=f"<!DOCTYPE w:document [{entities}]>"))


def outside_entity() -> bytes:
    doctype = '<!DOCTYPE w:document [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    return a_docx(a_body(paragraphs("&secret;"), doctype=doctype))


def hundred_thousand_entries() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("word/document.xml", a_body(paragraphs("Excellency")))
        for number in range(100_000):
            package.writestr(f"word/media/{number}", b"")
    return target.getvalue()


def same_entry_twice() -> bytes:
    """Which of the two is the letter depends on who reads it."""
    raw = a_docx(a_body(paragraphs("We agree.")), **{"word/documenT.xml": a_body("")})
    return raw.replace(b"word/documenT.xml", b"word/document.xml")


def two_packages_in_one() -> bytes:
    """A second package behind the first: one program reads this one, another the other."""
    return a_docx(a_body(paragraphs("We agree."))) + a_docx(a_body(paragraphs("We do not.")))


def locked_entries() -> bytes:
    """The flag that says: encrypted, in both the local headers and the directory."""
    raw = bytearray(a_docx(a_body(paragraphs("Excellency"))))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.find(signature)
        while place >= 0:
            raw[place + offset] |= 1
            place = raw.find(signature, place + 4)
    return bytes(raw)


def endless_nesting() -> bytes:
    depth = 100_000
    return a_docx(a_body("<w:tbl><w:tr><w:tc>" * depth + "</w:tc></w:tr></w:tbl>" * depth))


def more_text_than_any_letter() -> bytes:
    source = random.Random(7)  # noqa: S311 - the same files every time
    words = [f"{source.getrandbits(40):x}" for _ in range(20_000)]
    text = (" ".join(source.choices(words, k=100_000)) for _ in range(12))
    return a_docx(a_body(paragraphs(*text)))


def many_small_paragraphs() -> bytes:
    """Packs and unpacks like a letter, and takes a gigabyte from whoever builds a tree of it."""
    source = random.Random(7)  # noqa: S311 - the same files every time
    pieces = (f'<w:p w:rsidR="{source.getrandbits(64):x}"/>' for _ in range(400_000))
    return a_docx(a_body(paragraphs("Excellency") + "".join(pieces)))


def paths_that_climb_out() -> bytes:
    place = "/tmp/chancery-climbed-out"  # noqa: S108 - a name inside the file
    parts = {f"../../../../../..{place}": "x", place: "x"}
    return a_docx(a_body(paragraphs("The letter itself is harmless.")), **parts)


def no_document_inside() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("readme.txt", "a zip that was renamed")
    return target.getvalue()


def _part(root: str, xml: str | bytes) -> bytes:
    if isinstance(xml, bytes):
        return xml
    return f'<w:{root} xmlns:w="{W}">{xml}</w:{root}>'.encode()
