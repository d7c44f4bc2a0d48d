"""Parties: the one way from a word in a source to a code, and names at a date."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dated_names import NameUse
from app.domain.dates import CalendarDate
from app.domain.errors import InvalidInput
from app.domain.parties import PartyDirectory, fold_name
from app.domain.party import PartyKind
from app.domain.party_seed import parties_from_json

SEED = Path(__file__).resolve().parents[2] / "app/db/seeds/parties.json"


@cache
def directory() -> PartyDirectory:
    return PartyDirectory.from_rows(parties_from_json(SEED.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Czech Republic", "CZE"),
        ("the Czech Republic", "CZE"),
        ("THE  CZECH REPUBLIC", "CZE"),
        ("Czechia", "CZE"),
        ("CZE", "CZE"),
        ("cze", "CZE"),
        ("République tchèque", "CZE"),
        ("Tchéquie", "CZE"),
        ("捷克", "CZE"),
        ("Чехия", "CZE"),
        ("Türkiye", "TUR"),
        ("Turkiye", "TUR"),
        ("Turkey", "TUR"),
        ("Burma", "MMR"),
        ("Myanmar", "MMR"),
        ("Swaziland", "SWZ"),
        ("Zaire", "COD"),
        ("Ceylon", "LKA"),
        ("Ivory Coast", "CIV"),
        ("Cote d’Ivoire", "CIV"),
        ("Viet Nam", "VNM"),
        ("Vietnam", "VNM"),
        ("U.S.", "USA"),
        ("United States of America", "USA"),
        ("Great Britain", "GBR"),
        ("Russian Federation", "RUS"),
        ("USSR", "SUN"),
        ("Republic of Korea", "KOR"),
        ("Democratic People's Republic of Korea", "PRK"),
        ("Holy See", "VAT"),
        ("St. Lucia", "LCA"),
        ("Sublime Porte", "OTE"),
        ("EU", "EU"),
        ("European Union", "EU"),
        ("BE-VLG", "BE-VLG"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Dominica", "DMA"),
        ("Dominican Republic", "DOM"),
        ("Norway", "NOR"),
        ("Namibia", "NAM"),
    ],
)
def test_a_name_or_code_finds_its_one_party(text: str, code: str | None) -> None:
    found = directory().find(text)

    assert (found.code if found else None) == code


@pytest.mark.parametrize("text", ["CH", "NO", "NA", "us", "GB", "ZZ"])
def test_two_letters_without_their_scheme_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="two-letter code without its scheme"):
        directory().resolve(text)


def test_the_refusal_of_two_letters_says_where_the_schemes_disagree() -> None:
    with pytest.raises(InvalidInput) as caught:
        directory().resolve("CH")

    assert "Switzerland (CHE) in iso2" in caught.value.message
    assert "China (CHN) in tags" in caught.value.message


@pytest.mark.parametrize(
    ("text", "scheme", "code"),
    [
        ("CH", "iso2", "CHE"),
        ("CH", "tags", "CHN"),
        ("NO", "iso2", "NOR"),
        ("NA", "iso2", "NAM"),
        ("no", "iso2", "NOR"),
        ("036", "m49", "AUS"),
        ("36", "m49", "AUS"),
        ("CHE", "iso3", "CHE"),
        ("Switzerland", "name", "CHE"),
    ],
)
def test_a_code_is_read_in_its_scheme(text: str, scheme: str, code: str) -> None:
    assert directory().resolve(text, scheme=scheme).code == code


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("Korea", ("KOR", "PRK")),
        ("Congo", ("COD", "COG")),
        ("Republic of China", ("CHN", "TWN")),
        ("Virgin Islands", ("VGB", "VIR")),
    ],
)
def test_an_ambiguous_name_is_refused_with_the_choices(text: str, choices: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput) as caught:
        directory().resolve(text)

    assert all(f"({code})" in caught.value.message for code in choices)


def test_an_ambiguous_code_of_the_past_is_refused_with_the_choices() -> None:
    with pytest.raises(InvalidInput, match=r"Czechoslovakia \(CSK\)"):
        directory().resolve("CS", scheme="iso2")


def test_an_unknown_name_is_refused_with_near_spellings_and_never_guessed() -> None:
    with pytest.raises(InvalidInput) as caught:
        directory().resolve("Switzerlnad")

    assert "Switzerland (CHE)" in caught.value.message
    with pytest.raises(InvalidInput, match="No party on record"):
        directory().resolve("Ruritania")


@pytest.mark.parametrize("text", ["", "  ", "the"])
def test_no_name_is_no_party(text: str) -> None:
    with pytest.raises(InvalidInput):
        directory().resolve(text)


def test_an_unknown_scheme_is_refused_with_the_schemes() -> None:
    with pytest.raises(InvalidInput, match="iso2, iso3, m49, tags, name"):
        directory().resolve("CH", scheme="fips")


@pytest.mark.parametrize(
    ("code", "date", "name"),
    [
        ("CZE", "2016-01", "Czech Republic"),
        ("CZE", "2017-02-27", "Czechia"),
        ("TUR", "2021", "Turkey"),
        ("TUR", "2022-06-01", "Türkiye"),
        ("MKD", "2018", "Macedonia"),
        ("THA", "1929-01-16", "Siam"),
        ("IRN", "1928", "Persia"),
        ("COD", "1980", "Zaire"),
        ("COD", "1999", "Democratic Republic of the Congo"),
        ("SWZ", "2008-12-18", "Swaziland"),
        ("XYZ", "2008", "XYZ"),
    ],
)
def test_a_party_is_called_by_its_name_at_the_date(code: str, date: str, name: str) -> None:
    assert directory().name_at(code, CalendarDate.parse(date)) == name


def test_without_a_date_a_party_has_todays_name() -> None:
    assert directory().name_at("CZE", None) == "Czechia"
    assert directory().name_today("SUN") == "Soviet Union"


def test_every_short_name_and_code_leads_back_to_its_party() -> None:
    for party in directory().parties:
        assert directory().resolve(party.code).code == party.code
        assert directory().resolve(party.name_today).code == party.code


def test_states_and_territories_have_all_their_codes() -> None:
    coded = [
        one for one in directory().parties if one.kind in (PartyKind.STATE, PartyKind.TERRITORY)
    ]

    assert len(coded) >= 249
    assert all(one.alpha2 and one.m49 and len(one.code) == 3 for one in coded)


def test_names_on_record_stand_short_ones_first() -> None:
    names = directory().names("CZE")

    uses = [list(NameUse).index(one.use) for one in names]
    assert uses == sorted(uses)
    assert ("fr", "Tchéquie") in {(one.language, one.name) for one in names}
    assert directory().names("ZZZ") == ()


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold_name(text)

    if not once.startswith(("the ", "st ")):
        assert fold_name(once) == once


@given(st.text(max_size=30))
def test_any_text_is_resolved_or_refused(text: str) -> None:
    try:
        party = directory().resolve(text)
    except InvalidInput:
        assert directory().find(text) is None
    else:
        assert directory().find(text) == party
