"""Sessions over two workers on one home: fifteen named cases, and 1,000 interleavings, none stale.

Two applications stand for two worker processes: each has its own engine, connections and caches, and
they share nothing but the home. Whatever one of them revoked is gone from the next request on, in both.

| no. | case | what must hold |
|---|---|---|
| 1 | signing in renews | the token of before opens nothing; no fixation |
| 2 | signing out | the cookie a thief kept opens nothing |
| 3 | idle end | after the idle time without use, not before |
| 4 | absolute end | after the absolute time, however busy |
| 5 | clock put back | a session is not prolonged by a clock that went backwards |
| 6 | revoked by its owner | one session, from another browser |
| 7 | all others revoked | this one stays |
| 8 | revoked by an officer | one, and all |
| 9 | password changed | all end, this one is renewed |
| 10 | password reset by link | all end |
| 11 | second factor set up | all end, this one is renewed |
| 12 | second factor reset | all end |
| 13 | clearance changed | all end, the old clearance is nowhere |
| 14 | account closed | all end, and signing in too |
| 15 | grant begun and ended | seen, and not seen any more, within one session |
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.errors import InvalidInput
from app.domain.principals import Principal
from app.services import account_links, accounts, factors, grants, sessions, sign_in
from app.services.accounts import ClearanceChange
from app.services.grants import GrantDraft
from app.services.work import Work
from tests.houses import MEMORY
from tests.people import PASSWORD, operator
from tests.second_factors import code_now, with_factor
from tests.two_workers import HERE, LIMITS, Site, two_workers

NEW_PASSWORD = "nine otters under a bridge"
INTERLEAVINGS = 1_000
SEED = 20261124


@pytest.fixture
def site() -> Iterator[Site]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield from two_workers(Path(folder) / "home")


def _operator(site: Site) -> Principal:
    return operator(site.house())


def _sign_in(site: Site) -> str:
    with site.house().work(writing=True) as work:
        done = sign_in.sign_in(work, "a.linden", PASSWORD, HERE, LIMITS)
    assert isinstance(done, sign_in.SignedIn)
    return done.token


def test_1_signing_in_renews_the_token(site: Site) -> None:
    first, second = _sign_in(site), _sign_in(site)
    assert first != second
    site.do(lambda work: sessions.end(work, first))
    assert not site.is_in(first)
    assert site.is_in(second)
    assert not site.is_in("a token somebody chose for me")


def test_2_signing_out_ends_the_cookie_a_thief_kept(site: Site) -> None:
    token = site.session()
    assert site.is_in(token)
    site.do(lambda work: sessions.end(work, token))
    assert not site.is_in(token)


def test_3_an_idle_session_ends(site: Site) -> None:
    token = site.session()
    site.clock.advance(minutes=29)
    assert site.is_in(token)
    site.clock.advance(minutes=30)
    assert not site.is_in(token)


def test_4_a_busy_session_ends_too(site: Site) -> None:
    token = site.session()
    for _ in range(12 * 3 - 1):
        site.clock.advance(minutes=20)
        assert site.is_in(token)
    site.clock.advance(minutes=20)
    assert not site.is_in(token)


def test_5_a_clock_put_back_prolongs_nothing(site: Site) -> None:
    token = site.session()
    site.clock.advance(minutes=20)
    assert site.is_in(token)  # noted as the last use
    site.clock.advance(minutes=-20)
    assert site.is_in(token)
    site.clock.advance(hours=12)
    assert not site.is_in(token)
    other = site.session()
    site.do(lambda work: sessions.end(work, other))
    site.clock.advance(hours=-6)
    assert not site.is_in(other)


def test_6_a_session_is_revoked_by_its_owner_elsewhere(site: Site) -> None:
    here, elsewhere = site.session(), site.session(1)
    with site.house().work() as work:
        owner = accounts.principal_for(work, "a.linden")
        listed = sessions.list_own(owner, work, here, LIMITS)
    (other,) = [one.id for one in listed if not one.is_current]
    site.do(lambda work: sessions.revoke(owner, work, other))
    assert (site.is_in(here), site.is_in(elsewhere)) == (True, False)


def test_7_all_others_are_revoked_and_this_one_stays(site: Site) -> None:
    tokens = [site.session(number % 2) for number in range(4)]
    with site.house().work() as work:
        owner = accounts.principal_for(work, "a.linden")
    site.do(lambda work: sessions.revoke_others(owner, work, tokens[2]))
    assert [site.is_in(token) for token in tokens] == [False, False, True, False]


def test_8_an_officer_revokes_one_and_all(site: Site) -> None:
    first, second = site.session(), site.session()
    with site.house().work() as work:
        owner = accounts.principal_for(work, "a.linden")
        listed = sessions.list_own(owner, work, first, LIMITS)
    (other,) = [one.id for one in listed if not one.is_current]
    officer = _operator(site)
    site.do(lambda work: sessions.revoke_of_account(officer, work, site.account_id, other))
    assert (site.is_in(first), site.is_in(second)) == (True, False)
    site.do(lambda work: sessions.revoke_of_account(officer, work, site.account_id))
    assert not site.is_in(first)


def test_9_changing_the_password_renews_this_session_and_ends_the_others(site: Site) -> None:
    here, elsewhere = site.session(), site.session(1)
    with site.house().work(writing=True) as work:
        owner = accounts.principal_for(work, "a.linden")
        renewed = sign_in.change_password(owner, work, PASSWORD, NEW_PASSWORD, HERE, LIMITS)
    assert [site.is_in(one) for one in (here, elsewhere, renewed.token)] == [False, False, True]


def test_10_a_password_set_by_link_ends_all(site: Site) -> None:
    token = site.session()
    with site.house().work(writing=True) as work:
        link = account_links.password_link(_operator(site), work, site.account_id)
        work.commit()
    assert site.is_in(token)  # the link alone changes nothing
    with site.house(1).work(writing=True) as work:
        account_links.accept(work, link.token, NEW_PASSWORD)
    assert not site.is_in(token)


def test_11_a_second_factor_set_up_ends_what_began_without_it(site: Site) -> None:
    here, elsewhere = site.session(), site.session()
    house = site.house()
    with house.work(writing=True) as work:
        owner = accounts.principal_for(work, "a.linden")
        factors.begin(owner, work)
        secret = factors.enrolment(owner, work).secret
        factors.confirm(owner, work, code_now(house, secret))
        renewed = sign_in.renew_session(owner, work, HERE, LIMITS)
    assert [site.is_in(one) for one in (here, elsewhere, renewed.token)] == [False, False, True]


def test_12_a_second_factor_reset_ends_all(site: Site) -> None:
    with_factor(site.house())
    token = site.session()
    site.do(lambda work: factors.reset(_operator(site), work, "a.linden"))
    assert not site.is_in(token)


def test_13_a_changed_clearance_is_the_only_one_there_is(site: Site) -> None:
    token = site.session()
    change = ClearanceChange(compartments=frozenset())
    site.do(lambda work: accounts.clear(_operator(site), work, "a.linden", change))
    assert not site.is_in(token)
    again = site.session(1)
    for worker in (0, 1):
        assert "HR-CHN" not in site.browser(again, worker).get("/account").text


def test_14_a_closed_account_is_out_and_stays_out(site: Site) -> None:
    token = site.session()
    site.do(lambda work: accounts.disable(_operator(site), work, "a.linden"))
    assert not site.is_in(token)
    with pytest.raises(InvalidInput):
        _sign_in(site)
    site.do(lambda work: accounts.enable(_operator(site), work, "a.linden"))
    assert not site.is_in(token)  # what was ended does not come back


def test_15_a_grant_is_seen_while_it_lasts_within_one_session(site: Site) -> None:
    token = site.session()
    now = site.clock.now()
    draft = GrantDraft("", frozenset({"PEN"}), now, now + timedelta(minutes=20), "This hour")
    site.do(lambda work: grants.give(_operator(site), work, site.account_id, draft))
    seen = []
    for _ in range(3):
        pages = [site.browser(token, worker).get("/account").text for worker in (0, 1)]
        seen.append(["PEN" in page for page in pages])
        site.clock.advance(minutes=10)
    assert seen == [[True, True], [True, True], [False, False]]


def _revocations(site: Site) -> tuple[Callable[[Work, str], object], ...]:
    """What ends a session, each as something one worker does to a token or to its account."""
    officer = _operator(site)
    with site.house().work() as work:
        owner = accounts.principal_for(work, "a.linden")

    def close_and_open(work: Work, _token: str) -> None:
        accounts.disable(officer, work, "a.linden")
        accounts.enable(officer, work, "a.linden")

    return (
        lambda work, token: sessions.end(work, token),
        lambda work, _token: sessions.revoke_others(owner, work, "another browser's token"),
        lambda work, _token: sessions.revoke_of_account(officer, work, site.account_id),
        lambda work, _token: accounts.clear(
            officer, work, "a.linden", ClearanceChange(level="Restricted")
        ),
        close_and_open,
    )


def test_1000_interleavings_of_revocation_and_request_and_none_is_stale(site: Site) -> None:
    """Each interleaving: one session, four requests and one revocation in a drawn order, each through a
    drawn worker. A request before the revocation is answered; from its commit on, none is."""
    chance = random.Random(SEED)  # noqa: S311 - a drawn order, not a secret
    revocations = _revocations(site)
    stale = refused_early = 0
    for _ in range(INTERLEAVINGS):
        token = site.session(chance.randrange(2))
        revoke = chance.choice(revocations)
        steps = ["request"] * 4
        steps.insert(chance.randrange(1, 4), "revoke")
        is_revoked = False
        for step in steps:
            worker = chance.randrange(2)
            if step == "revoke":
                site.do(lambda work, deed=revoke, key=token: deed(work, key), worker)  # type: ignore[misc]
                is_revoked = True
                continue
            is_answered = site.is_answered(token, worker)
            stale += is_answered and is_revoked
            refused_early += not is_answered and not is_revoked
    assert (stale, refused_early) == (0, 0)


def test_requests_that_race_with_a_revocation_are_refused_once_it_is_committed(site: Site) -> None:
    """Threads ask both workers without a pause while the session is revoked through one of them."""

    def ask_until_refused(token: str, worker: int) -> float:
        """When the last request began that was still answered."""
        browser = site.browser(token, worker)
        last = 0.0
        for _ in range(10_000):
            began = time.monotonic()
            if browser.get("/account/factor").status_code != 200:
                return last
            last = began
        return time.monotonic()

    with ThreadPoolExecutor(4) as pool:
        for number in range(25):
            token = site.session()
            asking = [pool.submit(ask_until_refused, token, each % 2) for each in range(4)]
            time.sleep(0.002 * (number % 5))
            site.do(lambda work, key=token: sessions.end(work, key), number % 2)  # type: ignore[misc]
            committed = time.monotonic()
            assert max(one.result() for one in asking) <= committed
