"""Which characters go into which cut, as ranges of code points (both ends included)."""

from __future__ import annotations

from collections.abc import Iterable

Ranges = tuple[tuple[int, int], ...]

LATIN: Ranges = (
    (0x0020, 0x007E),
    (0x00A0, 0x017F),
    (0x018F, 0x0192),
    (0x01A0, 0x01A1),
    (0x01AF, 0x01B0),
    (0x01CD, 0x01DC),
    (0x0218, 0x021B),
    (0x0237, 0x0237),
    (0x0259, 0x0259),
    (0x02B9, 0x02DD),
    (0x0300, 0x030C),
    (0x0323, 0x0328),
    (0x1E80, 0x1E85),
    (0x1E9E, 0x1E9E),
    (0x2002, 0x206F),
    (0x20A0, 0x20BF),
    (0x2113, 0x2122),
    (0x2190, 0x2199),
    (0x2212, 0x2215),
    (0x2260, 0x2265),
    (0xFB01, 0xFB02),
    (0xFFFD, 0xFFFD),
)
"""What a page in a language of western and central Europe needs."""

EXTENDED: Ranges = (
    (0x0180, 0x018E),
    (0x0193, 0x019F),
    (0x01A2, 0x01AE),
    (0x01B1, 0x01CC),
    (0x01DD, 0x0217),
    (0x021C, 0x0236),
    (0x0238, 0x0258),
    (0x025A, 0x02B8),
    (0x030D, 0x0322),
    (0x0329, 0x052F),
    (0x1E00, 0x1E7F),
    (0x1E86, 0x1E9D),
    (0x1E9F, 0x1FFF),
    (0x2070, 0x209C),
    (0x2100, 0x2112),
    (0x2123, 0x214F),
    (0x2200, 0x2211),
    (0x2216, 0x225F),
    (0x2266, 0x22FF),
    (0x25A0, 0x25FF),
    (0x2C60, 0x2C7F),
    (0xA720, 0xA7FF),
    (0xFB03, 0xFB06),
)
"""Greek, Cyrillic, Vietnamese, the rarer Latin letters, signs."""

ARABIC: Ranges = (
    (0x0600, 0x06FF),
    (0x0750, 0x077F),
    (0x08A0, 0x08FF),
    (0xFB50, 0xFDFF),
    (0xFE70, 0xFEFC),
)
HEBREW: Ranges = ((0x0590, 0x05FF), (0xFB1D, 0xFB4F))
HANGUL: Ranges = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF))
HAN: Ranges = (
    (0x2E80, 0x312F),
    (0x3190, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
    (0x20000, 0x323AF),
)
"""Chinese characters, kana, bopomofo and their punctuation."""

SIGNS: Ranges = ((0x2190, 0x21FF), (0x2500, 0x27BF))
"""Arrows, boxes and ornaments, which the sans lacks and the serif has some of."""

EVERYTHING: Ranges = ((0x0020, 0x10FFFF),)

_HAN_SLICE = 656
"""Code points to one slice of the web font: 32 slices of the main block, about 80 KB each."""


def han_slices() -> tuple[Ranges, ...]:
    """The slices in which Chinese is served to browsers; each is cut when first asked for."""
    signs: Ranges = ((0x2E80, 0x33FF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF))
    return (
        signs,
        *_sliced(0x4E00, 0x9FFF),
        *_sliced(0x3400, 0x4DBF),
        ((0x20000, 0x323AF),),
    )


def members(ranges: Ranges) -> frozenset[int]:
    """Every code point of `ranges`."""
    return frozenset(code for first, last in ranges for code in range(first, last + 1))


def contains(ranges: Ranges, code: int) -> bool:
    return any(first <= code <= last for first, last in ranges)


def css_range(ranges: Iterable[tuple[int, int]]) -> str:
    """As CSS writes it: `U+20-7E, U+A0-17F`."""
    return ", ".join(
        f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in ranges
    )


def _sliced(first: int, last: int) -> tuple[Ranges, ...]:
    return tuple(
        ((start, min(start + _HAN_SLICE - 1, last)),)
        for start in range(first, last + 1, _HAN_SLICE)
    )
