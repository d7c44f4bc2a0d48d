"""Two applications on one home, as two worker processes: own engines, connections and caches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.db import account_store
from app.domain.clock import RandomIdentifiers
from app.domain.principals import Role
from app.services import sessions
from app.services.sessions import Origin, SessionLimits
from app.services.work import Work
from app.wiring import House
from tests.houses import FrozenClock, ready, settings_for
from tests.people import an_account

LIMITS = SessionLimits(timedelta(minutes=30), timedelta(hours=12))
HERE = Origin("192.0.2.7", "Browser of a test")


@dataclass(slots=True)
class Site:
    """Two workers on one home; `account_id` is the account whose sessions these are."""

    apps: tuple[Flask, Flask]
    clock: FrozenClock
    account_id: str

    def house(self, worker: int = 0) -> House:
        found: House = self.apps[worker].extensions["chancery"]
        return found

    def session(self, worker: int = 0) -> str:
        """The token of a new session of the account."""
        house = self.house(worker)
        with house.work(writing=True) as work:
            account = account_store.by_public_id(work.session, self.account_id)
            assert account is not None
            token = sessions.start(work, account, HERE, LIMITS)
            work.commit()
        return token

    def asks(self, token: str, worker: int) -> int:
        """The status of one request that carries the token, through one worker."""
        return self.browser(token, worker).get("/account/settings").status_code

    def is_answered(self, token: str, worker: int) -> bool:
        """Whether one worker knows the token; by the quickest page, which leads on or to sign-in."""
        answer = self.browser(token, worker).get("/account/factor/confirm")
        return answer.location == "/account/factor"

    def browser(self, token: str, worker: int) -> FlaskClient:
        client = self.apps[worker].test_client()
        with client.session_transaction() as cookie:
            cookie["token"] = token
        return client

    def is_in(self, token: str) -> bool:
        """Whether both workers accept the token; they must never differ."""
        answers = {self.asks(token, worker) for worker in (0, 1)}
        assert len(answers) == 1, "the two workers do not agree"
        return answers == {200}

    def do(self, deed: Callable[[Work], object], worker: int = 1) -> None:
        """Do something through one worker and commit it."""
        with self.house(worker).work(writing=True) as work:
            deed(work)
            work.commit()


def two_workers(home: Path) -> Iterator[Site]:
    """A reader's account and an officer's, and two workers to ask; closed when the iterator ends."""
    clock = FrozenClock()
    apps = tuple(
        create_app(settings_for(home), clock=clock, ids=RandomIdentifiers()) for _ in (0, 1)
    )
    houses: list[House] = [app.extensions["chancery"] for app in apps]
    ready(houses[0])
    account = an_account(houses[0], compartments=frozenset({"HR-CHN"}))
    an_account(houses[0], "s.haddad", role=Role.SECURITY_OFFICER)
    yield Site((apps[0], apps[1]), clock, account.id)
    for house in houses:
        house.close()
