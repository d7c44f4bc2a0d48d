"""Writing a tree as text: reading the text gives the tree again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.query import (
    And,
    Boosted,
    Carries,
    DateRange,
    FacetIs,
    Fuzzy,
    MatchAll,
    Near,
    Not,
    OneOf,
    Or,
    Phrase,
    Prefix,
    Query,
    SearchField,
    Wildcard,
    Word,
)
from app.domain.records import RecordId
from app.domain.searches import FacetName
from app.search.syntax import parse
from app.search.syntax_writing import write

fields = st.none() | st.sampled_from(SearchField)
words = st.sampled_from(["torture", "Chargé", "谢阳", "and", "A/HRC/41", "12:30", "d'Ivoire", "TO"])
days = st.dates(date(1500, 1, 1), date(2400, 12, 31))
ranges = st.tuples(st.none() | days, st.none() | days).filter(
    lambda pair: pair[0] is None or pair[1] is None or pair[0] <= pair[1]
)
leaves = st.one_of(
    st.just(MatchAll()),
    st.builds(Word, words, fields),
    st.builds(Phrase, st.sampled_from(["human rights", "a OR b", "x^2 y~"]), fields),
    st.builds(Prefix, st.sampled_from(["tort", "Jiangang"]), fields),
    st.builds(Wildcard, st.sampled_from(["organi?ation", "jian*g*ng", "te?t*"]), fields),
    st.builds(Fuzzy, st.sampled_from(["tortur", "Chargé"]), fields),
    st.builds(Near, st.sampled_from(["a b", "one two three four"]), st.integers(0, 100), fields),
    ranges.map(lambda pair: DateRange(*pair)),
    st.sampled_from(
        [
            FacetIs(FacetName.KIND, "counter_letter"),
            FacetIs(FacetName.LANGUAGE, "zh-hans"),
            FacetIs(FacetName.YEAR, "2017"),
            Carries("group:European Union>=7"),
            Carries("group:EU<3"),
            Carries("without:Côte d'Ivoire"),
            Carries("status:withdrew"),
            Carries("has:reply"),
        ]
    ),
)


def _combined(below: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(below, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        several.map(And),
        several.map(Or),
        below.filter(lambda one: not isinstance(one, Not)).map(Not),
        st.builds(Boosted, below, st.integers(1, 100).map(lambda tenth: tenth / 10)),
    )


trees: st.SearchStrategy[Query] = st.recursive(leaves, _combined, max_leaves=6)


@settings(max_examples=500)
@given(trees)
def test_what_was_written_reads_as_the_same_tree(tree: Query) -> None:
    assert parse(write(tree)).query == tree


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (And((Word("a"), Or((Word("b"), Word("c"))))), "a (b OR c)"),
        (DateRange(date(2016, 1, 1), date(2019, 12, 31)), "date:[2016 TO 2019]"),
        (DateRange(date(2017, 2, 27), date(2017, 2, 27)), "date:2017-02-27"),
        (DateRange(None, None), "date:[* TO *]"),
        (Phrase("United States", SearchField.SIGNATORY), 'signedby:"United States"'),
        (Boosted(Word("a"), 2.0), "a^2"),
    ],
)
def test_the_text_is_what_a_reader_would_write(tree: Query, text: str) -> None:
    assert write(tree) == text


def test_records_found_by_the_gate_have_no_words() -> None:
    with pytest.raises(ValueError, match="not words"):
        write(OneOf(frozenset({RecordId("r1")})))


def test_a_deep_tree_is_written_without_recursion() -> None:
    tree: Query = Word("a")
    for _ in range(20_000):
        tree = Boosted(tree, 2.0)
    assert write(tree).endswith(")^2")
