"""The faces served to browsers, and the `@font-face` rules that declare them.

A browser fetches a face only when a page has a character in its range: the Latin cut nearly always,
the rest rarely. Chinese comes in slices, each cut when first asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.fonts.character_sets import (
    ARABIC,
    EXTENDED,
    HEBREW,
    LATIN,
    Ranges,
    css_range,
    han_slices,
)
from app.fonts.cutting import JOINING_FEATURES, LATIN_FEATURES
from app.fonts.sources import (
    ARABIC_SANS,
    CHINESE_SANS,
    HEBREW_SANS,
    MONO,
    SANS,
    SANS_ITALIC,
    SERIF,
    Source,
)


@dataclass(frozen=True, slots=True)
class WebFace:
    """One file a browser may fetch. `is_common` faces are cut before the first visitor comes."""

    source: Source
    weight: int
    ranges: Ranges
    features: tuple[str, ...] = ()
    is_common: bool = False


def _named_faces() -> dict[str, WebFace]:
    families = (
        ("source-serif-4-{weight}", SERIF, (400, 600)),
        ("noto-sans-{weight}", SANS, (400, 600, 700)),
        ("noto-sans-{weight}-italic", SANS_ITALIC, (400,)),
        ("noto-sans-mono-{weight}", MONO, (400, 600)),
    )
    faces: dict[str, WebFace] = {}
    for pattern, source, weights in families:
        for weight in weights:
            name = pattern.format(weight=weight)
            faces[name] = WebFace(source, weight, LATIN, LATIN_FEATURES, is_common=True)
            faces[f"{name}-ext"] = WebFace(source, weight, EXTENDED)
    for weight in (400, 600):
        faces[f"noto-sans-arabic-{weight}"] = WebFace(ARABIC_SANS, weight, ARABIC, JOINING_FEATURES)
        faces[f"noto-sans-hebrew-{weight}"] = WebFace(HEBREW_SANS, weight, HEBREW)
    for number, ranges in enumerate(han_slices()):
        faces[f"noto-sans-sc-400-{number:02}"] = WebFace(CHINESE_SANS, 400, ranges)
    return faces


WEB_FACES = _named_faces()
"""Every face by the name it is served under, without `.woff2`."""


def stylesheet(version: str) -> str:
    """The rules for all faces, addresses relative to the stylesheet."""
    return "\n".join(_rule(name, face, version) for name, face in WEB_FACES.items()) + "\n"


def _rule(name: str, face: WebFace, version: str) -> str:
    weight = "400 700" if face.source is CHINESE_SANS else str(face.weight)
    style = "italic" if face.source.is_italic else "normal"
    return (
        f'@font-face{{font-family:"{face.source.family}";font-style:{style};font-weight:{weight};'
        f'font-display:swap;src:url("{name}.woff2?v={version}") format("woff2");'
        f"unicode-range:{css_range(face.ranges)}}}"
    )
