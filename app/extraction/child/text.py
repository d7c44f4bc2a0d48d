"""Plain text: one kind of line end, NFC, no control characters, no half characters."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# PDFium writes U+FFFE (earlier versions: U+0002) for a hyphen that only divides a word at a line end.
_DIVIDED_WORD = re.compile("[\ufffe\x02]\r?\n?(.?)")
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]|[\U0001fffe\U0001ffff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")


def normalised(text: str) -> str:
    """NFC, `\\n` between lines, no control character but `\\n` and `\\t`, U+FFFD for half characters.

    Format characters stay: Persian needs the zero-width non-joiner, and Arabic its marks.
    """
    text = _DIVIDED_WORD.sub(_joined, text)
    text = _LINE_ENDS.sub("\n", text)
    text = _SURROGATES.sub("\ufffd", text)
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text))


def _joined(found: re.Match[str]) -> str:
    """Before a capital the hyphen belongs to the name: Franco-\nGerman."""
    after = found[1]
    return f"-{after}" if after.isupper() else after
