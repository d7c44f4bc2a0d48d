"""Relabelling by one and by two people: who may decide, when, and what a change in between does."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from sqlalchemy import select

from app.db.models.audit import AuditEntryRow
from app.domain.access import AccessLabel
from app.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from app.domain.principals import Principal, Role
from app.domain.records import FileDraft, RecordId
from app.domain.releases import Decision, Standing
from app.services import audit, records, registration, releases
from app.services.accounts import system_principal
from app.wiring import House
from tests.builders import SCHEME, a_description, a_draft, a_principal, a_registrar
from tests.houses import NOON, FrozenClock
from tests.strategies import labels

FIRST = a_registrar()
SECOND = replace(a_principal("Secret", *SCHEME.compartments, role=Role.REGISTRAR, name="second"))
WIDER = SCHEME.parse("Official")


def _registered(house: House, label: str = "Restricted/HR-CHN") -> RecordId:
    with house.work(writing=True) as work:
        record_id = registration.register(FIRST, work, a_draft(label=label))
        work.commit()
    return record_id


def _propose(
    house: House,
    record_id: RecordId,
    label: AccessLabel = WIDER,
    *,
    by: Principal = FIRST,
    revision: int = 1,
    not_before: date | None = None,
) -> str | None:
    with house.work(writing=True) as work:
        made = releases.propose(
            by, work, record_id, revision, label, "It is public", not_before=not_before
        )
        work.commit()
    return made


def _decide(house: House, made: str | None, decision: Decision, by: Principal = SECOND) -> None:
    assert made is not None
    with house.work(writing=True) as work:
        releases.decide(by, work, made, decision, "Agreed")
        work.commit()


def _label(house: House, record_id: RecordId) -> str:
    with house.work() as work:
        return str(records.read_record(FIRST, work, record_id).label)


def _standing(house: House, made: str | None, by: Principal = SECOND) -> Standing:
    assert made is not None
    with house.work() as work:
        return releases.proposal(by, work, made).standing


def test_a_narrower_label_is_given_at_once(house: House) -> None:
    record_id = _registered(house)
    assert _propose(house, record_id, SCHEME.parse("Secret/HR-CHN/PEN")) is None
    assert _label(house, record_id) == "Secret/HR-CHN/PEN"


def test_a_wider_label_waits_for_a_second_registrar(house: House) -> None:
    record_id = _registered(house)
    made = _propose(house, record_id)
    assert _label(house, record_id) == "Restricted/HR-CHN"
    assert _standing(house, made) is Standing.DUE

    _decide(house, made, Decision.APPROVE)

    assert _label(house, record_id) == "Official"
    assert _standing(house, made) is Standing.DECIDED
    with house.work() as work:
        entry = records.history(FIRST, work, record_id)[0]
        assert (entry.by, entry.reason) == (
            "Second",
            "Proposed by Okafor: It is public Decided: Agreed",
        )
        trail = work.session.scalars(select(AuditEntryRow)).all()
    assert [one.action for one in trail][-2:] == ["release proposed", "record relabelled"]
    assert '"from":"Restricted/HR-CHN"' in trail[-1].details_json
    assert '"to":"Official"' in trail[-1].details_json
    assert FIRST.account_id in trail[-1].details_json
    assert trail[-1].actor_id == SECOND.account_id


@settings(max_examples=150)
@given(labels, labels)
def test_one_registrar_alone_never_lets_anybody_new_in(
    house: House, old: AccessLabel, new: AccessLabel
) -> None:
    registrar = replace(FIRST, clearance=replace(FIRST.clearance, party="CAN"))
    if not (registrar.may_read(old) and registrar.may_read(new)) or old == new:
        return
    with house.work(writing=True) as work:
        draft = replace(a_draft(), label=old)
        record_id = registration.register(registrar, work, draft)
        releases.propose(registrar, work, record_id, 1, new, "Reviewed")
        now = records.read_record(registrar, work, record_id).label
        assert now == (new if new.dominates(old) else old)
        assert now.dominates(old)


def test_the_kernel_itself_refuses_a_wider_label_by_one_person(house: House) -> None:
    record_id = _registered(house)
    with house.work(writing=True) as work:
        with pytest.raises(InvalidInput, match="second registrar"):
            registration.relabel(FIRST, work, record_id, WIDER, "quietly")
        registration.relabel(FIRST, work, record_id, SCHEME.parse("Secret/HR-CHN"), "up")


@pytest.mark.parametrize("decision", [Decision.APPROVE, Decision.REFUSE])
def test_the_proposer_does_not_decide(house: House, decision: Decision) -> None:
    record_id = _registered(house)
    made = _propose(house, record_id)
    with pytest.raises(NotPermitted):
        _decide(house, made, decision, FIRST)
    # Neither under another name nor with another role's session: the account counts.
    with pytest.raises(NotPermitted):
        _decide(house, made, decision, replace(SECOND, account_id=FIRST.account_id))
    with pytest.raises(NotPermitted):
        _decide(house, made, decision, replace(SECOND, role=Role.DRAFTER))
    with pytest.raises(NotPermitted):
        _decide(house, made, decision, system_principal(SCHEME))
    assert _label(house, record_id) == "Restricted/HR-CHN"


def test_the_system_proposes_no_release(house: House) -> None:
    record_id = _registered(house)
    with pytest.raises(NotPermitted):
        _propose(house, record_id, by=system_principal(SCHEME))


def test_refused_and_taken_back_change_nothing_and_are_final(house: House) -> None:
    record_id = _registered(house)
    refused, back = _propose(house, record_id), _propose(house, record_id)
    with pytest.raises(NotPermitted):
        _decide(house, back, Decision.TAKE_BACK, SECOND)
    _decide(house, refused, Decision.REFUSE)
    _decide(house, back, Decision.TAKE_BACK, FIRST)
    for made in (refused, back):
        with pytest.raises(Conflict):
            _decide(house, made, Decision.APPROVE)
        with pytest.raises(Conflict):
            _decide(house, made, Decision.REFUSE)
    assert _label(house, record_id) == "Restricted/HR-CHN"
    with house.work() as work:
        assert releases.queue(SECOND, work).due == ()
        states = [one.proposal.state.value for one in releases.of_record(FIRST, work, record_id)]
    assert states == ["taken back", "refused"]


def test_whoever_may_not_read_both_labels_sees_no_proposal(house: House) -> None:
    made = _propose(house, _registered(house, "Secret/PEN"), SCHEME.parse("Secret/SEC"))
    assert made is not None
    strangers = (
        a_registrar("Official", "HR-CHN"),
        a_registrar("Secret", "PEN"),
        a_registrar("Secret", "SEC"),
    )
    with house.work(writing=True) as work:
        for one in strangers:
            stranger = replace(one, account_id=SECOND.account_id)
            assert releases.queue(stranger, work).due == ()
            with pytest.raises(NotFound):
                releases.proposal(stranger, work, made)
            with pytest.raises(NotFound):
                releases.decide(stranger, work, made, Decision.APPROVE, "yes")
        with pytest.raises(NotFound):
            releases.proposal(SECOND, work, "00000000-0000-4000-8000-000000000000")


def test_readers_neither_propose_nor_look(house: House) -> None:
    record_id = _registered(house, "Official")
    reader = a_principal("Secret", *SCHEME.compartments)
    with house.work(writing=True) as work:
        for ask in (
            lambda: releases.propose(reader, work, record_id, 1, SCHEME.bottom, "no"),
            lambda: releases.queue(reader, work),
            lambda: releases.of_record(reader, work, record_id),
        ):
            with pytest.raises(NotPermitted):
                ask()


@pytest.mark.parametrize("change", ["amended", "relabelled", "file", "withdrawn"])
def test_a_change_of_the_record_overtakes_a_proposal(house: House, change: str) -> None:
    record_id = _registered(house)
    made = _propose(house, record_id)
    with house.work(writing=True) as work:
        if change == "amended":
            registration.amend(FIRST, work, record_id, 1, a_description(title="New"), "more")
        elif change == "relabelled":
            registration.relabel(FIRST, work, record_id, SCHEME.parse("Secret/HR-CHN"), "up")
        elif change == "file":
            registration.attach_file(
                FIRST, work, record_id, FileDraft("0" * 64, 1, "text/plain", "a.txt")
            )
        else:
            registration.withdraw(FIRST, work, record_id, "gone")
        work.commit()
    if change == "withdrawn":
        with pytest.raises(NotFound):
            _decide(house, made, Decision.APPROVE)
        return
    assert _standing(house, made) is Standing.STALE
    with pytest.raises(Conflict):
        _decide(house, made, Decision.APPROVE)
    with house.work() as work:
        assert len(releases.queue(SECOND, work).overtaken) == 1
    _decide(house, made, Decision.REFUSE)


def test_approving_one_proposal_overtakes_the_others(house: House) -> None:
    record_id = _registered(house)
    one, other = _propose(house, record_id), _propose(house, record_id, SCHEME.bottom)
    _decide(house, one, Decision.APPROVE)
    assert _standing(house, other) is Standing.STALE
    with pytest.raises(Conflict):
        _decide(house, other, Decision.APPROVE)


def test_a_date_alone_publishes_nothing_and_nobody_approves_before(
    house: House, clock: FrozenClock
) -> None:
    record_id = _registered(house)
    day = (NOON + timedelta(days=10)).date()
    made = _propose(house, record_id, not_before=day)
    assert _standing(house, made) is Standing.EMBARGOED
    with pytest.raises(InvalidInput, match="date has not come"):
        _decide(house, made, Decision.APPROVE)

    clock.advance(days=9, hours=11.5)  # half an hour before midnight UTC
    assert _standing(house, made) is Standing.EMBARGOED
    clock.advance(hours=1)

    assert _standing(house, made) is Standing.DUE
    assert _label(house, record_id) == "Restricted/HR-CHN"
    _decide(house, made, Decision.APPROVE)
    assert _label(house, record_id) == "Official"


def test_a_clock_that_goes_backwards_keeps_the_embargo(house: House, clock: FrozenClock) -> None:
    record_id = _registered(house)
    made = _propose(house, record_id, not_before=(NOON + timedelta(days=10)).date())
    clock.advance(days=20)
    with house.work() as work:  # the house sees that time: an entry of the audit trail
        audit.record_reading(FIRST, work, "record opened", [record_id])
    clock.advance(days=-5)  # still after the day, but time does not run backwards

    assert _standing(house, made) is Standing.EMBARGOED
    with pytest.raises(InvalidInput):
        _decide(house, made, Decision.APPROVE)
    with house.work() as work:
        assert releases.queue(SECOND, work).time.went_back
    clock.advance(days=6)
    assert _standing(house, made) is Standing.DUE


@pytest.mark.parametrize(
    ("label", "reason", "days", "field"),
    [
        ("Official", " ", None, "reason"),
        ("Official", "x" * 2001, None, "reason"),
        ("Official", "why", 0, "not_before"),
        ("Official", "why", -1, "not_before"),
        ("Secret/HR-CHN", "why", 5, "not_before"),
        ("Restricted/HR-CHN", "why", None, "label"),
        ("Restricted/HR-CHN/REL JPN", "why", None, "label"),
        ("Official/REL JPN", "why", None, "label"),
    ],
)
def test_what_cannot_be_proposed_says_which_field(
    house: House, label: str, reason: str, days: int | None, field: str
) -> None:
    record_id = _registered(house)
    day = (NOON + timedelta(days=days)).date() if days is not None else None
    with house.work(writing=True) as work, pytest.raises(InvalidInput) as refused:
        releases.propose(FIRST, work, record_id, 1, SCHEME.parse(label), reason, not_before=day)
    assert refused.value.field == field


def test_a_proposal_on_an_older_revision_is_a_conflict(house: House) -> None:
    record_id = _registered(house)
    with pytest.raises(Conflict):
        _propose(house, record_id, revision=2)


def test_of_two_who_decide_at_once_one_wins(house: House) -> None:
    record_id = _registered(house)
    made = _propose(house, record_id)
    third = a_principal("Secret", *SCHEME.compartments, role=Role.REGISTRAR, name="third")
    gate = threading.Barrier(2)
    outcomes: list[str] = []

    def decide(by: Principal) -> None:
        gate.wait()
        try:
            _decide(house, made, Decision.APPROVE, by)
            outcomes.append("won")
        except Conflict:
            outcomes.append("conflict")

    threads = [threading.Thread(target=decide, args=(by,)) for by in (SECOND, third)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["conflict", "won"]
    assert _label(house, record_id) == "Official"
    with house.work() as work:
        assert len(records.history(FIRST, work, record_id)) == 2
