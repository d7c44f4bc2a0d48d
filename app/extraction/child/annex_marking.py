"""Operators without their marked content (ISO 32000-1, 14.6): tags, layers and properties of a foreign file.

They mean nothing in a book, and would be wrong in its structure tree. Open `without_marking`.
"""

from __future__ import annotations

import re

import pikepdf
from pikepdf import Dictionary, Name, Stream, Token, TokenFilter, TokenType

_MARKING = frozenset({b"BMC", b"BDC", b"EMC", b"MP", b"DP"})
_HAS_MARKING = re.compile(rb"\b(?:BMC|BDC|EMC|MP|DP)\b")
# A string as it is nearly always written, brackets in it nested once at most.
_STRING = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\)"
_HEX = rb"<[0-9A-Fa-f\s]*+>"
_NAME = rb"/[^\s()<>\[\]{}/%]*+"
_INNER = rb"<<(?:[^<>()]|" + _STRING + rb"|" + _HEX + rb")*+>>"
_PROPERTIES = rb"<<(?:[^<>()]|" + _STRING + rb"|" + _HEX + rb"|" + _INNER + rb")*+>>"
_PARTS = re.compile(
    rb"(?P<marking>"
    + (_NAME + rb"\s*+(?:" + _PROPERTIES + rb"|" + _NAME + rb")\s*+(?:BDC|DP)\b")
    + (rb"|" + _NAME + rb"\s*+(?:BMC|MP)\b|\bEMC\b)")
    + (rb"|" + _STRING + rb"|" + _HEX + rb"|%[^\r\n]*+|" + _NAME)
    + rb"|(?P<odd>\(|\bBI\b|\b(?:BMC|BDC|MP|DP)\b)",
    re.DOTALL,
)


def without_marking(target: pikepdf.Pdf, operators: bytes) -> bytes:
    """The same operators, drawn the same. Costs 0.1 s for a megabyte, a second where it is written oddly."""
    if not _HAS_MARKING.search(operators):
        return operators
    is_odd = False

    def kept(found: re.Match[bytes]) -> bytes:
        nonlocal is_odd
        if found["marking"] is not None:
            return b" "
        is_odd = is_odd or found["odd"] is not None
        return found[0]

    plain = _PARTS.sub(kept, operators)
    return _by_token(target, operators) if is_odd else plain


def _by_token(target: pikepdf.Pdf, operators: bytes) -> bytes:
    stream = Stream(target, operators)
    page = pikepdf.Page(Dictionary(Type=Name.Page, Contents=stream))
    return page.get_filtered_contents(_MarkingFilter())


class _MarkingFilter(TokenFilter):
    """Leaves out the operators of marked content with their operands, whatever stands between."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[Token] = []

    def handle_token(self, token: Token | None = None) -> list[Token] | None:
        if token is None:
            return None
        is_end = token.type_ == TokenType.eof
        if not is_end:
            self._held.append(token)
        if not is_end and token.type_ not in (TokenType.word, TokenType.inline_image):
            return None
        held, self._held = self._held, []
        return None if token.raw_value in _MARKING else held
