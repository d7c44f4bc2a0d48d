"""Moving a record from one label to another: the move itself, and the rule of two people.

Open `move`. `registration.relabel` moves to a label that admits nobody new, `release` to any other, for a
registrar who is not the one that proposed it (`releases.py` asks everything else).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.db import cells, jobs, registrar
from app.db.catalogue import Catalogue
from app.db.gate import Located
from app.db.jobs import JobKind
from app.db.registrar import Hand
from app.domain.access import AccessLabel
from app.domain.errors import InvalidInput, NotPermitted
from app.domain.principals import Action, Principal
from app.domain.releases import ReleaseProposal
from app.domain.wording import said
from app.services import audit
from app.services.work import Work

RELABELLED = "record relabelled"
NEEDS_TWO = said(
    "This label admits readers that the present one does not. Propose the release on "
    "the record's page; a second registrar decides."
)
SAME_PERSON = said("Who proposes a release does not decide on it. Another registrar must.")


def release(principal: Principal, work: Work, proposal: ReleaseProposal, hand: Hand) -> None:
    """Move the record as proposed. Raises NotPermitted for the proposer, and for nobody in person."""
    principal.require(Action.REGISTER)
    if not principal.account_id or principal.account_id == proposal.proposer_id:
        raise NotPermitted(SAME_PERSON)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    move(
        principal,
        work,
        catalogue.locate(proposal.record_id),
        proposal.to_label,
        hand,
        objects=[proposal.id],
        details={"proposed by": proposal.proposer_id},
    )


def move(
    principal: Principal,
    work: Work,
    located: Located,
    label: AccessLabel,
    hand: Hand,
    *,
    objects: Sequence[str] = (),
    details: Mapping[str, str] | None = None,
) -> None:
    """Put the record into the label's cell; the old cell acts at once as if it had never held it."""
    if not principal.may_read(label):
        raise InvalidInput("label", said("You are not cleared for {label}.", label=label))
    if label == located.cell.label:
        raise InvalidInput("label", "The record carries this label already.")
    to = cells.cell_for(work.session, label, work.labels, hand.at, work.ids)
    registrar.move(work.session, located, to, hand)
    cells.withhold(work.session, located.cell.id, located.id, hand.at)
    cells.readmit(work.session, to.id, located.id)
    jobs.enqueue(work.session, JobKind.INDEX_RECORD, located.id, hand.at, work.ids)
    jobs.enqueue(work.session, JobKind.REBUILD_PARTITION, located.cell.key, hand.at, work.ids)
    moved = {"from": str(located.cell.label), "to": str(label), **(details or {})}
    audit.record_change(principal, work, RELABELLED, [located.id, *objects], moved)
