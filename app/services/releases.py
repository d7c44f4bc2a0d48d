"""Relabelling by registrars: narrower at once, wider by two people, and not before its date.

Open `propose` and `decide`. A proposal is seen by registrars who may read the record as it is labelled
now and are cleared for both labels. The proposer never decides; a change of the record overtakes the
proposal; a date only brings it to a person; originators who were asked must agree (`consents.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from app.db import deciding, release_store
from app.db.catalogue import Catalogue
from app.db.gate import Located
from app.db.registrar import CHANGED_MEANWHILE, Hand
from app.db.release_store import FoundProposal
from app.domain.access import AccessLabel
from app.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.releases import (
    Decision,
    HouseTime,
    ProposalState,
    ReleaseProposal,
    Standing,
)
from app.domain.views import RecordSummary
from app.domain.wording import said
from app.services import audit, consents, registration, relabelling
from app.services.relabelling import NEEDS_TWO, SAME_PERSON
from app.services.work import Work

PROPOSED, REFUSED, TAKEN_BACK, QUEUE_VIEWED = (
    "release proposed",
    "release refused",
    "release taken back",
    "releases viewed",
)
LONGEST_REASON = 2_000
PROPOSALS_PER_PAGE = 50
_QUEUE_ORDER = (Standing.DUE, Standing.EMBARGOED, Standing.STALE, Standing.DECIDED)
NOT_HERE = said("There is no such proposal among those you may see.")
OVERTAKEN = said("The record was changed after this was proposed. Read it again and propose anew.")
_STATES = {Decision.REFUSE: ProposalState.REFUSED, Decision.TAKE_BACK: ProposalState.TAKEN_BACK}
_ACTIONS = {Decision.REFUSE: REFUSED, Decision.TAKE_BACK: TAKEN_BACK}


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal as a registrar sees it. `is_own`: who looks made it and can only take it back."""

    proposal: ReleaseProposal
    record: RecordSummary
    standing: Standing
    is_own: bool
    consent: str
    """What the originators say, in one sentence; empty where nobody was asked."""
    consent_is_missing: bool

    @property
    def may_approve(self) -> bool:
        is_ready = self.standing is Standing.DUE and not self.consent_is_missing
        return is_ready and not self.is_own


@dataclass(frozen=True, slots=True)
class ReleaseQueue:
    """One page of what waits, by where it stands, oldest first. `label` marks the page.

    `due_total` and `total` count what this registrar may read, on all pages.
    """

    due: tuple[ProposalView, ...]
    embargoed: tuple[ProposalView, ...]
    overtaken: tuple[ProposalView, ...]
    time: HouseTime
    label: AccessLabel
    page: int
    page_count: int
    due_total: int
    total: int


def propose(
    principal: Principal,
    work: Work,
    record_id: RecordId,
    revision: int,
    label: AccessLabel,
    reason: str,
    *,
    not_before: date | None = None,
) -> str | None:
    """Relabel at once where nobody new is admitted (None); otherwise the id of a new proposal.

    Raises NotFound, Conflict when `revision` is not the record's, InvalidInput for a label, a reason
    or a date that cannot be.
    """
    _, located = _at_hand(principal, work, record_id)
    if located.revision != revision:
        raise Conflict(CHANGED_MEANWHILE)
    if len(reason) > LONGEST_REASON:
        raise InvalidInput(
            "reason",
            said(
                "A reason has at most {longest_reason:,} characters.", longest_reason=LONGEST_REASON
            ),
        )
    if label.dominates(located.cell.label):
        if not_before is not None:
            raise InvalidInput("not_before", "This label admits nobody new; it needs no date.")
        registration.relabel(principal, work, record_id, label, reason)
        return None
    _check(principal, work, label, reason, not_before)
    made = ReleaseProposal(
        id=work.ids.new_id("proposal", record_id),
        record_id=record_id,
        revision=revision,
        from_label=located.cell.label,
        to_label=label,
        reason=reason.strip(),
        not_before=not_before,
        proposed_by=principal.display_name,
        proposer_id=principal.account_id,
        proposed_at=work.clock.now(),
        state=ProposalState.WAITING,
    )
    release_store.add_proposal(work.session, located, made)
    details = {"from": str(made.from_label), "to": str(label)}
    if not_before is not None:
        details["not before"] = not_before.isoformat()
    audit.record_change(principal, work, PROPOSED, [record_id, made.id], details)
    return made.id


