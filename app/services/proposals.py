"""Proposing new authority entries on the spot, and deciding on them.

Whoever may register may propose. A name taken from a guarded record stays in that record's cell until it
is confirmed; confirming makes it public knowledge, so that for such a name it needs a second person, as
a wider release does. Refusing leaves it where it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from app.db import authority_writing, cells, jobs, proposals
from app.db.authorities import authorities
from app.db.authority_entries import entries
from app.db.catalogue import Catalogue
from app.db.jobs import JobKind
from app.db.proposals import Proposal
from app.domain.access import AccessLabel
from app.domain.authorities import EntryDraft, EntryKind, ProposalState
from app.domain.errors import Conflict, InvalidInput
from app.domain.parties import fold_name
from app.domain.party import PartyKind
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.wording import said
from app.services import audit
from app.services.hands import hand_of
from app.services.work import Work

PROPOSED, CONFIRMED, REFUSED = "entry proposed", "entry confirmed", "proposal refused"
OPENED = "proposals opened"
LONGEST_CODE = 10
_PARTY_CODE = re.compile(r"[A-Z]{2,6}(-[A-Z]{3})?\Z")
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")


@dataclass(frozen=True, slots=True)
class ProposalList:
    """What this registrar may read of the proposals; `label` is the join of all that is shown."""

    waiting: tuple[Proposal, ...]
    decided: tuple[Proposal, ...]
    label: AccessLabel


def propose(
    principal: Principal,
    work: Work,
    draft: EntryDraft,
    *,
    source: RecordId | None = None,
    label: AccessLabel | None = None,
) -> str:
    """Propose a new entry. Returns the proposal's id.

    `source` is the record the name was met in, `label` the marking of one that is still a draft; without
    both the name is public knowledge. Raises InvalidInput where the name is on record already.
    """
    principal.require(Action.REGISTER)
    draft = _checked(work, draft)
    catalogue = _catalogue(principal, work)
    located = catalogue.locate(source) if source else None
    if label is not None and not principal.may_read(label):
        raise InvalidInput("label", said("You are not cleared for {label}.", label=label))
    guarded = located.cell.label if located else label or work.labels.bottom
    cell = cells.cell_for(work.session, guarded, work.labels, work.clock.now(), work.ids)
    if any(_is_same(draft, one.draft) for one in proposals.waiting(catalogue, draft.kind)):
        raise InvalidInput("name", "That name is proposed already and waits for a decision.")
    proposal_id = work.ids.new_id("proposal", f"{draft.kind.value} {draft.name} {guarded}")
    hand = hand_of(principal, work, PROPOSED)
    proposals.add(work.session, proposal_id, draft, cell, located, hand)
    audit.record_change(principal, work, PROPOSED, [proposal_id], {"kind": draft.kind.value})
    return proposal_id


def party_code(principal: Principal, work: Work, text: str) -> str:
    """The code of the party an office belongs to; empty for none. Raises InvalidInput."""
    principal.require(Action.REGISTER)
    if not text.strip():
        return ""
    try:
        return authorities(work.session).parties.resolve(text).code
    except InvalidInput as error:
        raise InvalidInput("party", error.message) from error


def list_proposals(principal: Principal, work: Work) -> ProposalList:
    """Proposals this registrar may read."""
    principal.require(Action.REGISTER)
    catalogue = _catalogue(principal, work)
    waiting, decided = proposals.waiting(catalogue), proposals.decided(catalogue)
    label = catalogue.join(one.label for one in (*waiting, *decided))
    if label != work.labels.bottom:
        audit.record_reading(principal, work, OPENED, [])
    return ProposalList(tuple(waiting), tuple(reversed(decided)), label)


def read_proposal(principal: Principal, work: Work, proposal_id: str) -> Proposal:
    """One proposal. Raises NotFound for hidden and absent alike."""
    principal.require(Action.REGISTER)
    found = proposals.find(_catalogue(principal, work), proposal_id)
    if found.label != work.labels.bottom:
        audit.record_reading(principal, work, OPENED, [proposal_id])
    return found


def may_confirm(principal: Principal, work: Work, proposal: Proposal) -> bool:
    """Whether this registrar may make the name public: of a guarded one, not who proposed it."""
    is_own = proposal.account_id == principal.account_id
    return proposal.label == work.labels.bottom or not is_own


def confirm(principal: Principal, work: Work, proposal_id: str, reason: str) -> str:
    """Put the entry on record, for everybody to see. Returns its code.

    Raises Conflict for what was decided before, InvalidInput where a second person is needed.
    """
    proposal = _to_decide(principal, work, proposal_id)
    if not may_confirm(principal, work, proposal):
        raise InvalidInput(
            "reason",
            "You proposed this name from a guarded record. Another registrar must confirm it.",
        )
    draft = _checked(work, proposal.draft)
    hand = hand_of(principal, work, reason)
    code = authority_writing.add_entry(work.session, draft, hand)
    proposals.decide(work.session, proposal, ProposalState.CONFIRMED, hand)
    if draft.kind is EntryKind.PARTY:
        for record_id in authority_writing.raise_editions(work.session, [code]):
            jobs.enqueue(work.session, JobKind.INDEX_RECORD, record_id, hand.at, work.ids)
    details = {"kind": draft.kind.value, "from": str(proposal.label)}
    audit.record_change(principal, work, CONFIRMED, [proposal_id], details)
    return code


def refuse(principal: Principal, work: Work, proposal_id: str, reason: str) -> None:
    """Refuse a proposal; it stays in its cell, and the name may be proposed again."""
    proposal = _to_decide(principal, work, proposal_id)
    hand = hand_of(principal, work, reason)
    proposals.decide(work.session, proposal, ProposalState.REFUSED, hand)
    audit.record_change(principal, work, REFUSED, [proposal_id], {})


def _to_decide(principal: Principal, work: Work, proposal_id: str) -> Proposal:
    principal.require(Action.REGISTER)
    proposal = proposals.find(_catalogue(principal, work), proposal_id)
    if proposal.state is not ProposalState.WAITING:
        raise Conflict("Somebody has decided on this proposal already.")
    return proposal


def _checked(work: Work, draft: EntryDraft) -> EntryDraft:
    if draft.language and not LANGUAGE_TAG.match(draft.language):
        raise InvalidInput("language", "Write the language as a tag: en, fr, zh-Hans.")
    draft = replace(
        draft,
        name=" ".join(draft.name.split()),
        other_names=tuple(" ".join(one.split()) for one in draft.other_names if one.strip()),
        code=draft.code.strip().upper(),
    )
    if draft.kind is EntryKind.PARTY:
        _check_party(work, draft)
    else:
        _check_name(work, draft)
    return draft


def _check_party(work: Work, draft: EntryDraft) -> None:
    directory = authorities(work.session).parties
    if not _PARTY_CODE.match(draft.code):
        raise InvalidInput("code", "A code has two to six capital letters: OSCE, or EU-SRV.")
    if draft.code in directory:
        name = directory.name_today(draft.code)
        raise InvalidInput(
            "code", said("The code {code} is taken by {name}.", code=draft.code, name=name)
        )
    if draft.party_kind not in {one.value for one in PartyKind}:
        raise InvalidInput("party_kind", "Choose what kind of party it is.")
    for name in (draft.name, *draft.other_names):
        if directory.find(name):
            raise InvalidInput("name", said("{name} is on record as a party already.", name=name))


def _check_name(work: Work, draft: EntryDraft) -> None:
    wanted = {fold_name(one): one for one in (draft.name, *draft.other_names)}
    for entry in entries(work.session, draft.kind):
        for one in entry.names:
            if fold_name(one.name) in wanted:
                raise InvalidInput(
                    "name",
                    said("{one} is on record already: {entry}.", one=one.name, entry=entry.name),
                )
    if draft.party and draft.party not in authorities(work.session).parties:
        raise InvalidInput("party", "No party on record has that code.")


def _is_same(one: EntryDraft, other: EntryDraft) -> bool:
    return fold_name(one.name) == fold_name(other.name)


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    return Catalogue(work.session, principal.clearance, work.labels)
