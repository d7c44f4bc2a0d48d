"""Excerpts: what is marked is what matched, cut into few fragments, never torn words, never HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.searches import Excerpt
from app.search.analysis import forms_of
from app.search.engine import EngineAnswer, Passage, SearchField
from app.search.excerpts import cut, mark

TEXT, TITLE = SearchField.TEXT, SearchField.TITLE
FILLER = "An ordinary sentence stands here so that there is some room. "


def an_answer(*forms: str, phrases: tuple[tuple[str, ...], ...] = ()) -> EngineAnswer:
    return EngineAnswer((), 1, {}, {}, frozenset(forms), frozenset(phrases))


def a_text(text: str, place: str = "text", field: SearchField = TEXT) -> Passage:
    return Passage(field, place, text)


def marked(excerpts: tuple[Excerpt, ...]) -> list[str]:
    return [part.text for one in excerpts for part in one.segments if part.is_match]


def whole(excerpt: Excerpt) -> str:
    return "".join(part.text for part in excerpt.segments)


@pytest.mark.parametrize(
    ("text", "form", "shown"),
    [
        ("They TORTURED him", "tortured", "TORTURED"),
        ("the Chargé wrote", "charge", "Chargé"),
        ("of Chen Jian’gang today", "jiangang", "Jian’gang"),
        ("in Côte d'Ivoire too", "ivoire", "Ivoire"),
        ("at the U.N. office", "un", "U.N"),
        ("die Straße dort", "strasse", "Straße"),
        ("e\u0301tat de droit", "etat", "e\u0301tat"),
        ("о Чрезвычайных мерах", "чрезвычайных", "Чрезвычайных"),
        ("O'Brien came", "obrien", "O'Brien"),
        ("律师谢阳案", "谢阳", "谢阳"),
        ("see A/HRC/41", "hrc", "HRC"),
        ("half ½ of torture", "torture", "torture"),
    ],
)
def test_the_word_is_marked_as_it_is_written(text: str, form: str, shown: str) -> None:
    assert marked(cut([a_text(text)], an_answer(form))) == [shown]


@pytest.mark.parametrize("text", ["extorture", "torturers", "Jian'gang", "gangs", "tor.ture"])
def test_parts_of_other_words_are_not_marked(text: str) -> None:
    assert cut([a_text(text)], an_answer("torture", "gang")) == ()


def test_a_phrase_is_marked_whole_and_only_where_it_stands() -> None:
    answer = an_answer(phrases=(("human", "rights"),))
    text = "human beings have rights; Human\n Rights are theirs"
    assert marked(cut([a_text(text)], answer)) == ["Human Rights"]


def test_a_chinese_phrase_is_marked_as_one_run() -> None:
    pairs = ("指定", "定居", "居所", "所监", "监视")
    assert marked(cut([a_text("有关指定居所监视居住")], an_answer(phrases=(pairs,)))) == [
        "指定居所监视"
    ]


def test_a_phrase_across_scripts_is_marked() -> None:
    answer = an_answer(phrases=(("谢阳", "", "xie"),))
    assert marked(cut([a_text("律师谢阳 Xie Yang")], answer)) == ["谢阳 Xie"]


def test_nothing_matched_gives_no_excerpt() -> None:
    assert cut([a_text("torture")], an_answer()) == ()
    assert cut([a_text("trade")], an_answer("torture")) == ()
    assert cut([], an_answer("torture")) == ()


def test_each_place_comes_before_a_second_of_any() -> None:
    far = "torture " + FILLER * 30 + "torture"
    passages = [
        a_text(far, "text"),
        a_text("end torture", "demand 1"),
        a_text("on torture", "demand 2"),
    ]
    found = cut(passages, an_answer("torture"))
    assert [one.place for one in found] == ["text", "demand 1", "demand 2"]


def test_a_long_text_alone_gives_several_fragments_in_reading_order() -> None:
    text = (FILLER * 10 + "torture ") * 4
    found = cut([a_text(text)], an_answer("torture"))
    assert len(found) == 3
    assert all(marked((one,)) == ["torture"] for one in found)


def test_the_limit_is_kept() -> None:
    passages = [a_text("torture", f"demand {number}") for number in range(9)]
    assert len(cut(passages, an_answer("torture"), limit=2)) == 2


def test_the_title_is_quoted_only_when_nothing_else_matched() -> None:
    title = a_text("Letter on torture", "title", TITLE)
    answer = an_answer("torture")
    assert [one.place for one in cut([title, a_text("torture")], answer)] == ["text"]
    assert [one.place for one in cut([title, a_text("trade")], answer)] == ["title"]


def test_a_fragment_with_more_of_the_words_is_preferred() -> None:
    text = "lawyers only " + FILLER * 10 + "lawyers and torture here " + FILLER * 10
    (found,) = cut([a_text(text)], an_answer("lawyers", "torture"), limit=1)
    assert marked((found,)) == ["lawyers", "torture"]


def test_fragments_are_short_and_say_where_they_were_cut() -> None:
    (found,) = cut([a_text(FILLER * 9 + "torture " + FILLER * 9)], an_answer("torture"))
    assert whole(found).startswith("… ")
    assert whole(found).endswith(" …")
    assert 100 < len(whole(found)) < 230


def test_words_are_not_torn() -> None:
    text = FILLER * 9 + "torture " + FILLER * 9
    (found,) = cut([a_text(text)], an_answer("torture"))
    assert set(forms_of(whole(found))) <= set(forms_of(text))


def test_markup_stays_text() -> None:
    (found,) = cut([a_text("<b>torture</b> & <script>")], an_answer("torture"))
    assert whole(found) == "<b>torture</b> & <script>"


def test_a_title_is_marked_whole() -> None:
    segments = mark("Letter on torture", an_answer("torture"))
    assert [(part.text, part.is_match) for part in segments] == [
        ("Letter on ", False),
        ("torture", True),
    ]


def test_a_match_far_down_a_long_text_is_found() -> None:
    text = FILLER * 2_000 + "torture"
    assert marked(cut([a_text(text)], an_answer("torture"))) == ["torture"]


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(["Jian'gang", "U.N.", "谢阳", "½", "ß", "x "])).map("".join),
    st.integers(0, 20),
)
def test_every_token_of_a_text_can_be_marked(text: str, number: int) -> None:
    forms = forms_of(text)
    if forms:
        form = forms[number % len(forms)]
        shown = marked(cut([a_text(text)], an_answer(form)))
        assert shown, (text, form)
