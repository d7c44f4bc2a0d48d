"""The way back to a search, as the address of a record or of its text carries it: `from`, `n` and `of`.

It is text in the URL: it is read as a search again, and links only to `/search`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import request, url_for

from app.domain.errors import InvalidInput
from app.domain.searches import SearchRequest
from app.web.search_links import query_string, read_query_string, search_url

SEARCH_LENGTH_LIMIT = 4_000
LAST_POSITION = 1_000_000


@dataclass(frozen=True, slots=True)
class WayBack:
    """The search a reader came from: its words, the place of this record in it, links round it."""

    words: str
    href: str
    position: int
    total: int | None
    previous: str
    next: str


def way_back() -> WayBack | None:
    """The search that the address names, with its neighbours; None where it names none."""
    search, position = search_in_url(), position_in_url()
    if search is None or position is None:
        return None
    total = _whole_number("of")
    page = (position - 1) // search.page_size + 1
    return WayBack(
        words=search.text,
        href=search_url(search, page=page),
        position=position,
        total=total,
        previous=_neighbour(search, position - 1) if position > 1 else "",
        next=_neighbour(search, position + 1) if total and position < total else "",
    )


def way_pairs(
    search: SearchRequest | None = None, position: int = 0, total: int | None = None
) -> dict[str, str]:
    """`from`, `n` and `of` for a link: of a record's place in a search, else as this address has them."""
    if search is None:
        search, position = search_in_url(), position_in_url() or 0
        total = _whole_number("of")
    if search is None or not position:
        return {}
    way = {"from": query_string(search), "n": str(position)}
    return way | ({"of": str(total)} if total is not None else {})


def _neighbour(search: SearchRequest, position: int) -> str:
    way = {"from": query_string(search), "n": str(position)}
    return f"{url_for('records.in_search')}?{urlencode(way)}"


def search_in_url() -> SearchRequest | None:
    """The search that the address carries; None for none, and for what is none."""
    text = request.args.get("from")
    if text is None or len(text) > SEARCH_LENGTH_LIMIT:
        return None
    try:
        return replace(read_query_string(text), page=1)
    except InvalidInput:
        return None


def position_in_url() -> int | None:
    """The place of the record in that search, counted from 1."""
    position = _whole_number("n")
    return position if position else None


def _whole_number(name: str) -> int | None:
    text = request.args.get(name, "")
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(LAST_POSITION)):
        return None
    return int(text)
