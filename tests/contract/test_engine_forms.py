"""How every engine counts words: near spellings, and the records that hold a form."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.records import RecordId
from app.search.engine import HeldForms, PartitionView, SearchEngine
from tests.contract.embedded import EMBEDDED, in_memory
from tests.contract.records import CELL, a_letter, filled
from tests.contract.reference_engine import ReferenceEngine

HERE = [PartitionView(CELL)]


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("tortur", "torture"),
        ("torturre", "torture"),
        ("turture", "torture"),
        ("detentoin", "detention"),
        ("Détentio", "detention"),
    ],
)
def test_a_slip_of_one_letter_or_a_swap_is_near(
    engine: SearchEngine, word: str, other: str
) -> None:
    filled(engine, a_letter("a", "torture and détention"))
    assert engine.spellings(HERE, word) == {other: 1}


@pytest.mark.parametrize("word", ["tor", "torture", "trtur", "2016", "tort ure", "谢阳", ""])
def test_what_has_no_near_spelling(engine: SearchEngine, word: str) -> None:
    filled(engine, a_letter("a", "torture 2017 tory 谢陽"))
    assert engine.spellings(HERE, word) == {}


def test_records_are_counted_not_occurrences_in_every_field(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "torture torture", title="Torture"), cell="one")
    filled(engine, a_letter("b", title="torture"), a_letter("c", "tortures"), cell="two")
    views = [PartitionView("one"), PartitionView("two")]
    assert engine.spellings(views, "tortur") == {"torture": 2}
    assert engine.spellings(views[:1], "tortur") == {"torture": 1}
    assert engine.spellings([], "tortur") == {}
    wanted = ("torture", "tortures", "grain")
    assert engine.held(views, wanted) == HeldForms(3, {"torture": 2, "tortures": 1})
    assert engine.held(views, ()) == HeldForms(3, {})
    assert engine.held([], wanted) == HeldForms(0, {})


def test_withheld_and_removed_words_are_as_if_never_written(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "detention"), a_letter("hidden", "detections detention"))
    filled(engine, a_letter("gone", "detentions"))
    engine.apply(CELL, (), [RecordId("gone")])
    view = PartitionView(CELL, frozenset({RecordId("hidden")}), is_impure=True)
    assert engine.spellings([view], "detectio") == {}
    assert engine.spellings([view], "detentio") == {"detention": 1}
    held = engine.held([view], ("detention", "detections", "detentions"))
    assert held == HeldForms(1, {"detention": 1})


def test_a_cell_without_partition_counts_for_nothing(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "torture"))
    views = [*HERE, PartitionView("missing")]
    assert engine.spellings(views, "tortur") == {"torture": 1}
    assert engine.held(views, ("torture",)) == HeldForms(1, {"torture": 1})


WORDS = st.text("abé", min_size=2, max_size=6)


@pytest.mark.parametrize("name", list(EMBEDDED))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(st.lists(WORDS, max_size=8), max_size=5), word=WORDS)
def test_engines_agree_with_the_reference(name: str, texts: list[list[str]], word: str) -> None:
    reference = ReferenceEngine()
    letters = [a_letter(f"r{at}", " ".join(words)) for at, words in enumerate(texts)]
    view = PartitionView(CELL, frozenset({RecordId("r0")}))
    with in_memory(name) as engine:
        for one in (engine, reference):
            one.apply(CELL, letters)
            one.apply(CELL, (), [RecordId("r1")])
        assert engine.spellings([view], word) == reference.spellings([view], word)
        forms = {form for words in texts for form in words}
        assert engine.held([view], forms) == reference.held([view], forms)
