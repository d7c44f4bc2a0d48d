"""Hints: whether a field that took one word may have meant more."""

from __future__ import annotations

import pytest

from app.search.syntax import parse
from app.services.search_hints import is_cut
from tests.unit.test_search_building import known


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("group:EU torture", False),
        ("group:EU>=7 torture lawyers", False),
        ("group:European Union", True),
        ("signedby:Canada torture", False),
        ("signedby:United States torture", True),
        ("without:HUN torture", False),
        ("signedby:Xie Yang", True),
        ("person:Xie Yang", True),
        ("target:South Africa", True),
        ("signedby:Guinea Bissau", True),
    ],
)
def test_a_name_that_is_whole_needs_no_quotation_marks(text: str, told: bool) -> None:
    (cut,) = parse(text).cuts.values()
    assert is_cut(cut, known()) is told
