"""Which page of a list an address asks for; whatever is no number is the first page."""

from __future__ import annotations

from collections.abc import Mapping

LAST_PAGE = 1_000_000


def page_number(args: Mapping[str, str]) -> int:
    """`?page=` of an address, from 1."""
    text = args.get("page", "1")
    return min(max(int(text[:9]), 1), LAST_PAGE) if text.isascii() and text.isdigit() else 1
