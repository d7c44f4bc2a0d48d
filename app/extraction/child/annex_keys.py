"""What of a foreign PDF may stand in a book: for every kind of dictionary its keys, and the kind of each.

A table and nothing else; `annex_copy.py` copies by it. What is not in it does not come along: actions,
scripts, annotations, forms, attachments, metadata, private data, links to other files, foreign structure
trees, PostScript, optional content. Sections of ISO 32000-1 are given where the keys are.

A rule is the name of a kind of this table, or one of: `name`, `number`, `text`, `truth`; `numbers` and
`mixed` (arrays, within each other too, of numbers, or of numbers and names); `{kind}` any key, each value
of that kind; `[kind]` an array of it; `a|b` whichever fits first.
"""

from __future__ import annotations


def _keys(*rows: str) -> dict[str, str]:
    """`Width:number Mask:image|numbers` as a table."""
    pairs = (word.partition(":") for row in rows for word in row.split())
    return {f"/{key}": rule for key, _, rule in pairs}


_FORM = "FormType:number BBox:numbers Matrix:numbers Resources:resources Group:group"
_FONT = "BaseFont:name FirstChar:number LastChar:number Widths:numbers FontDescriptor:descriptor"
_SHADING = (
    "ShadingType:number ColorSpace:colours Background:numbers BBox:numbers AntiAlias:truth",
    "Domain:numbers Function:function|[function]",
)

