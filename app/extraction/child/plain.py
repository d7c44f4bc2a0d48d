"""Plain text of any age: byte order mark, then UTF-8, then UTF-16, then a guess among old charsets."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from .unreadable import MAX_CHARACTERS, Allowance, Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 0.01
_LEAST_PROSE = 0.6
"""Share of letters, digits and spaces. Text in a charset we do not know (EBCDIC) has far fewer."""
_GUESS_BYTES = 32 * 1024
# The charsets that ministries really wrote in before UTF-8; a guess among 90 others is noise.
_OLD_CHARSETS = [
    "cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "cp866", "cp932", "euc_jp", "gb18030", "big5", "euc_kr",
]  # fmt: skip


def read(stream: BinaryIO) -> list[str]:
    """The text as one page. Raises Unreadable for bytes that are no text, or none at all."""
    raw = stream.read(4 * MAX_CHARACTERS + 1)
    if len(raw) > 4 * MAX_CHARACTERS:
        raise Unreadable("too-much-text")
    text = Allowance().take(_decoded(raw))
    if not text.strip():
        raise Unreadable("no-text")
    return [text]


def _decoded(raw: bytes) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    if b"\x00" in raw:
        return _without_mark(raw)
    if len(_CONTROLS.findall(raw)) > _MOST_CONTROLS * len(raw):
        raise Unreadable("binary")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _old(raw)


def _without_mark(raw: bytes) -> str:
    """UTF-16 without its mark has its zero bytes on one side; anything else with zeros is binary."""
    even, odd = raw[0::2].count(0), raw[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if max(even, odd) < 0.2 * len(raw) / 2 or min(even, odd) > 0.01 * len(raw) / 2:
        raise Unreadable("binary")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("binary") from error
    if "\x00" in text:
        raise Unreadable("binary")
    return text


def _old(raw: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:_GUESS_BYTES], cp_isolation=_OLD_CHARSETS).best()
    text = _decoded_as((best.encoding if best else "cp1252", "cp1252"), raw)
    if sum(map(_is_of_prose, text)) < _LEAST_PROSE * len(text):
        raise Unreadable("binary")
    return text


def _decoded_as(encodings: tuple[str, ...], raw: bytes) -> str:
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp1252", errors="replace")


def _is_of_prose(character: str) -> bool:
    return character.isalnum() or character.isspace()
