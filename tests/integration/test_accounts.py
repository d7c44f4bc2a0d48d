"""Accounts, passwords, clearances: the services behind `flask users`."""

from __future__ import annotations

import pytest

from app.domain.access import Clearance
from app.domain.audit_chain import AuditFilter
from app.domain.errors import Conflict, InvalidInput, NotPermitted
from app.domain.principals import Action, Role
from app.services import accounts, audit, passwords
from app.services.accounts import AccountDraft, ClearanceChange
from app.wiring import House
from tests.people import PASSWORD, an_account, operator


def test_an_account_becomes_the_principal_it_was_made_for(house: House) -> None:
    an_account(house, role=Role.REGISTRAR, level="Restricted", compartments=frozenset({"HR-CHN"}))
    with house.work() as work:
        principal = accounts.principal_for(work, "A.Linden")
    assert principal.role is Role.REGISTRAR
    assert principal.clearance == Clearance(
        house.settings.label_scheme.level("Restricted"), frozenset({"HR-CHN"}), "CAN"
    )


def test_a_name_is_taken_whatever_its_case(house: House) -> None:
    an_account(house, "a.linden")
    with pytest.raises(Conflict):
        an_account(house, "A.LINDEN")


@pytest.mark.parametrize("name", ["", "a", "a linden", "système", "system", "anonymous", "a/b"])
def test_a_name_that_cannot_be_typed_everywhere_is_refused(house: House, name: str) -> None:
    with pytest.raises(InvalidInput):
        an_account(house, name)


@pytest.mark.parametrize(
    "password",
    [
        "too short",
        "x" * 129,
        "abababababababab",
        "passwordpassword",
        "password12345678",
        "Chancery Register 2026",
        "a.linden a.linden!",
        "               ",
    ],
)
def test_a_password_that_is_guessed_first_is_refused(house: House, password: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        an_account(house, password=password)
    assert caught.value.field == "password"


def test_a_generated_password_is_accepted_by_the_rule() -> None:
    for _ in range(500):
        passwords.check_new(passwords.generate(), ("a.linden", "Anna Linden"))


def test_two_ways_of_typing_one_password_are_one() -> None:
    kept = passwords.hashed("caf\u00e9 au lait \u00e0 Gen\u00e8ve")
    assert passwords.matches(kept, "cafe\u0301 au lait a\u0300 Gene\u0300ve")
    assert not passwords.matches(kept, "cafe au lait a Geneve")


@pytest.mark.usefixtures("honest_passwords")
def test_a_password_is_kept_as_argon2id_and_nobody_has_the_hash_of_nobody() -> None:
    assert passwords.hashed(PASSWORD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    nobody = passwords.hash_of_nobody()
    assert not passwords.needs_rehash(nobody)
    assert not passwords.matches(nobody, "")


def test_a_level_that_settings_no_longer_know_grants_the_lowest(house: House) -> None:
    an_account(house, level="Secret", compartments=frozenset({"HR-CHN"}))
    shrunk = house.settings.label_scheme.of(("Public", "Official"), ())
    with house.work() as work:
        work.labels = shrunk
        principal = accounts.principal_for(work, "a.linden")
    assert principal.clearance == Clearance(shrunk.levels[0])


def test_clearing_changes_what_is_named_and_records_from_what_to_what(house: House) -> None:
    account = an_account(house, level="Official", party="CAN")
    with house.work(writing=True) as work:
        change = ClearanceChange(level="Secret", compartments=frozenset({"PEN"}), party="")
        cleared = accounts.clear(operator(house), work, "a.linden", change)
        work.commit()
    assert cleared.role is Role.READER
    assert cleared.words == "reader, Secret/PEN"
    with house.work() as work:
        wanted = AuditFilter(action="account cleared", object_id=account.id)
        (entry,) = audit.entries(operator(house), work, wanted).entries
    assert entry.details == {
        "level": "Official -> Secret",
        "compartments": "none -> PEN",
        "party": "CAN -> none",
        "sessions ended": "0",
    }


@pytest.mark.parametrize(
    "change",
    [
        ClearanceChange(level="Cosmic"),
        ClearanceChange(compartments=frozenset({"NOWHERE"})),
        ClearanceChange(party="Nowhere"),
    ],
)
def test_a_clearance_that_means_nothing_is_refused(house: House, change: ClearanceChange) -> None:
    an_account(house)
    with house.work(writing=True) as work, pytest.raises(InvalidInput):
        accounts.clear(operator(house), work, "a.linden", change)


def test_a_disabled_account_is_no_principal(house: House) -> None:
    an_account(house)
    with house.work(writing=True) as work:
        accounts.disable(operator(house), work, "a.linden")
        work.commit()
    with house.work() as work, pytest.raises(InvalidInput):
        accounts.principal_for(work, "a.linden")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECURITY_OFFICER])
def test_only_security_officers_manage_accounts(house: House, role: Role) -> None:
    an_account(house, role=role)
    with house.work(writing=True) as work:
        principal = accounts.principal_for(work, "a.linden")
        draft = AccountDraft("b.new", "", Role.READER, principal.clearance)
        with pytest.raises(NotPermitted):
            accounts.create(principal, work, draft, PASSWORD)
        with pytest.raises(NotPermitted):
            accounts.clear(principal, work, "a.linden", ClearanceChange(level="Secret"))
        with pytest.raises(NotPermitted):
            accounts.disable(principal, work, "a.linden")
        with pytest.raises(NotPermitted):
            accounts.reset_password(principal, work, "a.linden", PASSWORD)
        with pytest.raises(NotPermitted):
            accounts.list_accounts(principal, work)


def test_the_operator_reads_nothing_and_a_visitor_only_reads(house: House) -> None:
    scheme = house.settings.label_scheme
    assert not accounts.operator_principal(scheme).may(Action.READ)
    visitor = accounts.anonymous_principal(scheme)
    assert [action for action in Action if visitor.may(action)] == [Action.READ]
    assert visitor.may_read(scheme.bottom)
    assert not visitor.may_read(scheme.intake)
    assert accounts.system_principal(scheme).may_read(scheme.intake)


def test_the_party_of_an_account_may_be_named_and_is_kept_as_its_code(house: House) -> None:
    an_account(house, party="Sweden")

    with house.work(writing=True) as work:
        account = accounts.clear(operator(house), work, "a.linden", ClearanceChange(party="Canada"))

    assert account.clearance.party == "CAN"
