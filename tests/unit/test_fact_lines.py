"""Lines that people write or paste: what is plainly said is read, the rest is left to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.fact_lines import (
    PersonLine,
    absence_kind,
    demand_class,
    lines_of,
    persons_of,
    response_kind,
    speaker_of,
    unnamed_of,
)
from app.domain.groupings import Grouping
from app.domain.signatory_persons import rank_of
from app.domain.vocabularies import AbsenceKind, DemandClass, Rank, ResponseKind

GROUPINGS = (
    Grouping("EU", "European Union", "EU", "union", ()),
    Grouping("FIVE_EYES", "Five Eyes", "FVEY", "alliance", ()),
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Prompt and independent investigation into the torture", DemandClass.INVESTIGATE),
        ("carry out a full inquiry", DemandClass.INVESTIGATE),
        ("to immediately release the lawyers", DemandClass.RELEASE),
        ("End the practice of secret custody", DemandClass.END_PRACTICE),
        ("Repeal the law", DemandClass.CHANGE_LAW),
        ("Give families access to the detained", DemandClass.GIVE_ACCESS),
        ("Libérer les avocats", DemandClass.RELEASE),
        ("Ending well", DemandClass.OTHER),
        ("A law that they should repeal", DemandClass.OTHER),
        ("Freedom of speech", DemandClass.OTHER),
    ],
)
def test_a_demand_has_the_class_of_the_verb_it_begins_with(text: str, kind: DemandClass) -> None:
    assert demand_class(text) is kind


@pytest.mark.parametrize(
    ("line", "persons"),
    [
        ("Xie Yang (谢阳), lawyer", [PersonLine("Xie Yang", ("谢阳",), "lawyer")]),
        ("Wu Gan", [PersonLine("Wu Gan")]),
        (
            "Li Heping, Wang Quanzhang and Li Chunfu, lawyers",
            [
                PersonLine(name, (), "lawyer")
                for name in ("Li Heping", "Wang Quanzhang", "Li Chunfu")
            ],
        ),
        (
            "Xie Yang, lawyer, Wu Gan (吴淦, Tufu), activist.",
            [
                PersonLine("Xie Yang", (), "lawyer"),
                PersonLine("Wu Gan", ("吴淦", "Tufu"), "activist"),
            ],
        ),
        ("谢阳、李和平", [PersonLine("谢阳"), PersonLine("李和平")]),
    ],
)
def test_persons_of_a_line(line: str, persons: list[PersonLine]) -> None:
    assert list(persons_of(line)) == persons


@given(st.text(max_size=80))
def test_no_line_breaks_the_reader(text: str) -> None:
    for line in lines_of(text):
        assert all(one.name for one in persons_of(line))
        demand_class(line), absence_kind(line), unnamed_of(line, GROUPINGS)
        assert speaker_of(line)[1] in line


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("has not answered", ResponseKind.NONE_TO_LETTER),
        ("did not reply by May", ResponseKind.NONE_TO_LETTER),
        ("n’a pas répondu", ResponseKind.NONE_TO_LETTER),
        ("declined to comment", ResponseKind.NO_COMMENT_TO_MEDIA),
        ("rejected the letter", ResponseKind.REJECTION),
        ("summoned the ambassadors", ResponseKind.SUMMONS),
        ("called it invented", ResponseKind.OTHER),
    ],
)
def test_what_came_is_told_by_its_first_words(text: str, kind: ResponseKind) -> None:
    assert response_kind(text) is kind


def test_who_speaks_stands_before_a_colon() -> None:
    assert speaker_of("Hungary: blocked it") == ("Hungary", "blocked it")
    assert speaker_of("Nobody answered at 10:30") == ("", "Nobody answered at 10:30")
    assert absence_kind("blocked a signature by all") is AbsenceKind.REPORTED_BLOCK
    assert absence_kind("did not block it") is AbsenceKind.REPORTED_ABSENT


@pytest.mark.parametrize(
    ("who", "among"),
    [
        ("an EU member", "EU"),
        ("one member state of the European Union", "EU"),
        ("Five Eyes country", "FIVE_EYES"),
        ("not named", ""),
        ("Hungary", None),
        ("a Martian state", None),
    ],
)
def test_a_member_without_a_name_is_told_by_its_grouping(who: str, among: str | None) -> None:
    assert unnamed_of(who, GROUPINGS) == among


def test_an_office_gives_the_rank_it_begins_with() -> None:
    assert rank_of("Ambassador of Canada") is Rank.AMBASSADOR
    assert rank_of("Chargé d’affaires a.i.") is Rank.CHARGE_DAFFAIRES_AD_INTERIM
    assert rank_of("Head of Mission") is Rank.HEAD_OF_MISSION
    assert rank_of("Deputy Permanent Representative") is None
