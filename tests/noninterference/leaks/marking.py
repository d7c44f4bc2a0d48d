"""Leaks of relabelling, the queue of releases, consent, and the number of accounts admitted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import current_app
from sqlalchemy import func, select

from app.db import release_store
from app.db.gate import Gate
from app.db.models.records import record
from app.db.models.releases import release_consent, release_proposal
from app.domain.access import AccessLabel
from app.domain.errors import NotFound, NotPermitted
from app.services import admitted as admitted_service
from app.services import consents, releases
from app.services.admitted import Admission
from app.web import consents as consent_pages
from tests.noninterference.leaks.planted import Leak, told_at


@told_at("/releases")
def the_queue_counts_hidden_proposals(patch: pytest.MonkeyPatch) -> None:
    """The head of the queue says how many wait in the whole register."""
    honest = releases.queue

    def counting(principal: Any, work: Any, page: int = 1) -> Any:
        count = work.session.scalar(select(func.count()).select_from(release_proposal))
        return replace(honest(principal, work, page), due_total=count)

    patch.setattr(releases, "queue", counting)


@told_at("/releases")
def a_hidden_proposal_is_forbidden_instead_of_absent(patch: pytest.MonkeyPatch) -> None:
    """Whoever may not see a proposal is told to ask for access; for an absent one there is nothing."""
    honest = releases._visible

    def visible(principal: Any, catalogue: Gate, proposal_id: str) -> Any:
        try:
            return honest(principal, catalogue, proposal_id)  # type: ignore[arg-type]
        except NotFound:
            wanted = release_proposal.c.public_id == proposal_id
            if catalogue.session.scalar(select(release_proposal.c.id).where(wanted)):
                raise NotPermitted("Ask for access.") from None
            raise

    patch.setattr(releases, "_visible", visible)


@told_at("/consent")
def originators_of_hidden_records_are_told(patch: pytest.MonkeyPatch) -> None:
    """The list of originators is looked up by the record's id alone."""

    def at_hand(principal: Any, work: Any, record_id: str) -> Any:
        catalogue = consents.Catalogue(work.session, principal.clearance, work.labels)
        row = work.session.execute(select(record.c.id).where(record.c.public_id == record_id)).one()
        located = type("Located", (), {"key": row.id, "id": record_id})()
        return catalogue, located

    def entries(gate: Gate, located: Any) -> Any:
        rows = gate.session.execute(
            select(release_consent).where(release_consent.c.record_id == located.key)
        ).mappings()
        return [release_store._entry(row) for row in rows]

    def not_found_says_how_many(record_id: Any, problems: Any) -> Any:
        house = current_app.extensions["chancery"]
        with house.work() as work:
            principal = consent_pages.current_principal()
            try:
                _, located = at_hand(principal, work, str(record_id))
            except Exception:
                return honest_page(record_id, problems)
            count = len(entries(Gate(work.session, principal.clearance, work.labels), located))
        return f"{count} entries"

    honest_page = consent_pages._page
    patch.setattr(consent_pages, "_page", not_found_says_how_many)


@told_at("/records/")
def readers_are_told_who_agreed(patch: pytest.MonkeyPatch) -> None:
    """What waits on records anywhere is summed up on the record's page, for everybody."""
    honest = consent_pages.consent_panel

    def panel(view: Any) -> Any:
        found = honest(view)
        house = current_app.extensions["chancery"]
        with house.work() as work:
            count = work.session.scalar(select(func.count()).select_from(release_consent))
        return type("Told", (), {"summary": f"{count} answers", "is_begun": found is not None})()

    patch.setattr("app.web.records.consent_panel", panel)


@told_at("/releases/")
def admission_counts_cells_instead_of_accounts(patch: pytest.MonkeyPatch) -> None:
    """ "Would admit n accounts" is estimated from how many records carry such a label."""

    def admitted(_principal: Any, work: Any, label: AccessLabel) -> Admission:
        count = work.session.scalar(select(func.count()).select_from(record))
        return Admission(int(label.level.rank >= 0), count)

    patch.setattr(admitted_service, "admitted", admitted)
    honest = admitted_service.compare

    def compare(principal: Any, work: Any, old: AccessLabel, new: AccessLabel) -> Any:
        found = honest(principal, work, old, new)
        return replace(found, admitted=admitted(principal, work, new))

    patch.setattr(admitted_service, "compare", compare)


LEAKS: tuple[Leak, ...] = (
    the_queue_counts_hidden_proposals,
    a_hidden_proposal_is_forbidden_instead_of_absent,
    originators_of_hidden_records_are_told,
    readers_are_told_who_agreed,
    admission_counts_cells_instead_of_accounts,
)
