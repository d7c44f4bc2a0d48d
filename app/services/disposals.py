"""What is due, and lists that two registrars agree on before anything is disposed of.

Open `due`, `propose` and `decide`. A list exists for those who may read every record on it. The proposer
never decides; at the approval everything is asked again (`disposing.py`), so that a hold, another label or
a change since the proposal keeps a record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.db import deciding, disposal_store, hold_store
from app.db.catalogue import Catalogue
from app.db.disposal_store import FoundDue
from app.domain.access import AccessLabel
from app.domain.disposals import (
    MOST_ON_A_LIST,
    DisposalEnd,
    DisposalItem,
    DisposalList,
    DueRecord,
    FilePrint,
    ListState,
)
from app.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.releases import Decision
from app.domain.retention import a_year_after
from app.domain.retention_terms import DisposalAction, DisposalMethod
from app.domain.wording import said
from app.services import audit, disposing, releases
from app.services.hands import hand_of
from app.services.work import Work

PROPOSED, TAKEN_OFF, REFUSED, TAKEN_BACK = (
    "disposal proposed",
    "taken off disposal list",
    "disposal refused",
    "disposal taken back",
)
DUE_VIEWED, LIST_VIEWED = "due records viewed", "disposal list viewed"
NOT_HERE = said("There is no such disposal list among those you may see.")
NEEDS_TWO = said("Who proposes a disposal does not decide on it. Another registrar must.")
NEEDS_A_PERSON = said("Records are disposed of by two persons, never by the system itself.")
_METHODS = {
    DisposalAction.DESTROY: (DisposalMethod.DESTROY,),
    DisposalAction.TRANSFER: (DisposalMethod.TRANSFER,),
    DisposalAction.REVIEW: (DisposalMethod.DESTROY, DisposalMethod.TRANSFER),
}
_STATES = {Decision.REFUSE: ListState.REFUSED, Decision.TAKE_BACK: ListState.TAKEN_BACK}
_ACTIONS = {Decision.REFUSE: REFUSED, Decision.TAKE_BACK: TAKEN_BACK}


@dataclass(frozen=True, slots=True)
class DueList:
    """What is due today among what this registrar may read, the longest due first.

    `records` are the first of `total`; `held` of all of them are held.
    """

    as_of: date
    records: tuple[DueRecord, ...]
    total: int
    held: int
    label: AccessLabel
    clock_went_back: bool
    """The machine's clock stands before a time the house has seen: then nothing is due."""

    def for_action(self, action: DisposalAction) -> Sequence[DueRecord]:
        """Those whose rule ends so."""
        return [one for one in self.records if one.series.rule.action is action]


@dataclass(frozen=True, slots=True)
class ComingList:
    """What comes due until a day, the first of `total`; nothing can be done with any of it yet."""

    until: date
    records: tuple[DueRecord, ...]
    total: int
    label: AccessLabel


@dataclass(frozen=True, slots=True)
class ListView:
    """A list as a registrar sees it. `is_own`: who looks proposed it and can only take it back."""

    made: DisposalList
    is_own: bool
    label: AccessLabel

    @property
    def is_waiting(self) -> bool:
        return self.made.state is ListState.WAITING

    @property
    def may_approve(self) -> bool:
        return self.is_waiting and not self.is_own and bool(self.made.standing_items)


def due(principal: Principal, work: Work, *, limit: int | None = MOST_ON_A_LIST) -> DueList:
    """What is due, at most `limit` records of it; looking at guarded ones is recorded."""
    catalogue, time = _catalogue(principal, work), releases.house_time(work)
    today = time.now.date()
    found = [] if time.went_back else _due(catalogue, today)
    waiting = {
        item.record_id: one.id
        for one in _seen(principal, disposal_store.lists(catalogue, waiting_only=True))
        for item in one.standing_items
    }
    records = tuple(
        replace(one.record, list_id=waiting.get(one.record.id, "")) for one in found[:limit]
    )
    label = catalogue.join(one.label for one in records)
    if label != work.labels.bottom:
        ids = [one.id for one in records]
        audit.record_reading(principal, work, DUE_VIEWED, ids, {"count": str(len(ids))})
    held = sum(one.record.is_held for one in found)
    return DueList(today, records, len(found), held, label, time.went_back)


