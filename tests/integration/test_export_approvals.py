"""Exports of many records by two people: who may decide, for how long it holds, for whom it exists."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from app.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from app.domain.principals import Principal
from app.domain.records import RecordId
from app.domain.releases import Decision
from app.services import export_approvals, handing_over, registration
from app.wiring import House
from tests.builders import a_draft, a_principal, a_registrar
from tests.houses import NOON, FrozenClock

FIRST = a_registrar()
SECOND = replace(FIRST, account_id="second", name="second")
LOW = replace(a_registrar("Official"), account_id="low", name="low")


def _registered(house: House, *labels: str) -> list[RecordId]:
    with house.work(writing=True) as work:
        drafts = [a_draft(label=label) for label in labels]
        ids = [one.id for one in registration.register_many(FIRST, work, drafts)]
        work.commit()
    return ids


def _proposed(house: House, ids: list[RecordId], by: Principal = FIRST) -> str:
    with house.work(writing=True) as work:
        made = export_approvals.propose(by, work, ids, "For the tribunal")
        work.commit()
    return made


def _decided(house: House, made: str, decision: Decision, by: Principal = SECOND) -> None:
    with house.work(writing=True) as work:
        export_approvals.decide(by, work, made, decision, "Looked through")
        work.commit()


def _exported(
    house: House, ids: list[RecordId], approval: str = "", by: Principal = FIRST, alone: int = 2
) -> int:
    with house.work() as work:
        made = handing_over.export(
            by, work, ids, io.BytesIO(), made_at=NOON, most_alone=alone, approval=approval
        )
    return made.records


def test_a_few_go_at_once_and_many_only_with_a_second_person(house: House) -> None:
    ids = _registered(house, "Public", "Official", "Restricted")
    assert _exported(house, ids[:2]) == 2
    with pytest.raises(InvalidInput, match="second registrar") as refusal:
        _exported(house, ids)
    assert refusal.value.field == "reason"
    made = _proposed(house, ids)
    with pytest.raises(InvalidInput, match="No approval"):
        _exported(house, ids, made)
    _decided(house, made, Decision.APPROVE)
    assert _exported(house, ids, made) == 3


def test_without_a_number_the_service_itself_asks_for_two(house: House) -> None:
    ids = _registered(house, *["Public"] * 26)
    with house.work() as work, pytest.raises(InvalidInput, match="second registrar"):
        handing_over.export(FIRST, work, ids, io.BytesIO(), made_at=NOON)


def test_the_proposer_does_not_decide_and_only_the_proposer_uses_it(house: House) -> None:
    ids = _registered(house, "Public", "Official", "Restricted")
    made = _proposed(house, ids)
    for decision in (Decision.APPROVE, Decision.REFUSE):
        with pytest.raises(NotPermitted):
            _decided(house, made, decision, FIRST)
    with pytest.raises(NotPermitted):
        _decided(house, made, Decision.TAKE_BACK)
    with pytest.raises(NotPermitted):
        _decided(house, made, Decision.APPROVE, a_principal("Secret"))
    _decided(house, made, Decision.APPROVE)
    with pytest.raises(Conflict):
        _decided(house, made, Decision.REFUSE)
    with pytest.raises(InvalidInput, match="No approval"):
        _exported(house, ids, made, SECOND)


@pytest.mark.parametrize("decision", [Decision.REFUSE, Decision.TAKE_BACK])
def test_what_is_refused_or_taken_back_opens_nothing(house: House, decision: Decision) -> None:
    ids = _registered(house, "Public", "Official", "Restricted")
    made = _proposed(house, ids)
    _decided(house, made, decision, SECOND if decision is Decision.REFUSE else FIRST)
    with pytest.raises(InvalidInput, match="No approval"):
        _exported(house, ids, made)


def test_an_approval_is_for_its_selection_and_ends_after_a_day(
    house: House, clock: FrozenClock
) -> None:
    ids = _registered(house, "Public", "Official", "Restricted", "Public")
    made = _proposed(house, ids[:3])
    _decided(house, made, Decision.APPROVE)
    with pytest.raises(InvalidInput, match="another selection"):
        _exported(house, ids, made)
    clock.advance(days=1)
    with pytest.raises(InvalidInput, match="No approval"):
        _exported(house, ids[:3], made)


def test_it_exists_only_for_who_may_read_all_of_it(house: House) -> None:
    ids = _registered(house, "Public", "Official", "Secret/PEN")
    mixed, open_to_all = _proposed(house, ids), _proposed(house, ids[:2])
    with house.work() as work:
        found = export_approvals.waiting_and_own(LOW, work)
        assert [one.proposal.id for one in found.lines] == [open_to_all]
        assert str(found.label) == "Official"
        for absent in (mixed, "00000000-0000-4000-8000-000000000000"):
            with pytest.raises(NotFound):
                export_approvals.view(LOW, work, absent)
    with pytest.raises(NotFound):
        _decided(house, mixed, Decision.APPROVE, LOW)
    with pytest.raises(NotFound):
        _proposed(house, ids, LOW)


def test_a_record_that_leaves_sight_takes_the_proposal_along(house: House) -> None:
    ids = _registered(house, "Public", "Official", "Restricted")
    made = _proposed(house, ids)
    _decided(house, made, Decision.APPROVE)
    with house.work(writing=True) as work:
        registration.withdraw(FIRST, work, ids[0], "Twice on record")
        work.commit()
    with pytest.raises(NotFound):
        _exported(house, ids, made)


def test_many_small_exports_of_a_day_count_together(house: House, clock: FrozenClock) -> None:
    ids = _registered(house, "Public", "Public", "Official", "Official")
    assert _exported(house, ids[:1]) == 1
    assert _exported(house, ids[:2]) == 2  # the same record again is none more
    assert _exported(house, ids[:2]) == 2
    with pytest.raises(
        InvalidInput, match="exported 2 records alone within the last 24 hours"
    ) as no:
        _exported(house, ids[2:3])
    assert no.value.field == "reason"
    assert "with these it would be 3" in str(no.value)
    assert _exported(house, ids[2:3], by=SECOND) == 1  # each person has an account of their own

    made = _proposed(house, ids[2:])
    _decided(house, made, Decision.APPROVE)
    assert _exported(house, ids[2:], made) == 2
    clock.advance(hours=23)
    with pytest.raises(InvalidInput, match="exported 2 records"):
        _exported(house, ids[3:])
    clock.advance(hours=2)
    # What two people let go is nobody's alone; what one took has fallen out of the day.
    assert _exported(house, ids[2:]) == 2
