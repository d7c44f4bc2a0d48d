"""How many accounts a label admits, who may know it, and when a day has come for the house."""

from __future__ import annotations

from datetime import timedelta

from app.domain.principals import Role
from app.domain.releases import CLOCK_TOLERANCE, HouseTime
from app.services import accounts, admitted
from app.wiring import House
from tests.builders import SCHEME, a_principal, a_registrar
from tests.houses import NOON
from tests.people import an_account, operator

FIRST = a_registrar()


def test_no_day_has_come_while_the_clock_is_wrong() -> None:
    right = HouseTime(NOON, NOON + CLOCK_TOLERANCE)
    wrong = HouseTime(NOON, NOON + 2 * CLOCK_TOLERANCE)
    assert right.has_come(NOON.date())
    assert not wrong.has_come(NOON.date())
    assert wrong.has_come(None)
    assert not right.has_come((NOON + timedelta(days=1)).date())


def test_admission_counts_enabled_reading_accounts_for_whom_may_know(house: House) -> None:
    an_account(house, "one", level="Official")
    an_account(house, "two", level="Secret", compartments=frozenset({"HR-CHN"}))
    an_account(house, "three", role=Role.SECURITY_OFFICER, level="Secret")
    an_account(house, "four", role=Role.REGISTRAR, level="Restricted")
    an_account(house, "five", level="Secret")
    official, guarded = SCHEME.parse("Official"), SCHEME.parse("Restricted/HR-CHN")
    with house.work(writing=True) as work:
        accounts.disable(operator(house), work, "five")
        found = admitted.admitted(FIRST, work, official)
        assert found is not None
        assert (found.count, found.total) == (3, 3)
        change = admitted.compare(FIRST, work, guarded, official)
        assert (change.gains, change.loses, change.is_narrower) == (2, 0, False)
        back = admitted.compare(FIRST, work, official, guarded)
        assert (back.gains, back.loses, back.is_narrower) == (0, 2, True)
        assert "The level falls from Restricted to Official." in change.words

        lower = a_registrar("Official", "HR-CHN")
        assert admitted.admitted(lower, work, guarded) is None
        assert admitted.compare(lower, work, official, guarded).gains is None
        reader = a_principal("Secret", *SCHEME.compartments)
        assert admitted.admitted(reader, work, official) is None
