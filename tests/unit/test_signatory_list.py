"""Pasted lists of signatories: every usual shape gives the parties back, in order, and guesses nothing."""

from __future__ import annotations

import random
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.code_schemes import CodeScheme
from app.domain.dates import CalendarDate
from app.domain.parties import PartyDirectory
from app.domain.party import PartyKind
from app.domain.party_check import CheckKind, bare_name, check_choice, look_up
from app.domain.party_seed import parties_from_json
from app.domain.records import PartyCode
from app.domain.signatory_list import ListedSignatory, parse_signatories

SEED = Path(__file__).resolve().parents[2] / "app/db/seeds/parties.json"
IN_2017 = CalendarDate.parse("2017-02-27")


@cache
def directory() -> PartyDirectory:
    return PartyDirectory(parties_from_json(SEED.read_text(encoding="utf-8")))


def read(text: str, date: CalendarDate | None = IN_2017) -> tuple[ListedSignatory, ...]:
    return parse_signatories(text, directory(), date=date)


def codes(text: str) -> list[str]:
    return [row.party or "?" for row in read(text)]


def test_an_office_before_a_list_is_that_of_each_who_has_no_other() -> None:
    rows = read("the ambassadors of Australia, Canada and the EU’s delegation")
    assert [row.office for row in rows] == ["ambassador", "ambassador", "delegation"]
    assert [row.office for row in read("the governments of Canada and Japan")] == ["", ""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Australia, Canada and Japan", "AUS CAN JPN"),
        ("Australia, Canada, and Japan.", "AUS CAN JPN"),
        ("Australia; Canada; Japan", "AUS CAN JPN"),
        ("Australia\nCanada\nJapan", "AUS CAN JPN"),
        ("1. Australia\n2. Canada\n3. Japan", "AUS CAN JPN"),
        ("1 Australia\n2 Canada", "AUS CAN"),
        ("• Australia\n– Canada\n(c) Japan", "AUS CAN JPN"),
        ("Signatories:\nFrance\nGermany", "FRA DEU"),
        ("on behalf of Australia, Canada and the United Kingdom", "AUS CAN GBR"),
        (
            "This statement is delivered on behalf of the following states: Albania, Malta",
            "ALB MLT",
        ),
        ("Bosnia and Herzegovina, Trinidad and Tobago and Sao Tome and Principe", "BIH TTO STP"),
        ("Australia, Canada, Bosnia and\nHerzegovina, Japan", "AUS CAN BIH JPN"),
        ("Korea, Republic of; Iran (Islamic Republic of), Côte d'Ivoire", "KOR IRN CIV"),
        ("the European Union and Norway", "EU NOR"),
        ("Australia, Canada, Norway and the EU's delegation", "AUS CAN NOR EU"),
        ("Australia and the EU delegation", "AUS EU"),
        ("the ambassadors of Australia, the Netherlands and the EU’s delegation", "AUS NLD EU"),
        ("Heads of mission of Canada and Japan", "CAN JPN"),
        ("CAN, JPN, CZE", "CAN JPN CZE"),
        ("Suisse, Allemagne et Autriche", "CHE DEU AUT"),
        ("澳大利亚、加拿大和日本", "AUS CAN JPN"),
        ("أستراليا، كندا واليابان", "AUS CAN JPN"),
        ("Австралия, Канада и Япония", "AUS CAN JPN"),
        ("Republic of Korea*, Türkiye[2].", "KOR TUR"),
        ("", ""),
        ("\n \n", ""),
    ],
)
def test_lists_in_the_usual_shapes(text: str, expected: str) -> None:
    assert codes(text) == expected.split()