def coming(principal: Principal, work: Work) -> ComingList:
    """What comes due within the next twelve months, the soonest first; held records say so.

    Looking at guarded ones is recorded. Empty while the machine's clock stands behind.
    """
    catalogue, time = _catalogue(principal, work), releases.house_time(work)
    today = time.now.date()
    until = a_year_after(today)
    by_then = [] if time.went_back else _due(catalogue, until)
    found = [one.record for one in by_then if one.record.due_on > today]
    records = tuple(found[:MOST_ON_A_LIST])
    label = catalogue.join(one.label for one in records)
    if label != work.labels.bottom:
        ids = [one.id for one in records]
        audit.record_reading(principal, work, DUE_VIEWED, ids, {"count": str(len(ids))})
    return ComingList(until, records, len(found), label)


def propose(
    principal: Principal,
    work: Work,
    method: DisposalMethod,
    chosen: Iterable[RecordId],
    reason: str,
) -> str:
    """Propose to dispose of these due records. Returns the list's id.

    Raises InvalidInput when one of them is not due, is held, or has a rule that says otherwise; what one
    may not read is as little due as what is not there.
    """
    catalogue, time = _catalogue(principal, work), releases.house_time(work)
    if not principal.account_id:
        raise NotPermitted(NEEDS_A_PERSON)
    wanted = list(dict.fromkeys(chosen))
    if not wanted or len(wanted) > MOST_ON_A_LIST:
        raise InvalidInput(
            "record",
            said("Tick from one to {most_on_a_list} records.", most_on_a_list=MOST_ON_A_LIST),
        )
    hand = hand_of(principal, work, reason)
    found = [] if time.went_back else _due(catalogue, time.now.date(), wanted)
    if len(found) != len(wanted) or any(one.record.is_held for one in found):
        raise InvalidInput("record", "Some of these are not due, or are held. Look at them again.")
    if any(method not in _METHODS[one.record.series.rule.action] for one in found):
        raise InvalidInput("method", "The rule of some of these asks for something else.")
    prints = disposal_store.prints(work.session, [one.located.key for one in found])
    made = DisposalList(
        id=work.ids.new_id("disposal", found[0].record.id),
        method=method,
        reason=hand.reason,
        proposed_by=principal.display_name,
        proposer_id=principal.account_id,
        proposed_at=hand.at,
        state=ListState.WAITING,
        items=tuple(
            _item(number, one.record, prints.get(one.located.key, ()))
            for number, one in enumerate(found, start=1)
        ),
    )
    keys = {one.record.id: one.located.key for one in found}
    disposal_store.add(work.session, made, keys)
    details = {"method": method.value, "count": str(len(found))}
    objects = [made.id, *(one.record_id for one in made.items)]
    audit.record_change(principal, work, PROPOSED, objects, details)
    return made.id


def lists(principal: Principal, work: Work) -> list[ListView]:
    """The lists this registrar may see, newest first; looking at guarded ones is recorded."""
    catalogue = _catalogue(principal, work)
    seen = _seen(principal, disposal_store.lists(catalogue))
    found = [_view(principal, catalogue, one) for one in seen]
    guarded = [one.made.id for one in found if one.label != work.labels.bottom]
    if guarded:
        audit.record_reading(principal, work, LIST_VIEWED, guarded)
    return found


def page(principal: Principal, work: Work, list_id: str) -> ListView:
    """One list for its page; recorded above Public. Raises NotFound for hidden and absent alike."""
    found = view(principal, work, list_id)
    if found.label != work.labels.bottom:
        audit.record_reading(principal, work, LIST_VIEWED, [list_id])
    return found


