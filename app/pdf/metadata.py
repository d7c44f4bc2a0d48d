"""What a PDF says of itself: XMP, the same in the document information, and what its colours mean.

Everything comes from the template: title and number of the paper, our name, the time it was made. Nothing
of a record, a reader or a machine is here. As PDF/A-2 (ISO 19005-2) and PDF/UA-1 (ISO 14289-1) ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from xml.sax.saxutils import escape

from PIL import ImageCms

from app.pdf.objects import Store, literal

PRODUCER = "Chancery"
_MADE_FROM, _MADE_TO = 24, 36
"""The bytes of an ICC profile that hold when it was made; the profile itself never differs."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """`language` is the BCP 47 tag of the labels."""

    title: str
    subject: str
    made_at: datetime
    language: str


def write_metadata(store: Store, told: Particulars) -> tuple[int, int]:
    """Write XMP and the intent of the colours. Returns their numbers, for the catalogue."""
    xmp = store.new()
    content = _xmp(told).encode("utf-8")
    store.fill_stream(xmp, content, "/Type /Metadata /Subtype /XML", packed=False)
    profile = store.new()
    store.fill_stream(profile, _profile(), "/N 3")
    name = literal("sRGB IEC61966-2.1")
    intent = store.new_with(
        f"<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier {name} /Info {name} "
        f"/DestOutputProfile {profile} 0 R >>"
    )
    return xmp, intent


def information(told: Particulars) -> str:
    """The document information dictionary; each entry as XMP has it."""
    made = f"(D:{told.made_at.astimezone(UTC):%Y%m%d%H%M%S}+00'00')"
    us = literal(PRODUCER)
    return (
        f"<< /Title {literal(told.title)} /Author {us} /Subject {literal(told.subject)} "
        f"/Creator {us} /Producer {us} /CreationDate {made} /ModDate {made} >>"
    )


def _xmp(told: Particulars) -> str:
    made = f"{told.made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S+00:00}"
    title, subject, language = (escape(one) for one in (told.title, told.subject, told.language))
    return _TEMPLATE.format(title=title, subject=subject, language=language, made=made, us=PRODUCER)


@lru_cache(maxsize=1)
def _profile() -> bytes:
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[_MADE_FROM:_MADE_TO] = bytes((7, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    return bytes(made)


_TEMPLATE = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{us}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{us}</xmp:CreatorTool>
<xmp:CreateDate>{made}</xmp:CreateDate>
<xmp:ModifyDate>{made}</xmp:ModifyDate>
<pdf:Producer>{us}</pdf:Producer>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
