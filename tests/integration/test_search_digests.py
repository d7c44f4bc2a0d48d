"""The digest: when it is sent, to whom, once, and with nothing in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.db import jobs
from app.db.jobs import JobKind
from app.db.models.audit import AuditEntryRow
from app.domain.admission import AccountRules, FactorRule
from app.domain.errors import Unavailable
from app.domain.principals import Principal, Role
from app.domain.saved_searches import DigestChoice, DigestFrequency
from app.mail.mail_room import Mail
from app.services import emergencies, search_digests, timetable, timetable_tasks
from app.services import grants as grants_service
from app.services.grants import GrantDraft
from app.wiring import House
from app.worker import run_pending_jobs
from tests.houses import FrozenClock
from tests.keeping_searches import (
    Relay,
    a_cleared,
    a_disabled,
    a_reader,
    new,
    now,
    saved,
    visited,
    watched,
)
from tests.searching import indexed, relabelled

ADDRESS = "linden@ministry.example"
DAILY = DigestChoice(DigestFrequency.DAILY, ADDRESS)


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def relay(house: House) -> Relay:
    room = Relay()
    house.mail = room
    return room


@pytest.fixture
def owner(house: House, relay: Relay) -> Principal:
    assert house.mail is relay
    return a_reader(house)


def _choose(house: House, owner: Principal, wanted: DigestChoice = DAILY) -> None:
    with house.work(writing=True) as work:
        search_digests.choose(owner, work, wanted)
        work.commit()


def _pass(house: House, clock: FrozenClock, **time: float) -> None:
    """Time goes by; then the timetable and the worker do what is due."""
    clock.advance(**(time or {"days": 1}))
    tasks = timetable_tasks.tasks(house.engine, house.settings)
    asking = [one for one in tasks if one.name == timetable_tasks.DIGESTS]
    timetable.run_due_tasks(house.work, asking)
    run_pending_jobs(house)


def _trail(house: House) -> list[tuple[str, str, str]]:
    with house.work() as work:
        rows = work.session.scalars(select(AuditEntryRow).order_by(AuditEntryRow.sequence))
        return [(row.action, row.objects_json, row.details_json) for row in rows]


def test_the_mail_says_in_how_many_and_nothing_else(
    house: House, owner: Principal, relay: Relay, clock: FrozenClock
) -> None:
    house.settings = replace(house.settings, base_url="https://archive.example")
    for name in ("Lawyers in China", "Detention", "Harbours"):
        watched(house, owner, "harbour" if name == "Harbours" else "detention", name)
    saved(house, owner, "detention", "Not watched")
    _choose(house, owner)
    indexed(house, text="detention", title="A telling title")
    _pass(house, clock)
    (mail,) = relay.sent
    assert (mail.to, mail.subject) == (ADDRESS, "New matches")
    assert mail.text == (
        "There are new matches for 2 of your saved searches.\n\nhttps://archive.example/\n"
    )


def test_it_is_sent_once_a_period_and_says_nothing_twice(
    house: House, owner: Principal, relay: Relay, clock: FrozenClock
) -> None:
    watched(house, owner, "detention")
    _choose(house, owner)
    indexed(house, text="detention one")
    _pass(house, clock, hours=2)
    assert relay.sent == []  # the first one comes in the next period
    _pass(house, clock)
    _pass(house, clock, hours=2)
    assert len(relay.sent) == 1
    _pass(house, clock)
    assert len(relay.sent) == 1  # the same ones are no news
    indexed(house, text="detention two")
    _pass(house, clock)
    assert len(relay.sent) == 2
    assert new(house, owner) == [2]  # a mail is no visit


def test_what_was_seen_is_not_mailed(
    house: House, owner: Principal, relay: Relay, clock: FrozenClock
) -> None:
    search_id = watched(house, owner, "detention")
    _choose(house, owner)
    indexed(house, text="detention")
    visited(house, owner, search_id)
    _pass(house, clock)
    assert relay.sent == []


def test_weekly_is_once_a_week(
    house: House, owner: Principal, relay: Relay, clock: FrozenClock
) -> None:
    watched(house, owner, "detention")
    _choose(house, owner, replace(DAILY, frequency=DigestFrequency.WEEKLY))
    indexed(house, text="detention")
    for _day in range(6):
        _pass(house, clock)
    assert relay.sent == []  # it was chosen on a Monday at noon
    _pass(house, clock)
    assert len(relay.sent) == 1


def test_access_is_asked_again_when_it_is_sent(
    house: House, owner: Principal, relay: Relay, clock: FrozenClock
) -> None:
    watched(house, owner, "detention")
    _choose(house, owner)
    record_id = indexed(house, text="detention")
    relabelled(house, record_id, "Secret")
    _pass(house, clock)
    assert relay.sent == []
    relabelled(house, record_id, "Official")
    a_cleared(house, level="Public")
    _pass(house, clock)
    assert relay.sent == []
    a_cleared(house, level="Official")
    _pass(house, clock)
    assert len(relay.sent) == 1


def test_hidden_records_neither_send_nor_stop_a_mail(
    house: House, owner: Principal, relay: Relay, clock: FrozenClock
) -> None:
    watched(house, owner, "detention")
    watched(house, owner, "harbour")
    _choose(house, owner)
    indexed(house, text="detention harbour", label="Secret")
    _pass(house, clock)
    assert relay.sent == []
    indexed(house, text="detention")
    indexed(house, text="harbour", label="Restricted")
    _pass(house, clock)
    assert "for 1 of your" in relay.sent[0].text


@pytest.mark.parametrize(
    "close",
    [
        a_disabled,
        lambda house: a_cleared(house, role=Role.AUDITOR),
        lambda house: setattr(
            house,
            "settings",
            replace(house.settings, account_rules=AccountRules(FactorRule(frozenset(Role)))),
        ),
    ],
    ids=["disabled", "reads no more", "needs a second factor and has none"],
)
def test_who_may_not_read_gets_none(
    house: House,
    owner: Principal,
    relay: Relay,
    clock: FrozenClock,
    close: Callable[[House], None],
) -> None:
    watched(house, owner, "detention")
    _choose(house, owner)
    indexed(house, text="detention")
    close(house)
    _pass(house, clock)
    assert relay.sent == []


def test_a_grant_counts_while_it_lasts_and_an_emergency_never(
    house: House, owner: Principal, relay: Relay, clock: FrozenClock
) -> None:
    officers = [a_reader(house, name, role=Role.SECURITY_OFFICER) for name in ("s.one", "s.two")]
    watched(house, owner, "detention")
    _choose(house, owner)
    indexed(house, text="detention", label="Restricted")
    with house.work(writing=True) as work:
        asked = emergencies.ask(owner, work, "RESTRICTED", "It cannot wait")
        emergencies.approve(
            officers[0], work, asked, level="Restricted", compartments=frozenset(), hours=4
        )
        emergencies.second(officers[1], work, asked)
        work.commit()
    clock.advance(hours=-8)
    _choose(house, owner, replace(DAILY, frequency=DigestFrequency.OFF))
    _choose(house, owner)
    clock.advance(hours=8)
    assert new(house, now(house)) == [1]
    _pass(house, clock, hours=1)
    assert relay.sent == []
    with house.work(writing=True) as work:
        start = clock.now() + timedelta(hours=10)
        draft = GrantDraft(
            "Restricted", frozenset(), start, start + timedelta(days=1), "For a meeting"
        )
        grants_service.give(officers[0], work, owner.account_id, draft)
        work.commit()
    _pass(house, clock, days=1)
    assert len(relay.sent) == 1


def test_a_worker_that_dies_sends_no_second_one(
    house: House, owner: Principal, relay: Relay, clock: FrozenClock
) -> None:
    watched(house, owner, "detention")
    _choose(house, owner)
    indexed(house, text="detention")

    def die() -> None:
        relay.sent.append(Mail(ADDRESS, "taken by the relay", ""))
        raise Killed

    relay.before_sending = die
    with pytest.raises(Killed):
        _pass(house, clock)
    relay.before_sending = lambda: None
    _pass(house, clock, hours=3)
    assert [one.subject for one in relay.sent] == ["taken by the relay"]


def test_a_relay_that_is_away_is_tried_again(
    house: House, owner: Principal, relay: Relay, clock: FrozenClock
) -> None:
    watched(house, owner, "detention")
    _choose(house, owner)
    indexed(house, text="detention")

    def refuse() -> None:
        raise Unavailable("mail", "The mail relay did not take it.")

    relay.before_sending = refuse
    _pass(house, clock)
    relay.before_sending = lambda: None
    _pass(house, clock, hours=1)
    assert len(relay.sent) == 1
    told = [action for action, _, _ in _trail(house) if action.startswith("search digest")]
    assert told[0] == "search digest chosen"
    assert told[1:] == [search_digests.MAILED, search_digests.NOT_MAILED, search_digests.MAILED]


def test_two_jobs_for_one_period_send_one_mail(
    house: House, owner: Principal, relay: Relay, clock: FrozenClock
) -> None:
    watched(house, owner, "detention")
    _choose(house, owner)
    indexed(house, text="detention")
    clock.advance(days=1)
    with house.work(writing=True) as work:
        for _twice in range(2):
            subjects = (owner.account_id,)
            jobs.enqueue_new(work.session, JobKind.SEARCH_DIGEST, subjects, clock.now(), work.ids)
        work.commit()
    assert run_pending_jobs(house) == 2
    assert len(relay.sent) == 1


def test_an_account_that_changes_while_it_is_looked_at_gets_none_then(
    house: House,
    owner: Principal,
    relay: Relay,
    clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watched(house, owner, "detention")
    _choose(house, owner)
    indexed(house, text="detention")
    honest = search_digests._due

    def and_then_close(*arguments: object) -> object:
        found = honest(*arguments)  # type: ignore[arg-type]
        a_cleared(house, level="Public")
        return found

    with monkeypatch.context() as patched:
        patched.setattr(search_digests, "_due", and_then_close)
        _pass(house, clock)
    assert relay.sent == []
