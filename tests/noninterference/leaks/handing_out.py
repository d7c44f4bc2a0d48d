"""Leaks of large exports that wait for a second registrar."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select, true

from app.db import export_store
from app.db.models.exports import export_proposal
from app.domain.errors import NotFound, NotPermitted
from app.services import export_approvals
from tests.noninterference.leaks.planted import Leak, told_at


@told_at("/hand-over/proposals")
def proposed_exports_are_listed_for_every_registrar(patch: pytest.MonkeyPatch) -> None:
    """The list asks for what waits, and forgets the gate; records that are hidden are left out of it."""

    def without_hidden(gate: Any, rows: Any) -> Any:
        readable = {one for made in honest(gate, rows) for one in gate.keys(made.record_ids)}
        return [
            replace(made, record_ids=tuple(one for one in made.record_ids if one in readable))
            for made in honest(gate, rows)
        ]

    honest = export_store._proposals
    patch.setattr(export_store, "_all_readable", lambda _gate: true())
    patch.setattr(export_store, "_proposals", without_hidden)


@told_at("/hand-over/proposals")
def a_hidden_export_is_forbidden_instead_of_absent(patch: pytest.MonkeyPatch) -> None:
    """Whoever may not read all of it is told so; for an absent one there is nothing to say."""
    honest = export_store.proposal

    def telling(gate: Any, proposal_id: str) -> Any:
        try:
            return honest(gate, proposal_id)
        except NotFound:
            wanted = export_proposal.c.public_id == proposal_id
            if gate.session.scalar(select(func.count()).where(wanted)):
                raise NotPermitted("You may not read all of it.") from None
            raise

    patch.setattr(export_store, "proposal", telling)


@told_at("/hand-over/proposals")
def proposed_exports_are_numbered(patch: pytest.MonkeyPatch) -> None:
    """Each reason begins with how many exports were ever proposed."""
    honest = export_approvals.waiting_and_own

    def numbered(principal: Any, work: Any) -> Any:
        found = honest(principal, work)
        count = work.session.scalar(select(func.count()).select_from(export_proposal))
        lines = tuple(
            replace(one, proposal=replace(one.proposal, reason=f"{count}: {one.proposal.reason}"))
            for one in found.lines
        )
        return replace(found, lines=lines)

    patch.setattr(export_approvals, "waiting_and_own", numbered)


LEAKS: tuple[Leak, ...] = (
    proposed_exports_are_listed_for_every_registrar,
    a_hidden_export_is_forbidden_instead_of_absent,
    proposed_exports_are_numbered,
)
