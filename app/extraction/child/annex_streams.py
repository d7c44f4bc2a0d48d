"""The bytes of a copied stream: how they are packed, how large they get, which pictures they draw."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from typing import Any

import pikepdf
from pikepdf import Array, Name, Stream

from .annex_keys import KEPT_FILTERS, KNOWN_FILTERS
from .annex_marking import without_marking
from .unreadable import Unreadable

MAX_STREAM_BYTES = 75 * 1024 * 1024
MAX_UNPACKED_BYTES = 500 * 1024 * 1024
"""Of all streams of one file but its pictures, which are limited by their pixels."""
MAX_PIXELS = 120_000_000
"""A page of A3 at 600 dots per inch has 70 million."""
MAX_FILTERS = 4
_CHUNK = 1024 * 1024
_DRAWS = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do(?![^\s/<\[(%])")
_HASH = re.compile(rb"#([0-9A-Fa-f]{2})")


class Unpacking:
    """Fills the streams of one document, within what may be unpacked of it in all."""

    def __init__(self, target: pikepdf.Pdf) -> None:
        self._target = target
        self._left = MAX_UNPACKED_BYTES
        self.drawn: dict[tuple[int, int], Counter[str]] = {}
        """By stream of the copy: which XObjects its operators draw, and how often."""

    def fill(self, made: Stream, source: Any, parameters: list[Any], kind: str) -> None:
        """Give `made` the bytes of `source`. Raises Unreadable("suspicious" or "damaged")."""
        filters = _filters(source)
        if kind == "image":
            _check_pixels(source)
        if not filters:
            made.write(source.read_raw_bytes())
        elif KEPT_FILTERS.issuperset(filters) or _ends_in_a_picture(filters):
            if kind != "image":
                self._unpacked(source, filters)
            _keep_packed(made, source, filters, parameters)
        else:
            made.write(self._unpacked(source, filters))

    def fill_drawn(self, made: Stream, sources: list[Any]) -> None:
        """Give `made` the operators of one or more streams, which may part anywhere between two words."""
        self.draw(made, b"\n".join(self._unpacked(one, _filters(one)) for one in sources))

    def draw(self, made: Stream, operators: bytes) -> None:
        """Give `made` these operators, and remember what they draw."""
        found = Counter(_plain_name(one) for one in _DRAWS.findall(operators))
        if found:
            self.drawn[made.objgen] = found
        made.write(without_marking(self._target, operators))

    def _unpacked(self, source: Any, filters: list[str]) -> bytes:
        """All its bytes. What inflates is watched while it does, before anything larger is made."""
        raw: bytes = source.read_raw_bytes()
        allowed = min(MAX_STREAM_BYTES, self._left)
        if filters[:1] == ["/FlateDecode"] and _inflated_size(raw, allowed) > allowed:
            raise Unreadable("suspicious")
        if _ends_in_a_picture(filters):
            return raw  # an ICC profile or a map of glyphs never is one; a reader will refuse it
        try:
            data: bytes = source.read_bytes()
        except pikepdf.PdfError as error:
            raise Unreadable("damaged") from error
        self._left -= len(data)
        if len(data) > allowed:
            raise Unreadable("suspicious")
        return data


def _filters(source: Any) -> list[str]:
    named = source.get("/Filter")
    if named is None:
        return []
    filters = [str(one) for one in (named if isinstance(named, pikepdf.Array) else [named])]
    if len(filters) > MAX_FILTERS:
        raise Unreadable("suspicious")
    if not KNOWN_FILTERS.issuperset(filters):
        raise Unreadable("damaged")
    return filters


def _ends_in_a_picture(filters: list[str]) -> bool:
    return any(one in KEPT_FILTERS and one != "/FlateDecode" for one in filters)


def _keep_packed(made: Stream, source: Any, filters: list[str], parameters: list[Any]) -> None:
    made.write(
        source.read_raw_bytes(),
        filter=Array([Name(one) for one in filters]),
        decode_parms=Array(parameters) if len(parameters) == len(filters) else None,
    )


def _inflated_size(raw: bytes, limit: int) -> int:
    """How much comes out, counted no further than just above `limit`; damage ends it early."""
    inflating = zlib.decompressobj()
    size, rest = 0, raw
    try:
        while rest and size <= limit and not inflating.eof:
            size += len(inflating.decompress(rest, _CHUNK))
            rest = inflating.unconsumed_tail
    except zlib.error:
        return size
    return size


def _check_pixels(source: Any) -> None:
    sides = [source.get(key) for key in ("/Width", "/Height")]
    if not all(isinstance(one, int) and one > 0 for one in sides):
        raise Unreadable("damaged")
    if sides[0] * sides[1] > MAX_PIXELS:
        raise Unreadable("suspicious")


def _plain_name(raw: bytes) -> str:
    """`A#20B` as `/A B`, as pikepdf spells the keys of a dictionary."""
    plain = _HASH.sub(lambda found: bytes([int(found[1], 16)]), raw)
    return "/" + plain.decode("utf-8", errors="surrogateescape")
