"""Completing, proposing, confirming and merging names, and what nobody may learn from any of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.db import seeding
from app.db.authorities import authorities
from app.domain.authorities import EntryDraft, EntryKind
from app.domain.errors import Conflict, InvalidInput, NotFound
from app.domain.principals import Principal
from app.domain.records import Addressee, NamedPerson, PartyCode, RecordId, Signature
from app.services import authority_pages, completion, proposals, registration
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import a_principal, a_registrar
from tests.searching import ids_of, indexed, registered, searched

REGISTRAR, OTHER = a_registrar(), replace(a_registrar(), account_id="other", name="other")
LOW_REGISTRAR = replace(a_registrar("Official"), account_id="low", name="low")
READER = a_principal("Official")


def _completed(
    house: House, kind: EntryKind, typed: str, principal: Principal = READER
) -> list[str]:
    with house.work() as work:
        return [one.label for one in completion.complete(principal, work, kind, typed)]


def _proposed(house: House, name: str, principal: Principal = REGISTRAR, **fields: Any) -> str:
    source = fields.pop("source", None)
    kind = fields.pop("kind", EntryKind.PERSON)
    with house.work(writing=True) as work:
        draft = EntryDraft(kind, name, **fields)
        proposal_id = proposals.propose(principal, work, draft, source=source)
        work.commit()
    return proposal_id


def _confirmed(house: House, proposal_id: str, principal: Principal = REGISTRAR) -> str:
    with house.work(writing=True) as work:
        code = proposals.confirm(principal, work, proposal_id, "It is his name")
        work.commit()
    return code


def _naming(house: House, name: str, label: str = "Official") -> RecordId:
    return registered(house, label=label, title=f"On {name}", persons=(NamedPerson(name),))


def test_a_name_of_a_hidden_letter_is_never_completed(house: House) -> None:
    hidden = {
        "persons": (NamedPerson("Canary Person", other_names=("Canary Alias",)),),
        "signatures": (Signature(PartyCode("XQX"), person="Canary Signer", office="Canary Envoy"),),
        "to": (Addressee(party=PartyCode("XQY"), office="Canary Minister", person="Canary Guest"),),
        "subjects": ("canary farming",),
        "targets": ("XQZ",),
    }
    hidden_addressees = hidden.pop("to")
    registered(house, label="Secret", addressees=hidden_addressees, **hidden)

    for kind in EntryKind:
        assert _completed(house, kind, "canary") == []
        assert _completed(house, kind, "xq") == []
    assert _completed(house, EntryKind.PERSON, "canary", REGISTRAR) == [
        "Canary Alias",
        "Canary Guest",
        "Canary Person",
        "Canary Signer",
    ]
    assert _completed(house, EntryKind.PARTY, "xq", REGISTRAR) == ["XQX", "XQY", "XQZ"]
    assert _completed(house, EntryKind.OFFICE, "canary m", REGISTRAR) == ["Canary Minister"]
    assert _completed(house, EntryKind.SUBJECT, "farm", REGISTRAR) == ["canary farming"]


def test_authorities_complete_in_every_script_without_accents_and_bounded(house: House) -> None:
    assert _completed(house, EntryKind.PERSON, "谢")[:1] == ["谢阳"]
    assert "António Guterres" in _completed(house, EntryKind.PERSON, "antonio g")
    assert _completed(house, EntryKind.PARTY, "czech")[0] == "Czechia"
    assert _completed(house, EntryKind.PARTY, "czech r")[0] == "Czech Republic"
    assert len(_completed(house, EntryKind.PARTY, "s")) == completion.MOST_COMPLETIONS
    assert _completed(house, EntryKind.PARTY, "  ") == []
    with house.work() as work:
        (china,) = completion.complete(READER, work, EntryKind.PARTY, "CHN")
    assert (china.value, china.hint) == ("China", "China")


def test_an_entry_on_record_comes_before_the_same_name_in_a_text(house: House) -> None:
    _naming(house, "XIE YANG")
    with house.work() as work:
        found = completion.complete(READER, work, EntryKind.PERSON, "xie y")
    assert [(one.value, one.hint) for one in found] == [("Xie Yang", "")]


def test_a_proposal_from_a_guarded_letter_shows_only_to_its_readers(house: House) -> None:
    secret = _naming(house, "Canary Kim", "Secret")
    proposal_id = _proposed(house, "Canary Kim", source=secret)

    with house.work() as work:
        assert proposals.list_proposals(LOW_REGISTRAR, work).waiting == ()
        with pytest.raises(NotFound):
            proposals.read_proposal(LOW_REGISTRAR, work, proposal_id)
        (shown,) = proposals.list_proposals(REGISTRAR, work).waiting
        assert shown.record == secret
    assert _completed(house, EntryKind.PERSON, "canary", LOW_REGISTRAR) == []
    # A person who may not read it can propose the same name: the answer tells nothing.
    _proposed(house, "Canary Kim", LOW_REGISTRAR)


def test_a_proposal_is_gone_with_its_record(house: House) -> None:
    record_id = _naming(house, "Canary Kim")
    _proposed(house, "Canary Kim", source=record_id)
    with house.work(writing=True) as work:
        registration.withdraw(REGISTRAR, work, record_id, "Twice")
        work.commit()
    with house.work() as work:
        assert proposals.list_proposals(REGISTRAR, work).waiting == ()


def test_a_guarded_name_is_made_public_by_a_second_person(house: House) -> None:
    secret = _naming(house, "Canary Kim", "Secret")
    proposal_id = _proposed(house, "Canary Kim", source=secret)

    with pytest.raises(InvalidInput, match="Another registrar"):
        _confirmed(house, proposal_id)
    code = _confirmed(house, proposal_id, OTHER)

    assert code == "canary-kim"
    assert _completed(house, EntryKind.PERSON, "canary") == ["Canary Kim"]
    with house.work() as work:
        page = authority_pages.read_entry(READER, work, EntryKind.PERSON, code)
        assert (page.total, page.records) == (0, ())
        assert authority_pages.read_entry(REGISTRAR, work, EntryKind.PERSON, code).total == 1
    with pytest.raises(Conflict):
        _confirmed(house, proposal_id, OTHER)


def test_what_is_on_record_or_waits_already_is_not_proposed_again(house: House) -> None:
    _proposed(house, "Kim")
    with pytest.raises(InvalidInput, match="waits"):
        _proposed(house, "KIM")
    with pytest.raises(InvalidInput, match="on record"):
        _proposed(house, "xie yang")
    with pytest.raises(InvalidInput, match="language"):
        _proposed(house, "Lee", language="english, please")
    with house.work(writing=True) as work:
        waiting = proposals.list_proposals(REGISTRAR, work).waiting[0]
        proposals.refuse(REGISTRAR, work, waiting.id, "A misspelling")
        work.commit()
    _proposed(house, "Kim")


def test_entries_added_by_hand_outlive_the_next_start(house: House) -> None:
    for kind, fields in (
        (EntryKind.PERSON, {"other_names": ("Kim the Elder",)}),
        (EntryKind.SUBJECT, {}),
        (EntryKind.OFFICE, {"party": "CAN", "organ": "Ministry of Tests"}),
        (EntryKind.PARTY, {"code": "QQTEST", "party_kind": "organisation"}),
    ):
        _confirmed(house, _proposed(house, "Kim of Tests", kind=kind, **fields))
    with house.work(writing=True) as work:
        seeding.seed_authorities(work.session)
        work.commit()

    for kind in EntryKind:
        assert "Kim of Tests" in _completed(house, kind, "kim"), kind
    assert _completed(house, EntryKind.PERSON, "kim the") == ["Kim the Elder"]


def test_a_party_added_by_hand_is_known_at_once_and_searched(house: House) -> None:
    record_id = indexed(house, label="Official", signed_by=["QQTEST"])
    assert ids_of(searched(house, "signatory:Zanzibarium")) == []

    proposal_id = _proposed(
        house, "Zanzibarium League", kind=EntryKind.PARTY, code="qqtest", party_kind="organisation"
    )
    _confirmed(house, proposal_id)
    run_pending_jobs(house)

    assert ids_of(searched(house, "signatory:Zanzibarium")) == [record_id]
    with house.work() as work:
        assert authorities(work.session).parties.resolve("zanzibarium league").code == "QQTEST"
    for code, message in (("QQTEST", "taken"), ("q1", "capital letters")):
        with pytest.raises(InvalidInput, match=message):
            _proposed(house, "Another", kind=EntryKind.PARTY, code=code, party_kind="state")


def _merged(house: House, kept: str, gone: str, kind: EntryKind = EntryKind.PERSON) -> str:
    with house.work(writing=True) as work:
        authority_pages.merge(REGISTRAR, work, kind, kept, gone, "One and the same")
        work.commit()
    with house.work() as work:
        page = authority_pages.read_entry(READER, work, kind, kept)
    return page.merges[0].merge.id


def _parted(house: House, merge_id: str) -> None:
    with house.work(writing=True) as work:
        authority_pages.undo_merge(REGISTRAR, work, merge_id, "Two persons after all")
        work.commit()


def _records(house: House, code: str, principal: Principal = READER) -> list[RecordId]:
    with house.work() as work:
        page = authority_pages.read_entry(principal, work, EntryKind.PERSON, code)
    return [one.id for one in page.records]


def test_merged_entries_answer_as_one_and_are_two_again_after_undo(house: House) -> None:
    yang, gan = _naming(house, "Xie Yang"), _naming(house, "Wu Gan")
    hidden = _naming(house, "Wu Gan", "Secret")
    with house.work() as work:
        preview = authority_pages.preview_merge(
            LOW_REGISTRAR, work, EntryKind.PERSON, "xie-yang", "Wu Gan"
        )
        before = authority_pages.list_entries(REGISTRAR, work, EntryKind.PERSON)
    assert (preview.records_kept, preview.records_gone, preview.records_together) == (1, 1, 2)
    assert [one.name for one in preview.names_gained] == ["Wu Gan", "吴淦", "吳淦"]

    merge_id = _merged(house, "xie-yang", "wu-gan")
    meanwhile = _naming(house, "Wu Gan")
    assert set(_records(house, "xie-yang")) == {yang, gan, meanwhile}
    assert _records(house, "wu-gan", REGISTRAR) == _records(house, "xie-yang", REGISTRAR)
    with house.work() as work:
        (found,) = completion.complete(READER, work, EntryKind.PERSON, "wu g")
    assert (found.value, found.hint) == ("Xie Yang", "Xie Yang")

    _parted(house, merge_id)
    assert _records(house, "xie-yang", REGISTRAR) == [yang]
    assert set(_records(house, "wu-gan", REGISTRAR)) == {gan, hidden, meanwhile}
    with house.work() as work:
        after = authority_pages.list_entries(REGISTRAR, work, EntryKind.PERSON)
    assert [one.entry for one in after] == [one.entry for one in before]
    with pytest.raises(NotFound):
        _parted(house, merge_id)


def test_a_name_both_entries_bear_leads_to_the_one_that_stands_for_both(house: House) -> None:
    with house.work(writing=True) as work:
        work.session.execute(seeding.tables.person.insert().values(code="kim-a", note=""))
        work.session.execute(seeding.tables.person.insert().values(code="kim-b", note=""))
        keys = seeding._keys(work.session, seeding.tables.person)
        for code in ("kim-a", "kim-b"):
            work.session.execute(
                seeding.tables.person_name.insert().values(
                    person_id=keys[code], position=1, name="Kim", language="en"
                )
            )
        work.commit()
    _naming(house, "Kim")
    assert _records(house, "kim-a") == _records(house, "kim-b") == []
    _merged(house, "kim-a", "kim-b")
    linked = _naming(house, "Kim")
    assert _records(house, "kim-a") == [linked]


def test_merges_may_be_chained_and_undone_in_any_order(house: House) -> None:
    first = _merged(house, "xie-yang", "wu-gan")
    second = _merged(house, "li-heping", "xie-yang")
    gan = _naming(house, "Wu Gan")
    assert _records(house, "li-heping") == [gan]
    with pytest.raises(InvalidInput, match="one entry already"):
        _merged(house, "wu-gan", "li-heping")
    _parted(house, first)
    assert _records(house, "li-heping") == []
    assert _records(house, "wu-gan") == [gan]
    _parted(house, second)
    assert _records(house, "wu-gan") == [gan]
