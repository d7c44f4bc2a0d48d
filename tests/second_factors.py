"""An authenticator app for tests: a factor set up the real way, and its codes at the house's time."""

from __future__ import annotations

import pyotp

from app.services import accounts, factors
from app.wiring import House


def with_factor(house: House, name: str = "a.linden") -> tuple[str, tuple[str, ...]]:
    """Set a second factor up; returns its secret and the recovery codes."""
    with house.work(writing=True) as work:
        principal = accounts.principal_for(work, name)
        factors.begin(principal, work)
        work.commit()
    with house.work(writing=True) as work:
        secret = factors.enrolment(principal, work).secret
        codes = factors.confirm(principal, work, code_now(house, secret))
        work.commit()
    return secret, codes


def code_now(house: House, secret: str, *, steps: int = 0) -> str:
    """The code the app shows now, or so many steps of thirty seconds later."""
    return pyotp.TOTP(secret).at(house.clock.now(), counter_offset=steps)
