"""How every engine keeps partitions: updates, removals, rebuilding, and what is hidden in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.records import RecordId
from app.domain.searches import FacetName
from app.search.engine import EngineQuestion, PartitionView, SearchEngine
from tests.contract.records import CELL, a_letter, ask, filled, found

HIDDEN = frozenset({RecordId("hidden")})


def test_only_the_cells_that_are_opened_answer(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "torture"), cell="one")
    filled(engine, a_letter("b", "torture"), cell="two")
    assert found(engine, "torture", cells=("one",)) == {"a"}
    assert found(engine, "torture", cells=("one", "two")) == {"a", "b"}
    assert found(engine, "torture", cells=()) == set()


def test_no_cells_give_no_numbers(engine: SearchEngine) -> None:
    answer = engine.search([], EngineQuestion(None))
    assert (answer.total, answer.by_year) == (0, {})
    assert all(not counts for counts in answer.facets.values())


def test_other_forms_are_taken_from_any_opened_cell(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "charged"), cell="one")
    filled(engine, a_letter("b", "charging"), cell="two")
    assert found(engine, "charge", cells=("one", "two")) == {"a", "b"}


def test_a_changed_record_is_found_as_it_is_now(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "torture", signed_by=("CAN",)))
    filled(engine, a_letter("a", "trade", revision=2, signed_by=("JPN",)))
    assert (found(engine, "torture"), found(engine, "trade")) == (set(), {"a"})
    assert ask(engine).facets[FacetName.SIGNATORY] == {"JPN": 1}
    assert ask(engine).total == 1


def test_an_older_revision_does_not_replace_a_newer_one(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "trade", revision=3))
    filled(engine, a_letter("a", "torture", revision=2))
    assert found(engine, "trade") == {"a"}
    assert engine.state(CELL).revisions == {"a": 3}


def test_the_same_revision_with_more_text_is_taken(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", title="A letter"))
    filled(engine, a_letter("a", "extracted later", title="A letter"))
    assert found(engine, "extracted") == {"a"}


def test_applying_the_same_twice_changes_nothing(engine: SearchEngine) -> None:
    letter = a_letter("a", "torture", day=date(2017, 2, 27))
    filled(engine, letter)
    before = ask(engine, "torture")
    filled(engine, letter, letter)
    assert ask(engine, "torture") == before


def test_the_last_of_several_in_one_batch_stands(engine: SearchEngine) -> None:
    first, second = a_letter("a", "torture"), a_letter("a", "trade", revision=2)
    filled(engine, first, second)
    assert (found(engine, "torture"), found(engine, "trade")) == (set(), {"a"})


def test_a_removed_record_is_gone(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "torture"), a_letter("b", "torture"))
    engine.apply(CELL, [], [RecordId("a"), RecordId("unknown")])
    assert found(engine, "torture") == {"b"}
    assert engine.state(CELL).revisions == {"b": 1}


def test_a_removed_record_can_come_back(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "torture"))
    engine.apply(CELL, [], [RecordId("a")])
    filled(engine, a_letter("a", "torture"))
    assert found(engine, "torture") == {"a"}


def test_a_removal_and_a_record_in_one_call_leave_the_record(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "torture"))
    engine.apply(CELL, [a_letter("a", "trade")], [RecordId("a")])
    assert found(engine) == {"a"}


def test_rebuilding_replaces_everything(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "torture"), a_letter("b", "torture"))
    engine.rebuild(CELL, iter([a_letter("c", "torture")]))
    assert found(engine, "torture") == {"c"}
    assert engine.state(CELL).revisions == {"c": 1}


def test_a_cell_can_be_filled_further_after_rebuilding(engine: SearchEngine) -> None:
    engine.rebuild(CELL, iter([a_letter("a", "torture")]))
    filled(engine, a_letter("b", "torture"))
    assert found(engine, "torture") == {"a", "b"}


def test_state_lists_the_revisions_that_are_live(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "x"), a_letter("b", "x", revision=4))
    state = engine.state(CELL)
    assert (state.is_healthy, state.revisions) == (True, {"a": 1, "b": 4})


def test_a_cell_nobody_filled_is_unavailable(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "torture"))
    answer = ask(engine, "torture", cells=(CELL, "other"))
    assert (answer.ids, answer.unavailable_cells) == (("a",), ("other",))
    assert not engine.state("other").is_healthy


def test_cells_are_listed_and_can_be_dropped(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "x"), cell="one")
    filled(engine, a_letter("b", "x"), cell="two")
    assert engine.cells() == ("one", "two")
    engine.drop("one")
    engine.drop("never")
    assert engine.cells() == ("two",)
    assert ask(engine, cells=("one", "two")).unavailable_cells == ("one",)


def test_a_dropped_cell_can_be_filled_again(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "torture"))
    engine.drop(CELL)
    filled(engine, a_letter("b", "torture"))
    assert found(engine, "torture") == {"b"}


def test_withheld_records_are_in_no_number(engine: SearchEngine) -> None:
    filled(
        engine,
        a_letter("a", "torture", signed_by=("CAN",), day=date(2017, 1, 1)),
        a_letter("hidden", "torture", signed_by=("USA",), day=date(2018, 1, 1)),
    )
    answer = ask(engine, "torture", withheld=HIDDEN)
    assert (answer.ids, answer.total) == (("a",), 1)
    assert answer.facets[FacetName.SIGNATORY] == {"CAN": 1}
    assert answer.by_year == {2017: (1, 0)}


def test_withheld_words_are_not_expanded(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "trade"), a_letter("hidden", "tortured zanzibarians"))
    for query in ("torture", "zanzibar*", '"tortured zanzibarians"', "tortured"):
        answer = ask(engine, query, withheld=HIDDEN)
        assert (answer.total, answer.matched_forms, answer.matched_phrases) == (0, set(), set())


def test_a_form_only_a_withheld_record_joins_is_not_found_elsewhere(engine: SearchEngine) -> None:
    """`liberer` and `libere` share a stem in French only; the French text is withheld."""
    filled(engine, a_letter("hidden", "libéré", language="fr"), cell="one")
    filled(engine, a_letter("b", "libere", language="zh"), cell="two")
    how = {"cells": ("one", "two")}
    assert found(engine, "libérer", **how) == {"hidden", "b"}
    assert found(engine, "libérer", withheld=HIDDEN, **how) == set()


def test_a_form_only_an_earlier_revision_joined_is_not_found_elsewhere(
    engine: SearchEngine,
) -> None:
    filled(engine, a_letter("a", "libéré", language="fr"), cell="one")
    filled(engine, a_letter("a", "autre", language="fr", revision=2), cell="one")
    filled(engine, a_letter("b", "libere", language="zh"), cell="two")
    assert found(engine, "libérer", cells=("one", "two")) == set()


def test_withheld_records_do_not_move_the_order(engine: SearchEngine) -> None:
    visible = [a_letter("one", "apples apples pears"), a_letter("two", "pears pears apples")]
    filled(engine, *visible)
    alone = ask(engine, "apples OR pears")
    filled(
        engine,
        *(replace(a_letter(f"h{number}", "pears"), id=RecordId("hidden")) for number in range(1)),
        a_letter("more", "pears pears pears"),
    )
    withheld = frozenset({RecordId("hidden"), RecordId("more")})
    assert ask(engine, "apples OR pears", withheld=withheld) == alone


def test_withholding_everything_leaves_nothing(engine: SearchEngine) -> None:
    filled(engine, a_letter("hidden", "torture"))
    answer = ask(engine, "torture", withheld=HIDDEN)
    assert (answer.total, answer.unavailable_cells) == (0, ())
    assert ask(engine, None, withheld=HIDDEN).total == 0


def test_withholding_an_unknown_id_changes_nothing(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "torture"))
    assert ask(engine, "torture", withheld=HIDDEN) == ask(engine, "torture")


def test_each_view_withholds_in_its_own_cell(engine: SearchEngine) -> None:
    """After a relabel the id is withheld in the old cell and stands in the new one."""
    filled(engine, a_letter("hidden", "torture"), cell="old")
    filled(engine, a_letter("hidden", "torture"), cell="new")
    views = [PartitionView("old", HIDDEN, is_impure=True), PartitionView("new")]
    assert engine.search(views, EngineQuestion(None)).ids == ("hidden",)


def test_many_small_commits_hold_what_one_large_one_holds(engine: SearchEngine) -> None:
    """Enough of them that an engine which gathers small pieces must do so, some records gone."""
    letters = [
        a_letter(f"r{number:02}", f"torture word{number} " * (number % 4 + 1), title="A letter")
        for number in range(50)
    ]
    for number, letter in enumerate(letters):
        engine.apply(CELL, [letter], [RecordId(f"r{number - 7:02}")] if number % 9 == 8 else [])
    gone = {f"r{number - 7:02}" for number in range(50) if number % 9 == 8}
    left = [one for one in letters if one.id not in gone]
    engine.rebuild("whole", iter(left))
    assert engine.state(CELL).revisions == {one.id: 1 for one in left}
    for query in ("torture", "word31", '"torture word12 torture"', "word1*", "title:letter -word3"):
        assert ask(engine, query) == ask(engine, query, cells=("whole",))
