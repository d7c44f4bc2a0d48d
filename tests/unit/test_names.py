"""Names on record and names spelt alike: which find each other, and which must not."""

from __future__ import annotations

import pytest

from app.domain.authorities import Entry, EntryKind, EntryName
from app.domain.likeness import MOST_LIKE, LikeNames
from app.domain.names import MOST_NAMES, NamesOnRecord, name_key
from app.domain.query import And, Not, Or, Phrase, SearchField, Word
from app.domain.thesaurus import Label, expand


def an_entry(*names: str, kind: EntryKind = EntryKind.PERSON) -> Entry:
    return Entry(kind, names[0], tuple(map(EntryName, names)), frozenset())


NAMES = NamesOnRecord.of(
    [
        an_entry("Xie Yang", "谢阳", "謝陽"),
        an_entry("Chen Jian'gang", "陈建刚"),
        an_entry("Li Bo", "李波"),
        an_entry("Li Bo", "李博"),
        an_entry("Minister of Public Security", "公安部部长", kind=EntryKind.OFFICE),
        an_entry("Minister of Foreign Affairs", "外交部长", kind=EntryKind.OFFICE),
        an_entry("Minister of Foreign Affairs", "Außenminister", kind=EntryKind.OFFICE),
    ],
    [[Label("UN Refugee Agency", "en"), Label("UNHCR", "en")]],
)


@pytest.mark.parametrize(
    ("words", "others"),
    [
        (["Xie", "Yang"], ["谢阳", "謝陽"]),
        (["谢阳"], ["Xie Yang", "謝陽"]),
        (["XIE", "yang"], ["谢阳", "謝陽"]),
        (["Chen", "Jiangang"], ["陈建刚"]),
        (["Chen", "Jian", "gang"], ["陈建刚"]),
        (["Chen", "Jian-gang"], ["陈建刚"]),
        (["Li", "Bo"], ["李波", "李博"]),
        (["公安部部长"], ["Minister of Public Security"]),
        (["Minister", "of", "Foreign", "Affairs"], []),
        (["外交部长"], ["Minister of Foreign Affairs"]),
        (["UNHCR"], ["UN Refugee Agency"]),
        (["Yang"], []),
        (["Xie", "Yan"], []),
    ],
)
def test_a_name_brings_the_other_names_of_its_bearer(words: list[str], others: list[str]) -> None:
    assert [one.text for one in NAMES.labels_of([Word(word) for word in words])] == others


def test_a_row_of_words_in_a_longer_query_is_widened_with_phrases() -> None:
    found = expand(And((Word("Xie"), Word("Yang"), Word("torture"))), NAMES)
    assert found.labels == ("谢阳", "謝陽")
    assert found.query == And(
        (
            Or(
                (
                    And((Word("Xie"), Word("Yang"))),
                    Word("谢阳", exact=True),
                    Word("謝陽", exact=True),
                )
            ),
            Word("torture"),
        )
    )


def test_names_keep_the_field_and_leave_what_is_left_out_alone() -> None:
    found = expand(Phrase("谢阳", SearchField.PERSON), NAMES).query
    assert Phrase("Xie Yang", SearchField.PERSON) in found.children  # type: ignore[union-attr]
    assert expand(Word("谢阳", SearchField.SUBJECT), NAMES).labels == ()
    assert expand(Not(Word("谢阳")), NAMES).query == Not(Word("谢阳"))


def test_a_name_of_too_many_brings_none() -> None:
    many = [an_entry("Li Wei", f"李{chr(0x4E00 + number)}") for number in range(MOST_NAMES + 1)]
    assert NamesOnRecord.of(many).labels_of([Word("Li"), Word("Wei")]) == ()


def test_spacing_case_hyphens_and_apostrophes_make_no_other_name() -> None:
    spelt = ("Chen Jian'gang", "CHEN Jian-gang", "Chen Jiangang", "Chen  Jian’gang")
    assert {name_key(one) for one in spelt} == {"chenjiangang"}


ALIKE = LikeNames.of(
    [
        *("Xie Yang", "Guo Shengkun", "Wang Quanzhang", "Li Heping", "Li Chunfu", "Wu Gan"),
        *("António Guterres", "Ylva Johansson", "محمد علي", "Chen Jian'gang", "李文足"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Xie Yanng", "Xie Yang"),
        ("Yang Xie", "Xie Yang"),
        ("Xieyang", "Xie Yang"),
        ("Guo Shenkun", "Guo Shengkun"),
        ("Shengkun Guo", "Guo Shengkun"),
        ("Wang Quan-zhang", "Wang Quanzhang"),
        ("Wang Quanzhan", "Wang Quanzhang"),
        ("Li Hepping", "Li Heping"),
        ("Antonio Guterrez", "António Guterres"),
        ("Ilva Johansson", "Ylva Johansson"),
        ("Johanson, Ylva", "Ylva Johansson"),
        ("Mohammed Ali", "محمد علي"),
        ("Muhamad Ali", "محمد علي"),
        ("Chen Jian-ganng", "Chen Jian'gang"),
        ("Li Wenzu", "李文足"),
    ],
)
def test_a_name_spelt_nearly_so_is_found(typed: str, name: str) -> None:
    assert ALIKE.like(typed)[0] == name


@pytest.mark.parametrize(
    "typed",
    [
        *("Xie Yang", "xie yang", "Li Chunping", "Li Heng", "Wang Yi", "Guo Meimei", "Wu", ""),
        *("Xi Yong", "Human Rights", "United Nations", "Antonio Costa", "Hong Kong", "Wu Lan"),
    ],
)
def test_other_names_and_the_name_itself_are_not(typed: str) -> None:
    assert ALIKE.like(typed) == ()


def test_few_are_told() -> None:
    many = LikeNames.of(f"Zhang Weimin{letter}" for letter in "abcdefgh")
    assert len(many.like("Zhang Weimin")) == MOST_LIKE
