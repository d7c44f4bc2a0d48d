"""The second factor: two steps, each code once, throttled together, secrets sealed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag

from app.domain.admission import AccountRules, FactorRule
from app.domain.audit_chain import AuditFilter
from app.domain.errors import InvalidInput, NotFound, NotPermitted, TooManyAttempts, Unavailable
from app.domain.principals import Role
from app.services import accounts, audit, codes, factors, sessions, sign_in
from app.services.sessions import Origin, SessionLimits
from app.services.sign_in import CodeAwaited, SignedIn
from app.signatures.seals import Seal
from app.wiring import House
from tests.houses import FrozenClock
from tests.people import PASSWORD, an_account, operator
from tests.second_factors import code_now, with_factor

LIMITS = SessionLimits(timedelta(minutes=30), timedelta(hours=12))
HERE = Origin("192.0.2.7", "Browser of a test")


def _first(house: House, origin: Origin = HERE, password: str = PASSWORD) -> CodeAwaited:
    with house.work(writing=True) as work:
        answer = sign_in.sign_in(work, "a.linden", password, origin, LIMITS)
    assert isinstance(answer, CodeAwaited)
    return answer


def _second(house: House, token: str, code: str, origin: Origin = HERE) -> SignedIn:
    with house.work(writing=True) as work:
        return sign_in.sign_in_with_code(work, token, code, origin, LIMITS)


def _opens(house: House, token: str) -> bool:
    with house.work() as work:
        return sessions.find(work, token, LIMITS) is not None


def test_the_right_password_alone_opens_nothing(house: House, clock: FrozenClock) -> None:
    an_account(house)
    secret, _ = with_factor(house)
    clock.advance(minutes=1)
    awaited = _first(house)
    assert not _opens(house, awaited.token)
    signed_in = _second(house, awaited.token, code_now(house, secret))
    assert _opens(house, signed_in.token)
    assert signed_in.recovery_codes_left is None


@pytest.mark.parametrize(
    ("steps", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_may_be_one_step_off_either_way(
    house: House, clock: FrozenClock, steps: int, is_taken: bool
) -> None:
    an_account(house)
    secret, _ = with_factor(house)
    clock.advance(minutes=5)
    awaited = _first(house)
    code = code_now(house, secret, steps=steps)
    if is_taken:
        assert _opens(house, _second(house, awaited.token, code).token)
    else:
        with pytest.raises(InvalidInput):
            _second(house, awaited.token, code)


def test_a_code_works_once_also_for_the_one_who_set_it_up(house: House, clock: FrozenClock) -> None:
    an_account(house)
    secret, _ = with_factor(house)
    with pytest.raises(InvalidInput):  # the code of the confirmation
        _second(house, _first(house).token, code_now(house, secret))
    clock.advance(seconds=30)
    code = code_now(house, secret)
    _second(house, _first(house).token, code)
    with pytest.raises(InvalidInput):
        _second(house, _first(house).token, code)
    with pytest.raises(InvalidInput):  # an earlier step than the last one used
        _second(house, _first(house).token, code_now(house, secret, steps=-1))


def test_codes_are_throttled_with_the_attempts_of_the_name_and_never_for_ever(
    house: House, clock: FrozenClock
) -> None:
    an_account(house)
    secret, _ = with_factor(house)
    clock.advance(minutes=1)
    awaited = _first(house)
    for _ in range(4):  # the fifth attempt with this name, counting the password
        with pytest.raises(InvalidInput):
            _second(house, awaited.token, "000000")
    with pytest.raises(TooManyAttempts) as caught:
        _second(house, awaited.token, code_now(house, secret))
    with pytest.raises(TooManyAttempts):  # a new first step does not get around it
        _first(house, Origin("198.51.100.1", ""))
    clock.advance(seconds=caught.value.retry_after_s)
    assert _opens(house, _second(house, awaited.token, code_now(house, secret)).token)
    clock.advance(minutes=1)
    _first(house)  # all is forgotten after a good sign-in


def test_hundreds_of_guesses_from_many_addresses_are_not_even_looked_at(
    house: House,
) -> None:
    an_account(house)
    with_factor(house)
    awaited = _first(house)
    looked_at = 0
    for number in range(300):
        try:
            _second(house, awaited.token, f"{number:06}", Origin(f"198.51.100.{number % 200}", ""))
        except InvalidInput:
            looked_at += 1
        except TooManyAttempts:
            continue
    assert looked_at == 4


def test_half_a_sign_in_ends_after_five_minutes_and_with_what_it_rests_on(
    house: House, clock: FrozenClock
) -> None:
    an_account(house)
    secret, _ = with_factor(house)
    awaited = _first(house)
    clock.advance(minutes=5)
    with pytest.raises(NotFound):
        _second(house, awaited.token, code_now(house, secret))
    awaited = _first(house)
    with house.work(writing=True) as work:
        accounts.reset_password(operator(house), work, "a.linden", "nine otters under a bridge")
        work.commit()
    with pytest.raises(NotFound):
        _second(house, awaited.token, code_now(house, secret))
    awaited = _first(house, password="nine otters under a bridge")
    with house.work(writing=True) as work:
        accounts.disable(operator(house), work, "a.linden")
        work.commit()
    with pytest.raises(NotFound):
        _second(house, awaited.token, code_now(house, secret))
    for made_up in ("", "x", "y" * 1_000):
        with pytest.raises(NotFound):
            _second(house, made_up, "000000")


def test_a_recovery_code_works_once_warns_and_is_audited(house: House) -> None:
    an_account(house)
    _, recovery = with_factor(house)
    assert len(set(recovery)) == codes.RECOVERY_CODES
    typed = recovery[3].upper().replace("-", " ")
    signed_in = _second(house, _first(house).token, typed)
    assert signed_in.recovery_codes_left == codes.RECOVERY_CODES - 1
    with pytest.raises(InvalidInput):
        _second(house, _first(house).token, recovery[3])
    with house.work() as work:
        wanted = AuditFilter(action="recovery code used")
        (entry,) = audit.entries(operator(house), work, wanted).entries
    assert entry.details == {"codes left": "9"}


def test_new_recovery_codes_void_the_old_ones(house: House) -> None:
    an_account(house)
    _, recovery = with_factor(house)
    with house.work(writing=True) as work:
        fresh = factors.renew_codes(accounts.principal_for(work, "a.linden"), work)
        work.commit()
    with pytest.raises(InvalidInput):
        _second(house, _first(house).token, recovery[0])
    assert _opens(house, _second(house, _first(house).token, fresh[0]).token)


def test_the_old_factor_holds_until_the_new_one_is_confirmed(
    house: House, clock: FrozenClock
) -> None:
    an_account(house)
    old, _ = with_factor(house)
    clock.advance(minutes=1)
    with house.work(writing=True) as work:
        principal = accounts.principal_for(work, "a.linden")
        factors.begin(principal, work)
        new = factors.enrolment(principal, work).secret
        with pytest.raises(InvalidInput):
            factors.confirm(principal, work, code_now(house, old))
        work.commit()
    _second(house, _first(house).token, code_now(house, old))
    with house.work(writing=True) as work:
        factors.confirm(principal, work, code_now(house, new))
        work.commit()
    clock.advance(minutes=1)
    with pytest.raises(InvalidInput):
        _second(house, _first(house).token, code_now(house, old))
    _second(house, _first(house).token, code_now(house, new))


def test_an_unconfirmed_factor_asks_nobody_and_runs_out(house: House, clock: FrozenClock) -> None:
    an_account(house)
    with house.work(writing=True) as work:
        principal = accounts.principal_for(work, "a.linden")
        factors.begin(principal, work)
        work.commit()
    with house.work(writing=True) as work:
        assert isinstance(sign_in.sign_in(work, "a.linden", PASSWORD, HERE, LIMITS), SignedIn)
    clock.advance(minutes=15)
    with house.work() as work, pytest.raises(NotFound):
        factors.enrolment(principal, work)


def test_the_secret_is_sealed_in_the_database_and_bound_to_its_account(house: House) -> None:
    an_account(house)
    secret, recovery = with_factor(house)
    with house.work() as work:
        work.session.connection().exec_driver_sql("PRAGMA wal_checkpoint(FULL)")
    stored = b"".join(path.read_bytes() for path in house.settings.home.glob("chancery.db*"))
    assert secret.encode() not in stored
    assert recovery[0].encode() not in stored
    seal = Seal("k" * 48)
    sealed = seal.sealed(b"secret", "one account")
    assert seal.opened(sealed, "one account") == b"secret"
    for wrong in (
        lambda: seal.opened(sealed, "another"),
        lambda: Seal("x" * 48).opened(sealed, "one account"),
    ):
        with pytest.raises(Unavailable) as caught:
            wrong()
        assert isinstance(caught.value.__cause__, InvalidTag)


def test_another_secret_key_says_so_and_recovery_codes_still_work(house: House) -> None:
    an_account(house)
    secret, recovery = with_factor(house)
    house.seal = Seal("another key of at least thirty-two characters")
    with pytest.raises(Unavailable):
        _second(house, _first(house).token, code_now(house, secret, steps=1))
    assert _opens(house, _second(house, _first(house).token, recovery[0]).token)


def test_an_officer_resets_a_factor_but_not_their_own(house: House) -> None:
    an_account(house)
    an_account(house, "s.haddad", role=Role.SECURITY_OFFICER)
    with_factor(house)
    with_factor(house, "s.haddad")
    with house.work(writing=True) as work:
        officer = accounts.principal_for(work, "s.haddad")
        with pytest.raises(InvalidInput):
            factors.reset(officer, work, "s.haddad")
        with pytest.raises(NotPermitted):
            factors.reset(accounts.principal_for(work, "a.linden"), work, "s.haddad")
        factors.reset(officer, work, "a.linden")
        with pytest.raises(InvalidInput):
            factors.reset(officer, work, "a.linden")
        work.commit()
    with house.work(writing=True) as work:
        assert isinstance(sign_in.sign_in(work, "a.linden", PASSWORD, HERE, LIMITS), SignedIn)


def test_a_factor_that_is_required_is_asked_for_and_cannot_be_removed(house: House) -> None:
    scheme = house.settings.label_scheme
    rule = FactorRule.parse(("role:security officer", "level:Confidential"), scheme)
    house.settings = replace(house.settings, account_rules=AccountRules(rule))
    an_account(house, level="Confidential")
    with house.work(writing=True) as work:
        signed_in = sign_in.sign_in(work, "a.linden", PASSWORD, HERE, LIMITS)
    assert isinstance(signed_in, SignedIn)
    assert _needs(house, signed_in.token)
    with_factor(house)
    assert not _needs(house, signed_in.token)
    with house.work(writing=True) as work, pytest.raises(InvalidInput):
        factors.remove(accounts.principal_for(work, "a.linden"), work)


def _needs(house: House, token: str) -> bool:
    with house.work() as work:
        found = sessions.find(work, token, LIMITS)
    assert found is not None
    return found.needs_factor


@pytest.mark.parametrize(
    "word", ["role:king", "level:Cosmic", "everybody", "level:Secret,level:Public"]
)
def test_a_rule_that_means_nothing_is_refused(house: House, word: str) -> None:
    with pytest.raises(InvalidInput):
        FactorRule.parse(word.split(","), house.settings.label_scheme)
