"""Emergency access: asked for, approved by two people, ended by the clock, reported, acknowledged."""

from __future__ import annotations

import pytest

from app.domain.audit_chain import AuditFilter
from app.domain.errors import InvalidInput, NotFound, NotPermitted
from app.domain.principals import Principal, Role
from app.services import accounts, audit, emergencies, records, registration
from app.services.emergency_views import Stage
from app.services.importing import importing_principal
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import a_draft
from tests.houses import FrozenClock
from tests.people import an_account, operator

WHY = "The delegation leaves tonight"


@pytest.fixture
def reader(house: House) -> str:
    return an_account(house).id


def _now(house: House, name: str = "a.linden") -> Principal:
    with house.work() as work:
        return accounts.principal_for(work, name)


@pytest.fixture
def others(house: House) -> None:
    """Two officers, a registrar who holds PEN, one who does not, an auditor."""
    an_account(house, "s.haddad", role=Role.SECURITY_OFFICER)
    an_account(house, "s.second", role=Role.SECURITY_OFFICER)
    an_account(
        house, "r.okafor", role=Role.REGISTRAR, level="Secret", compartments=frozenset({"PEN"})
    )
    an_account(house, "r.narrow", role=Role.REGISTRAR)
    an_account(house, "t.weber", role=Role.AUDITOR)


def _call(house: House, name: str = "a.linden") -> str:
    with house.work(writing=True) as work:
        emergency_id = emergencies.ask(_now(house, name), work, "the pen-holder", WHY)
        work.commit()
    return emergency_id


def _approve(house: House, emergency_id: str, by: str = "s.haddad", hours: int = 4) -> None:
    with house.work(writing=True) as work:
        emergencies.approve(
            _now(house, by),
            work,
            emergency_id,
            level="Restricted",
            compartments=frozenset({"PEN"}),
            hours=hours,
        )
        work.commit()


def _second(house: House, emergency_id: str, by: str = "r.okafor") -> None:
    with house.work(writing=True) as work:
        emergencies.second(_now(house, by), work, emergency_id)
        work.commit()


@pytest.mark.usefixtures("reader", "others")
def test_an_emergency_needs_two_people_and_ends_by_itself(house: House, clock: FrozenClock) -> None:
    emergency_id = _call(house)
    _approve(house, emergency_id)
    assert _now(house).clearance.compartments == frozenset()
    _second(house, emergency_id)
    during = _now(house)
    assert (during.clearance.level.name, during.emergency) == ("Restricted", emergency_id)
    assert during.clearance.compartments == {"PEN"}
    clock.advance(hours=4)
    after = _now(house)
    assert (after.clearance.level.name, after.emergency) == ("Official", "")
    assert after.clearance.compartments == frozenset()


@pytest.mark.usefixtures("reader", "others")
def test_the_two_are_different_people_and_neither_is_the_one_who_asked(house: House) -> None:
    emergency_id = _call(house)
    _approve(house, emergency_id)
    with pytest.raises(InvalidInput):
        _second(house, emergency_id, by="s.haddad")
    for name, error in (
        ("r.narrow", NotFound),
        ("t.weber", NotPermitted),
        ("a.linden", NotPermitted),
    ):
        with pytest.raises(error):
            _second(house, emergency_id, by=name)
    _second(house, emergency_id, by="s.second")
    own = _call(house, "s.haddad")
    with pytest.raises(InvalidInput):
        _approve(house, own)
    _approve(house, own, by="s.second")
    with pytest.raises(InvalidInput):
        _second(house, own, by="s.haddad")


@pytest.mark.usefixtures("reader", "others")
def test_only_who_may_see_as_much_is_shown_what_waits_for_a_second_person(house: House) -> None:
    _approve(house, _call(house))
    seen = {}
    with house.work() as work:
        for name in ("r.okafor", "r.narrow", "s.haddad", "s.second"):
            seen[name] = len(emergencies.to_second(_now(house, name), work))
    assert seen == {"r.okafor": 1, "r.narrow": 0, "s.haddad": 0, "s.second": 1}


