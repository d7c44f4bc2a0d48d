"""Drafts whose lines hold words of hidden records alone, of visible ones alone, and of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_DRAFT = "\n".join(
    (
        "detention of lawyers and torture",
        "zanzibarium grain detention",
        "zanzibarium",
        "lawyers torture detention lawyers",
        "residential surveillance at a designated place",
        "谢阳",
        "заявление",
        "***",
    )
)
Asked = tuple[str, str, str, tuple[tuple[str, str], ...]]


def draft_requests() -> Iterator[Asked]:
    """Endpoint, path, method and fields: the table and the file, in each of the three ways."""
    for agreement in ("most", "all", "phrase"):
        for deed in ("search", "csv"):
            form = (("draft", _DRAFT), ("agreement", agreement), ("do", deed))
            yield "draft_search.page", "/search/draft", "POST", form


_PASSAGES = (
    "zanzibarium detention grain zanzibarium detention grain zanzibarium detention grain",
    "lawyers torture detention lawyers torture detention",
    "detention lawyers torture grain harbour border",
    "grain torture grain torture grain torture",
)


def wording_requests(record_ids: Iterable[str]) -> Iterator[Asked]:
    """Passages of hidden and of visible texts, and paragraphs of records that may be either."""
    path = "/search/wording"
    for passage in _PASSAGES:
        form = (("passage", passage), ("do", "compare"))
        yield "similar_wording.page", path, "POST", form
    for record_id in record_ids:
        yield "more_like.page", f"/search/like/{record_id}", "GET", ()
        yield "similar_wording.page", f"{path}?record={record_id}", "GET", ()
        form = (("record", record_id), ("paragraph", "1"))
        yield "similar_wording.page", path, "POST", form
