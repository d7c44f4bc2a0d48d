"""What a reader was once granted and is not any more, and what the reader asked for: in both worlds.

A grant and an emergency that are over, and two requests with answers, one for a compartment that is in
use among the hidden records and one for a name that nothing has.
"""

from __future__ import annotations

from datetime import timedelta

from app.domain.access import Clearance
from app.domain.principals import Principal, Role
from app.services import access_requests, accounts, emergencies, grants
from app.services.accounts import AccountDraft
from app.services.grants import GrantDraft
from app.wiring import House

WHY = "For a meeting long ago"
_OFFICERS = ("officer.one", "officer.two")
_PASSWORD = "a long enough password for tests"


def admit_for_a_while(house: House, reader: str) -> None:
    """All of it lies in the past when this returns: the clock is put forward by a day."""
    people = [_officer(house, name) for name in _OFFICERS]
    with house.work(writing=True) as work:
        principal = accounts.principal_for(work, reader)
        now = house.clock.now()
        draft = GrantDraft("", frozenset({"PEN"}), now, now + timedelta(hours=8), WHY)
        grants.give(people[0], work, principal.account_id, draft)
        for wish in ("PEN", "NOWHERE"):
            request_id = access_requests.ask(principal, work, wish, WHY)
            access_requests.refuse(people[0], work, request_id, "Not for this file")
        emergency_id = emergencies.ask(principal, work, "SECRET PEN", WHY)
        emergencies.approve(
            people[0], work, emergency_id, level="Secret", compartments=frozenset({"PEN"}), hours=4
        )
        emergencies.second(people[1], work, emergency_id)
        work.commit()
    house.clock.advance(days=1)  # type: ignore[attr-defined]


def _officer(house: House, name: str) -> Principal:
    labels = house.settings.label_scheme
    draft = AccountDraft(name, name, Role.SECURITY_OFFICER, Clearance(labels.levels[0]))
    with house.work(writing=True) as work:
        accounts.create(accounts.operator_principal(labels), work, draft, _PASSWORD)
        work.commit()
    with house.work() as work:
        return accounts.principal_for(work, name)
