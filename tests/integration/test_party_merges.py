"""Two parties that are one: read with one code everywhere, written with their own, exact after undo."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.db.authorities import authorities
from app.domain.access import Clearance
from app.domain.bulk import BulkSpec, Outcome
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Role
from app.domain.records import RecordId
from app.domain.searches import FacetFilter, FacetName
from app.services import (
    accounts,
    authority_pages,
    bulk,
    completion,
    groupings,
    parties,
    records,
    registration,
)
from app.services.importing import importing_principal
from app.wiring import House
from tests.builders import SCHEME, a_description, a_draft, a_principal, a_registrar
from tests.party_merging import (
    CAN,
    FRA,
    GONE,
    PARTY,
    READER,
    REGISTRAR,
    everywhere,
    merge,
    undo,
    view_of,
    with_added,
)
from tests.searching import counts_of, ids_of, indexed, registered, searched


@pytest.fixture
def added(house: House) -> House:
    """A house with three parties added by hand."""
    return with_added(house)


def test_a_text_is_read_with_the_standing_code_and_keeps_its_own(added: House) -> None:
    record_id = registered(added, label="Official", **everywhere(GONE))
    merge_id = merge(added, FRA, GONE)

    view = view_of(added, record_id)
    assert view.description == a_description(**everywhere(FRA))
    assert view.written == a_description(**everywhere(GONE))
    assert view.name_of(FRA) == "France"
    assert {one.short_name for one in view.groupings if FRA in one.signed_by} >= {"EU", "NATO"}
    with added.work() as work:
        (line,) = records.summaries(READER, work, [record_id])
        assert line.signatory_codes == (FRA, CAN)
        assert "France" in line.addressees
    undo(added, merge_id)
    assert view_of(added, record_id).description == a_description(**everywhere(GONE))


def test_pages_and_counts_of_parties_and_groupings_take_both(added: House) -> None:
    own = registered(added, label="Official", **everywhere(FRA))
    other = registered(added, label="Official", **everywhere(GONE))
    registered(added, label="Secret", **everywhere(GONE))

    def told() -> tuple[Any, ...]:
        with added.work() as work:
            lines = {one.code: one for one in parties.list_parties(READER, work)}
            page = parties.read_party(READER, work, FRA)
            nato = groupings.find_grouping(READER, work, "NATO", "2017-02-27")
            assert nato is not None
            france = next(one for one in nato.members if one.code == FRA)
            return (
                lines[FRA].signed,
                GONE in lines,
                {one.id for one in page.signed},
                {one.id for one in page.received},
                {one.id for one in page.target_of},
                [(one.code, one.together) for one in page.together],
                france.signed,
                [one.name for one in page.names if "Gallic" in one.name],
            )

    before = told()
    merge_id = merge(added, FRA, GONE)
    both = {own, other}
    assert told() == (
        2,
        False,
        both,
        both,
        both,
        [("CAN", 2)],
        2,
        ["Gallic Realm", "The Gallic Realm"],
    )
    with added.work() as work:
        assert parties.read_party(READER, work, GONE).code == FRA
    undo(added, merge_id)
    assert told() == before


def test_both_codes_and_all_names_find_both(added: House) -> None:
    own = indexed(added, label="Official", title="A", signed_by=[FRA])
    other = indexed(added, label="Official", title="B", **everywhere(GONE))
    merge_id = merge(added, FRA, GONE)

    for words in (
        "signatory:France",
        "signatory:FRA",
        "signatory:ZZFR",
        'signatory:"Gallic Realm"',
    ):
        assert set(ids_of(searched(added, words))) == {own, other}, words
    for code in (FRA, GONE):
        found = searched(added, filters=(FacetFilter(FacetName.SIGNATORY, code),))
        assert set(ids_of(found)) == {own, other}
        assert found.request.filters[0].code == FRA
    office = FacetFilter(FacetName.ADDRESSEE, f"Minister of Tests|{GONE}")
    assert ids_of(searched(added, filters=(office,))) == [other]
    assert counts_of(searched(added), FacetName.SIGNATORY) == {"FRA": 2, "CAN": 1}

    undo(added, merge_id)
    assert ids_of(searched(added, "signatory:ZZFR")) == [other]
    assert ids_of(searched(added, "signatory:France")) == [own]
    assert counts_of(searched(added), FacetName.SIGNATORY) == {"FRA": 1, "CAN": 1, "ZZFR": 1}


def test_the_merged_name_completes_to_the_one_that_stands(added: House) -> None:
    merge(added, FRA, GONE)
    with added.work() as work:
        for typed in ("gallic r", "zzfr"):
            found = completion.complete(READER, work, PARTY, typed)
            assert [one.value for one in found] == ["France"], typed
        directory = authorities(work.session).parties
        # What is written keeps its own code, so that undoing needs no guess.
        assert directory.resolve("Gallic Realm").code == GONE
        assert directory.resolve("ZZFR").code == GONE
        assert directory.name_today(GONE) == "France"
        assert directory.own_name(GONE) == "Gallic Realm"


def test_a_marking_and_an_account_never_gain_by_a_merge(added: House) -> None:
    with added.work(writing=True) as work:
        to_gone, to_france = (
            registration.register(
                importing_principal(SCHEME), work, a_draft(label=label, title=label)
            )
            for label in ("Official/REL ZZFR", "Official/REL FRA")
        )
        work.commit()

    def readable(party: str) -> set[RecordId]:
        serving = a_principal("Official", party=party)
        found = set()
        for one in (to_gone, to_france):
            try:
                found.add(view_of(added, one, serving).id)
            except NotFound:
                continue
        return found

    before = readable("FRA"), readable("ZZFR"), readable("CAN")
    assert before == ({to_france}, {to_gone}, set())
    merge(added, FRA, GONE)
    assert (readable("FRA"), readable("ZZFR"), readable("CAN")) == before


def test_seeds_and_parties_of_accounts_are_not_merged_away(added: House) -> None:
    with added.work(writing=True) as work:
        with pytest.raises(InvalidInput, match="came with Chancery"):
            authority_pages.preview_merge(REGISTRAR, work, PARTY, "CAN", "JPN")
        with pytest.raises(InvalidInput, match="Open the page of France and merge Gallic Realm"):
            authority_pages.preview_merge(REGISTRAR, work, PARTY, GONE, FRA)
        officer = accounts.operator_principal(SCHEME)
        clearance = Clearance(SCHEME.level("Official"), frozenset(), GONE)
        draft = accounts.AccountDraft(
            name="a.realm", display_name="A. Realm", role=Role.READER, clearance=clearance
        )
        accounts.create(officer, work, draft, "a long enough password for tests")
        work.commit()
    with pytest.raises(InvalidInput, match="the party of an account"):
        merge(added, FRA, GONE)
    merge(added, FRA, "ZZLGUE")
    draft = replace(draft, name="b.league", clearance=replace(clearance, party="ZZLGUE"))
    with added.work(writing=True) as work, pytest.raises(InvalidInput, match="Write FRA"):
        accounts.create(officer, work, draft, "a long enough password for tests")


def test_the_preview_counts_only_what_the_registrar_may_read(added: House) -> None:
    registered(added, label="Official", title="A", signed_by=[FRA, GONE])
    registered(added, label="Official", title="B", targets=[GONE])
    registered(added, label="Secret", title="C", signed_by=[GONE])
    low = replace(a_registrar("Official"), name="low")
    with added.work() as work:
        found = authority_pages.preview_merge(low, work, PARTY, FRA, "Gallic Realm")
    assert (found.records_kept, found.records_gone, found.records_together) == (1, 2, 2)
    assert [one.name for one in found.names_gained] == ["Gallic Realm", "Gallic Realm of Old"]


def test_bulk_amendments_see_one_target_and_write_what_stood_there(added: House) -> None:
    record_id = registered(added, label="Official", targets=[GONE])
    merge(added, FRA, GONE)
    with added.work() as work:
        for spec, outcome in (
            (BulkSpec(add_targets=(FRA,)), Outcome.UNCHANGED),
            (BulkSpec(remove_targets=(FRA,)), Outcome.CHANGED),
        ):
            (line,) = bulk.preview(REGISTRAR, work, [record_id], spec).lines
            assert line.planned.outcome is outcome
    assert line.planned.words == ("target removed: ZZFR",)


def test_a_merge_is_known_to_a_process_that_had_read_the_parties_before(added: House) -> None:
    with added.work() as work:
        assert authorities(work.session).parties.standing(GONE) == GONE
        merge_id = merge(added, FRA, GONE)
        # This session keeps what it began with; the next one asks.
        assert authorities(work.session).parties.standing(GONE) == GONE
    with added.work() as work:
        assert authorities(work.session).parties.standing(GONE) == FRA
    undo(added, merge_id)
    with added.work() as work:
        assert authorities(work.session).parties.standing(GONE) == GONE
