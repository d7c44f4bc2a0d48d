"""What every engine finds: words, forms, phrases, beginnings, fields, and how they combine."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.query import And, MatchAll, Not, Or, Phrase, Prefix, Query, Word
from app.search.engine import Passage, SearchEngine, SearchField
from tests.contract.records import a_letter, ask, filled, found


def test_a_word_finds_the_records_that_hold_it(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "reports of torture"), a_letter("b", "a note on trade"))
    assert found(engine, "torture") == {"a"}


def test_a_word_nobody_wrote_finds_nothing(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "reports of torture"))
    answer = ask(engine, "zanzibar")
    assert (answer.ids, answer.total, answer.by_year) == ((), 0, {})


def test_no_query_finds_everything(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "one"), a_letter("b", "two"))
    assert found(engine) == {"a", "b"}
    assert found(engine, MatchAll()) == {"a", "b"}


def test_an_empty_partition_answers_with_nothing(engine: SearchEngine) -> None:
    engine.rebuild("cell", iter(()))
    answer = ask(engine, "torture")
    assert (answer.total, answer.unavailable_cells) == (0, ())


def test_case_and_accents_make_no_difference(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "the Chargé d'affaires"), a_letter("b", "the CHARGE"))
    assert found(engine, "chargé") == found(engine, "Charge") == {"a", "b"}


def test_a_word_finds_its_other_forms(engine: SearchEngine) -> None:
    filled(
        engine,
        a_letter("a", "they were charged"),
        a_letter("b", "the charges"),
        a_letter("c", "trade"),
    )
    assert found(engine, "charge") == {"a", "b"}


def test_other_forms_follow_the_language_of_the_text(engine: SearchEngine) -> None:
    filled(
        engine,
        a_letter("fr", "les avocats libérés", language="fr"),
        a_letter("de", "die Inhaftierungen", language="de"),
        a_letter("ru", "о чрезвычайных мерах", language="ru"),
        a_letter("es", "las detenciones", language="es-MX"),
    )
    assert found(engine, "libérer") == {"fr"}
    assert found(engine, "Inhaftierung") == {"de"}
    assert found(engine, "чрезвычайный") == {"ru"}
    assert found(engine, "detención") == {"es"}


def test_the_exact_form_ranks_above_other_forms(engine: SearchEngine) -> None:
    filled(
        engine, a_letter("other", "they were charged there"), a_letter("same", "they did charge it")
    )
    assert ask(engine, "charge").ids == ("same", "other")


def test_an_exact_word_does_not_find_other_forms(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "they were charged"), a_letter("b", "the charge"))
    assert found(engine, Word("charge", exact=True)) == {"b"}


def test_matched_forms_name_every_form_that_was_found(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "charged"), a_letter("b", "charges"))
    assert ask(engine, "charge").matched_forms == {"charged", "charges"}


def test_a_phrase_finds_words_side_by_side(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "the human rights lawyers"), a_letter("b", "rights of a human"))
    assert found(engine, '"human rights"') == {"a"}


def test_a_phrase_is_exact(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "human rights lawyers"), a_letter("b", "human right lawyer"))
    assert found(engine, '"human rights lawyers"') == {"a"}


def test_a_phrase_does_not_reach_from_one_passage_into_the_next(engine: SearchEngine) -> None:
    demand = Passage(SearchField.DEMAND, "demand 1", "end the practice")
    second = Passage(SearchField.DEMAND, "demand 2", "release them")
    filled(engine, a_letter("a", "letter of torture", more=(demand, second)))
    assert found(engine, '"practice release"') == set()
    assert found(engine, '"torture end"') == set()


def test_a_phrase_with_a_repeated_word(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "more and more and more"), a_letter("b", "and more"))
    assert found(engine, '"more and more"') == {"a"}


def test_a_phrase_of_a_word_nobody_wrote_finds_nothing(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "human rights"))
    answer = ask(engine, '"human zanzibar"')
    assert (answer.total, answer.matched_phrases) == (0, frozenset())


def test_a_beginning_finds_every_word_that_begins_so(engine: SearchEngine) -> None:
    filled(
        engine,
        a_letter("a", "tortured"),
        a_letter("b", "torturers"),
        a_letter("c", "tort"),
        a_letter("d", "history"),
    )
    assert found(engine, "tortur*") == {"a", "b"}
    assert ask(engine, "tortur*").matched_forms == {"tortured", "torturers"}


def test_a_beginning_that_nothing_has(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "zebra"))
    assert found(engine, "zzz*") == found(engine, "aaa*") == set()


def test_words_side_by_side_must_all_match(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "torture lawyers"), a_letter("b", "torture"))
    assert found(engine, "lawyers torture") == {"a"}


def test_or_finds_either(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "apples"), a_letter("b", "pears"), a_letter("c", "plums"))
    assert found(engine, "apples OR pears") == {"a", "b"}


def test_not_leaves_out(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "apples pears"), a_letter("b", "apples"), a_letter("c", "plums"))
    assert found(engine, "apples NOT pears") == {"b"}
    assert found(engine, "-apples") == {"c"}


def test_what_stands_under_not_is_not_marked(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "apples"), a_letter("b", "apples pears"))
    answer = ask(engine, 'apples NOT (pears OR "apples pears")')
    assert (answer.matched_forms, answer.matched_phrases) == ({"apples"}, frozenset())


def test_brackets_group(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "red apples"), a_letter("b", "red pears"), a_letter("c", "pears"))
    assert found(engine, "red AND (apples OR pears)") == {"a", "b"}


def test_a_field_finds_only_there(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "torture"), a_letter("b", "trade", title="On torture"))
    assert found(engine, "title:torture") == {"b"}
    assert found(engine, "text:torture") == {"a"}


@pytest.mark.parametrize("field", list(SearchField))
def test_every_field_is_found_with_its_name_and_without(
    engine: SearchEngine, field: SearchField
) -> None:
    passage = Passage(field, field.value, "Zanzibar and Pemba", "en")
    filled(engine, a_letter("a", "trade", title="Note", more=(passage,)), a_letter("b", "Zanzi"))
    for query in ("zanzibar", f"{field.value}:pemba", f'{field.value}:"zanzibar and"'):
        assert found(engine, query) == {"a"}
    assert found(engine, f"{field.value}:pem*") == {"a"}


def test_a_phrase_in_a_field(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "human rights"), a_letter("b", "trade", title="human rights day"))
    assert found(engine, 'title:"human rights"') == {"b"}


def test_a_signatory_is_found_by_code_or_name(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "x", signed_by=("CAN Canada",)), a_letter("b", "Canada"))
    assert found(engine, "signatory:CAN") == found(engine, "signedby:canada") == {"a"}


def test_a_document_symbol_is_found_whole_and_by_parts(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "see A/HRC/41/G/11 of"), a_letter("b", "see A/HRC/41/G/12"))
    assert found(engine, "A/HRC/41/G/11") == {"a"}
    assert found(engine, "A/HRC/41") == found(engine, "hrc") == {"a", "b"}


def test_names_with_apostrophes_are_found_without(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "Chen Jian'gang"), a_letter("b", "Côte d’Ivoire"))
    assert found(engine, "Jiangang") == found(engine, "Jian’gang") == {"a"}
    assert found(engine, "ivoire") == found(engine, '"cote d\'ivoire"') == {"b"}


def test_a_compound_is_found_with_its_hyphen_or_in_one_word(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "an aide-mémoire"), a_letter("b", "an aidememoire"))
    assert found(engine, "aide-memoire") == {"a", "b"}


def test_chinese_is_found_inside_of_a_run(engine: SearchEngine) -> None:
    filled(
        engine,
        a_letter("a", "有关指定居所监视居住的规定", language="zh"),
        a_letter("b", "居住在监视之下", language="zh"),
    )
    assert found(engine, "指定居所监视居住") == {"a"}
    assert found(engine, "居住") == {"a", "b"}
    assert found(engine, "监视居") == {"a"}


def test_one_chinese_character_is_found_wherever_it_stands(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "宪法"), a_letter("b", "法律"), a_letter("c", "规定"))
    assert found(engine, "法") == found(engine, '"法"') == {"a", "b"}


def test_a_phrase_across_chinese_and_latin(engine: SearchEngine) -> None:
    filled(engine, a_letter("a", "律师谢阳 Xie Yang 在"), a_letter("b", "谢阳和 Xie Yang"))
    assert found(engine, '"谢阳 xie"') == {"a"}


def test_a_date_range_of_the_query_combines_with_words(engine: SearchEngine) -> None:
    filled(
        engine,
        a_letter("a", "torture", day=date(2017, 2, 27)),
        a_letter("b", "torture", day=date(2019, 7, 8)),
    )
    assert found(engine, "torture date:2017") == {"a"}
    assert found(engine, "torture NOT date:2017") == {"b"}


def test_kind_and_language_are_fields(engine: SearchEngine) -> None:
    filled(
        engine,
        a_letter("a", "torture", kind="reply", language="fr-CA"),
        a_letter("b", "torture", kind="joint_letter"),
    )
    assert found(engine, "kind:reply") == {"a"}
    assert found(engine, 'kind:"joint letter" torture') == {"b"}
    assert found(engine, "language:fr") == found(engine, "language:french") == {"a"}


@pytest.mark.parametrize(
    "tree",
    [
        Word("—"),
        Word(""),
        Phrase("..."),
        Prefix("--"),
        Prefix("A/HRC"),
        And(()),
        Or(()),
        Not(And((Word("a"), Or((Not(Word("b")), Phrase("c")))))),
    ],
)
def test_odd_trees_are_answered(engine: SearchEngine, tree: Query) -> None:
    filled(engine, a_letter("a", "b c"), a_letter("b", "A/HRC/1"))
    assert found(engine, tree) <= {"a", "b"}
