"""Grants with an end, and requests for access with their answers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.access import Clearance
from app.domain.admission import Grant, RequestState, cleared_with
from app.domain.errors import InvalidInput, NotFound, NotPermitted
from app.domain.principals import Principal, Role
from app.services import (
    access_requests,
    accounts,
    grants,
)
from app.services.grants import GrantDraft
from app.wiring import House
from tests.builders import SCHEME
from tests.houses import NOON, FrozenClock
from tests.people import an_account, operator

WHY = "The delegation leaves tonight"


@pytest.fixture
def reader(house: House) -> str:
    return an_account(house).id


def _now(house: House, name: str = "a.linden") -> Principal:
    with house.work() as work:
        return accounts.principal_for(work, name)


def _grant(house: House, account_id: str, **changes: object) -> str:
    now = house.clock.now()
    draft = {
        "level": "",
        "compartments": frozenset({"PEN"}),
        "starts_at": now,
        "ends_at": now + timedelta(hours=8),
        "reason": WHY,
    }
    with house.work(writing=True) as work:
        grant_id = grants.give(operator(house), work, account_id, GrantDraft(**(draft | changes)))  # type: ignore[arg-type]
        work.commit()
    return grant_id


def test_a_grant_counts_from_its_beginning_until_its_end_by_the_clock_alone(
    house: House, clock: FrozenClock, reader: str
) -> None:
    _grant(house, reader, starts_at=NOON + timedelta(hours=1), ends_at=NOON + timedelta(hours=3))
    seen = []
    for _ in range(5):
        seen.append("PEN" in _now(house).clearance.compartments)
        clock.advance(hours=1)
    assert seen == [False, True, True, False, False]


def test_a_grant_is_ended_early_and_ends_at_once(house: House, reader: str) -> None:
    grant_id = _grant(house, reader)
    with house.work(writing=True) as work:
        grants.end(operator(house), work, reader, grant_id)
        with pytest.raises(NotFound):
            grants.end(operator(house), work, reader, grant_id)
        work.commit()
    assert _now(house).clearance.compartments == frozenset()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"compartments": frozenset()}, "compartments"),
        ({"compartments": frozenset({"NOWHERE"})}, "compartments"),
        ({"level": "Cosmic"}, "level"),
        ({"ends_at": NOON}, "ends"),
        ({"starts_at": NOON + timedelta(days=2), "ends_at": NOON + timedelta(days=1)}, "ends"),
        ({"ends_at": NOON + timedelta(days=400)}, "ends"),
        ({"reason": " "}, "reason"),
    ],
)
def test_a_grant_that_means_nothing_is_refused(
    house: House, reader: str, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        _grant(house, reader, **changes)
    assert caught.value.field == field


def test_only_officers_grant_and_none_to_themselves(house: House, reader: str) -> None:
    officer_id = an_account(house, "s.haddad", role=Role.SECURITY_OFFICER).id
    draft = GrantDraft("", frozenset({"PEN"}), NOON, NOON + timedelta(hours=1), WHY)
    with house.work(writing=True) as work:
        with pytest.raises(NotPermitted):
            grants.give(_now(house), work, reader, draft)
        with pytest.raises(InvalidInput):
            grants.give(_now(house, "s.haddad"), work, officer_id, draft)
        with pytest.raises(NotFound):
            grants.give(operator(house), work, "nobody", draft)


_SPANS = st.tuples(st.integers(-5, 5), st.integers(-5, 5))
_GRANTS = st.lists(
    st.tuples(
        _SPANS,
        st.none() | st.sampled_from(SCHEME.levels),
        st.frozensets(st.sampled_from(sorted(SCHEME.compartments))),
    ),
    max_size=4,
)


@given(_GRANTS, st.integers(-6, 6))
def test_grants_only_ever_add_and_only_while_they_last(
    drawn: list[tuple[tuple[int, int], object, frozenset[str]]], hour: int
) -> None:
    def at(hours: int) -> datetime:
        return NOON + timedelta(hours=hours)

    standing = Clearance(SCHEME.level("Official"), frozenset({"HR-CHN"}), "CAN")
    given_ = [Grant(at(first), at(last), level, some) for (first, last), level, some in drawn]  # type: ignore[arg-type]
    found = cleared_with(standing, given_, at(hour), SCHEME)
    live = [grant for grant in given_ if grant.starts_at <= at(hour) < grant.ends_at]
    assert found.party == standing.party
    assert found.level == max([standing.level, *(one.level for one in live if one.level)])
    assert found.compartments == standing.compartments.union(*(one.compartments for one in live))


def _ask(house: House, wish: str = "PEN", name: str = "a.linden") -> str:
    with house.work(writing=True) as work:
        request_id = access_requests.ask(_now(house, name), work, wish, WHY)
        work.commit()
    return request_id


@pytest.mark.usefixtures("reader")
def test_a_request_is_granted_until_and_the_asker_reads_the_answer(
    house: House, clock: FrozenClock
) -> None:
    request_id = _ask(house)
    until = clock.now() + timedelta(days=2)
    draft = GrantDraft("", frozenset({"PEN"}), clock.now(), until, "For the session this week")
    with house.work(writing=True) as work:
        access_requests.grant(operator(house), work, request_id, draft)
        work.commit()
    with house.work() as work:
        (mine,) = access_requests.own(_now(house), work)
    assert (mine.state, mine.granted_until) == (RequestState.GRANTED, until)
    assert mine.answer == "For the session this week"
    assert _now(house).clearance.compartments == {"PEN"}
    clock.advance(days=2)
    assert _now(house).clearance.compartments == frozenset()


@pytest.mark.usefixtures("reader")
def test_a_request_is_refused_or_withdrawn_once(house: House) -> None:
    refused, withdrawn = _ask(house), _ask(house, "something else")
    with house.work(writing=True) as work:
        access_requests.refuse(operator(house), work, refused, "Not needed for this")
        with pytest.raises(InvalidInput):
            access_requests.refuse(operator(house), work, refused, "Not needed for this")
        access_requests.withdraw(_now(house), work, withdrawn)
        with pytest.raises(NotFound):
            access_requests.withdraw(_now(house), work, refused)
        work.commit()
    with house.work() as work:
        states = [one.state for one in access_requests.own(_now(house), work)]
        assert access_requests.waiting(operator(house), work) == ()
    assert states == [RequestState.WITHDRAWN, RequestState.REFUSED]


@pytest.mark.usefixtures("reader")
def test_every_wish_is_taken_alike_whether_or_not_it_names_a_compartment(house: House) -> None:
    for wish in ("PEN", "NOWHERE", "Secret", "pen'; --", "谢阳"):
        _ask(house, wish)
    with house.work() as work:
        mine = access_requests.own(_now(house), work)
    assert {(one.state, one.answer, one.granted_until) for one in mine} == {
        (RequestState.OPEN, "", None)
    }
    with pytest.raises(InvalidInput):  # five wait already
        _ask(house)


@pytest.mark.usefixtures("reader")
def test_nobody_answers_or_withdraws_the_request_of_another(house: House) -> None:
    an_account(house, "b.other")
    an_account(house, "s.haddad", role=Role.SECURITY_OFFICER)
    request_id, own_id = _ask(house), _ask(house, name="s.haddad")
    with house.work(writing=True) as work:
        with pytest.raises(NotFound):
            access_requests.withdraw(_now(house, "b.other"), work, request_id)
        with pytest.raises(NotPermitted):
            access_requests.refuse(_now(house, "b.other"), work, request_id, "I say so")
        with pytest.raises(InvalidInput):
            access_requests.refuse(_now(house, "s.haddad"), work, own_id, "I say so")
        assert access_requests.own(_now(house, "b.other"), work) == ()
