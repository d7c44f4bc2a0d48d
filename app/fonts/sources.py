"""The font files as their packages ship them: where they are, what they must hash to.

All are under the SIL Open Font License. The setting `CHANCERY_FONTS` names a folder that is searched
first, for the same variable file or for a static file of the wanted weight (`NotoSans-SemiBold.ttf`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from app.domain.errors import Misconfigured
from app.fonts.character_sets import (
    ARABIC,
    EVERYTHING,
    HAN,
    HANGUL,
    HEBREW,
    SIGNS,
    Ranges,
)

WEIGHT_NAMES = {400: "Regular", 600: "SemiBold", 700: "Bold"}
_WESTERN = "justmytype_western_core"
_EAST_ASIAN = "justmytype_intl_cjk"
_RIGHT_TO_LEFT = "justmytype_intl_rtl"


@dataclass(frozen=True, slots=True)
class Source:
    """One font file of a package. `claims` are the characters it is asked for when others fail."""

    family: str
    postscript: str
    package: str
    path: str
    sha256: str
    pinned: tuple[tuple[str, float], ...] = (("wdth", 100),)
    """Axes besides the weight, and where each is held."""
    is_italic: bool = False
    claims: Ranges = EVERYTHING

    def postscript_name(self, weight: int) -> str:
        """`NotoSans-SemiBold`; the two faces of a family must differ in it, or bold is lost."""
        style = WEIGHT_NAMES[weight]
        if self.is_italic:
            style = "Italic" if weight == 400 else f"{style}Italic"
        return f"{self.postscript}-{style}"


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font file that was found, and the hash of its bytes to name the cuts by."""

    path: Path
    sha256: str


SERIF = Source(
    "Source Serif 4",
    "SourceSerif4",
    _WESTERN,
    "fonts/ofl/sourceserif4/SourceSerif4[opsz,wght].ttf",
    "97b2d4da6e3cb494b5a1e66ae176914d852ccabef49e0c02c0df25f3e39aca0b",
    pinned=(("opsz", 16),),
    claims=SIGNS,
)
SANS = Source(
    "Noto Sans",
    "NotoSans",
    _WESTERN,
    "fonts/ofl/notosans/NotoSans[wdth,wght].ttf",
    "bfb7bb691513f12e734dc346c03a03f784912432d7e3fa8e56efcf906fe86b3d",
)
SANS_ITALIC = Source(
    "Noto Sans",
    "NotoSans",
    _WESTERN,
    "fonts/ofl/notosans/NotoSans-Italic[wdth,wght].ttf",
    "58e6e0ebd1931b29a365aa2d3e2ee9a9e831a3af7cf3ad1462d4e72154f0b291",
    is_italic=True,
)
MONO = Source(
    "Noto Sans Mono",
    "NotoSansMono",
    _WESTERN,
    "fonts/ofl/notosansmono/NotoSansMono[wdth,wght].ttf",
    "2cb2adb378a8f574213e23df697050b83c54c27df465a2015552740b2769a081",
)
SYMBOLS = Source(
    "Noto Sans Symbols 2",
    "NotoSansSymbols2",
    _WESTERN,
    "fonts/ofl/notosanssymbols2/NotoSansSymbols2-Regular.ttf",
    "7d5fb73b7ca67a6798101741f5d280a3d016a56a197afcd4199dbb57b4b82a21",
)
ARABIC_SANS = Source(
    "Noto Sans Arabic",
    "NotoSansArabic",
    _RIGHT_TO_LEFT,
    "fonts/ofl/notosansarabic/NotoSansArabic[wdth,wght].ttf",
    "63111b5b2e074dd48cc67692e0a2726d86ee94c1c37fe8598257b7b4e87e869e",
    claims=ARABIC,
)
HEBREW_SANS = Source(
    "Noto Sans Hebrew",
    "NotoSansHebrew",
    _RIGHT_TO_LEFT,
    "fonts/ofl/notosanshebrew/NotoSansHebrew[wdth,wght].ttf",
    "7ef36a2c3593758cdb622e1bdef4f84523e92fbc3ccc667438dd80ff54c2de88",
    claims=HEBREW,
)
CHINESE_SANS = Source(
    "Noto Sans SC",
    "NotoSansSC",
    _EAST_ASIAN,
    "fonts/ofl/notosanssc/NotoSansSC[wght].ttf",
    "a3041811a78c361b1de50f953c805e0244951c21c5bd412f7232ef0d899af0da",
    pinned=(),
    claims=HAN + SIGNS,
)
KOREAN_SANS = Source(
    "Noto Sans KR",
    "NotoSansKR",
    _EAST_ASIAN,
    "fonts/ofl/notosanskr/NotoSansKR[wght].ttf",
    "194018e6b2b293a7964f037b25c0249ce1418bc9ab3c971060a03aa57861e252",
    pinned=(),
    claims=HANGUL,
)
FALLBACKS: tuple[Source, ...] = (
    SERIF,
    HEBREW_SANS,
    ARABIC_SANS,
    CHINESE_SANS,
    KOREAN_SANS,
    SANS,
    SYMBOLS,
)
"""Asked in this order for characters that the faces of a PDF do not hold."""


def find(source: Source, weight: int, font_dir: Path | None) -> FontFile:
    """Read the file of `source` from the font folder, else from its package.

    Raises Misconfigured when it is in neither, or when the package's file is not the one we know.
    """
    if font_dir is not None:
        found = _in_folder(source, weight, font_dir)
        if found is not None:
            return FontFile(found, hashlib.sha256(found.read_bytes()).hexdigest())
    path = _in_package(source)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != source.sha256:
        raise Misconfigured(
            f"The font {path.name} is not the file Chancery was made with (SHA-256 {digest}). "
            "Install the pinned packages again, or let CHANCERY_FONTS name a folder of fonts."
        )
    return FontFile(path, digest)


def _in_folder(source: Source, weight: int, font_dir: Path) -> Path | None:
    wanted = (Path(source.path).name, f"{source.postscript_name(weight)}.ttf")
    for name in wanted:
        for path in sorted(font_dir.rglob("*.ttf")):
            if path.name == name:
                return path
    return None


def _in_package(source: Source) -> Path:
    spec = find_spec(source.package)
    if spec is None or not spec.submodule_search_locations:
        raise Misconfigured(
            f"The font package {source.package} is not installed. Run make setup, or let "
            "CHANCERY_FONTS name a folder that holds its fonts."
        )
    path = Path(spec.submodule_search_locations[0]) / source.path
    if not path.is_file():
        raise Misconfigured(f"The font package {source.package} holds no {source.path}.")
    return path
