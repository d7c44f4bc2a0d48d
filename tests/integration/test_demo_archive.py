"""The demo archive: seventy letters over several cells, and the answers to expect of them."""

from __future__ import annotations

import itertools

import pytest

from app.db.authorities import Authorities
from app.domain.access import Clearance
from app.domain.dates import CalendarDate
from app.domain.records import Description, PartyCode
from app.domain.releases import Decision
from app.domain.vocabularies import (
    SignatureStatus,
)
from app.importers.demonstration.series import demonstration_drafts
from app.services import accounts, demonstration, records, releases
from app.services.demonstration import LoadedDemo
from app.wiring import House
from tests.builders import SCHEME, a_principal
from tests.demo_letters import FOUNDING, letter_ids, record_id, view

SERIES = (
    "four-ambassadors-laws-2016",
    "hrc31-china-2016",
    FOUNDING,
    "hrc41-g11-xinjiang-2019",
    "unga3-xinjiang-germany-2020",
)
INCOMPLETE = {
    "hrc47-canada-2021",
    "unga3-xinjiang-belarus-2019",
    "unga3-hk-pakistan-2020",
    "unga3-xinjiang-france-2021",
    "unga3-china-pakistan-2024",
}


@pytest.fixture(scope="module")
def drafted(known: Authorities) -> dict[str, Description]:
    return {
        draft.source_key.identifier: draft.description
        for draft in demonstration_drafts(known.parties, SCHEME)
        if draft.source_key
    }


def readable(house: House, name: str) -> int:
    with house.work() as work:
        principal = accounts.principal_for(work, name)
    return sum(record_id(house, letter, principal) is not None for letter in letter_ids(house))


def test_seventy_letters_and_eight_accounts_are_loaded(
    loaded_demo: tuple[House, LoadedDemo],
) -> None:
    house, done = loaded_demo

    assert done.records == 70
    assert len({one.password for one in done.accounts}) == len(done.accounts) == 8
    assert all(record_id(house, letter) for letter in letter_ids(house))


def test_loading_again_changes_nothing(loaded_demo: tuple[House, LoadedDemo]) -> None:
    house, _ = loaded_demo

    with house.work(writing=True) as work:
        again = demonstration.load(work)

    assert again == LoadedDemo(0, ())


def test_the_accounts_see_different_things(demo: House) -> None:
    numbers = {
        name: readable(demo, name)
        for name in ("a.linden", "r.okafor", "m.duarte", "j.novak", "c.tremblay")
    }

    assert numbers == {
        "a.linden": 66,
        "r.okafor": 69,
        "m.duarte": 68,
        "j.novak": 57,
        "c.tremblay": 62,
    }


def test_what_one_registrar_proposes_the_other_approves(demo: House) -> None:
    with demo.work(writing=True) as work:  # never committed: the house is shared
        first, second = (accounts.principal_for(work, name) for name in ("r.okafor", "m.duarte"))
        letter = record_id(demo, FOUNDING)
        assert letter
        public = demo.settings.label_scheme.bottom
        revision = records.read_record(first, work, letter).revision
        made = releases.propose(first, work, letter, revision, public, "The press has it")
        assert made
        releases.decide(second, work, made, Decision.APPROVE, "It does")
        assert records.read_record(second, work, letter).label == public


def test_every_party_code_is_on_record(drafted: dict[str, Description], known: Authorities) -> None:
    for described in drafted.values():
        codes = [one.party for one in described.signatures]
        codes += [one.party for one in described.absences]
        codes += described.targets
        codes += [one.party for one in described.addressees if isinstance(one.party, str)]
        codes += [one.by_party for one in described.responses if one.by_party]
        assert all(code in known.parties for code in codes)


def test_the_series_gives_the_answers_to_expect(
    drafted: dict[str, Description], known: Authorities
) -> None:
    signed = [{one.party for one in drafted[letter].standing_signatures} for letter in SERIES]

    union = [
        next(
            (one.signed, one.members)
            for one in known.groupings.shares(parties, drafted[letter].calendar_date)
            if one.code == "EU"
        )
        for letter, parties in zip(SERIES, signed, strict=True)
    ]
    overlaps = [round(len(a & b) / len(a | b), 2) for a, b in itertools.pairwise(signed)]
    left = [sorted(a - b) for a, b in itertools.pairwise(signed)]
    assert union[:4] == [(1, 28), (7, 28), (7, 28), (15, 28)]
    assert overlaps == [0.23, 0.28, 0.43, 0.56]
    assert left == [["CAN"], ["DNK", "FIN", "IRL", "ISL", "NLD", "NOR", "USA"], ["CZE"], []]
    assert set.intersection(*signed) == {"DEU", "JPN"}


def test_later_signatories_and_withdrawals_keep_their_dates(demo: House) -> None:
    said = view(demo, "hrc41-g17-xinjiang-2019").description
    later = [one for one in said.signatures if one.status is SignatureStatus.JOINED_LATER]
    (qatar,) = [one for one in said.signatures if one.status is SignatureStatus.WITHDREW]

    assert (len(said.standing_signatures), said.signatories_published) == (50, 50)
    assert len(later) == 14
    assert later[0].date == CalendarDate.parse("2019-07-26")
    assert (qatar.party, qatar.date) == ("QAT", CalendarDate.parse("2019-07-18"))
    assert [one.status for one in qatar.history] == [
        SignatureStatus.SIGNED,
        SignatureStatus.WITHDREW,
    ]


def test_incomplete_lists_are_marked_and_say_what_the_sources_count(
    drafted: dict[str, Description],
) -> None:
    marked = {name for name, said in drafted.items() if not said.signatures_are_complete}

    assert marked == INCOMPLETE
    assert {drafted[name].signatories_published for name in marked} == {44, 54, 55, 43, 80}


def test_complete_lists_agree_with_the_published_number(drafted: dict[str, Description]) -> None:
    for name, said in drafted.items():
        if said.signatures_are_complete:
            assert len(said.standing_signatures) == said.signatories_published, name


def test_who_read_a_statement_out_is_told_from_who_signed(
    drafted: dict[str, Description],
) -> None:
    statuses = {one.party: one.status for one in drafted["unga3-xinjiang-germany-2020"].signatures}

    assert statuses[PartyCode("DEU")] is SignatureStatus.READ_OUT
    assert statuses[PartyCode("CAN")] is SignatureStatus.SIGNED


def test_every_relation_leads_to_a_letter_of_the_archive(known: Authorities) -> None:
    drafts = list(demonstration_drafts(known.parties, SCHEME))
    keys = {str(one.source_key) for one in drafts}

    targets = [one.to_source_key for draft in drafts for one in draft.relations]
    assert {target for target in targets if target} <= keys


def test_letters_for_partners_are_closed_even_to_the_highest_clearance(demo: House) -> None:
    without_party = a_principal("Secret", *SCHEME.compartments)
    canadian = Clearance(SCHEME.level("Official"), frozenset(), "CAN")

    assert record_id(demo, "five-eyes-hk-2020", without_party) is None
    label = view(demo, "five-eyes-hk-2020").label
    assert a_principal("Official", party="CAN").clearance == canadian
    assert a_principal("Official", party="CAN").may_read(label)
