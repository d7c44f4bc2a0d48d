"""What is left when a record was disposed of: a stub, no words, no bytes that nothing else holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import select

from app.db import disposing as disposing_rows
from app.db.models.audit import AuditEntryRow
from app.domain.errors import NotFound, NotPermitted
from app.domain.records import RecordId
from app.domain.searches import SearchRequest
from app.services import (
    audit,
    disposing,
    holds,
    records,
    registration,
    removal,
    search,
    withdrawing,
)
from app.services.importing import importing_principal
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import SCHEME, a_description, a_draft
from tests.disposals import (
    AUTHORITY,
    FIRST,
    SECOND,
    a_filed_record,
    a_series,
    decide,
    grow_old,
    hold,
    propose,
    reference,
)


def _is_there(house: House, record_id: RecordId) -> bool:
    with house.work() as work:
        try:
            records.read_record(FIRST, work, record_id)
        except NotFound:
            return False
    return True


def test_two_people_dispose_of_a_record_and_a_stub_is_left(house: House) -> None:
    own = a_series(house)
    record_id = a_filed_record(house, own, label="Official", title="Zanzibarium", source="press:1")
    code = reference(house, record_id)
    run_pending_jobs(house)

    made = propose(house, [record_id])
    with pytest.raises(NotPermitted):
        decide(house, made, by=FIRST)
    assert decide(house, made) == 1

    assert not _is_there(house, record_id)
    with house.work() as work:
        stub = disposing.open_stub(FIRST, work, record_id)
        assert disposing.find_disposed(FIRST, work, code) == record_id
        assert (
            work.session.scalars(
                select(AuditEntryRow.action).order_by(AuditEntryRow.sequence.desc()).limit(8)
            )
            .all()
            .count("record disposed of")
            == 1
        )
    assert (stub.reference, stub.title, stub.authority) == (code, "Zanzibarium", AUTHORITY)
    assert stub.certificate.startswith("CD-2026-")
    assert (stub.proposed_by, stub.decided_by) == (FIRST.display_name, SECOND.display_name)
    run_pending_jobs(house)
    with house.work() as work:
        assert search.search(FIRST, work, SearchRequest(text="zanzibarium")).total == 0


def test_a_disposed_record_does_not_come_back_by_import_nor_by_reinstating(house: House) -> None:
    record_id = a_filed_record(house, a_series(house), source="press:1")
    decide(house, propose(house, [record_id]))
    with house.work(writing=True) as work:
        again = registration.register_many(
            importing_principal(SCHEME), work, [a_draft(source="press:1")]
        )
        assert again[0].outcome is registration.Outcome.WITHDRAWN
        with pytest.raises(NotFound):
            withdrawing.reinstate(FIRST, work, record_id, "Back")


def test_nothing_of_a_disposed_record_is_left_in_the_files_of_the_home(house: House) -> None:
    """Title, text, versions, notes, drafts, the index: the stub's title is all that is kept."""
    own = a_series(house)
    words = ("qanary-summary", "qanary-text", "qanary-person", "qanary-old")
    record_id = a_filed_record(
        house,
        own,
        title="The kept title",
        summary="qanary-old",
        text="qanary-text " * 2000,
        content=b"qanary-bytes in a file",
    )
    with house.work(writing=True) as work:
        changed = a_description(
            title="The kept title", summary="qanary-summary", capacity_note="qanary-person"
        )
        registration.amend(FIRST, work, record_id, 1, changed, "qanary-old")
        work.commit()
    run_pending_jobs(house)
    assert {one for one in (*words, "qanary-bytes") if _occurs(house.settings.home, one)} == {
        *words,
        "qanary-bytes",
    }

    decide(house, propose(house, [record_id]))
    run_pending_jobs(house)

    assert [
        one for one in (*words, "qanary-bytes", "qanary") if _occurs(house.settings.home, one)
    ] == []


def _occurs(home: Path, word: str) -> bool:
    files = [one for one in home.rglob("*") if one.is_file() and "fonts" not in one.parts]
    return any(word.encode() in one.read_bytes() for one in files)


def test_bytes_that_another_record_holds_stay(house: House) -> None:
    own, content = a_series(house), b"the same bytes"
    mine = a_filed_record(house, own, content=content)
    other = a_filed_record(house, own, content=content, label="Secret", date="2026-01-01")
    with house.work() as work:
        sha256 = records.read_record(FIRST, work, other).files[0].sha256

    decide(house, propose(house, [mine]))
    run_pending_jobs(house)

    assert house.originals.exists(sha256)
    assert house.originals.verify(sha256)
    with house.work(writing=True) as work:  # the last one goes by its own rule
        registration.amend(
            FIRST, work, other, 1, a_description(date="2017-01-01"), "The date was wrong"
        )
        work.commit()
    decide(house, propose(house, [other]))
    run_pending_jobs(house)
    assert not house.originals.exists(sha256)


def test_bytes_put_within_a_day_wait_for_the_timetable(house: House) -> None:
    """They may be on their way into another record, whose row is not written yet."""
    record_id = a_filed_record(house, a_series(house), content=b"bytes")
    with house.work() as work:
        sha256 = records.read_record(FIRST, work, record_id).files[0].sha256
    path = house.settings.documents_dir / sha256[:2] / sha256[2:4] / sha256
    os.utime(path)
    decide(house, propose(house, [record_id]))
    run_pending_jobs(house)
    assert house.originals.exists(sha256)
    grow_old(house, sha256)
    assert removal.finish(house.work) == 1
    assert not house.originals.exists(sha256)
    assert removal.finish(house.work) == 0


def test_what_the_trail_says_of_a_disposal_holds_no_words(house: House) -> None:
    record_id = a_filed_record(house, a_series(house), title="Zanzibarium", content=b"bytes")
    hold(house, [record_id])
    with house.work(writing=True) as work:
        for one in holds.list_holds(FIRST, work)[0]:
            holds.lift(FIRST, work, one.id, "Zanzibarium")
        work.commit()
    decide(house, propose(house, [record_id]))
    run_pending_jobs(house)
    with house.work() as work:
        rows = work.session.execute(select(AuditEntryRow.__table__)).all()
    told = " ".join(str(row) for row in rows)
    for word in ("Zanzibarium", "letter.txt", "Its time is over", "Suit", "Human rights"):
        assert word not in told
    for action in ("series created", "series assigned", "hold set", "hold lifted"):
        assert action in told
    for action in ("disposal proposed", "disposal carried out", "original removed"):
        assert action in told


def test_cutting_the_log_waits_for_nobody_who_reads(house: House) -> None:
    """A reader writes into the trail while reading: a cut that waited would hold both until one fails."""
    record_id = a_filed_record(house, a_series(house), label="Official")
    with house.work() as work, house.work() as other:
        records.read_record(FIRST, work, record_id)
        with house.work(writing=True) as writing:
            audit.record_change(FIRST, writing, "something else", [], {})
            writing.commit()
        assert not disposing_rows.empty_the_log(other.session)
        records.open_record(FIRST, work, record_id)
    with house.work() as work:
        assert disposing_rows.empty_the_log(work.session)
