"""The thesaurus: labels of one concept find each other, in the fields of running words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.query import And, Not, Or, Phrase, SearchField, Word, leaves
from app.domain.thesaurus import Concept, Label, Thesaurus, expand, key_of
from app.search.syntax import parse

SEED = Path(__file__).parents[2] / "app" / "db" / "seeds" / "thesaurus.json"


@pytest.fixture(scope="module")
def thesaurus() -> Thesaurus:
    return Thesaurus.from_json(json.loads(SEED.read_text(encoding="utf-8")))


def test_an_abbreviation_finds_the_words_it_stands_for(thesaurus: Thesaurus) -> None:
    expansion = expand(Word("rsdl"), thesaurus)
    assert Phrase("residential surveillance at a designated place") in expansion.query.children  # type: ignore[union-attr]
    assert "residential surveillance at a designated place" in expansion.labels
    assert "指定居所监视居住" in expansion.labels
    assert "RSDL" not in expansion.labels


def test_a_row_of_words_is_recognised_without_quotation_marks(thesaurus: Thesaurus) -> None:
    query = parse("residential surveillance at a designated place china").query
    assert query is not None
    expansion = expand(query, thesaurus)
    assert isinstance(expansion.query, And)
    first, second = expansion.query.children
    assert isinstance(first, Or)
    assert isinstance(first.children[0], And)
    assert Word("RSDL", exact=True) in first.children
    assert second == Word("china")


def test_a_phrase_is_recognised(thesaurus: Thesaurus) -> None:
    assert "détention arbitraire" in expand(Phrase("Arbitrary Detention"), thesaurus).labels


def test_the_longest_label_wins(thesaurus: Thesaurus) -> None:
    query = parse("human rights lawyers").query
    assert query is not None
    labels = expand(query, thesaurus).labels
    assert "维权律师" in labels
    assert "人权" not in labels


def test_any_script_finds_the_others(thesaurus: Thesaurus) -> None:
    assert "torture" in expand(Word("酷刑"), thesaurus).labels
    assert "torture" in expand(Word("пытки"), thesaurus).labels


def test_words_of_demands_find_each_other(thesaurus: Thesaurus) -> None:
    for word in ("inquiry", "enquiry", "investigation", "enquête"):
        found = {*expand(Word(word, SearchField.DEMAND), thesaurus).labels, word}
        assert found >= {"inquiry", "enquiry", "investigation", "enquête"}


def test_accents_make_no_difference(thesaurus: Thesaurus) -> None:
    assert expand(Word("demarche"), thesaurus).labels == expand(Word("Démarche"), thesaurus).labels


def test_what_is_left_out_is_not_widened(thesaurus: Thesaurus) -> None:
    query = And((Word("letter"), Not(Word("torture"))))
    assert expand(query, thesaurus).query == query


@pytest.mark.parametrize(
    "field", [SearchField.SIGNATORY, SearchField.PERSON, SearchField.REFERENCE]
)
def test_names_are_not_widened(thesaurus: Thesaurus, field: SearchField) -> None:
    assert expand(Word("torture", field), thesaurus).labels == ()


def test_a_field_is_kept(thesaurus: Thesaurus) -> None:
    widened = expand(Word("torture", SearchField.TITLE), thesaurus).query
    assert {one.leaf.field for one in leaves(widened)} == {SearchField.TITLE}  # type: ignore[union-attr]


def test_an_exact_word_is_not_widened(thesaurus: Thesaurus) -> None:
    assert expand(Word("torture", exact=True), thesaurus).labels == ()


def test_words_of_two_fields_are_no_row(thesaurus: Thesaurus) -> None:
    query = And((Word("human", SearchField.TITLE), Word("rights", SearchField.TEXT)))
    assert expand(query, thesaurus).labels == ()


def test_or_widens_each_side(thesaurus: Thesaurus) -> None:
    labels = expand(Or((Word("RSDL"), Word("torture"))), thesaurus).labels
    assert {"RSDP", "Folter"} <= set(labels)


def test_a_label_of_two_concepts_brings_both() -> None:
    thesaurus = Thesaurus.from_rows(
        [
            ("one", "en", "shared"),
            ("one", "en", "first"),
            ("two", "en", "shared"),
            ("two", "fr", "second"),
        ]
    )
    assert expand(Word("shared"), thesaurus).labels == ("first", "second")


def test_an_empty_thesaurus_widens_nothing() -> None:
    assert expand(Word("torture"), Thesaurus.of(())).query == Word("torture")


def test_rows_and_json_make_the_same() -> None:
    label = Label("torture", "en")
    assert Thesaurus.from_json([{"code": "t", "labels": {"en": ["torture"]}}]).concepts == (
        Concept("t", (label,)),
    )


def test_the_seed_is_in_order(thesaurus: Thesaurus) -> None:
    codes = [concept.code for concept in thesaurus.concepts]
    assert len(codes) == len(set(codes)) >= 40
    for concept in thesaurus.concepts:
        keys = [key_of(label.text) for label in concept.labels]
        assert all(keys), concept.code
        assert len(concept.labels) >= 2, concept.code
