"""Exports of many records by two people: proposed by one registrar, decided by a second.

Open `propose`, `decide` and `approved`. A proposal exists for registrars who may read every record on it;
for all others it is absent. The proposer never decides; the approval ends after a day, is for exactly
what was proposed, and is used by the proposer alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.db import export_store
from app.db.catalogue import Catalogue
from app.domain.access import AccessLabel
from app.domain.errors import InvalidInput, NotFound, NotPermitted
from app.domain.export_proposals import ExportProposal
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.releases import Decision, ProposalState
from app.domain.views import RecordSummary
from app.domain.wording import said
from app.services import audit
from app.services.hands import hand_of
from app.services.work import Work

PROPOSED, APPROVED, REFUSED, TAKEN_BACK, VIEWED = (
    "export proposed",
    "export approved",
    "export refused",
    "export taken back",
    "export proposals viewed",
)
SAME_PERSON = said("Who proposes an export does not decide on it. Another registrar must.")
_DONE = {
    Decision.APPROVE: (ProposalState.APPROVED, APPROVED),
    Decision.REFUSE: (ProposalState.REFUSED, REFUSED),
    Decision.TAKE_BACK: (ProposalState.TAKEN_BACK, TAKEN_BACK),
}


@dataclass(frozen=True, slots=True)
class ExportLine:
    """One proposal in a list, with the join of what is on it."""

    proposal: ExportProposal
    label: AccessLabel
    is_own: bool


@dataclass(frozen=True, slots=True)
class ExportList:
    """What waits for a second registrar, and one's own; `label` marks the page."""

    lines: tuple[ExportLine, ...]
    label: AccessLabel


@dataclass(frozen=True, slots=True)
class ExportView:
    """One proposal with everything on it."""

    proposal: ExportProposal
    records: tuple[RecordSummary, ...]
    label: AccessLabel
    is_own: bool
    is_open: bool
    """Approved, and the approval has not ended."""


def propose(principal: Principal, work: Work, record_ids: Sequence[RecordId], reason: str) -> str:
    """Propose an export. Returns its id. Raises NotFound, InvalidInput without a reason."""
    catalogue = _catalogue(principal, work)
    if not principal.account_id:
        raise NotPermitted(SAME_PERSON)
    chosen = tuple(dict.fromkeys(record_ids))
    if not chosen:
        raise InvalidInput("references", "Nothing is selected: name references or a query.")
    if len(catalogue.keys(chosen)) != len(chosen):
        raise NotFound(export_store.NOT_HERE)
    hand = hand_of(principal, work, reason)
    made = ExportProposal(
        id=work.ids.new_id("export", chosen[0]),
        record_ids=chosen,
        reason=hand.reason,
        proposed_by=hand.by,
        proposer_id=hand.account_id,
        proposed_at=hand.at,
        state=ProposalState.WAITING,
    )
    export_store.add(work.session, made)
    details = {"records": str(len(chosen)), "label": str(_label(catalogue, made))}
    audit.record_change(principal, work, PROPOSED, [made.id, *chosen], details)
    return made.id


def decide(
    principal: Principal, work: Work, proposal_id: str, decision: Decision, reason: str
) -> None:
    """Approve or refuse as the second person, or take back one's own.

    Raises NotFound; NotPermitted for the proposer who would decide and for another who would take back;
    Conflict when it is decided; InvalidInput without a reason.
    """
    made = export_store.proposal(_catalogue(principal, work), proposal_id)
    is_own = principal.account_id == made.proposer_id
    if decision is Decision.TAKE_BACK and not is_own:
        raise NotPermitted("Only who proposed an export takes it back. You can refuse it.")
    if decision is not Decision.TAKE_BACK and (is_own or not principal.account_id):
        raise NotPermitted(SAME_PERSON)
    hand = hand_of(principal, work, reason)
    state, action = _DONE[decision]
    export_store.decide(work.session, made.id, state, hand)
    audit.record_change(principal, work, action, [made.id], {"records": str(len(made.record_ids))})


def approved(principal: Principal, work: Work, proposal_id: str) -> tuple[RecordId, ...]:
    """The records of one's own approved export. Raises NotFound, InvalidInput where it is not open."""
    made = export_store.proposal(_catalogue(principal, work), proposal_id)
    if made.proposer_id != principal.account_id or not made.is_open(work.clock.now()):
        raise InvalidInput(
            "references", "No approval that holds now is yours for this export. Propose it anew."
        )
    return made.record_ids


def waiting_and_own(principal: Principal, work: Work) -> ExportList:
    """What waits on records this registrar may all read, and what they proposed themselves."""
    catalogue = _catalogue(principal, work)
    found = export_store.waiting_and_own(catalogue, principal.account_id)
    ids = list(dict.fromkeys(one for made in found for one in made.record_ids))
    labels = {one.id: one.label for one in catalogue.summaries(ids)}
    lines = tuple(
        ExportLine(
            made,
            catalogue.join(labels[one] for one in made.record_ids),
            made.proposer_id == principal.account_id,
        )
        for made in found
    )
    label = catalogue.join(one.label for one in lines)
    if label != work.labels.bottom:
        audit.record_reading(principal, work, VIEWED, [one.proposal.id for one in lines])
    return ExportList(lines, label)


def view(principal: Principal, work: Work, proposal_id: str) -> ExportView:
    """One proposal. Raises NotFound for hidden and absent alike."""
    catalogue = _catalogue(principal, work)
    made = export_store.proposal(catalogue, proposal_id)
    records = tuple(catalogue.summaries(made.record_ids))
    label = catalogue.join(one.label for one in records)
    if label != work.labels.bottom:
        audit.record_reading(principal, work, VIEWED, [made.id])
    is_own = made.proposer_id == principal.account_id
    return ExportView(made, records, label, is_own, made.is_open(work.clock.now()))


def _label(catalogue: Catalogue, made: ExportProposal) -> AccessLabel:
    return catalogue.join(one.label for one in catalogue.summaries(made.record_ids))


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    principal.require(Action.REGISTER)
    return Catalogue(work.session, principal.clearance, work.labels)
