"""Invitations and password links: once, for their time, and one answer for every link that is closed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.db import account_store
from app.domain.access import Clearance
from app.domain.audit_chain import AuditFilter
from app.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from app.domain.principals import Principal, Role
from app.services import account_links, account_sheets, accounts, audit, sign_in
from app.services.account_links import NewLink
from app.services.account_sheets import AccountFilter, AccountState
from app.services.accounts import AccountDraft
from app.services.sessions import Origin, SessionLimits
from app.wiring import House
from tests.houses import FrozenClock
from tests.people import PASSWORD, an_account, operator

LIMITS = SessionLimits(timedelta(minutes=30), timedelta(hours=12))
HERE = Origin("192.0.2.7", "Browser of a test")
NEW_PASSWORD = "nine otters under a bridge"


def _draft(house: House, name: str = "b.new") -> AccountDraft:
    level = house.settings.label_scheme.level("Official")
    return AccountDraft(name, "Berta New", Role.READER, Clearance(level, frozenset({"PEN"}), "CAN"))


def _invite(house: House, name: str = "b.new") -> NewLink:
    with house.work(writing=True) as work:
        link = account_links.invite(operator(house), work, _draft(house, name))
        work.commit()
    return link


def _accept(house: House, token: str, password: str = NEW_PASSWORD) -> None:
    with house.work(writing=True) as work:
        account_links.accept(work, token, password)


def _can_sign_in(house: House, name: str, password: str) -> bool:
    with house.work(writing=True) as work:
        try:
            sign_in.sign_in(work, name, password, HERE, LIMITS)
        except InvalidInput:
            return False
    return True


def _password_link(house: House, account_id: str) -> NewLink:
    with house.work(writing=True) as work:
        link = account_links.password_link(operator(house), work, account_id)
        work.commit()
    return link


def test_an_invited_account_opens_with_its_link_and_not_before(house: House) -> None:
    link = _invite(house)
    assert not _can_sign_in(house, "b.new", NEW_PASSWORD)
    with house.work() as work:  # looking uses nothing up
        assert account_links.opened(work, link.token).account_name == "b.new"
        assert account_links.opened(work, link.token).expires_at == link.expires_at
    _accept(house, link.token)
    assert _can_sign_in(house, "b.new", NEW_PASSWORD)
    with house.work() as work:
        principal = accounts.principal_for(work, "b.new")
    assert principal.clearance.compartments == {"PEN"}


def test_a_link_works_once(house: House) -> None:
    link = _invite(house)
    _accept(house, link.token)
    with pytest.raises(NotFound):
        _accept(house, link.token, "a second password of mine")
    assert _can_sign_in(house, "b.new", NEW_PASSWORD)


def test_an_invitation_ends_after_a_day(house: House, clock: FrozenClock) -> None:
    link = _invite(house)
    clock.advance(hours=23, minutes=59)
    with house.work() as work:
        assert account_links.opened(work, link.token).account_name == "b.new"
    clock.advance(minutes=1)
    with house.work() as work, pytest.raises(NotFound):
        account_links.opened(work, link.token)
    with pytest.raises(NotFound):
        _accept(house, link.token)


def test_inviting_again_voids_the_link_before(house: House) -> None:
    first = _invite(house)
    with house.work(writing=True) as work:
        second = account_links.invite_again(operator(house), work, first.account_id)
        work.commit()
    with pytest.raises(NotFound):
        _accept(house, first.token)
    _accept(house, second.token)
    with house.work(writing=True) as work, pytest.raises(InvalidInput):
        account_links.invite_again(operator(house), work, first.account_id)


def test_a_password_link_lasts_a_quarter_of_an_hour_and_ends_sessions(
    house: House, clock: FrozenClock
) -> None:
    account = an_account(house)
    link = _password_link(house, account.id)
    clock.advance(minutes=15)
    with pytest.raises(NotFound):
        _accept(house, link.token)
    _accept(house, _password_link(house, account.id).token)
    assert not _can_sign_in(house, "a.linden", PASSWORD)
    assert _can_sign_in(house, "a.linden", NEW_PASSWORD)


def test_disabling_an_account_closes_its_links(house: House) -> None:
    account = an_account(house)
    link = _password_link(house, account.id)
    with house.work(writing=True) as work:
        accounts.disable(operator(house), work, "a.linden")
        work.commit()
    with pytest.raises(NotFound):
        _accept(house, link.token)
    with house.work(writing=True) as work, pytest.raises(InvalidInput):
        account_links.password_link(operator(house), work, account.id)


def test_disabling_an_invited_account_closes_its_invitation(house: House) -> None:
    link = _invite(house)
    with house.work(writing=True) as work:
        accounts.disable(operator(house), work, "b.new")
        with pytest.raises(InvalidInput):
            accounts.enable(operator(house), work, "b.new")
        work.commit()
    with pytest.raises(NotFound):
        _accept(house, link.token)


@pytest.mark.parametrize("token", ["", "x", "0" * 43, "0" * 10_000, "\x00", "%", "é" * 43])
def test_a_link_nobody_was_given_is_not_there(house: House, token: str) -> None:
    _invite(house)
    with pytest.raises(NotFound):
        _accept(house, token)


def test_a_password_that_is_refused_uses_nothing_up(house: House) -> None:
    link = _invite(house)
    for password in ("short", "b.new Berta New New", "qwertyuiopasdfghjkl"):
        with pytest.raises(InvalidInput):
            _accept(house, link.token, password)
    _accept(house, link.token)


def test_the_token_is_not_in_the_database(house: House) -> None:
    link = _invite(house)
    with house.work() as work:
        work.session.connection().exec_driver_sql("PRAGMA wal_checkpoint(FULL)")
    stored = b"".join(path.read_bytes() for path in house.settings.home.glob("chancery.db*"))
    assert link.token.encode() not in stored


def test_only_officers_make_links_and_none_for_themselves(house: House) -> None:
    an_account(house, "s.haddad", role=Role.SECURITY_OFFICER)
    account = an_account(house)
    with house.work(writing=True) as work:
        reader = accounts.principal_for(work, "a.linden")
        officer = accounts.principal_for(work, "s.haddad")
        for deed in (
            lambda: account_links.invite(reader, work, _draft(house)),
            lambda: account_links.password_link(reader, work, account.id),
            lambda: account_links.invite_again(reader, work, account.id),
            lambda: account_sheets.lines(reader, work, AccountFilter(), LIMITS),
            lambda: account_sheets.sheet(reader, work, account.id, LIMITS),
        ):
            with pytest.raises(NotPermitted):
                deed()
        with pytest.raises(InvalidInput):
            account_links.password_link(officer, work, officer.account_id)
        with pytest.raises(Conflict):
            account_links.invite(officer, work, _draft(house, "a.linden"))


def test_the_trail_names_what_a_link_did_and_never_the_link(house: House) -> None:
    link = _invite(house)
    _accept(house, link.token)
    with house.work() as work:
        wanted = AuditFilter(object_id=link.account_id)
        entries = audit.entries(operator(house), work, wanted).entries
    assert [entry.action for entry in entries] == ["invitation link used", "account invited"]
    assert link.token not in str(entries)


def _officer(house: House) -> Principal:
    an_account(house, "s.haddad", role=Role.SECURITY_OFFICER)
    with house.work() as work:
        return accounts.principal_for(work, "s.haddad")


def test_nobody_changes_their_own_clearance(house: House) -> None:
    officer = _officer(house)
    an_account(house, "s.second", role=Role.SECURITY_OFFICER)
    change = accounts.ClearanceChange(level="Secret")
    with house.work(writing=True) as work, pytest.raises(InvalidInput) as caught:
        accounts.clear(officer, work, "s.haddad", change)
    assert "another security officer" in caught.value.message


def test_the_last_officer_who_can_sign_in_stays(house: House) -> None:
    officer = _officer(house)
    with house.work(writing=True) as work:
        draft = AccountDraft("s.second", "", Role.SECURITY_OFFICER, officer.clearance)
        account_links.invite(officer, work, draft)  # invited is not: can sign in
        with pytest.raises(InvalidInput) as caught:
            accounts.disable(operator(house), work, "s.haddad")
        assert "last security officer" in caught.value.message
        change = accounts.ClearanceChange(role=Role.READER)
        with pytest.raises(InvalidInput):
            accounts.clear(operator(house), work, "s.haddad", change)
        second = account_store.by_name(work.session, "s.second")
        assert second is not None
        second.is_disabled = False
        accounts.disable(operator(house), work, "s.haddad")
        work.commit()


def test_the_list_shows_states_and_narrows(house: House) -> None:
    an_account(house)
    an_account(house, "c.closed")
    _invite(house)
    with house.work(writing=True) as work:
        accounts.disable(operator(house), work, "c.closed")
        work.commit()
    with house.work() as work:
        found, total = account_sheets.lines(operator(house), work, AccountFilter(), LIMITS)
        states = {line.name: line.state for line in found}
        narrowed, _ = account_sheets.lines(
            operator(house), work, AccountFilter("NEW", Role.READER, AccountState.INVITED), LIMITS
        )
    assert states == {
        "a.linden": AccountState.OPEN,
        "b.new": AccountState.INVITED,
        "c.closed": AccountState.CLOSED,
    }
    assert (total, [line.name for line in narrowed]) == (3, ["b.new"])
