"""Checkpoints on a real database: made, sent, sent again, and every tampering with the rows found."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from app.db import audit_store
from app.domain.audit_chain import ChainHead
from app.domain.errors import Conflict, Unavailable
from app.services import audit, checkpoints
from app.wiring import House
from tests.people import operator
from tests.tampering import KINDS, Trail, dice, tampered


@pytest.fixture
def sending(house: House, tmp_path: Path) -> House:
    house.settings = replace(house.settings, checkpoint_file=tmp_path / "out" / "points.jsonl")
    write(house, 20)
    return house


def write(house: House, entries: int) -> None:
    with house.work(writing=True) as work:
        for number in range(entries):
            audit.record_change(operator(house), work, "record amended", ["id"], {"n": str(number)})
        work.commit()


def make(house: House) -> None:
    checkpoints.make(operator(house), house.work, house.settings)


def outside(house: House) -> list[ChainHead]:
    assert house.settings.checkpoint_file is not None
    return checkpoints.checked(checkpoints.read_file(house.settings.checkpoint_file))


def test_an_empty_trail_has_nothing_to_sign(house: House) -> None:
    assert checkpoints.make(operator(house), house.work, house.settings) is None


def test_a_checkpoint_is_sent_once_and_a_new_one_after_new_entries(sending: House) -> None:
    make(sending)
    make(sending)
    assert len(outside(sending)) == 1
    write(sending, 1)
    make(sending)
    assert [one.sequence for one in outside(sending)] == [20, 21]


def test_what_could_not_be_sent_is_sent_with_the_next(sending: House, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file where a folder should be")
    with pytest.raises(Unavailable):
        make(sending)
    (tmp_path / "out").unlink()
    write(sending, 1)
    make(sending)
    assert [one.sequence for one in outside(sending)] == [20, 21]


def test_a_log_host_gets_the_line(sending: House) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as log_host:
        log_host.bind(("127.0.0.1", 0))
        log_host.settimeout(5)
        port = log_host.getsockname()[1]
        sending.settings = replace(sending.settings, checkpoint_syslog=f"127.0.0.1:{port}")
        make(sending)
        line = log_host.recv(4096).decode()
    assert line.startswith("<109>chancery: {")
    assert line.endswith(Path(str(sending.settings.checkpoint_file)).read_text().strip())


def test_a_trail_that_was_cut_is_not_signed(sending: House) -> None:
    make(sending)
    with sending.work() as work:
        trail = list(audit_store.stored_entries(work.session))
    put(sending, trail[:10], ChainHead(10, trail[9].hash))
    with pytest.raises(Conflict):
        make(sending)


def put(house: House, trail: Trail, head: ChainHead) -> None:
    """Write a trail as somebody with the file in hand would."""
    with house.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_entry"))
        for number, one in enumerate(trail, start=1):
            entry = one.entry
            connection.execute(
                text(
                    "INSERT INTO audit_entry VALUES "
                    "(:sequence, :moment, :actor_id, :actor_name, :action, :objects, :details, "
                    ":previous, :hash)"
                ),
                {
                    "sequence": number,
                    "moment": entry.moment,
                    "actor_id": entry.actor_id,
                    "actor_name": entry.actor_name,
                    "action": entry.action,
                    "objects": entry.objects_json,
                    "details": entry.details_json,
                    "previous": one.previous_hash,
                    "hash": one.hash,
                },
            )
        connection.execute(
            text("UPDATE audit_head SET sequence = :sequence, hash = :hash"),
            {"sequence": head.sequence, "hash": head.hash},
        )


def test_three_hundred_tamperings_with_the_rows_are_all_found(sending: House) -> None:
    make(sending)
    write(sending, 10)
    make(sending)
    noted = outside(sending)
    with sending.work() as work:
        trail = list(audit_store.stored_entries(work.session))
        head = audit_store.head(work.session)
    chosen = dice(2017)
    for number in range(300):
        kind = KINDS[number % len(KINDS)]
        put(sending, *tampered(trail, head, kind, chosen))
        with sending.work() as work:
            assert not audit_store.verify_trail(work.session, checkpoints=noted).is_whole, kind
    put(sending, trail, head)
    with sending.work() as work:
        assert audit_store.verify_trail(work.session, checkpoints=noted).is_whole
