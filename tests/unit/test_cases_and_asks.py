"""Demands over several texts, cases of persons, and who is not named on paper."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.domain.asks import ledger_of
from app.domain.cases import case_of
from app.domain.masking import Mask, finder
from app.domain.records import (
    Addressee,
    Demand,
    NamedPerson,
    Outcome,
    PartyCode,
    RecordId,
    Response,
    Signature,
)
from app.domain.views import RecordView
from app.domain.vocabularies import (
    AddresseeRole,
    DemandClass,
    OutcomeStatus,
    RecordKind,
    ResponseKind,
)
from tests.builders import a_description
from tests.dossiers import a_dossier
from tests.papers import a_date, a_view

ZHANG = NamedPerson("Zhang San", other_names=("张三",), is_public_here=True)
HIDDEN = replace(ZHANG, is_public_here=False)
LI = NamedPerson("Li Si", is_public_here=False)


def a_text(name: str, date: str | None = "2017-02-27", **fields: Any) -> RecordView:
    described = a_description(title=f"Letter {name}", date=date, targets=["CHN"], **fields)
    return replace(a_view(described), id=RecordId(name), reference=f"JL-2017-{name:0>5}")


def release(text: str = "Release them", **fields: Any) -> Demand:
    return Demand(text, DemandClass.RELEASE, **fields)


def test_the_same_class_to_the_same_party_is_asked_again() -> None:
    views = [a_text("3", "2019-01-01", demands=(release(),))]
    views += [a_text("1", "2016-01-01", demands=(release(), release("Release the others")))]
    views += [
        a_text("2", "2017-01-01", demands=(release(), Demand("Ratify it", DemandClass.RATIFY)))
    ]
    chains = ledger_of(a_dossier(views)).chains
    released = next(one for one in chains if one.demand_class is DemandClass.RELEASE)
    assert [(one.view.id, one.number, one.time) for one in released.asks] == [
        ("1", 1, 1),
        ("1", 2, 1),
        ("2", 1, 2),
        ("3", 1, 3),
    ]
    assert (released.first_year, released.last_year, released.texts) == (2016, 2019, 3)


def test_demands_of_no_class_are_never_the_same() -> None:
    views = [a_text(name, demands=(Demand("Think again"),)) for name in "12"]
    (chain,) = ledger_of(a_dossier(views)).chains
    assert [one.time for one in chain.asks] == [1, 1]


def test_who_is_asked_is_whom_the_text_is_about_else_to_whom_it_is_written() -> None:
    to = Addressee(AddresseeRole.TO, PartyCode("SEN"), office="President of the Council")
    copied = Addressee(AddresseeRole.CC, PartyCode("FRA"))
    about = a_text("1", demands=(release(),), to=[to])
    written = replace(
        about,
        id=RecordId("2"),
        description=replace(about.description, targets=(), addressees=(to, copied)),
    )
    nobody = replace(written, description=replace(written.description, addressees=()))
    chains = ledger_of(a_dossier([about, written, nobody])).chains
    assert [one.of_whom for one in chains] == [("CHN",), ("SEN",), ()]


def test_a_counter_text_asks_nothing_of_those_it_speaks_for() -> None:
    to = Addressee(AddresseeRole.TO, PartyCode("UNOHCHR"))
    view = a_text("1", demands=(release("Respect it"),), to=[to])
    counter = replace(view, description=replace(view.description, kind=RecordKind.COUNTER_LETTER))
    assert [one.of_whom for one in ledger_of(a_dossier([counter])).chains] == [("UNOHCHR",)]


def test_what_came_of_a_demand_stands_beside_it() -> None:
    outcomes = (
        Outcome("Nothing yet", OutcomeStatus.OPEN),
        Outcome("Two were released", OutcomeStatus.PARTLY_MET, demand_number=2),
    )
    view = a_text("1", demands=(release(), release("And the rest")), outcomes=outcomes)
    ledger = ledger_of(a_dossier([view, a_text("2")]))
    asks = ledger.chains[0].asks
    assert [[came.number for came in one.came] for one in asks] == [[], [2]]
    assert ledger.statuses == ((OutcomeStatus.UNKNOWN, 2),)
    assert [one.id for one in ledger.without] == ["2"]


def test_a_name_of_nothing_that_is_seen_masks_nothing() -> None:
    assert finder(["\u202e\u2066", "\u00ad\u200b "]) is None


def test_only_those_who_are_public_are_named_as_beneficiaries() -> None:
    view = a_text(
        "1",
        demands=(
            release("Release Zhang San and Li Si", beneficiaries=("张三", "Li Si", "Wang Wu")),
        ),
        persons=(ZHANG, LI),
    )
    (ask,) = ledger_of(a_dossier([view])).chains[0].asks
    assert ask.beneficiaries == ("张三",)
    assert ask.text == "Release Zhang San and […]"


def test_a_case_shows_texts_that_name_the_person_publicly_and_counts_the_others() -> None:
    shown = a_text("1", persons=(ZHANG,), demands=(release("Release Zhang San"), release("End it")))
    kept = a_text("2", persons=(HIDDEN,), demands=(release("Release Zhang San"),))
    office = a_text("3", to=[Addressee(person="Zhang San", party=PartyCode("CHN"))])
    case = case_of(a_dossier([shown, kept, office], person="Zhang San"))
    assert [one.view.id for one in case.mentions] == ["1"]
    assert [one.demand.text for one in case.mentions[0].asks] == ["Release Zhang San"]
    assert case.mentions[0].is_for_person
    assert [one.id for one in case.in_office] == ["3"]
    assert (case.unnamed, case.may_name, case.names) == (1, True, ("张三",))


def test_a_person_who_is_public_nowhere_has_no_name_on_paper() -> None:
    kept = a_text("2", persons=(HIDDEN,))
    case = case_of(a_dossier([kept], person="Zhang San", person_names=frozenset({"张三"})))
    assert (case.mentions, case.in_office, case.unnamed, case.names) == ((), (), 1, ())
    assert not case.may_name


def test_demands_that_name_nobody_count_for_everybody_in_the_text() -> None:
    demands = (release("Release all of them"), release("Release him", beneficiaries=("Li Si",)))
    view = a_text("1", persons=(ZHANG,), demands=demands)
    (mention,) = case_of(a_dossier([view], person="zhang  san")).mentions
    assert [one.demand.text for one in mention.asks] == ["Release all of them"]
    assert not mention.is_for_person


def test_what_followed_is_shown_where_it_speaks_of_the_person() -> None:
    view = a_text(
        "1",
        persons=(ZHANG,),
        demands=(release("Release 张三"),),
        responses=(
            Response(ResponseKind.RELEASE, "Zhang San was freed", date=a_date("2018")),
            Response(ResponseKind.REJECTION, "None of your business"),
        ),
        outcomes=(
            Outcome("Freed", OutcomeStatus.MET, demand_number=1),
            Outcome("Nothing", OutcomeStatus.OPEN),
        ),
    )
    (mention,) = case_of(a_dossier([view], person="张三")).mentions
    assert [number for number, _ in mention.responses] == [1]
    assert [number for number, _ in mention.outcomes] == [1]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Zhang San left", "[…] left"),
        ("zhang   san left", "[…] left"),
        ("张三先生", "[…]先生"),
        ("Zhang Sanders stays", "Zhang Sanders stays"),
        ("Nobody", "Nobody"),
    ],
)
def test_a_mask_takes_every_spelling_out(text: str, masked: str) -> None:
    told = a_description(persons=(HIDDEN,))
    assert Mask.of(told).text(text) == masked


def test_a_public_name_that_holds_a_hidden_one_stays_whole() -> None:
    told = a_description(persons=(NamedPerson("Zhang"), replace(ZHANG, other_names=())))
    assert Mask.of(told).text("Zhang San met Zhang") == "Zhang San met […]"


def test_who_signs_in_an_office_is_no_person_to_be_masked() -> None:
    told = a_description(signatures=(Signature(PartyCode("CAN"), person="Guy Saint-Jacques"),))
    assert not Mask.of(told).hides
