"""What a history entry says: which field, from what, to what, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from app.domain.changes import changes
from app.domain.dates import CalendarDate, DatedFact
from app.domain.grades import Grade
from app.domain.nothing import NONE, WITHHELD
from app.domain.records import (
    Addressee,
    Concern,
    Demand,
    Description,
    Evidence,
    PartyCode,
    Signature,
)
from app.domain.vocabularies import (
    Channel,
    ConcernStep,
    DemandClass,
    DemandStrength,
    Rank,
    SignatureStatus,
)
from tests.builders import a_description
from tests.strategies import descriptions

OLD = a_description(title="Old", signed_by=["AUS", "CAN"])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"title": "New"}, ("title", "Old", "New")),
        ({"place": "Beijing"}, ("place", "not known", "Beijing")),
        ({"place": NONE}, ("place", "not known", "none")),
        ({"channel": Channel.UN_ORGAN}, ("channel", "not known", "United Nations organ")),
        ({"document_symbol": WITHHELD}, ("document symbol", "not known", "withheld")),
        ({"signatures_are_complete": False}, ("list of signatories complete", "yes", "no")),
        ({"signatories_published": 11}, ("number of signatories published", "", "11")),
        (
            {"dated": DatedFact(CalendarDate.parse("2017-03"))},
            (
                "date",
                "27 February 2017, as stated in the text",
                "March 2017, as stated in the text",
            ),
        ),
        (
            {"evidence": Evidence("The Globe and Mail", Grade("B2"), is_anonymous=True)},
            ("source and grade", "source not known", "The Globe and Mail B2, anonymous"),
        ),
        (
            {"concern": Concern("growing concern", ConcernStep.GROWING_CONCERN)},
            ("concern", "", "growing concern, step: growing concern"),
        ),
        ({"targets": (PartyCode("CHN"),)}, ("target parties", "", "CHN")),
    ],
)
def test_one_field_in_words(change: dict[str, Any], expected: tuple[str, str, str]) -> None:
    (found,) = changes(OLD, replace(OLD, **change))
    assert (found.field, found.old, found.new) == expected


def test_of_several_values_only_those_that_went_and_came_are_named() -> None:
    withdrew = Signature(
        PartyCode("CAN"), status=SignatureStatus.WITHDREW, ranks=(Rank.CHARGE_DAFFAIRES,)
    )
    new = replace(OLD, signatures=(OLD.signatures[0], withdrew, Signature(PartyCode("JPN"))))
    (found,) = changes(OLD, new)
    assert (found.field, found.old) == ("signatures", "CAN")
    assert found.new == "CAN, ranks: chargé d'affaires, status: withdrew; JPN"


def test_a_list_that_nobody_knows_to_be_complete_says_so() -> None:
    (found,) = changes(OLD, replace(OLD, signatures_are_complete=None))
    assert (found.old, found.new) == ("yes", "not known")


def test_another_order_is_a_change_too() -> None:
    (found,) = changes(OLD, replace(OLD, signatures=OLD.signatures[::-1]))
    assert (found.old, found.new) == ("AUS; CAN", "CAN; AUS (in another order)")


def test_parts_say_what_they_hold() -> None:
    demand = Demand("Release them", DemandClass.RELEASE, DemandStrength.URGES, ("Xie Yang",))
    addressee = Addressee(party=PartyCode("CHN"), person="Guo Shengkun")
    found = changes(OLD, replace(OLD, demands=(demand,), addressees=(addressee,)))
    assert {one.field: one.new for one in found} == {
        "addressees": "CHN, person: Guo Shengkun",
        "demands": "Release them, demand class: release, strength: urges, beneficiaries: Xie Yang",
    }


@given(descriptions, descriptions)
def test_there_is_a_change_exactly_when_something_differs(
    one: Description, other: Description
) -> None:
    assert bool(changes(one, other)) == (one != other)
    assert changes(one, one) == ()
