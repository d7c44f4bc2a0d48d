"""The fonts of one document, as ReportLab embeds them: which glyph comes from which font.

`DocumentFaces` is made after the document's words are known, because Chinese and other large scripts
are cut down to just the characters that occur. A character that no font holds becomes a visible
placeholder, never an error; the word itself stays in the PDF for copying and searching.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Protocol

from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from app.fonts.cabinet import SANS_REGULAR, Face, FontCabinet
from app.fonts.character_sets import contains
from app.fonts.sources import FALLBACKS, SANS

PLACEHOLDER = "\N{REPLACEMENT CHARACTER}"
_PER_THOUSAND = 1000
_MOST_WORDS = 50_000
_SPECIAL = re.compile(r"[()\\\r]")
_MAX_LISTED = 100
"""A CMap may list at most a hundred characters in one block."""


class EmbeddedFont(TTFont):  # type: ignore[misc]
    """A TrueType font whose table of characters is right beyond U+FFFF too."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(name, io.BytesIO(content), shapable=False)
        self.face.name = name.encode("ascii")  # two fonts of one name would show the first's shapes

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802 (ReportLab's name)
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, codes in enumerate(subsets):
            prefix = b"".join((SUBSETN(number), b"+", self.face.name, self.face.subfontNameX))
            name = prefix.decode("ascii")
            doc.idToObject[f"toUnicodeCMap:{name}"].content = _character_map(name, codes)

    def has(self, character: str) -> bool:
        return ord(character) in self.face.charToGlyph

    def letters(self, text: str, document: PDFDocument) -> Iterator[tuple[str, str]]:
        """The font's names in the document with the strings of a content stream that show `text`.

        A subset holds the first 128 characters under their own codes, so that ASCII needs no look-up.
        """
        if text.isascii():
            self._assignState(document)
            yield self.getSubsetInternalName(0, document), _escaped(text)
            return
        for subset, codes in self.splitString(text, document):
            name = self.getSubsetInternalName(subset, document)
            yield name, _escaped(codes.decode("latin-1"))

    def width(self, character: str) -> float:
        """The advance at a size of one point."""
        return float(self.face.getCharWidth(ord(character))) / _PER_THOUSAND


class DocumentFaces:
    """Every face of one document with its fallbacks. `missing` holds what no font could show."""

    def __init__(
        self,
        cabinet: FontCabinet,
        words: Iterable[tuple[Face, str]],
        *,
        is_right_to_left: bool = False,
    ) -> None:
        self._cabinet = cabinet
        self._words: dict[tuple[Face, float, float], _Widths] = {}
        self.is_right_to_left = is_right_to_left
        """Whether the paper runs from right to left: columns, margins and whatever has no direction."""
        self._glyphs: dict[Face, _Glyphs] = {}
        self.missing: set[str] = set()
        wanted: dict[Face, set[str]] = {}
        for face, text in words:
            wanted.setdefault(face, set()).update(text)
        self._occurring: set[str] = set().union(*wanted.values())
        self._rare: dict[int, list[EmbeddedFont]] = {}
        lacking: dict[int, set[str]] = {}
        for face in sorted(wanted, key=lambda face: face.postscript):
            rest = self._provide(face, wanted[face])
            lacking.setdefault(_rare_weight(face), set()).update(rest)
        for weight in sorted(lacking):
            fonts, rest = self._cut_for(lacking[weight], weight)
            self.missing |= rest
            self._rare[weight] = fonts
            for face, glyphs in self._glyphs.items():
                if _rare_weight(face) == weight:
                    glyphs.chain += fonts

    def width(self, face: Face, text: str) -> float:
        """How wide `text` is at a size of one point."""
        glyphs = self._glyphs_of(face)
        return sum([glyphs[character][1] for character in text])

    def spans(self, face: Face, text: str) -> Iterator[tuple[EmbeddedFont, str]]:
        """`text` cut into runs of one font each, with placeholders put in."""
        glyphs = self._glyphs_of(face)
        font, run = None, ""
        for character in text:
            next_font, _, shown = glyphs[character]
            if next_font is not font:
                if font is not None:
                    yield font, run
                font, run = next_font, ""
            run += shown
        if font is not None:
            yield font, run

    def encoded(self, face: Face, text: str, document: PDFDocument) -> Iterator[tuple[str, str]]:
        """Pairs of a font's name in the document and a string of a content stream, in order."""
        if text.isascii():
            yield from self._glyphs_of(face).chain[0].letters(text, document)
            return
        for font, run in self.spans(face, text):
            yield from font.letters(run, document)

    def word_widths(self, style: FaceAndSize) -> Mapping[str, float]:
        """How wide each word is in points, in a style; measured when first asked for."""
        key = (style.face, style.size_pt, style.tracking_pt)
        found = self._words.get(key)
        if found is None or len(found) > _MOST_WORDS:
            found = self._words[key] = _Widths(self._glyphs_of(style.face), *key[1:])
        return found

    def can_show(self, text: str) -> bool:
        return not self.missing or self.missing.isdisjoint(text)

    def _glyphs_of(self, face: Face) -> _Glyphs:
        if (
            face not in self._glyphs
        ):  # nobody said that it would be used: it shows what the others do
            self._provide(face, self._occurring)
            self._glyphs[face].chain += [font for fonts in self._rare.values() for font in fonts]
        return self._glyphs[face]

    def _provide(self, face: Face, characters: set[str]) -> set[str]:
        """Put together the chain of fonts for `face`; what of `characters` none of them has."""
        chain = [base_font(self._cabinet, face, is_extended=False)]
        lacking = {one for one in characters if not chain[0].has(one)}
        sans = Face(SANS, _rare_weight(face))
        for more, is_extended in ((face, True), (sans, False), (sans, True)):
            if lacking:
                font = base_font(self._cabinet, more, is_extended=is_extended)
                chain.append(font)
                lacking = {one for one in lacking if not font.has(one)}
        last = base_font(self._cabinet, SANS_REGULAR, is_extended=False)
        self._glyphs[face] = _Glyphs(chain, last)
        return lacking

    def _cut_for(self, lacking: set[str], weight: int) -> tuple[list[EmbeddedFont], set[str]]:
        """Fonts cut for just these characters, and the characters that are in none of them."""
        fonts: list[EmbeddedFont] = []
        left = {ord(character) for character in lacking}
        for source in FALLBACKS:
            wanted = {code for code in left if contains(source.claims, code)}
            if wanted:
                content = self._cabinet.rare(source, weight, wanted)
                font = EmbeddedFont(f"{source.postscript_name(weight)}-rare", content)
                got = wanted.intersection(font.face.charToGlyph)
                if got:
                    fonts.append(font)
                    left -= got
        return fonts, {chr(code) for code in left}


def _rare_weight(face: Face) -> int:
    """Rare characters come in two weights only."""
    return 400 if face.weight == 400 else 600


class FaceAndSize(Protocol):
    """What the width of a word depends on."""

    @property
    def face(self) -> Face: ...

    @property
    def size_pt(self) -> float: ...

    @property
    def tracking_pt(self) -> float: ...


class _Widths(dict[str, float]):
    """Word to width in points; filled as words are met."""

    def __init__(self, glyphs: _Glyphs, size_pt: float, tracking_pt: float) -> None:
        super().__init__()
        self._measure = glyphs, size_pt, tracking_pt

    def __missing__(self, word: str) -> float:
        glyphs, size_pt, tracking_pt = self._measure
        width = sum([glyphs[one][1] for one in word]) * size_pt + len(word) * tracking_pt
        self[word] = width
        return width


class _Glyphs(dict[str, tuple[EmbeddedFont, float, str]]):
    """Character to (font, advance, what to draw); filled as characters are met."""

    def __init__(self, chain: list[EmbeddedFont], last: EmbeddedFont) -> None:
        super().__init__()
        self.chain = chain
        self._last = last

    def __missing__(self, character: str) -> tuple[EmbeddedFont, float, str]:
        for font in self.chain:
            if font.has(character):
                found = (font, font.width(character), character)
                break
        else:
            found = (self._last, self._last.width(PLACEHOLDER), PLACEHOLDER)
        self[character] = found
        return found


@lru_cache(maxsize=64)
def base_font(cabinet: FontCabinet, face: Face, *, is_extended: bool) -> EmbeddedFont:
    """The font for `face`, read once per process."""
    if is_extended:
        return EmbeddedFont(f"{face.postscript}-ext", cabinet.extended(face))
    return EmbeddedFont(face.postscript, cabinet.latin(face))


def _character_map(name: str, codes: list[int]) -> str:
    """Which byte means which character, so that text can be copied out of the PDF."""
    lines = [f"<{byte:02X}> <{_utf16(code)}>" for byte, code in enumerate(codes)]
    blocks: list[str] = []
    for start in range(0, len(lines), _MAX_LISTED):
        block = lines[start : start + _MAX_LISTED]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            f"<00> <{len(codes) - 1:02X}>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


def _escaped(text: str) -> str:
    """The inside of a literal string; what a reader of PDF would take for its own is escaped."""
    if _SPECIAL.search(text):
        return _SPECIAL.sub(_escape, text)
    return text


def _escape(found: re.Match[str]) -> str:
    return "\\r" if found[0] == "\r" else f"\\{found[0]}"


def _utf16(code: int) -> str:
    """A joined Arabic form means the letters behind it, last first: readers turn the line around."""
    is_form = 0xFB1D <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC
    letters = unicodedata.normalize("NFKC", chr(code))[::-1] if is_form else chr(code)
    return letters.encode("utf-16-be").hex().upper()
