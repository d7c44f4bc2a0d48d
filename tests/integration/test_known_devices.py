"""A device somebody has signed in from is not kept out by strangers, and strangers gain nothing by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.errors import InvalidInput, TooManyAttempts
from app.services import devices, throttle
from app.services.sessions import Origin
from app.services.sign_in import SignedIn
from app.wiring import House
from tests.houses import FrozenClock
from tests.integration.test_sign_in import HERE, _try
from tests.people import an_account

ADDRESSES = 200
GUESSES = 10_000


def _guess(house: House, name: str, number: int) -> bool:
    """One wrong guess from elsewhere; whether a password was looked at at all."""
    origin = Origin(f"198.51.{number % ADDRESSES // 100}.{number % 100}", "Guesser")
    with house.work(writing=True) as work:
        try:
            throttle.count_attempt(work, name, origin.address)
        except TooManyAttempts:
            return False
        work.commit()
    return True


def _known(house: House, name: str = "a.linden") -> Origin:
    return replace(HERE, kept=_try(house, name).kept)


def _wrong(house: House, origin: Origin, name: str = "a.linden") -> type[Exception]:
    with pytest.raises((InvalidInput, TooManyAttempts)) as caught:
        _try(house, name, "a wrong password", origin)
    return caught.type


def test_after_ten_thousand_guesses_elsewhere_the_owner_signs_in_at_once(
    house: House, clock: FrozenClock
) -> None:
    an_account(house)
    desk = _known(house)
    looked_at = 0
    for number in range(GUESSES):
        looked_at += _guess(house, "a.linden", number)
        clock.advance(seconds=2)  # five and a half hours in all
    assert looked_at <= 100
    with pytest.raises(TooManyAttempts):
        _try(house)  # from a browser that nobody knows
    signed_in = _try(house, origin=desk)
    assert isinstance(signed_in, SignedIn)
    # Coming and going at one's desk hands no new attempts to the one who guesses.
    assert not _guess(house, "a.linden", 1)


def test_guesses_at_a_name_nobody_has_look_the_same(house: House, clock: FrozenClock) -> None:
    an_account(house)
    looked_at = {"a.linden": 0, "nobody": 0}
    for number in range(300):
        for name in looked_at:
            looked_at[name] += _guess(house, name, number)
        clock.advance(seconds=30)
    assert looked_at["a.linden"] == looked_at["nobody"] <= 40


def test_a_known_device_waits_on_its_own_and_only_there(house: House) -> None:
    an_account(house)
    stolen = _known(house)
    told = [_wrong(house, stolen) for _ in range(7)]
    assert told == [InvalidInput] * 5 + [TooManyAttempts] * 2
    assert isinstance(_try(house), SignedIn)  # the name itself waits for nothing


def test_a_device_is_known_for_one_name_and_cannot_be_made_up(house: House) -> None:
    an_account(house)
    an_account(house, "b.other")
    own = _known(house, "b.other").kept
    with house.work() as work:
        assert devices.known_device(work, own, "b.other")
        for kept in (own, own[:-2], "x", "." * 50, "é", own * 40, ""):
            assert not devices.known_device(work, kept, "a.linden")
        assert not devices.known_device(work, own[:-2], "b.other")


def test_people_who_share_a_browser_are_all_known_to_it(house: House) -> None:
    names = [f"p{number}" for number in range(devices.MOST_DEVICES + 1)]
    kept = ""
    with house.work() as work:
        for name in names:
            kept = devices.remembered(work, kept, name)
        again = devices.remembered(work, kept, names[-1])
        assert devices.known_device(work, again, names[-1]) == devices.known_device(
            work, kept, names[-1]
        )
        known = [bool(devices.known_device(work, again, name)) for name in names]
    assert known == [False, *[True] * devices.MOST_DEVICES]