def view(principal: Principal, work: Work, list_id: str) -> ListView:
    """As `page`, for services that record what they make of it themselves."""
    catalogue = _catalogue(principal, work)
    found = disposal_store.one_list(catalogue, list_id)
    if found is None or not _seen(principal, [found]):
        raise NotFound(NOT_HERE)
    return _view(principal, catalogue, found)


def take_off(
    principal: Principal, work: Work, list_id: str, record_id: RecordId, reason: str
) -> None:
    """Take one record off a list that waits; anybody who may see the list may. Raises Conflict."""
    found = view(principal, work, list_id)
    hand = hand_of(principal, work, reason)
    if record_id not in {one.record_id for one in found.made.standing_items}:
        raise NotFound(NOT_HERE)
    disposal_store.take_off(work.session, list_id, record_id, hand)
    audit.record_change(principal, work, TAKEN_OFF, [list_id, record_id], {})


def decide(
    principal: Principal,
    work: Work,
    list_id: str,
    decision: Decision,
    reason: str,
    end: DisposalEnd = DisposalEnd(),  # noqa: B008 - a frozen value
) -> int:
    """Approve or refuse as the second person, or take back one's own. Returns how many were disposed of.

    Raises NotFound; NotPermitted for the proposer who would approve or refuse, and for anybody else who
    would take back; Conflict when it is decided; InvalidInput without a reason, a transfer without the
    receiver's confirmation, and a list of which nothing can be carried out.
    """
    found = view(principal, work, list_id)
    _check_person(principal, found, decision)
    if not found.is_waiting:
        raise Conflict(deciding.DECIDED_MEANWHILE)
    hand = hand_of(principal, work, reason)
    if decision is Decision.APPROVE:
        return disposing.carry_out(principal, work, found.made, hand, end)
    disposal_store.decide(work.session, list_id, _STATES[decision], hand)
    audit.record_change(principal, work, _ACTIONS[decision], [list_id], {})
    return 0


def _check_person(principal: Principal, found: ListView, decision: Decision) -> None:
    if not principal.account_id:
        raise NotPermitted(NEEDS_A_PERSON)
    if decision is Decision.TAKE_BACK and not found.is_own:
        raise NotPermitted("Only who proposed a disposal takes it back. You can refuse it.")
    if decision is not Decision.TAKE_BACK and found.is_own:
        raise NotPermitted(NEEDS_TWO)


def _due(
    catalogue: Catalogue, today: date, only: Iterable[RecordId] | None = None
) -> list[FoundDue]:
    found = disposal_store.due(catalogue, today, only=only)
    holds = hold_store.in_force_on(catalogue, [one.located.key for one in found])
    return [
        FoundDue(replace(one.record, holds=holds.get(one.located.key, ())), one.located)
        for one in found
    ]


def _item(number: int, one: DueRecord, files: tuple[FilePrint, ...]) -> DisposalItem:
    return DisposalItem(
        position=number,
        record_id=one.id,
        reference=one.reference,
        title=one.title,
        dated=one.dated,
        label=one.label,
        revision=one.revision,
        series_code=one.series.code,
        rule=one.series.rule.words,
        authority=one.series.rule.authority,
        due_on=one.due_on,
        why=one.why,
        files=files,
    )


def _seen(principal: Principal, found: Iterable[DisposalList]) -> list[DisposalList]:
    """Those whose items this principal might read as they were labelled when the list was made, too."""
    return [one for one in found if all(principal.may_read(item.label) for item in one.items)]


def _view(principal: Principal, catalogue: Catalogue, made: DisposalList) -> ListView:
    label = catalogue.join(one.label for one in made.items)
    return ListView(made, made.proposer_id == principal.account_id, label)


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    principal.require(Action.REGISTER)
    return Catalogue(work.session, principal.clearance, work.labels)