@pytest.mark.usefixtures("reader", "others")
@pytest.mark.parametrize("hours", [0, -1, 5, 1_000])
def test_a_setting_limits_the_hours(house: House, hours: int) -> None:
    emergency_id = _call(house)
    with pytest.raises(InvalidInput) as caught:
        _approve(house, emergency_id, hours=hours)
    assert caught.value.field == "hours"


@pytest.mark.usefixtures("reader", "others")
def test_an_approval_older_than_a_day_has_to_be_asked_for_anew(
    house: House, clock: FrozenClock
) -> None:
    emergency_id = _call(house)
    _approve(house, emergency_id)
    clock.advance(days=1, seconds=1)
    with pytest.raises(InvalidInput):
        _second(house, emergency_id)
    with house.work(writing=True) as work:
        emergencies.refuse(_now(house, "s.haddad"), work, emergency_id, "Too late by now")
        work.commit()
    _call(house)


@pytest.mark.usefixtures("reader", "others")
def test_what_was_read_under_it_stands_in_the_report_in_ids_only(
    house: House, clock: FrozenClock
) -> None:
    system = importing_principal(house.settings.label_scheme)
    with house.work(writing=True) as work:
        record_id = registration.register(
            system, work, a_draft(label="Restricted/PEN", title="Nobody's")
        )
        work.commit()
    with house.work() as work, pytest.raises(NotFound):
        records.open_record(_now(house), work, record_id)
    emergency_id = _call(house)
    _approve(house, emergency_id)
    _second(house, emergency_id)
    with house.work() as work:
        records.open_record(_now(house), work, record_id)
    run_pending_jobs(house)
    with house.work() as work:
        assert emergencies.show(_now(house, "t.weber"), work, emergency_id).report is None
    clock.advance(hours=4)
    with house.work() as work, pytest.raises(NotFound):
        records.open_record(_now(house), work, record_id)
    run_pending_jobs(house)
    with house.work() as work:
        shown = emergencies.show(_now(house, "t.weber"), work, emergency_id)
    assert shown.stage is Stage.OVER
    assert shown.report is not None
    assert [line.objects for line in shown.report.lines] == [(record_id,)]
    assert "Nobody's" not in str(shown.report)
    with house.work() as work:
        wanted = AuditFilter(object_id=record_id, actor="a.linden")
        (entry,) = audit.entries(operator(house), work, wanted).entries
    assert entry.details["emergency"] == emergency_id


@pytest.mark.usefixtures("reader", "others")
def test_a_report_is_made_once_and_acknowledged_once(house: House, clock: FrozenClock) -> None:
    emergency_id = _call(house)
    _approve(house, emergency_id)
    _second(house, emergency_id)
    clock.advance(minutes=10)
    with house.work(writing=True) as work:
        emergencies.end(_now(house), work, emergency_id)
        work.commit()
    assert _now(house).emergency == ""
    run_pending_jobs(house)
    with house.work() as work:
        first = emergencies.show(_now(house, "t.weber"), work, emergency_id).report
        assert emergencies.waiting_count(_now(house, "t.weber"), work) == 1
    clock.advance(hours=5)  # the job of the planned end finds the report made
    run_pending_jobs(house)
    with house.work() as work:
        assert emergencies.show(_now(house, "t.weber"), work, emergency_id).report == first
    with house.work(writing=True) as work:
        with pytest.raises(NotPermitted):
            emergencies.acknowledge(_now(house, "r.okafor"), work, emergency_id)
        emergencies.acknowledge(_now(house, "t.weber"), work, emergency_id)
        with pytest.raises(NotFound):
            emergencies.acknowledge(_now(house, "s.haddad"), work, emergency_id)
        work.commit()
    with house.work() as work:
        assert emergencies.waiting_count(_now(house, "t.weber"), work) == 0


@pytest.mark.usefixtures("reader", "others")
def test_another_may_not_end_it_and_one_call_waits_at_a_time(house: House) -> None:
    emergency_id = _call(house)
    with pytest.raises(InvalidInput):
        _call(house)
    _approve(house, emergency_id)
    _second(house, emergency_id)
    an_account(house, "b.other")
    with house.work(writing=True) as work, pytest.raises(NotFound):
        emergencies.end(_now(house, "b.other"), work, emergency_id)
    assert _now(house).emergency == emergency_id
