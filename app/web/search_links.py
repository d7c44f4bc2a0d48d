"""The state of a search lives in the URL: read a `SearchRequest` from it, write one into it.

Parameters: `q` words; `f` one facet filter each, `signatory:CAN`, or `-signatory:CAN` to leave its
texts out; `from` and `to` dates (EDTF); `sort`; `page`; `exact=1` switches synonyms off. What equals
the default is left out, so that the same search has one address. `facet` and `facet_like` look through
one facet; they are no part of the search, and no other address carries them. Searching itself is in
`search.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypedDict, Unpack
from urllib.parse import parse_qs, urlencode

from flask import url_for

from app.domain.errors import InvalidInput
from app.domain.searches import FacetFilter, FacetName, FacetSearch, SearchRequest, SortOrder
from app.domain.wording import said

FILTER_LIMIT = 40
DATE_LENGTH_LIMIT = 40
LAST_PAGE = 100_000

Parameters = Mapping[str, list[str]]
"""Every value of every parameter, as `request.args.to_dict(flat=False)` gives them."""


class Changes(TypedDict, total=False):
    """What may differ between one search and the next."""

    text: str
    filters: tuple[FacetFilter, ...]
    date_from: str
    date_to: str
    sort: SortOrder
    page: int
    exact_words_only: bool


def read_request(parameters: Parameters) -> SearchRequest:
    """Read the search from a URL. Raises InvalidInput for a filter or an order that does not exist."""
    return SearchRequest(
        text=_first(parameters, "q").strip(),
        filters=_read_filters(parameters.get("f", [])),
        date_from=_first(parameters, "from").strip()[:DATE_LENGTH_LIMIT],
        date_to=_first(parameters, "to").strip()[:DATE_LENGTH_LIMIT],
        sort=_read_sort(_first(parameters, "sort")),
        page=_read_page(_first(parameters, "page")),
        exact_words_only=_first(parameters, "exact") == "1",
    )


def in_year(asked: SearchRequest, year: int) -> str:
    """The same search in one year, as the chart counts it: dates that narrow the search stay.

    Empty where no further filter can be asked for.
    """
    others = tuple(one for one in asked.filters if one.negated or one.facet is not FacetName.YEAR)
    if len(others) >= FILTER_LIMIT:
        return ""
    return search_url(asked, filters=(*others, FacetFilter(FacetName.YEAR, f"{year:04d}")))


def read_facet_search(parameters: Parameters) -> FacetSearch | None:
    """The facet that is looked through, and for what; None for none, and for a facet that does not exist."""
    name, typed = _first(parameters, "facet"), _first(parameters, "facet_like").strip()
    if not typed or name not in [facet.value for facet in FacetName]:
        return None
    return FacetSearch(FacetName(name), typed)


def read_query_string(text: str) -> SearchRequest:
    """As `read_request`, from a query string kept as text (the way back from a record)."""
    try:
        return read_request(parse_qs(text, max_num_fields=FILTER_LIMIT + 10))
    except ValueError as error:
        raise InvalidInput("from", "That is not a search; start again from its page.") from error


def query_pairs(search: SearchRequest) -> list[tuple[str, str]]:
    """The search as name and value pairs, for a URL or for the hidden fields of a form."""
    pairs = [("q", search.text)] if search.text else []
    pairs += [("f", filter_code(one)) for one in search.filters]
    if search.date_from:
        pairs.append(("from", search.date_from))
    if search.date_to:
        pairs.append(("to", search.date_to))
    if search.sort is not SortOrder.RELEVANCE:
        pairs.append(("sort", search.sort.value))
    if search.exact_words_only:
        pairs.append(("exact", "1"))
    if search.page > 1:
        pairs.append(("page", str(search.page)))
    return pairs


def query_string(search: SearchRequest) -> str:
    return urlencode(query_pairs(search))


def search_url(search: SearchRequest, **changes: Unpack[Changes]) -> str:
    """The address of that search with these changes. Any change but of `page` goes to page 1."""
    changed = replace(replace(search, page=1), **changes)
    pairs = query_string(changed)
    return url_for("search.results") + (f"?{pairs}" if pairs else "")


def export_url(search: SearchRequest, extension: str) -> str:
    """Where all results of that search are had as a file."""
    pairs = query_string(replace(search, page=1))
    address = url_for("result_exports.take", extension=extension)
    return f"{address}?{pairs}" if pairs else address


def order_shown(search: SearchRequest, *, is_ranked: bool) -> SortOrder:
    """The order the results stand in: without words nothing is more relevant, and the newest come first."""
    if search.sort is SortOrder.RELEVANCE and not is_ranked:
        return SortOrder.NEWEST
    return search.sort


def orders_offered(*, is_ranked: bool) -> tuple[str, ...]:
    """The orders one may choose; relevance only where words are looked for."""
    return tuple(one.value for one in SortOrder if is_ranked or one is not SortOrder.RELEVANCE)


def filter_code(chosen: FacetFilter) -> str:
    """`signatory:CAN`, or `-signatory:CAN` for a value left out."""
    return f"{'-' if chosen.negated else ''}{chosen.facet.value}:{chosen.code}"


def with_filter(
    search: SearchRequest, facet: FacetName, code: str, *, negated: bool = False
) -> str:
    """The address with this value added, or turned round when its opposite was chosen."""
    kept = _without(search, facet, code)
    return search_url(search, filters=(*kept, FacetFilter(facet, code, negated)))


def without_filter(search: SearchRequest, facet: FacetName, code: str) -> str:
    """The address with this value no longer chosen, whichever way it was."""
    return search_url(search, filters=_without(search, facet, code))


def _without(search: SearchRequest, facet: FacetName, code: str) -> tuple[FacetFilter, ...]:
    return tuple(one for one in search.filters if (one.facet, one.code) != (facet, code))


def _first(parameters: Parameters, name: str) -> str:
    values = parameters.get(name) or [""]
    return values[0]


def _read_filters(values: list[str]) -> tuple[FacetFilter, ...]:
    if len(values) > FILTER_LIMIT:
        raise InvalidInput(
            "f", said("A search takes at most {filter_limit} filters.", filter_limit=FILTER_LIMIT)
        )
    filters = [_read_filter(value) for value in values if value]
    return tuple(dict.fromkeys(filters))


def _read_filter(value: str) -> FacetFilter:
    negated = value.startswith("-")
    name, colon, code = value.removeprefix("-").partition(":")
    names = [facet.value for facet in FacetName]
    if not colon or not code or name not in names:
        raise InvalidInput(
            "f",
            said(
                "A filter is written name:value, with one of {names} as its name.",
                names=", ".join(names),
            ),
        )
    return FacetFilter(FacetName(name), code, negated)


def _read_sort(value: str) -> SortOrder:
    if not value:
        return SortOrder.RELEVANCE
    orders = [order.value for order in SortOrder]
    if value not in orders:
        raise InvalidInput(
            "sort", said("Results can be ordered by {orders}.", orders=", ".join(orders))
        )
    return SortOrder(value)


def _read_page(value: str) -> int:
    if not (value.isascii() and value.isdigit()):
        return 1
    return min(max(int(value[:9]), 1), LAST_PAGE)
