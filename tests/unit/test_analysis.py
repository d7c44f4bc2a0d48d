"""Texts into tokens: folding, names, symbols, Chinese and Japanese, and the places of tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.folding import fold
from app.search.analysis import ANY_TOKEN, forms_of, query_terms, spans_of


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Chargé d'Affaires", ["charge", "d", "affaires"]),
        ("ＦＵＬＬ ｗｉｄｔｈ", ["full", "width"]),
        ("Straße Łódź Ålesund İzmir ﬁnal", ["strasse", "lodz", "alesund", "izmir", "final"]),
        ("e\u0301tat", ["etat"]),
        ("чрезвычайный ёлка", ["чрезвычайный", "елка"]),
        ("Chen Jian'gang Jian’gang", ["chen", "jiangang", "jiangang"]),
        ("China's O'Brien N'Djamena Qur'an", ["china", "obrien", "ndjamena", "quran"]),
        ("L’Aquila Côte d’Ivoire l'accord", ["l", "aquila", "cote", "d", "ivoire", "l", "accord"]),
        ("the U.N. and the U.S.A. e.g. this", ["the", "un", "and", "the", "usa", "eg", "this"]),
        ("A/HRC/41/G/11", ["a", "hrc", "41", "g", "11"]),
        ("aide-mémoire 1,000 snake_case", ["aide", "memoire", "1", "000", "snake", "case"]),
        ("الأمم المُتَّحِدة", ["الامم", "المتحده"]),
        ("ガス", ["ガス", "ス"]),
        ("… — ! _", []),
        ("", []),
    ],
)
def test_text_becomes_folded_tokens(text: str, forms: list[str]) -> None:
    assert forms_of(text) == forms


def test_chinese_becomes_pairs_and_the_last_character() -> None:
    assert forms_of("谢阳案，法。") == ["谢阳", "阳案", "案", "法"]


def test_a_run_fills_as_many_positions_as_it_has_characters() -> None:
    assert len(forms_of("指定居所监视居住")) == 8


def test_a_phrase_keeps_the_distance_over_a_run() -> None:
    assert query_terms("谢阳 Xie") == ("谢阳", ANY_TOKEN, "xie")
    assert query_terms("Xie 谢阳案") == ("xie", "谢阳", "阳案")
    assert query_terms("法") == ("法",)


@given(st.text(max_size=60))
def test_spans_are_the_same_tokens_in_order_with_their_places(text: str) -> None:
    spans = list(spans_of(text))
    assert [span.form for span in spans] == forms_of(text)
    starts = [span.start for span in spans]
    assert starts == sorted(starts)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@given(st.text(max_size=60))
def test_tokens_hold_neither_spaces_nor_nothing(text: str) -> None:
    assert all(form and not any(c.isspace() for c in form) for form in forms_of(text))


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(word: str) -> None:
    assert fold(fold(word)) == fold(word)


def test_spans_can_begin_in_the_middle() -> None:
    text = "one two three"
    assert [span.form for span in spans_of(text, 4)] == ["two", "three"]
