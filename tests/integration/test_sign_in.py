"""Signing in: one answer for every refusal, growing waits, sessions that end when they should."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from app.db.models.accounts import AccountRow
from app.domain.audit_chain import AuditFilter
from app.domain.errors import InvalidInput, NotFound, TooManyAttempts
from app.services import accounts, audit, sessions, sign_in, throttle
from app.services.sessions import Origin, SessionLimits
from app.services.sign_in import SignedIn
from app.wiring import House
from tests.houses import FrozenClock
from tests.people import PASSWORD, an_account, operator

LIMITS = SessionLimits(timedelta(minutes=30), timedelta(hours=12))
HERE = Origin("192.0.2.7", "Browser of a test")


def _try(
    house: House, name: str = "a.linden", password: str = PASSWORD, origin: Origin = HERE
) -> SignedIn:
    with house.work(writing=True) as work:
        return sign_in.sign_in(work, name, password, origin, LIMITS)


def _refusal(house: House, name: str, password: str, origin: Origin = HERE) -> str:
    with pytest.raises((InvalidInput, TooManyAttempts)) as caught:
        _try(house, name, password, origin)
    return str(caught.value)


def _is_open(house: House, token: str) -> bool:
    with house.work() as work:
        return sessions.find(work, token, LIMITS) is not None


def test_the_right_password_starts_a_session_for_the_account(house: House) -> None:
    an_account(house)
    signed_in = _try(house, " A.Linden ")
    with house.work() as work:
        found = sessions.find(work, signed_in.token, LIMITS)
    assert found is not None
    assert found.principal.name == "a.linden"


def test_wrong_name_wrong_password_and_disabled_account_get_one_answer(house: House) -> None:
    an_account(house)
    an_account(house, "b.closed")
    with house.work(writing=True) as work:
        accounts.disable(operator(house), work, "b.closed")
        work.commit()
    answers = {
        _refusal(house, "a.linden", "not the password at all"),
        _refusal(house, "nobody", PASSWORD),
        _refusal(house, "b.closed", PASSWORD),
        _refusal(house, "a.linden", ""),
        _refusal(house, "a.linden", "z" * 5_000),
    }
    assert len(answers) == 1


@pytest.mark.parametrize("name", ["a.linden", "nobody"])
def test_attempts_with_one_name_wait_longer_and_longer(
    house: House, clock: FrozenClock, name: str
) -> None:
    an_account(house)
    waits = []
    for number in range(16):  # each from an address of its own
        _refusal(house, name, "a wrong password", Origin(f"198.51.100.{number}", ""))
        waits.append(_wait_of(house, name))
        clock.advance(seconds=waits[-1])
    assert waits == [0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]


def _wait_of(house: House, name: str) -> int:
    """The seconds the next attempt would be told to wait; asking is not counted."""
    with house.work(writing=True) as work:
        try:
            throttle.count_attempt(work, name, "203.0.113.1")
        except TooManyAttempts as error:
            return error.retry_after_s
    return 0


def test_waiting_is_refused_without_looking_at_the_password_and_ends_by_itself(
    house: House, clock: FrozenClock
) -> None:
    an_account(house)
    for _ in range(5):
        _refusal(house, "a.linden", "a wrong password")
    with pytest.raises(TooManyAttempts) as caught:
        _try(house)
    for _ in range(50):  # hammering does not prolong the wait
        _refusal(house, "a.linden", "a wrong password")
    clock.advance(seconds=caught.value.retry_after_s)
    assert _is_open(house, _try(house).token)


def test_many_attempts_at_once_do_not_slip_through_together(house: House) -> None:
    an_account(house)

    def attempt(number: int) -> str:
        try:
            _try(house, password="a wrong password", origin=Origin(f"198.51.100.{number}", ""))
        except (InvalidInput, TooManyAttempts) as error:
            return type(error).__name__
        return "in"

    with ThreadPoolExecutor(8) as pool:
        told = Counter(pool.map(attempt, range(24)))
    assert told == {"InvalidInput": 5, "TooManyAttempts": 19}


def test_one_address_waits_whatever_names_it_tries(house: House) -> None:
    for number in range(20):
        _refusal(house, f"name{number}", "a wrong password")
    with pytest.raises(TooManyAttempts):
        _try(house, "another", "a wrong password")


def test_many_people_may_sign_in_from_one_address(house: House) -> None:
    an_account(house)
    for _ in range(25):
        _try(house)


def test_a_day_without_attempts_forgets_them(house: House, clock: FrozenClock) -> None:
    for _ in range(5):
        _refusal(house, "nobody", "a wrong password")
    clock.advance(days=1, seconds=1)
    for _ in range(5):
        with pytest.raises(InvalidInput):
            _try(house, "nobody", "a wrong password")


def test_resetting_the_password_forgets_the_attempts(house: House) -> None:
    an_account(house)
    for _ in range(5):
        _refusal(house, "a.linden", "a wrong password")
    with house.work(writing=True) as work:
        accounts.reset_password(operator(house), work, "a.linden", "nine otters under a bridge")
        work.commit()
    assert _is_open(house, _try(house, password="nine otters under a bridge").token)


def test_the_longest_wait_is_a_quarter_of_an_hour() -> None:
    assert throttle.wait_after("name", 10_000) == 900


@pytest.mark.usefixtures("honest_passwords")
def test_an_older_hash_is_made_anew_at_sign_in(house: House) -> None:
    an_account(house)
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with house.work(writing=True) as work:
        work.session.query(AccountRow).update({AccountRow.password_hash: weak})
        work.commit()
    _try(house)
    with house.work() as work:
        kept = work.session.query(AccountRow.password_hash).scalar()
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_session_ends_when_idle(house: House, clock: FrozenClock) -> None:
    an_account(house)
    token = _try(house).token
    clock.advance(minutes=29)
    assert _is_open(house, token)
    with house.work() as work:
        sessions.touch(work, token)
    clock.advance(minutes=29)
    assert _is_open(house, token)
    clock.advance(minutes=1)
    assert not _is_open(house, token)


def test_a_session_ends_after_half_a_day_however_busy(house: House, clock: FrozenClock) -> None:
    an_account(house)
    token = _try(house).token
    for _ in range(12 * 4 - 1):
        clock.advance(minutes=15)
        with house.work() as work:
            sessions.touch(work, token)
        assert _is_open(house, token)
    clock.advance(minutes=15)
    assert not _is_open(house, token)


def test_the_token_itself_is_not_in_the_database(house: House) -> None:
    an_account(house)
    token = _try(house).token
    with house.work() as work:
        work.session.connection().exec_driver_sql("PRAGMA wal_checkpoint(FULL)")
    stored = b"".join(path.read_bytes() for path in house.settings.home.glob("chancery.db*"))
    assert token.encode() not in stored
    assert PASSWORD.encode() not in stored


@pytest.mark.parametrize("token", ["", "x", "0" * 43, "0" * 10_000, "\x00", "%"])
def test_a_token_nobody_was_given_opens_nothing(house: House, token: str) -> None:
    an_account(house)
    _try(house)
    assert not _is_open(house, token)


def test_changing_the_password_ends_every_session_and_starts_one(house: House) -> None:
    an_account(house)
    first, second = _try(house), _try(house)
    with house.work(writing=True) as work:
        renewed = sign_in.change_password(
            first.principal, work, PASSWORD, "nine otters under a bridge", HERE, LIMITS
        )
    assert [_is_open(house, one.token) for one in (first, second, renewed)] == [False, False, True]
    assert _is_open(house, _try(house, password="nine otters under a bridge").token)


@pytest.mark.parametrize(
    ("today", "new"),
    [
        (PASSWORD, PASSWORD),
        (
            "ﬁfteen otters in a row",
            "fifteen otters in a row",
        ),  # a ligature, as some keyboards write
        ("not the one of today at all", "not the one of today at all"),
    ],
)
def test_the_new_password_must_be_another(house: House, today: str, new: str) -> None:
    an_account(house)
    signed_in = _try(house)
    with (
        house.work(writing=True) as work,
        pytest.raises(InvalidInput, match="Choose another") as refusal,
    ):
        sign_in.change_password(signed_in.principal, work, today, new, HERE, LIMITS)
    assert refusal.value.field == "password"
    assert _is_open(house, signed_in.token)


def test_a_wrong_password_of_today_changes_nothing_and_is_throttled(house: House) -> None:
    an_account(house)
    signed_in = _try(house)
    for _ in range(5):
        with house.work(writing=True) as work, pytest.raises(InvalidInput):
            sign_in.change_password(
                signed_in.principal, work, "wrong", "nine otters under a bridge", HERE, LIMITS
            )
    with house.work(writing=True) as work, pytest.raises(TooManyAttempts):
        sign_in.change_password(
            signed_in.principal, work, PASSWORD, "nine otters under a bridge", HERE, LIMITS
        )
    assert _is_open(house, signed_in.token)


def test_nobody_revokes_the_session_of_another(house: House) -> None:
    an_account(house)
    an_account(house, "b.other")
    mine, other = _try(house), _try(house, "b.other")
    with house.work() as work:
        (view,) = sessions.list_own(other.principal, work, other.token, LIMITS)
    with house.work(writing=True) as work, pytest.raises(NotFound):
        sessions.revoke(mine.principal, work, view.id)
    assert _is_open(house, other.token)


def test_signing_in_failing_and_out_are_recorded_without_what_was_typed(house: House) -> None:
    account = an_account(house)
    _refusal(house, "a.linden", "a wrong password")
    _refusal(house, "my secret typed as a name", "x")
    token = _try(house).token
    with house.work(writing=True) as work:
        sessions.end(work, token)
        work.commit()
    with house.work() as work:
        found = audit.entries(operator(house), work, AuditFilter()).entries
    told = [(entry.action, entry.objects) for entry in reversed(found)]
    assert told[1:4] == [
        ("sign-in refused", (account.id,)),
        ("sign-in refused", ()),
        ("signed in", (account.id,)),
    ]
    assert told[4][0] == "signed out"
    assert "secret typed" not in str(found)
