"""Fixity: every damage is found, told once, and never handed out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import create_app
from app.db import fixity_store
from app.db.models.files import record_file
from app.domain.audit_chain import AuditFilter
from app.domain.errors import NotPermitted, Unavailable
from app.domain.fixity import CHECK_WITHIN, FixityResult
from app.services import audit, files, fixity
from app.wiring import House
from tests.builders import a_registrar
from tests.houses import FrozenClock
from tests.keeping import a_keeper, fill
from tests.people import an_account, operator, sign_in
from tests.tampering import dice


@pytest.fixture
def filled(house: House) -> House:
    fill(house, 6)
    return house


def originals(house: House) -> list[Path]:
    return sorted(path for path in house.settings.documents_dir.rglob("*") if path.is_file())


def flip_a_bit(path: Path, chosen: Random) -> None:
    content = bytearray(path.read_bytes())
    content[chosen.randrange(len(content))] ^= 1 << chosen.randrange(8)
    path.chmod(0o600)
    path.write_bytes(content)


def check(house: House) -> fixity.FixityReport:
    return fixity.check_all(a_keeper(), house.work)


def told(house: House) -> int:
    with house.work() as work:
        wanted = AuditFilter(action=fixity.FOUND_DAMAGED)
        return audit.entries(operator(house), work, wanted).total


def test_sound_originals_are_sound(filled: House) -> None:
    report = check(filled)
    assert (report.checked, report.is_sound) == (6, True)


def test_any_flipped_bit_is_found_and_told_once(filled: House) -> None:
    chosen = dice(2017)
    for path in originals(filled):
        before = path.read_bytes()
        flip_a_bit(path, chosen)
        found = check(filled).unsound
        assert [(one.sha256, one.result) for one in found] == [(path.name, FixityResult.DAMAGED)]
        check(filled)
        path.write_bytes(before)
        assert check(filled).is_sound
    assert told(filled) == 6


def test_a_missing_original_is_found(filled: House) -> None:
    path = originals(filled)[0]
    path.unlink()
    assert [one.result for one in check(filled).unsound] == [FixityResult.MISSING]


def test_since_when_it_is_damaged_stays_known(filled: House, clock: FrozenClock) -> None:
    flip_a_bit(originals(filled)[0], dice(1))
    (first,) = check(filled).unsound
    clock.advance(days=3)
    (later,) = check(filled).unsound
    assert later.since == first.since == first.checked_at != later.checked_at


def test_a_damaged_original_is_not_handed_out_and_told_at_once(filled: House) -> None:
    path = originals(filled)[0]
    flip_a_bit(path, dice(3))
    with filled.work() as work:
        statement = select(record_file.c.public_id).where(record_file.c.sha256 == path.name)
        file_id = work.session.scalar(statement)
        for _ in range(2):
            with pytest.raises(Unavailable):
                files.open_file(a_registrar("Secret", party="GBR"), work, file_id)
    assert told(filled) == 1
    with filled.work() as work:
        assert [one.sha256 for one in fixity_store.unsound(work.session)] == [path.name]


def test_the_text_of_a_damaged_original_is_not_read(filled: House) -> None:
    path = originals(filled)[0]
    flip_a_bit(path, dice(3))
    with filled.work() as work:
        statement = select(record_file.c.public_id).where(record_file.c.sha256 == path.name)
        file_id = work.session.scalar(statement)
    with filled.work(writing=True) as work, pytest.raises(Unavailable):
        files.extract(work, file_id)


def test_hourly_rounds_read_each_original_in_time(filled: House, clock: FrozenClock) -> None:
    assert fixity.check_some(a_keeper(), filled.work).checked == 6
    clock.advance(hours=1)
    assert fixity.check_some(a_keeper(), filled.work).checked == 0
    flip_a_bit(originals(filled)[0], dice(5))
    clock.advance(days=CHECK_WITHIN.days / 2)
    assert len(fixity.check_some(a_keeper(), filled.work).unsound) == 1


def test_a_round_stops_when_told_to(filled: House) -> None:
    assert fixity.check_some(a_keeper(), filled.work, lambda: True).checked == 0


def test_only_who_administers_reads_them_all(filled: House) -> None:
    with pytest.raises(NotPermitted):
        fixity.check_all(a_registrar(), filled.work)


@pytest.fixture
def served(filled: House) -> Iterator[FlaskClient]:
    an_account(filled, level="Secret", compartments=frozenset({"HR-CHN", "PEN"}), party="GBR")
    app: Flask = create_app(filled.settings, clock=filled.clock)
    client = app.test_client()
    sign_in(client)
    yield client
    app.extensions["chancery"].close()


def test_the_page_says_that_it_was_not_handed_out(filled: House, served: FlaskClient) -> None:
    path = originals(filled)[0]
    flip_a_bit(path, dice(7))
    with filled.work() as work:
        statement = select(record_file.c.public_id).where(record_file.c.sha256 == path.name)
        file_id = work.session.scalar(statement)

    answer = served.get(f"/files/{file_id}")

    assert answer.status_code == 503
    assert "was not handed out" in answer.text
    assert answer.headers["Content-Type"].startswith("text/html")
