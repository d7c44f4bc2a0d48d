"""Two parties that are one: read with one code everywhere, written with their own, exact after undo."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.db.authorities import authorities
from app.domain.access import Clearance
from app.domain.authorities import EntryDraft, EntryKind
from app.domain.bulk import BulkSpec, Outcome
from app.domain.errors import ChanceryError, InvalidInput, NotFound
from app.domain.principals import Principal, Role
from app.domain.records import AbsenceReport, Addressee, PartyCode, RecordId, Response, Signature
from app.domain.views import FacetFilter, FacetName
from app.domain.vocabularies import AbsenceKind, ResponseKind
from app.services import (
    accounts,
    authority_pages,
    briefings,
    bulk,
    completion,
    groupings,
    parties,
    proposals,
    records,
    registration,
)
from app.services.importing import importing_principal
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import SCHEME, a_description, a_draft, a_principal, a_registrar
from tests.houses import MEMORY, NOON, a_house
from tests.searching import counts_of, ids_of, indexed, registered, searched

REGISTRAR, READER = a_registrar(), a_principal("Official")
PARTY = EntryKind.PARTY
ADDED = {"ZZFR": "Gallic Realm", "ZZLGUE": "Lone League", "ZZUNIO": "Wide Union"}


def _with_added(house: House) -> House:
    for code, name in ADDED.items():
        with house.work(writing=True) as work:
            draft = EntryDraft(PARTY, name, (f"{name} of Old",), code=code, party_kind="state")
            proposal = proposals.propose(REGISTRAR, work, draft)
            proposals.confirm(REGISTRAR, work, proposal, "Known")
            work.commit()
    return house


@pytest.fixture
def added(house: House) -> House:
    """A house with three parties added by hand."""
    return _with_added(house)


def _merge(house: House, kept: str, gone: str) -> str:
    with house.work(writing=True) as work:
        authority_pages.merge(REGISTRAR, work, PARTY, kept, gone, "One and the same")
        work.commit()
    with house.work() as work:
        page = authority_pages.read_entry(READER, work, PARTY, kept)
    run_pending_jobs(house)
    return page.merges[0].merge.id


def _undo(house: House, merge_id: str) -> None:
    with house.work(writing=True) as work:
        authority_pages.undo_merge(REGISTRAR, work, merge_id, "Two after all")
        work.commit()
    run_pending_jobs(house)


def _view(house: House, record_id: RecordId, principal: Principal = REGISTRAR) -> Any:
    with house.work() as work:
        return records.read_record(principal, work, record_id)


def _everywhere(code: str) -> dict[str, Any]:
    """Fields of a description that name the party in every place there is."""
    party = PartyCode(code)
    return {
        "signatures": (Signature(party, name_as_signed="The Gallic Realm"), Signature(CAN)),
        "addressees": (Addressee(party=party, office="Minister of Tests"),),
        "targets": (party,),
        "absences": (AbsenceReport(party, AbsenceKind.REPORTED_ABSENT, "was missing"),),
        "responses": (Response(ResponseKind.PRESS_LINE, "no words", by_party=party),),
    }


CAN, FRA, GONE = PartyCode("CAN"), PartyCode("FRA"), PartyCode("ZZFR")


def test_a_text_is_read_with_the_standing_code_and_keeps_its_own(added: House) -> None:
    record_id = registered(added, label="Official", **_everywhere(GONE))
    merge_id = _merge(added, FRA, GONE)

    view = _view(added, record_id)
    assert view.description == a_description(**_everywhere(FRA))
    assert view.written == a_description(**_everywhere(GONE))
    assert view.name_of(FRA) == "France"
    assert {one.short_name for one in view.groupings if FRA in one.signed_by} >= {"EU", "NATO"}
    with added.work() as work:
        (line,) = records.summaries(READER, work, [record_id])
        assert line.signatory_codes == (FRA, CAN)
        assert "France" in line.addressees
    _undo(added, merge_id)
    assert _view(added, record_id).description == a_description(**_everywhere(GONE))


def test_pages_and_counts_of_parties_and_groupings_take_both(added: House) -> None:
    own = registered(added, label="Official", **_everywhere(FRA))
    other = registered(added, label="Official", **_everywhere(GONE))
    registered(added, label="Secret", **_everywhere(GONE))

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
    merge_id = _merge(added, FRA, GONE)
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
    _undo(added, merge_id)
    assert told() == before


def test_both_codes_and_all_names_find_both(added: House) -> None:
    own = indexed(added, label="Official", title="A", signed_by=[FRA])
    other = indexed(added, label="Official", title="B", **_everywhere(GONE))
    merge_id = _merge(added, FRA, GONE)

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

    _undo(added, merge_id)
    assert ids_of(searched(added, "signatory:ZZFR")) == [other]
    assert ids_of(searched(added, "signatory:France")) == [own]
    assert counts_of(searched(added), FacetName.SIGNATORY) == {"FRA": 1, "CAN": 1, "ZZFR": 1}


def test_the_merged_name_completes_to_the_one_that_stands(added: House) -> None:
    _merge(added, FRA, GONE)
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
                found.add(_view(added, one, serving).id)
            except NotFound:
                continue
        return found

    before = readable("FRA"), readable("ZZFR"), readable("CAN")
    assert before == ({to_france}, {to_gone}, set())
    _merge(added, FRA, GONE)
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
        _merge(added, FRA, GONE)
    _merge(added, FRA, "ZZLGUE")
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
    _merge(added, FRA, GONE)
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
        merge_id = _merge(added, FRA, GONE)
        # This session keeps what it began with; the next one asks.
        assert authorities(work.session).parties.standing(GONE) == GONE
    with added.work() as work:
        assert authorities(work.session).parties.standing(GONE) == FRA
    _undo(added, merge_id)
    with added.work() as work:
        assert authorities(work.session).parties.standing(GONE) == GONE


_CODES = ("FRA", *ADDED)
_steps = st.one_of(
    st.tuples(st.just("merge"), st.sampled_from(_CODES), st.sampled_from(_CODES)),
    st.tuples(st.just("undo"), st.integers(0, 3), st.just("")),
    st.tuples(st.just("register"), st.sampled_from(_CODES), st.sampled_from(_CODES)),
    st.tuples(st.just("amend"), st.integers(0, 3), st.sampled_from(_CODES)),
    st.tuples(st.just("rename"), st.integers(0, 3), st.just("")),
)


@contextmanager
def _new_house() -> Iterator[House]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        house = a_house(Path(folder) / "home")
        yield _with_added(house)
        house.close()


@settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.lists(_steps, min_size=4, max_size=12))
def test_after_undoing_everything_the_sheets_are_those_never_merged(
    steps: list[tuple[str, Any, Any]],
) -> None:
    with _new_house() as merging, _new_house() as plain:
        _play(merging, steps, with_merges=True)
        _play(plain, steps, with_merges=False)
        assert _told(merging) == _told(plain)


def _play(house: House, steps: list[tuple[str, Any, Any]], *, with_merges: bool) -> None:
    ids: list[RecordId] = []
    merges: list[str] = []
    for number, (deed, first, second) in enumerate(steps):
        if deed == "register":
            fields = {**_everywhere(first), "title": f"Letter {number}", "targets": [second]}
            with house.work(writing=True) as work:
                draft = a_draft(**fields)
                ids.append(registration.register(REGISTRAR, work, draft))
                work.commit()
        elif deed in ("amend", "rename") and ids:
            _amend(house, ids[first % len(ids)], second, number)
        elif deed == "merge" and with_merges:
            try:
                merges.append(_merge(house, first, second))
            except ChanceryError:
                continue
        elif deed == "undo" and merges:
            _undo(house, merges.pop(first % len(merges)))
    for merge_id in reversed(merges):
        _undo(house, merge_id)
    run_pending_jobs(house)


def _amend(house: House, record_id: RecordId, code: str, number: int) -> None:
    """As the form does: what is written is taken from the record and sent back with a change."""
    view = _view(house, record_id)
    changed = replace(view.written, summary=f"Step {number}")
    if code:
        changed = replace(changed, targets=(*changed.targets, PartyCode(code)))
    with house.work(writing=True) as work:
        registration.amend(REGISTRAR, work, record_id, view.revision, changed, "More is known")
        work.commit()


def _told(house: House) -> list[Any]:
    """Everything a reader is told: sheets, pages of parties, searches."""
    with house.work() as work:
        everything = searched(house, reader=REGISTRAR, page_size=100)
        ids = sorted(ids_of(everything))
        sheets = [
            briefings.record_sheet(REGISTRAR, work, one, printed_at=NOON).content for one in ids
        ]
        views = [records.read_record(REGISTRAR, work, one).description for one in ids]
        lines = parties.list_parties(REGISTRAR, work)
        pages = [parties.read_party(REGISTRAR, work, code) for code in _CODES]
    found = [sorted(ids_of(searched(house, f"signatory:{code}"))) for code in _CODES]
    facets = [counts_of(everything, name) for name in FacetName]
    return [ids, sheets, views, lines, pages, found, facets]
