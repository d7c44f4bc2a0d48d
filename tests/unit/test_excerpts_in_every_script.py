"""Marks in excerpts, in any script: exactly the tokens that match, from their first to their last sign."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.search.analysis import forms_of, is_single_character, query_terms, spans_of
from app.search.engine import EngineAnswer, Passage, SearchField
from app.search.excerpts import cut, mark

PIECES = [
    *("Jian'gang", "Jian’gang", "U.N.", "d'Ivoire", "China's", "aide-mémoire", "A/HRC/41/G/11"),
    *(
        "谢阳",
        "人々",
        "佐々木",
        "々",
        "ガス",
        "ｶﾞｽ",
        "か\u3099",
        "ジョン・スミス",
        "奥巴马·侯赛因",
        "法",
    ),
    *("인권을", "인권변호사", "\u110b\u1175\u11ab", "한·미", "ประเทศไทย", "กำ", "မြန်မာ"),
    *("الأُمَم", "المتحدة", "می\u200cخواهم", "شَـــكل", "שָׁלוֹם", 'ארה"ב', "צה״ל", "٢٠١٧"),
    *("हिन्दी", "कि", "বাংলা", "ো", "Ærø", "Straße", "ß", "½", "ﬁnal", "İzmir", "ı", "ΣΟΦΟΣ"),
    *(
        "con\u00adsti\u200btution",
        "consti-\ntution",
        "co-\nn",
        "e\u0301tat",
        "ʿAbd",
        "Saʿid",
        "ёлка",
    ),
    *(" ", " ", "-", "\n", "•", ".", "·", "_", "1,234", "x", "tution", "\ufe0f", "葛\U000e0100城"),
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join)


@settings(max_examples=400)
@given(texts, st.integers(0, 30), st.integers(0, 30))
def test_marks_are_the_tokens_that_match_and_nothing_else(text: str, one: int, two: int) -> None:
    forms = forms_of(text)
    if not forms:
        return
    wanted = {forms[one % len(forms)], forms[two % len(forms)]}
    assert _marked(text, wanted) == _expected(text, wanted)


@settings(max_examples=300)
@given(texts, st.integers(0, 30), st.integers(2, 4))
def test_a_marked_phrase_reads_as_the_phrase(text: str, at: int, size: int) -> None:
    forms = forms_of(text)
    phrase = tuple(forms[at % len(forms) :][:size]) if forms else ()
    if len(phrase) < 2 or any(map(is_single_character, phrase)):
        return  # a single character stands for every pair that it begins
    answer = EngineAnswer((), 1, {}, {}, frozenset(), frozenset({phrase}))
    spans = list(spans_of(text))
    rows = {
        text[spans[n].start : spans[n + len(phrase) - 1].end]
        for n in range(len(spans) - len(phrase) + 1)
        if tuple(span.form for span in spans[n : n + len(phrase)]) == phrase
    }
    marked = [part.text for part in mark(text, answer) if part.is_match]
    assert marked
    assert {_bare(one) for one in marked} <= {_bare(one) for one in rows}


@pytest.mark.parametrize(
    ("text", "asked", "shown"),
    [
        ("국가는 인권을 보호한다", "인권", "인권"),
        ("저명한 인권변호사가", "인권변호사", "인권변호사"),
        ("在谢阳律师案件中", "谢阳", "谢阳"),
        ("ジョン・スミス氏", "ジョンスミス", "ジョン・スミス"),
        ("佐々木氏", "佐佐木", "佐々木"),
        ("the consti-\ntution says", "constitution", "consti- tution"),
        (
            "the con\u00adsti\u00adtu\u00adtion says",
            "constitution",
            "con\u00adsti\u00adtu\u00adtion",
        ),
        ("قال الأُمَمُ المتحدة", "الامم", "الأُمَمُ"),
        ("in ארה״ב היום", 'ארה"ב', "ארה״ב"),
        ("of ʿAbd al-Karīm", "abd", "Abd"),
        ("Σοφός και ΣΟΦΟΣ", "σοφος", "Σοφός"),
    ],
)
def test_what_is_asked_for_is_marked_as_it_is_written(text: str, asked: str, shown: str) -> None:
    terms = query_terms(asked)
    forms, phrases = (frozenset(terms), frozenset()) if len(terms) == 1 else (frozenset(), {terms})
    answer = EngineAnswer((), 1, {}, {}, forms, frozenset(phrases))
    found = cut([Passage(SearchField.TEXT, "text", text)], answer)
    assert next(part.text for part in found[0].segments if part.is_match) == shown


def _marked(text: str, forms: set[str]) -> list[str]:
    answer = EngineAnswer((), 1, {}, {}, frozenset(forms), frozenset())
    return [_bare(part.text) for part in mark(text, answer) if part.is_match]


def _expected(text: str, forms: set[str]) -> list[str]:
    """Read token by token from the left; what overlaps with the last mark is left out."""
    found, end = [], 0
    for span in spans_of(text):
        if span.form in forms and span.start >= end:
            found.append(_bare(text[span.start : span.end]))
            end = span.end
    return found


def _bare(text: str) -> str:
    return " ".join(text.split())