def decide(
    principal: Principal, work: Work, proposal_id: str, decision: Decision, reason: str
) -> None:
    """Approve or refuse as the second person, or take back one's own.

    Raises NotFound; NotPermitted for the proposer who would approve or refuse, and for anybody else
    who would take back; Conflict when it is decided or overtaken; InvalidInput without a reason, before
    its date, or while an originator is missing.
    """
    catalogue = _catalogue(principal, work)
    found = _visible(principal, catalogue, proposal_id)
    made = found.proposal
    _check_person(principal, made, decision)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise InvalidInput(
            "reason",
            said(
                "Say why, in at most {longest_reason:,} characters.", longest_reason=LONGEST_REASON
            ),
        )
    hand = Hand(principal.display_name, principal.account_id, work.clock.now(), reason.strip())
    if decision is not Decision.APPROVE:
        release_store.decide(work.session, made.id, _STATES[decision], hand)
        objects = [made.record_id, made.id]
        audit.record_change(principal, work, _ACTIONS[decision], objects, {})
        return
    _check_ready(principal, work, catalogue, found)
    release_store.decide(work.session, made.id, ProposalState.APPROVED, hand)
    reason = said(
        "Proposed by {proposed_by}: {reason} Decided: {reason2}",
        proposed_by=made.proposed_by,
        reason=made.reason,
        reason2=hand.reason,
    )
    relabelling.release(principal, work, made, replace(hand, reason=reason))


def proposal(principal: Principal, work: Work, proposal_id: str) -> ProposalView:
    """One proposal. Raises NotFound for hidden and absent alike."""
    catalogue = _catalogue(principal, work)
    found = _visible(principal, catalogue, proposal_id)
    (view,) = _views(principal, work, catalogue, [found], house_time(work))
    return view


def of_record(principal: Principal, work: Work, record_id: RecordId) -> tuple[ProposalView, ...]:
    """All proposals on one record, newest first, decided ones included."""
    catalogue, located = _at_hand(principal, work, record_id)
    found = release_store.proposals(catalogue, record_key=located.key)
    views = _views(principal, work, catalogue, _seen(principal, found), house_time(work))
    return tuple(reversed(views))


