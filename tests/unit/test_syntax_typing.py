"""What stands at the end of a query that is still being typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.syntax_fields import FIELDS_BY_NAME, IN_FRENCH
from app.search.syntax_typing import typed_at_the_end
from app.services import search_labels


@pytest.mark.parametrize(
    ("text", "field", "typed", "start"),
    [
        ("si", "", "si", 0),
        ("signedby:", "signatory", "", 9),
        ("signedby:Can", "signatory", "Can", 9),
        ("-signedby:Can", "signatory", "Can", 10),
        ("a SignedBy:(Canada AND Ja", "signatory", "Ja", 23),
        ("signedby:(Canada) ja", "", "ja", 18),
        ("signedby:united st", "signatory", "united st", 9),
        ('to:"minister of', "addressee", "minister of", 3),
        ("to:“minister of", "addressee", "minister of", 3),
        ("rank:(", "rank", "", 6),
        ("status:withdrew foo", "", "foo", 16),
        ("foo:bar", "", "foo:bar", 0),
        ("x OR de", "", "de", 5),
    ],
)
def test_the_end_is_read_with_its_field(text: str, field: str, typed: str, start: int) -> None:
    first = typed_at_the_end(text)[0]
    assert (first.field, first.text, first.start) == (field, typed, start)


@pytest.mark.parametrize("text", ["", "detention ", "x OR", "signedby:Canada ", '"a phrase"', "("])
def test_where_nothing_is_typed_nothing_is_read(text: str) -> None:
    assert typed_at_the_end(text) == ()


def test_words_side_by_side_are_read_as_one_name_first() -> None:
    assert [one.text for one in typed_at_the_end("on xie ya")] == ["on xie ya", "xie ya", "ya"]


@given(st.text(alphabet='ab:"() \t-*“谢ORAND', max_size=40))
def test_any_text_is_read_and_every_value_is_its_end(text: str) -> None:
    for one in typed_at_the_end(text):
        assert text[one.start :].replace("“", '"').lstrip('" \t') == one.text.replace("“", '"')


def test_every_name_of_a_field_says_what_it_is() -> None:
    assert set(search_labels.FIELDS) == set(FIELDS_BY_NAME) - set(IN_FRENCH)
