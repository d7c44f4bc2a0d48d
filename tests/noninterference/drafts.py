"""Drafts whose lines hold words of hidden records alone, of visible ones alone, and of both."""

from __future__ import annotations

from collections.abc import Iterator

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
