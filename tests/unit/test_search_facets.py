"""Looking through a facet: which values fit what was typed, and in which order."""

from __future__ import annotations

import pytest

from app.domain.searches import Facet, FacetFilter, FacetName, FacetSearch
from app.services.search_facets import VALUES_FOUND, read_facets
from tests.unit.test_parties import directory

SIGNED = {"GBR": 20, "EGY": 8, "USA": 19, "DEU": 5, "FRA": 1}


def looked_through(
    name: FacetName, typed: str, counts: dict[str, int], *filters: FacetFilter
) -> Facet:
    within = FacetSearch(name, typed)
    facets = read_facets({name: counts}, filters, directory(), within, str.upper)
    return next(one for one in facets if one.name is name)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("uni", ["GBR", "USA", "EGY"]),  # the United Arab Republic of former days comes last
        ("united st", ["USA"]),
        ("kingdom united", ["GBR"]),
        ("allemagne", ["DEU"]),
        ("fra", ["FRA"]),
        ("美国", ["USA"]),
        ("ited", []),
        ("!", []),
    ],
)
def test_a_party_is_found_by_any_of_its_names(typed: str, codes: list[str]) -> None:
    found = looked_through(FacetName.SIGNATORY, typed, SIGNED)
    assert [one.code for one in found.found] == codes
    assert found.found_total == len(codes)
    assert [one.count for one in found.found] == [SIGNED[code] for code in codes]


def test_an_addressee_is_found_by_its_office_and_its_party() -> None:
    counts = {"Minister of Justice|FRA": 2, "Minister of Justice|DEU": 1, "President": 1}
    found = looked_through(FacetName.ADDRESSEE, "justice germ", counts)
    assert [one.code for one in found.found] == ["Minister of Justice|DEU"]


def test_a_label_is_found_as_the_reader_reads_it() -> None:
    found = read_facets(
        {FacetName.LANGUAGE: {"en": 3, "fr": 1}},
        (),
        directory(),
        FacetSearch(FacetName.LANGUAGE, "angl"),
        lambda label: {"English": "anglais"}.get(label, label),
    )
    assert [one.code for facet in found for one in facet.found] == ["en"]


def test_what_is_chosen_stays_and_the_rest_is_told_as_a_number() -> None:
    counts = {f"sea {number}": 1 for number in range(VALUES_FOUND + 5)}
    chosen = FacetFilter(FacetName.SUBJECT, "grain", negated=True)
    facet = looked_through(FacetName.SUBJECT, "sea", counts, chosen)
    assert (len(facet.found), facet.found_total) == (VALUES_FOUND, VALUES_FOUND + 5)
    assert [one.code for one in facet.values if one.is_negated] == ["grain"]
    assert facet.distinct == VALUES_FOUND + 5


def test_other_facets_are_left_as_they_are() -> None:
    within = FacetSearch(FacetName.TARGET, "uni")
    facets = read_facets({FacetName.SIGNATORY: SIGNED}, (), directory(), within)
    assert all(not one.typed for one in facets if one.name is not FacetName.TARGET)
    assert sum(len(one.values) for one in facets) == len(SIGNED)


def test_a_subject_is_found_by_its_synonyms() -> None:
    within = FacetSearch(FacetName.SUBJECT, "ouïghours")
    facets = read_facets(
        {FacetName.SUBJECT: {"Uyghurs": 3, "torture": 2}},
        (),
        directory(),
        within,
        str.upper,
        lambda subject: ["Ouïghours", "Uiguren"] if subject == "Uyghurs" else [],
    )
    (facet,) = [one for one in facets if one.name is FacetName.SUBJECT]
    assert [one.code for one in facet.found] == ["Uyghurs"]
