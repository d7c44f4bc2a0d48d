"""Saving what was typed: a new record or a new version, with its files and relations, in one go.

The rules are in `registration.py`; here they are put together for the pages, and the working draft
goes once its content is saved. All of it is staged on the caller's work, and nothing until its commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from app.db import packing
from app.db.catalogue import Catalogue
from app.domain.errors import NotFound
from app.domain.principals import Action, Principal
from app.domain.records import Description, Draft, FileDraft, RecordId, RelationDraft
from app.services import drafting, registration, relating
from app.services.work import Work


@dataclass(frozen=True, slots=True)
class WantedRelation:
    """A relation to make; `to` None = to a text outside the register, named in the draft."""

    relation: RelationDraft
    to: RecordId | None
    is_inverse: bool = False
    """It reads from the other record to this one: `is replied to by`."""


def register(
    principal: Principal,
    work: Work,
    draft: Draft,
    relations: Sequence[WantedRelation],
    *,
    reason: str,
    draft_id: str,
) -> RecordId:
    """Register a new letter. Raises as `registration.register` and `registration.link`."""
    record_id = registration.register(principal, work, draft, reason=reason)
    _link(principal, work, record_id, relations, reason)
    drafting.finish(principal, work, draft_id)
    return record_id


def amend(
    principal: Principal,
    work: Work,
    record_id: RecordId,
    revision: int,
    description: Description,
    *,
    reason: str,
    files: Sequence[FileDraft] = (),
    relations: Sequence[WantedRelation] = (),
    unrelated: Sequence[str] = (),
    text: str | None = None,
) -> int:
    """Save a new version. Returns the revision it has then, the same as before when nothing differs.

    `unrelated` names relations to remove, as `relating.relations_page` does; one that is gone already is
    no matter. Raises Conflict when `revision` is not the record's, and as `registration.amend`.
    """
    saved = registration.amend(principal, work, record_id, revision, description, reason, text=text)
    _link(principal, work, record_id, relations, reason)
    for one in unrelated:
        with suppress(NotFound):
            relating.remove(principal, work, record_id, one, reason)
    for file in files:
        registration.attach_file(principal, work, record_id, file)
    drafting.finish(principal, work, "", record_id)
    return saved + len(files)


def own_text(principal: Principal, work: Work, record_id: RecordId) -> str:
    """The text that came with a record or was typed, not what was read from a file. Raises NotFound."""
    principal.require(Action.REGISTER)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    return packing.own_text(catalogue, catalogue.locate(record_id))


def _link(
    principal: Principal,
    work: Work,
    record_id: RecordId,
    relations: Sequence[WantedRelation],
    reason: str,
) -> None:
    for one in relations:
        outside = "" if one.to else one.relation.to_external
        relation = replace(one.relation, to_external=outside)
        if one.is_inverse and one.to:
            relating.link(principal, work, one.to, relation, record_id, reason)
        else:
            relating.link(principal, work, record_id, relation, one.to, reason)
