"""What tests of saved searches share: people who keep them, and short ways to do what the pages do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.domain.principals import Principal
from app.domain.records import RecordId
from app.domain.saved_searches import Alert
from app.domain.searches import SearchRequest
from app.mail.mail_room import Mail
from app.services import accounts, saved_searches, search, search_alerts
from app.wiring import House
from tests.people import an_account

OWNER = "a.linden"


@dataclass(slots=True)
class Relay:
    """A mail room that remembers, or refuses, or is cut off while it sends."""

    sent: list[Mail] = field(default_factory=list)
    before_sending: Callable[[], None] = lambda: None
    is_open: bool = True

    def send(self, mail: Mail) -> None:
        self.before_sending()
        self.sent.append(mail)


def a_reader(house: House, name: str = OWNER, **more: Any) -> Principal:
    """An account with its principal as it stands; `more` as `an_account`."""
    an_account(house, name, **more)
    return now(house, name)


def now(house: House, name: str = OWNER) -> Principal:
    """The principal of an account as it stands now."""
    with house.work() as work:
        return accounts.principal_for(work, name)


def saved(house: House, owner: Principal, words: str, name: str = "", **more: Any) -> str:
    """A saved search; `more` as `SearchRequest`. Returns its id."""
    with house.work(writing=True) as work:
        asked = SearchRequest(words, **more)
        search_id = saved_searches.save(owner, work, asked, name or words)
        work.commit()
    return search_id


def watched(house: House, owner: Principal, words: str, name: str = "", **more: Any) -> str:
    """A saved search that is watched from now on. Returns its id."""
    search_id = saved(house, owner, words, name, **more)
    with house.work(writing=True) as work:
        search_alerts.watch(owner, work, search_id)
        work.commit()
    return search_id


def visited(house: House, owner: Principal, search_id: str) -> frozenset[RecordId]:
    """Look at the results as the owner does. Returns the records marked as new."""
    with house.work() as work:
        found, look = search_alerts.look_at(owner, work, search_id)
    assert look is not None
    assert found.asked is not None
    with house.work(writing=True) as work:
        search_alerts.note_visit(owner, work, search_id, look)
        work.commit()
    with house.work() as work:
        page = search.search(owner, work, found.asked)
        shown = [hit.summary.id for hit in page.hits]
        opened = search_alerts.opened(owner, work, search_id, found.asked, shown)
    assert opened is not None
    return opened.new


def alerts(house: House, owner: Principal) -> tuple[Alert, ...]:
    with house.work() as work:
        return search_alerts.alerts(owner, work)


def new(house: House, owner: Principal) -> list[int]:
    """How many are new in each watched search, by the searches' names."""
    return [one.new for one in alerts(house, owner)]


def a_disabled(house: House, name: str = OWNER) -> None:
    _as_operator(house, lambda operator, work: accounts.disable(operator, work, name))


def a_cleared(house: House, name: str = OWNER, **change: Any) -> None:
    """Another role or clearance; `change` as `ClearanceChange`."""
    wanted = accounts.ClearanceChange(**change)
    _as_operator(house, lambda operator, work: accounts.clear(operator, work, name, wanted))


def _as_operator(house: House, do: Any) -> None:
    with house.work(writing=True) as work:
        do(accounts.operator_principal(work.labels), work)
        work.commit()