@pytest.mark.parametrize(
    ("text", "party", "person", "office"),
    [
        ("H.E. Ms Jane Doe, Ambassador of Canada", "CAN", "Jane Doe", "Ambassador of Canada"),
        (
            "Jane Doe, Ambassador of Canada to China",
            "CAN",
            "Jane Doe",
            "Ambassador of Canada to China",
        ),
        ("Hans Meier, Chargé d'affaires, Switzerland", "CHE", "Hans Meier", "Chargé d'affaires"),
        ("Japan: Taro Yamada, Ambassador", "JPN", "Taro Yamada", "Ambassador"),
        ("Jane Doe (Canada)", "CAN", "Jane Doe", ""),
        ("Canada (Jane Doe)", "CAN", "Jane Doe", ""),
        ("Canada – Jane Doe", "CAN", "Jane Doe", ""),
        ("Ms Jane Doe, Canada", "CAN", "Jane Doe", ""),
        ("Embassy of the Czech Republic", "CZE", "", "Embassy of the Czech Republic"),
        ("Mr Jan Novak\tAmbassador\tCzechia", "CZE", "Jan Novak", "Ambassador"),
    ],
)
def test_persons_and_ranks_beside_the_party(
    text: str, party: str, person: str, office: str
) -> None:
    (row,) = read(text)
    assert (row.party, row.person, row.office) == (party, person, office)
    assert row.entry == text


def test_a_table_from_a_word_processor_with_and_without_its_head() -> None:
    body = "1\tCanada\tJane Doe\tAmbassador\n2\tCzech Republic\tJan Novak\tChargé d'affaires"
    for text in (body, f"No.\tState\tName\tTitle\n{body}"):
        rows = read(text)
        assert [(row.party, row.person, row.office) for row in rows] == [
            ("CAN", "Jane Doe", "Ambassador"),
            ("CZE", "Jan Novak", "Chargé d'affaires"),
        ]
        assert rows[1].as_signed == "Czech Republic"


@pytest.mark.parametrize(
    ("text", "choices", "reason"),
    [
        ("CH", ("CHE", "CHN"), "Switzerland in ISO 3166-1 and China in US TAGS"),
        ("Korea", ("KOR", "PRK"), "Two parties bear this name"),
        ("Congo", ("COD", "COG"), "Two parties bear this name"),
    ],
)
def test_what_may_mean_two_parties_is_left_to_a_person(
    text: str, choices: tuple[str, ...], reason: str
) -> None:
    (row,) = read(text)
    assert row.party is None
    assert row.check.kind is CheckKind.CHOOSE
    assert row.check.choices == choices
    assert reason in row.check.text


def test_two_letters_are_decided_where_the_lists_agree_or_a_scheme_is_named() -> None:
    assert codes("FR, UK, EU") == ["FRA", "GBR", "EU"]
    rows = parse_signatories("CH, AU", directory(), scheme=CodeScheme.ISO2)
    assert [row.party for row in rows] == ["CHE", "AUS"]
    rows = parse_signatories("CH, AU, ZZ", directory(), scheme=CodeScheme.TAGS)
    assert [row.party for row in rows] == ["CHN", "AUT", None]


def test_a_name_not_on_record_keeps_its_place_and_offers_near_spellings() -> None:
    rows = read("Elbonia, Canada and Germny")
    assert [row.party for row in rows] == [None, "CAN", None]
    assert rows[2].check.choices == ("DEU",)
    assert rows[0].check.kind is CheckKind.UNKNOWN
    assert [row.as_signed for row in rows] == ["Elbonia", "Canada", "Germny"]


def test_names_nobody_knows_are_not_cut() -> None:
    assert [row.as_signed for row in read("Elbonia and Freedonia, Malta")] == [
        "Elbonia and Freedonia",
        "Malta",
    ]


def test_a_party_named_twice_is_said() -> None:
    rows = read("Canada, Japan, the United Kingdom, Canada and Britain")
    assert [row.repeats for row in rows] == [None, None, None, 1, 3]


def test_what_was_one_state_is_one_at_its_time_and_two_later() -> None:
    text = "Albania, Serbia and Montenegro, Austria"
    assert codes(text) == ["ALB", "SRB", "MNE", "AUT"]
    then = read(text, CalendarDate.parse("2004-05"))
    assert [row.party for row in then] == ["ALB", "SCG", "AUT"]
    assert [row.party for row in read(text, None)] == ["ALB", "SRB", "MNE", "AUT"]


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("Australia", CheckKind.EXACT, ""),
        ("Czech Republic", CheckKind.EXACT, ""),
        ("Suisse", CheckKind.KNOWN_NAME, "French name of Switzerland."),
        ("Kingdom of Belgium", CheckKind.KNOWN_NAME, "Official name of Belgium."),
        ("CZE", CheckKind.CODE, "Code of Czechia."),
    ],
)
def test_the_check_says_why(name: str, kind: CheckKind, words: str) -> None:
    found = look_up(name, directory(), CalendarDate.parse("2010"))
    assert words in found.text
    assert found.kind is kind


