"""Choosing the digest: what may be chosen, what is kept of it, and when its periods begin."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.db.models.audit import AuditEntryRow
from app.db.models.saved_searches import SearchDigestRow
from app.domain.errors import InvalidInput, NotPermitted, Unavailable
from app.domain.principals import Principal, Role
from app.domain.saved_searches import DigestChoice, DigestFrequency, period_of
from app.mail.mail_room import ClosedMailRoom
from app.services import accounts, search_digests
from app.wiring import House
from tests.houses import FrozenClock
from tests.keeping_searches import Relay, a_reader, watched
from tests.searching import indexed

ADDRESS = "linden@ministry.example"
DAILY = DigestChoice(DigestFrequency.DAILY, ADDRESS)


@pytest.fixture
def owner(house: House) -> Principal:
    house.mail = Relay()
    return a_reader(house)


def _choose(house: House, owner: Principal, wanted: DigestChoice = DAILY) -> None:
    with house.work(writing=True) as work:
        search_digests.choose(owner, work, wanted)
        work.commit()


@pytest.mark.parametrize(
    ("frequency", "moment", "period"),
    [
        (DigestFrequency.OFF, datetime(2026, 11, 23, 12, tzinfo=UTC), ""),
        (DigestFrequency.DAILY, datetime(2026, 11, 23, 4, 59, tzinfo=UTC), "2026-11-22"),
        (DigestFrequency.DAILY, datetime(2026, 11, 23, 5, tzinfo=UTC), "2026-11-23"),
        (DigestFrequency.WEEKLY, datetime(2026, 11, 23, 4, tzinfo=UTC), "2026-W47"),
        (DigestFrequency.WEEKLY, datetime(2026, 11, 23, 5, tzinfo=UTC), "2026-W48"),
        (DigestFrequency.WEEKLY, datetime(2027, 1, 1, 9, tzinfo=UTC), "2026-W53"),
    ],
)
def test_periods_begin_in_the_morning(
    frequency: DigestFrequency, moment: datetime, period: str
) -> None:
    assert period_of(frequency, moment) == period


def test_what_is_chosen_is_kept_and_off_keeps_no_address(house: House, owner: Principal) -> None:
    _choose(house, owner)
    with house.work() as work:
        assert search_digests.choice(owner, work) == DAILY
    _choose(house, owner, replace(DAILY, frequency=DigestFrequency.OFF))
    with house.work() as work:
        assert search_digests.choice(owner, work) == DigestChoice()
        assert work.session.scalars(select(SearchDigestRow)).one().address == ""
    with house.work() as work:
        trail = work.session.scalars(select(AuditEntryRow)).all()
        assert ADDRESS not in str([one.details_json for one in trail])


def test_what_cannot_be_chosen(house: House, owner: Principal) -> None:
    auditor = a_reader(house, "t.weber", role=Role.AUDITOR)
    visitor = accounts.anonymous_principal(house.settings.label_scheme)
    with house.work(writing=True) as work:
        with pytest.raises(InvalidInput) as refused:
            search_digests.choose(owner, work, replace(DAILY, address="nobody"))
        assert refused.value.field == "address"
        for who in (auditor, visitor):
            with pytest.raises(NotPermitted):
                search_digests.choose(who, work, DAILY)
        work.mail = ClosedMailRoom()
        with pytest.raises(Unavailable):
            search_digests.choose(owner, work, DAILY)
        search_digests.choose(owner, work, replace(DAILY, frequency=DigestFrequency.OFF))


def test_where_no_mail_leaves_the_house_nothing_is_asked_for(
    house: House, owner: Principal, clock: FrozenClock
) -> None:
    watched(house, owner, "detention")
    _choose(house, owner)
    indexed(house, text="detention")
    house.mail = ClosedMailRoom()
    clock.advance(days=1)
    assert search_digests.enqueue_due(house.work) == 0
