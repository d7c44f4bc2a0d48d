"""The audit trail: written with the change, or before the answer; any tampering is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from app.db.base import Base
from app.domain.audit_chain import (
    START,
    START_HASH,
    AuditEntry,
    AuditFilter,
    ChainHead,
    StoredEntry,
    next_hash,
    verify,
)
from app.domain.errors import InvalidInput, NotPermitted, Unavailable
from app.domain.principals import Role
from app.services import accounts, audit
from app.wiring import House
from tests.houses import NOON, FrozenClock
from tests.people import an_account, operator

ID_A, ID_B = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def _fill(house: House, entries: int = 5) -> None:
    with house.work(writing=True) as work:
        for number in range(entries):
            audit.record_change(
                operator(house), work, "record amended", [ID_A], {"parts": str(number)}
            )
        work.commit()


def _tamper(house: House, *statements: str) -> None:
    with house.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def _problem(house: House, checkpoint: ChainHead = START) -> str:
    with house.work() as work:
        return audit.verify(operator(house), work, checkpoint).problem


def test_an_untouched_trail_is_whole(house: House) -> None:
    _fill(house)
    assert _problem(house) == ""


def test_an_empty_trail_is_whole(house: House) -> None:
    assert _problem(house) == ""


@pytest.mark.parametrize(
    "column",
    [column.name for column in Base.metadata.tables["audit_entry"].columns],
)
def test_an_edit_of_any_column_is_found(house: House, column: str) -> None:
    _fill(house)
    value = "99" if column == "sequence" else "x'00'" if "hash" in column else "'x'"
    _tamper(house, f"UPDATE audit_entry SET {column} = {value} WHERE sequence = 3")  # noqa: S608
    assert _problem(house)


@pytest.mark.parametrize("sequence", [1, 3, 5])
def test_a_deleted_entry_is_found_wherever_it_stood(house: House, sequence: int) -> None:
    _fill(house)
    _tamper(house, f"DELETE FROM audit_entry WHERE sequence = {sequence}")  # noqa: S608
    assert _problem(house)


def test_an_inserted_entry_is_found(house: House) -> None:
    _fill(house)
    _tamper(
        house,
        "INSERT INTO audit_entry SELECT 6, moment, actor_id, actor_name, action, objects_json, "
        "details_json, previous_hash, hash FROM audit_entry WHERE sequence = 5",
    )
    assert _problem(house)


def test_two_entries_that_changed_places_are_found(house: House) -> None:
    _fill(house)
    _tamper(
        house,
        "UPDATE audit_entry SET sequence = 99 WHERE sequence = 2",
        "UPDATE audit_entry SET sequence = 2 WHERE sequence = 3",
        "UPDATE audit_entry SET sequence = 3 WHERE sequence = 99",
    )
    assert _problem(house)


def test_a_trail_rewritten_from_an_entry_on_is_found_by_a_checkpoint(house: House) -> None:
    _fill(house)
    with house.work() as work:
        noted = audit.verify(operator(house), work).head
    previous, rewritten = START_HASH, []
    for number in range(1, 8):
        entry = AuditEntry.of(number, NOON, ("", "nobody"), "forged", [], {})
        rewritten.append(StoredEntry(entry, previous, next_hash(previous, entry)))
        previous = rewritten[-1].hash
    head = ChainHead(7, previous)
    assert verify(rewritten, head).is_whole
    assert not verify(rewritten, head, noted).is_whole
    assert not verify(rewritten[:3], ChainHead(3, rewritten[2].hash), noted).is_whole


@given(
    texts=st.lists(st.text(max_size=8), min_size=2, max_size=6),
    place=st.integers(min_value=0),
    kind=st.sampled_from(["edit", "delete", "duplicate", "swap"]),
)
def test_any_change_to_any_chain_breaks_it(texts: list[str], place: int, kind: str) -> None:
    previous, chain = START_HASH, []
    for number, word in enumerate(texts, start=1):
        entry = AuditEntry.of(number, NOON, ("id", "name"), word, [word], {"k": word})
        chain.append(StoredEntry(entry, previous, next_hash(previous, entry)))
        previous = chain[-1].hash
    head = ChainHead(len(chain), previous)
    assert verify(chain, head).is_whole
    at = place % len(chain)
    changes: dict[str, Callable[[], None]] = {
        "edit": lambda: chain.__setitem__(
            at, replace(chain[at], entry=replace(chain[at].entry, action=texts[at] + "!"))
        ),
        "delete": lambda: chain.__delitem__(at),
        "duplicate": lambda: chain.insert(at, chain[at]),
        "swap": lambda: chain.insert(0, chain.pop()),
    }
    changes[kind]()
    assert not verify(chain, head).is_whole


def test_a_change_that_is_rolled_back_leaves_no_entry(house: House) -> None:
    with house.work(writing=True) as work:
        audit.record_change(operator(house), work, "record amended", [ID_A])
    with house.work() as work:
        assert audit.entries(operator(house), work, AuditFilter(action="record amended")).total == 0


def test_a_reading_is_committed_at_once(house: House) -> None:
    with house.work() as work:
        audit.record_reading(operator(house), work, "search", [], {"hits": "3"})
        with house.work() as other:
            found = audit.entries(operator(house), other, AuditFilter(action="search"))
    assert [dict(entry.details) for entry in found.entries] == [{"hits": "3"}]


def test_a_reading_that_cannot_be_recorded_is_refused(house: House) -> None:
    _tamper(house, "DROP TABLE audit_entry")
    with house.work() as work, pytest.raises(Unavailable) as caught:
        audit.record_reading(operator(house), work, "search", [])
    assert caught.value.service == "audit"


def test_filters_narrow_the_trail(house: House, clock: FrozenClock) -> None:
    system = accounts.system_principal(house.settings.label_scheme)
    with house.work(writing=True) as work:
        audit.record_change(system, work, "record registered", [ID_A, ID_B])
        work.commit()
    clock.advance(days=1)
    with house.work(writing=True) as work:
        audit.record_change(operator(house), work, "account created", [ID_B])
        work.commit()

    def totals(wanted: AuditFilter) -> list[str]:
        with house.work() as work:
            found = audit.entries(operator(house), work, wanted).entries
        return [entry.action for entry in found if entry.action != audit.VIEWED]

    assert totals(AuditFilter(actor="system")) == ["record registered"]
    assert totals(AuditFilter(object_id=ID_B)) == ["account created", "record registered"]
    assert totals(AuditFilter(object_id=ID_A)) == ["record registered"]
    assert totals(AuditFilter(object_id=ID_A[:-1])) == []
    assert totals(AuditFilter(last_day=NOON.date())) == ["record registered"]
    assert totals(AuditFilter(first_day=clock.now().date())) == ["account created"]


def test_the_trail_comes_in_pages_newest_first(house: House) -> None:
    _fill(house, audit.ENTRIES_PER_PAGE + 3)
    wanted = AuditFilter(action="record amended")
    with house.work() as work:
        first = audit.entries(operator(house), work, wanted, page=1)
        second = audit.entries(operator(house), work, wanted, page=2)
        beyond = audit.entries(operator(house), work, wanted, page=9_999)
    assert (first.total, first.page_count) == (audit.ENTRIES_PER_PAGE + 3, 2)
    sequences = [entry.sequence for entry in (*first.entries, *second.entries)]
    assert sequences == list(range(audit.ENTRIES_PER_PAGE + 3, 0, -1))
    assert beyond == second


@pytest.mark.parametrize("role", [Role.READER, Role.DRAFTER, Role.REGISTRAR, Role.ADMINISTRATOR])
def test_only_officers_and_auditors_see_the_trail(house: House, role: Role) -> None:
    an_account(house, role=role)
    with house.work() as work:
        principal = accounts.principal_for(work, "a.linden")
        with pytest.raises(NotPermitted):
            audit.entries(principal, work, AuditFilter())
        with pytest.raises(NotPermitted):
            audit.verify(principal, work)


def test_looking_at_the_trail_is_recorded(house: House) -> None:
    with house.work() as work:
        audit.entries(operator(house), work, AuditFilter())
    with house.work() as work:
        assert audit.entries(operator(house), work, AuditFilter(action=audit.VIEWED)).total == 2


@pytest.mark.parametrize("words", ["", "5", "x:00", "5:zz", "-1:" + "0" * 64, "1:00"])
def test_a_checkpoint_that_cannot_be_read_is_refused(words: str) -> None:
    with pytest.raises(InvalidInput):
        ChainHead.parse(words)


def test_a_checkpoint_is_read_as_it_was_printed() -> None:
    head = ChainHead(7, bytes(range(32)))
    assert ChainHead.parse(str(head)) == head


def test_a_trail_taken_away_as_a_whole_is_found(house: House) -> None:
    an_account(house)
    with house.work(writing=True) as work:
        for table in ("audit_entry", "audit_head"):
            work.session.execute(text(f"delete from {table}"))  # noqa: S608 - two names of ours
        work.commit()

    with house.work() as work:
        verdict = audit.verify(operator(house), work)

    assert not verdict.is_whole