def queue(principal: Principal, work: Work, page: int = 1) -> ReleaseQueue:
    """What waits on records this registrar may read; looking above Public is recorded.

    A page beyond the last is the last. The number of statements does not depend on what waits.
    """
    catalogue, time = _catalogue(principal, work), house_time(work)
    found = _seen(principal, release_store.proposals(catalogue))
    standings = {one.proposal.id: _standing(catalogue, one, time) for one in found}
    found.sort(
        key=lambda one: _QUEUE_ORDER.index(standings[one.proposal.id])
    )  # keeps the oldest first
    page_count = max(1, -(-len(found) // PROPOSALS_PER_PAGE))
    page = min(max(page, 1), page_count)
    shown = found[(page - 1) * PROPOSALS_PER_PAGE : page * PROPOSALS_PER_PAGE]
    views = _views(principal, work, catalogue, shown, time)
    label = catalogue.join([one.record.label for one in views])
    if label != work.labels.bottom:
        objects = [one.proposal.id for one in views]
        audit.record_reading(principal, work, QUEUE_VIEWED, objects, {"count": str(len(views))})

    def standing(wanted: Standing) -> tuple[ProposalView, ...]:
        return tuple(one for one in views if one.standing is wanted)

    return ReleaseQueue(
        standing(Standing.DUE),
        standing(Standing.EMBARGOED),
        standing(Standing.STALE),
        time,
        label,
        page,
        page_count,
        sum(one is Standing.DUE for one in standings.values()),
        len(found),
    )


def house_time(work: Work) -> HouseTime:
    """The time of now, beside the latest that the audit trail has seen."""
    return HouseTime(work.clock.now(), release_store.latest_seen(work.session))


def _check(
    principal: Principal, work: Work, label: AccessLabel, reason: str, not_before: date | None
) -> None:
    if not principal.account_id:
        raise NotPermitted(NEEDS_TWO)
    if not principal.may_read(label):
        raise InvalidInput(
            "label",
            said("You are not cleared for {label}; choose a label that you may read.", label=label),
        )
    if not reason.strip():
        raise InvalidInput("reason", "Say why; the second registrar decides on it.")
    if not_before is not None and not_before <= house_time(work).now.date():
        raise InvalidInput("not_before", "Choose a day after today, or leave it empty.")


def _check_person(principal: Principal, made: ReleaseProposal, decision: Decision) -> None:
    is_own = principal.account_id == made.proposer_id
    if decision is Decision.TAKE_BACK and not is_own:
        raise NotPermitted("Only who proposed a release takes it back. You can refuse it.")
    if decision is not Decision.TAKE_BACK and (is_own or not principal.account_id):
        raise NotPermitted(SAME_PERSON)


def _check_ready(
    principal: Principal, work: Work, catalogue: Catalogue, found: FoundProposal
) -> None:
    """Raise unless a second person may approve it now."""
    made, time = found.proposal, house_time(work)
    standing = _standing(catalogue, found, time)
    if standing is Standing.DECIDED:
        raise Conflict(deciding.DECIDED_MEANWHILE)
    if standing is Standing.STALE:
        raise Conflict(OVERTAKEN)
    if standing is Standing.EMBARGOED:
        raise InvalidInput("decision", "Its date has not come; nobody can approve it before.")
    matrix = consents.matrix(principal, work, made.record_id)
    if matrix.missing:
        raise InvalidInput(
            "decision", said("Not every originator agrees: {summary}", summary=matrix.summary)
        )


def _visible(principal: Principal, catalogue: Catalogue, proposal_id: str) -> FoundProposal:
    found = release_store.proposal(catalogue, proposal_id)
    if found is None or not _seen(principal, [found]):
        raise NotFound(NOT_HERE)
    return found


def _seen(principal: Principal, found: Iterable[FoundProposal]) -> list[FoundProposal]:
    """Those whose both labels the principal may read: the words of one may tell of the other."""
    return [
        one
        for one in found
        if principal.may_read(one.proposal.from_label) and principal.may_read(one.proposal.to_label)
    ]


def _views(
    principal: Principal,
    work: Work,
    catalogue: Catalogue,
    found: list[FoundProposal],
    time: HouseTime,
) -> list[ProposalView]:
    records = {
        one.id: one for one in catalogue.summaries([one.proposal.record_id for one in found])
    }
    matrices = consents.matrices(principal, work, list(records))
    views = []
    for one in found:
        matrix = matrices[one.proposal.record_id]
        views.append(
            ProposalView(
                proposal=one.proposal,
                record=records[one.proposal.record_id],
                standing=_standing(catalogue, one, time),
                is_own=one.proposal.proposer_id == principal.account_id,
                consent=matrix.summary if matrix.is_begun else "",
                consent_is_missing=bool(matrix.missing),
            )
        )
    return views


def _standing(catalogue: Catalogue, one: FoundProposal, time: HouseTime) -> Standing:
    return one.proposal.standing(one.revision, catalogue.label_of(one.cell_id), time)


def _at_hand(principal: Principal, work: Work, record_id: RecordId) -> tuple[Catalogue, Located]:
    catalogue = _catalogue(principal, work)
    return catalogue, catalogue.locate(record_id)


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    principal.require(Action.REGISTER)
    return Catalogue(work.session, principal.clearance, work.labels)