def test_an_earlier_name_says_until_when_it_was_the_partys_own() -> None:
    found = look_up("the Czech Republic", directory(), IN_2017)
    assert (found.kind, found.text) == (
        CheckKind.KNOWN_NAME,
        "Name of Czechia, to 2016 and later.",
    )


def test_a_choice_says_what_else_it_could_have_been() -> None:
    chosen = check_choice("Korea", PartyCode("KOR"), directory())
    assert (chosen.kind, chosen.party) == (CheckKind.CHOSEN, "KOR")
    assert "Democratic People's Republic of Korea" in chosen.text
    contrary = check_choice("Canada", PartyCode("JPN"), directory())
    assert "Canada" in contrary.text
    assert check_choice("Canada", PartyCode("CAN"), directory()).kind is CheckKind.EXACT
    assert check_choice("", PartyCode("CAN"), directory()).kind is CheckKind.CHOSEN


@pytest.mark.parametrize(
    "text",
    [
        "Canada and the EU members Belgium, Germany and Sweden",
        "Canada, EU member states Belgium, Germany, Sweden",
        "Canada and three member states of the European Union: Belgium, Germany and Sweden",
        "Canada and EU members (Belgium, Germany and Sweden)",
        "Canada et les États membres de l'UE Belgique, Allemagne et Suède",
    ],
)
def test_words_that_lead_to_the_members_of_a_grouping_are_read_past(text: str) -> None:
    assert [row.party for row in read(text)] == ["CAN", "BEL", "DEU", "SWE"]


def test_members_that_are_not_listed_are_not_passed_over() -> None:
    assert [row.as_signed for row in read("The European Union and its member states")] == [
        "The European Union",
        "its member states",
    ]
    assert read("Canada and EU member states")[1].as_signed == "EU member states"


def test_a_full_stop_ends_the_list_and_not_an_abbreviation() -> None:
    assert bare_name("Canada.") == "Canada"
    assert bare_name("U.K.") == "U.K."


_SHAPES = {
    "commas": lambda names: ", ".join(names),
    "commas and and": lambda names: " and ".join(
        filter(None, [", ".join(names[:-1]), names[-1]]),
    ),
    "semicolons": lambda names: "; ".join(names),
    "lines": lambda names: "\n".join(names),
    "windows lines": lambda names: "\r\n".join(names),
    "lines with commas": lambda names: ",\n".join(names),
    "numbers": lambda names: "\n".join(f"{n}. {name}" for n, name in enumerate(names, 1)),
    "bullets": lambda names: "\n".join(f"• {name}" for name in names),
    "on behalf of": lambda names: "on behalf of " + ", ".join(names),
    "table": lambda names: "\n".join(f"{n}\t{name}" for n, name in enumerate(names, 1)),
    "brackets": lambda names: "\n".join(f"Jane Doe ({name})" for name in names),
    "ambassadors": lambda names: "\n".join(f"Jane Doe, Ambassador of {name}" for name in names),
}
_STATES = [one for one in directory().parties if one.kind is PartyKind.STATE]


@pytest.mark.parametrize("shape", _SHAPES)
@given(st.lists(st.sampled_from(_STATES), min_size=2, max_size=12), st.randoms())
def test_a_list_of_names_in_any_shape_gives_its_parties_back_in_order(
    shape: str, parties: list, chance: random.Random
) -> None:
    names = [chance.choice([party.name_today, party.code]) for party in parties]
    assume("AND" not in names)  # between names it is the word, not the code of Andorra
    # Two names side by side may be the name of a third; that list cannot be read otherwise.
    for one, two in pairwise(names):
        assume(not directory().meanings(f"{one}, {two}"))
        assume(not directory().meanings(f"{one} and {two}"))

    rows = read(_SHAPES[shape](names))

    assert [row.party for row in rows] == [party.code for party in parties]
    assert [row.as_signed for row in rows] == names


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    for row in read(text):
        assert row.as_signed in row.entry or not row.as_signed