KINDS: dict[str, dict[str, str]] = {
    # 7.7.3.3, apart from its contents
    "page": _keys(
        "MediaBox:numbers CropBox:numbers Rotate:number Resources:resources",
        "UserUnit:number Group:group",
    ),
    "resources": _keys(  # 7.8.3
        "Font:{font} XObject:{xobject} ExtGState:{state} ColorSpace:{colours}",
        "Pattern:{pattern} Shading:{shading}",
    ),
    "content": {},
    # 8.9.5 and 8.10.2; `xobject` chooses by Subtype and knows no other. Interpolate stays behind: PDF/A-2
    # forbids it, and it is a wish that readers need not fulfil
    "image": _keys(
        "Width:number Height:number ColorSpace:colours BitsPerComponent:number Intent:name",
        "ImageMask:truth Mask:image|numbers Decode:numbers",
        "SMask:image SMaskInData:number Matte:numbers",
    ),
    "form": _keys(_FORM),
    "group": _keys("S:name CS:colours I:truth K:truth"),  # 11.6.6
    "state": _keys(  # 8.4.5, without what only printing presses need
        "LW:number LC:number LJ:number ML:number D:mixed RI:name OP:truth op:truth OPM:number",
        "Font:fontsize FL:number SM:number SA:truth BM:name|mixed SMask:name|softmask",
        "CA:number ca:number AIS:truth TK:truth",
    ),
    "softmask": _keys("S:name G:form BC:numbers TR:name|function"),  # 11.6.5.2
    "tiling": _keys(  # 8.7.3
        "PatternType:number PaintType:number TilingType:number BBox:numbers XStep:number",
        "YStep:number Resources:resources Matrix:numbers",
    ),
    "shaded": _keys("PatternType:number Shading:shading Matrix:numbers ExtGState:state"),
    "shading": _keys(  # 8.7.4.5; the second row for the kinds that are streams
        *_SHADING,
        "Coords:numbers Extend:mixed Matrix:numbers",
        "BitsPerCoordinate:number BitsPerComponent:number BitsPerFlag:number Decode:numbers",
        "VerticesPerRow:number",
    ),
    "function": _keys(  # 7.10
        "FunctionType:number Domain:numbers Range:numbers Size:numbers BitsPerSample:number",
        "Order:number Encode:numbers Decode:numbers C0:numbers C1:numbers N:number",
        "Functions:[function] Bounds:numbers",
    ),
    "calibrated": _keys("WhitePoint:numbers BlackPoint:numbers Gamma:number|numbers"),  # 8.6.5
    "calibratedmatrix": _keys("WhitePoint:numbers BlackPoint:numbers Gamma:numbers Matrix:numbers"),
    "lab": _keys("WhitePoint:numbers BlackPoint:numbers Range:numbers"),
    "profile": _keys("N:number Alternate:colours Range:numbers"),
    # 9.6 to 9.8; `font` chooses by Subtype
    "simplefont": _keys(_FONT, "Encoding:name|encoding ToUnicode:name|charactermap"),
    "drawnfont": _keys(  # Type 3
        _FONT,
        "Encoding:name|encoding ToUnicode:name|charactermap",
        "FontBBox:numbers FontMatrix:numbers CharProcs:{content} Resources:resources",
    ),
    "compositefont": _keys(
        "BaseFont:name Encoding:name|charactermap DescendantFonts:[cidfont]",
        "ToUnicode:name|charactermap",
    ),
    "cidfont": _keys(
        "Subtype:name BaseFont:name CIDSystemInfo:system FontDescriptor:descriptor DW:number",
        "W:numbers DW2:numbers W2:numbers CIDToGIDMap:name|bytes",
    ),
    "system": _keys("Registry:text Ordering:text Supplement:number"),
    "encoding": _keys("BaseEncoding:name Differences:mixed"),
    "charactermap": _keys(
        "CMapName:name CIDSystemInfo:system WMode:number UseCMap:name|charactermap"
    ),
    "descriptor": _keys(
        "FontName:name FontFamily:text FontStretch:name FontWeight:number Flags:number",
        "FontBBox:numbers ItalicAngle:number Ascent:number Descent:number Leading:number",
        "CapHeight:number XHeight:number StemV:number StemH:number AvgWidth:number",
        "MaxWidth:number MissingWidth:number CharSet:text CIDSet:bytes",
        "FontFile:fontfile FontFile2:fontfile FontFile3:fontfile",
    ),
    "fontfile": _keys("Subtype:name Length1:number Length2:number Length3:number"),
    "bytes": {},
    # 7.4; what a filter needs to know
    "filtering": _keys(
        "Predictor:number Colors:number BitsPerComponent:number Columns:number EarlyChange:number",
        "K:number EndOfLine:truth EncodedByteAlign:truth Rows:number EndOfBlock:truth",
        "BlackIs1:truth DamagedRowsBeforeError:number ColorTransform:number JBIG2Globals:bytes",
    ),
}
FIXED: dict[str, dict[str, str]] = {
    "page": {"/Type": "/Page"},
    "image": {"/Type": "/XObject", "/Subtype": "/Image"},
    "form": {"/Type": "/XObject", "/Subtype": "/Form"},
    "group": {"/Type": "/Group"},
    "state": {"/Type": "/ExtGState"},
    "softmask": {"/Type": "/Mask"},
    "tiling": {"/Type": "/Pattern"},
    "shaded": {"/Type": "/Pattern"},
    "compositefont": {"/Type": "/Font", "/Subtype": "/Type0"},
    "drawnfont": {"/Type": "/Font", "/Subtype": "/Type3"},
    "cidfont": {"/Type": "/Font"},
    "encoding": {"/Type": "/Encoding"},
    "descriptor": {"/Type": "/FontDescriptor"},
}
"""What we write ourselves, whatever the file said."""

STREAMS = frozenset(
    {"content", "image", "form", "tiling", "profile", "charactermap", "fontfile", "bytes"}
)
"""Kinds that are always streams."""
MAY_BE_STREAMS = frozenset({"shading", "function"})
DRAWN = frozenset({"content", "form", "tiling"})
"""Streams that hold operators."""
SIMPLE_FONTS = frozenset({"/Type1", "/MMType1", "/TrueType"})
INHERITED = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")
KEPT_FILTERS = frozenset(
    {"/FlateDecode", "/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"}
)
"""A stream packed by one of these alone stays as it is; others are unpacked and packed anew."""
KNOWN_FILTERS = KEPT_FILTERS | {
    "/LZWDecode",
    "/ASCIIHexDecode",
    "/ASCII85Decode",
    "/RunLengthDecode",
}
