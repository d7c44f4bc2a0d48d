"""In what order every engine answers, and what it counts: ranking, sorting, pages, facets, dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.searches import FacetFilter, FacetName, SortOrder
from app.search.engine import Passage, SearchEngine, SearchField
from tests.contract.records import a_letter, ask, filled, found

SIGNATORY, KIND = FacetName.SIGNATORY, FacetName.KIND


def three_years(engine: SearchEngine) -> SearchEngine:
    return filled(
        engine,
        a_letter("b", "torture", day=date(2017, 2, 27), signed_by=("CAN", "JPN")),
        a_letter("a", "torture", day=date(2016, 1, 15), signed_by=("CAN",)),
        a_letter("d", "torture", signed_by=("USA",)),
        a_letter("c", "torture", day=date(2019, 7, 8), kind="reply"),
    )


def test_a_title_counts_more_than_the_text(engine: SearchEngine) -> None:
    filled(
        engine,
        a_letter("text", "torture of lawyers and of others", title="A letter"),
        a_letter("title", "a letter on lawyers and on others", title="Torture"),
    )
    assert ask(engine, "torture").ids == ("title", "text")


def test_a_rare_word_counts_more_than_a_common_one(engine: SearchEngine) -> None:
    common = [a_letter(f"c{number}", "letter of states") for number in range(5)]
    filled(engine, a_letter("rare", "torture of states"), *common)
    assert ask(engine, "letter OR torture").ids[0] == "rare"


def test_more_often_in_the_same_length_ranks_higher(engine: SearchEngine) -> None:
    filled(
        engine, a_letter("once", "torture one two three"), a_letter("twice", "torture torture a b")
    )
    assert ask(engine, "torture").ids == ("twice", "once")


def test_the_same_often_in_a_shorter_text_ranks_higher(engine: SearchEngine) -> None:
    filled(engine, a_letter("long", "torture " + "word " * 50), a_letter("short", "torture word"))
    assert ask(engine, "torture").ids == ("short", "long")


def test_equal_scores_are_ordered_by_date_then_id(engine: SearchEngine) -> None:
    assert ask(three_years(engine), "text:torture").ids[:1] != ()
    filled(engine, *(a_letter(name, "plums") for name in ("z", "y", "x")))
    assert ask(engine, "plums").ids == ("x", "y", "z")


def test_without_a_query_the_newest_come_first_and_the_undated_last(engine: SearchEngine) -> None:
    assert ask(three_years(engine)).ids == ("c", "b", "a", "d")


def test_newest_and_oldest_leave_the_undated_last(engine: SearchEngine) -> None:
    three_years(engine)
    assert ask(engine, "torture", sort=SortOrder.NEWEST).ids == ("c", "b", "a", "d")
    assert ask(engine, "torture", sort=SortOrder.OLDEST).ids == ("a", "b", "c", "d")


@pytest.mark.parametrize("sort", list(SortOrder))
def test_pages_have_no_gaps_and_no_doubles(engine: SearchEngine, sort: SortOrder) -> None:
    filled(engine, *(a_letter(f"r{number:02}", "word " * (number % 3 + 1)) for number in range(25)))
    whole = ask(engine, "word", sort=sort).ids
    pages = [ask(engine, "word", sort=sort, offset=at, limit=7).ids for at in range(0, 28, 7)]
    assert tuple(name for page in pages for name in page) == whole
    assert len(set(whole)) == 25


def test_a_page_beyond_the_end_is_empty_and_still_counts(engine: SearchEngine) -> None:
    answer = ask(three_years(engine), "torture", offset=100)
    assert (answer.ids, answer.total) == ((), 4)


def test_facets_count_all_matches_not_only_the_page(engine: SearchEngine) -> None:
    answer = ask(three_years(engine), "torture", limit=1)
    assert answer.facets[SIGNATORY] == {"CAN": 2, "JPN": 1, "USA": 1}
    assert answer.facets[KIND] == {"joint_letter": 3, "reply": 1}


def test_every_facet_is_in_the_answer(engine: SearchEngine) -> None:
    answer = ask(filled(engine, a_letter("a", "x")), "nothing")
    assert dict(answer.facets) == {name: {} for name in FacetName}


def test_counts_that_nobody_wants_are_left_out_and_all_else_stays(engine: SearchEngine) -> None:
    three_years(engine)
    for query, limit in (
        ("torture", 100),
        ("torture", 1),
        (None, 2),
        ("torture", 0),
        ("nothing", 9),
    ):
        counted = ask(engine, query, limit=limit)
        plain = ask(engine, query, limit=limit, with_counts=False)
        assert plain == replace(counted, facets={}, by_year={})


def test_a_code_written_twice_counts_once(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "x", signed_by=("CAN", "CAN")))
    assert ask(engine).facets[SIGNATORY] == {"CAN": 1}


def test_of_several_parties_all_must_hold(engine: SearchEngine) -> None:
    three_years(engine)
    both = (FacetFilter(SIGNATORY, "JPN"), FacetFilter(SIGNATORY, "CAN"))
    answer = ask(engine, None, *both)
    assert answer.ids == ("b",)
    assert answer.facets[SIGNATORY] == {"CAN": 1, "JPN": 1}
    assert ask(engine, None, FacetFilter(SIGNATORY, "USA"), both[0]).total == 0


def test_of_several_years_any_will_do(engine: SearchEngine) -> None:
    three_years(engine)
    years = (FacetFilter(FacetName.YEAR, "2016"), FacetFilter(FacetName.YEAR, "2019"))
    assert set(ask(engine, None, *years).ids) == {"a", "c"}
    assert ask(engine, None, *years, FacetFilter(SIGNATORY, "CAN")).ids == ("a",)


def test_years_are_counted_as_if_none_of_them_were_chosen(engine: SearchEngine) -> None:
    """So that another can be added; what else is chosen counts, and so does a year left out."""
    three_years(engine)
    year, others = FacetFilter(FacetName.YEAR, "2016"), ask(engine).facets
    answer = ask(engine, None, year)
    assert (
        answer.facets[FacetName.YEAR] == others[FacetName.YEAR] == {"2016": 1, "2017": 1, "2019": 1}
    )
    assert answer.facets[SIGNATORY] == {"CAN": 1}
    assert answer.by_year == {2016: (1, 0)}
    by_canada = ask(engine, None, year, FacetFilter(SIGNATORY, "CAN"))
    assert by_canada.facets[FacetName.YEAR] == {"2016": 1, "2017": 1}
    left_out = FacetFilter(FacetName.YEAR, "2017", negated=True)
    assert ask(engine, None, year, left_out).facets[FacetName.YEAR] == {"2016": 1, "2019": 1}


def test_each_facet_of_which_any_will_do_leaves_its_own_choice_aside(engine: SearchEngine) -> None:
    filled(
        engine,
        a_letter("a", "x", day=date(2016, 1, 1), kind="joint_letter"),
        a_letter("b", "x", day=date(2017, 1, 1), kind="joint_letter"),
        a_letter("c", "x", day=date(2017, 1, 1), kind="demarche"),
    )
    answer = ask(
        engine,
        "x",
        FacetFilter(FacetName.YEAR, "2016"),
        FacetFilter(FacetName.KIND, "joint_letter"),
    )
    assert answer.ids == ("a",)
    assert answer.facets[FacetName.YEAR] == {"2016": 1, "2017": 1}
    assert answer.facets[FacetName.KIND] == {"joint_letter": 1}


def test_facets_narrow_each_other(engine: SearchEngine) -> None:
    three_years(engine)
    filters = (FacetFilter(SIGNATORY, "CAN"), FacetFilter(FacetName.YEAR, "2016"))
    assert ask(engine, None, *filters).ids == ("a",)


def test_a_negated_filter_leaves_out(engine: SearchEngine) -> None:
    three_years(engine)
    filters = (FacetFilter(SIGNATORY, "CAN"), FacetFilter(SIGNATORY, "JPN", negated=True))
    assert ask(engine, None, *filters).ids == ("a",)
    assert set(ask(engine, None, filters[1]).ids) == {"a", "c", "d"}


def test_a_filter_nobody_carries_finds_nothing(engine: SearchEngine) -> None:
    assert ask(three_years(engine), None, FacetFilter(SIGNATORY, "XXX")).total == 0


def test_facet_counts_follow_the_filters(engine: SearchEngine) -> None:
    answer = ask(three_years(engine), None, FacetFilter(SIGNATORY, "JPN"))
    assert answer.facets[SIGNATORY] == {"CAN": 1, "JPN": 1}


@pytest.mark.parametrize(
    ("date_from", "date_to", "expected"),
    [
        (date(2016, 1, 1), date(2017, 12, 31), {"a", "b"}),
        (date(2017, 2, 27), None, {"b", "c"}),
        (None, date(2016, 1, 15), {"a"}),
        (date(2017, 2, 28), date(2019, 7, 7), set()),
        (None, None, {"a", "b", "c", "d"}),
    ],
)
def test_days_bound_inclusively_and_leave_the_undated_out(
    engine: SearchEngine, date_from: date | None, date_to: date | None, expected: set[str]
) -> None:
    assert found(three_years(engine), None, date_from=date_from, date_to=date_to) == expected


def test_an_uncertain_date_is_found_wherever_it_may_lie(engine: SearchEngine) -> None:
    filled(
        engine,
        a_letter("march", day=(date(1987, 3, 1), date(1987, 3, 31)), title="x"),
        a_letter("since", day=(date(1990, 1, 1), None), title="x"),
        a_letter("until", day=(None, date(1980, 12, 31)), title="x"),
    )
    assert found(engine, "date:1987-03-15") == {"march"}
    assert found(engine, "date:[1995 TO *]") == {"since"}
    assert found(engine, "date:[* TO 1970]") == {"until"}
    assert found(engine, "date:[1980 TO 1990]") == {"march", "since", "until"}
    assert ask(engine, "x", sort=SortOrder.OLDEST).ids == ("until", "march", "since")


def test_years_count_letters_and_counter_letters_apart(engine: SearchEngine) -> None:
    filled(
        engine,
        a_letter("a", "x", day=date(2019, 7, 8)),
        a_letter("b", "x", day=date(2019, 7, 12), is_counter=True),
        a_letter("c", "x", day=(None, date(1901, 5, 1))),
        a_letter("d", "x"),
        a_letter("old", "x", day=date(988, 1, 1)),
    )
    assert ask(engine, "x").by_year == {988: (1, 0), 1901: (1, 0), 2019: (1, 1)}


def test_demands_and_subjects_weigh_in(engine: SearchEngine) -> None:
    subject = Passage(SearchField.SUBJECT, "subject", "torture", "en")
    filled(
        engine,
        a_letter("subject", "a letter on that", more=(subject,)),
        a_letter("text", "a letter on torture that"),
    )
    assert ask(engine, "torture").ids == ("subject", "text")


def test_the_order_is_the_same_when_asked_again(engine: SearchEngine) -> None:
    filled(engine, *(a_letter(f"r{number}", "word other " * number) for number in range(1, 30)))
    assert ask(engine, "word OR other").ids == ask(engine, "word OR other").ids
