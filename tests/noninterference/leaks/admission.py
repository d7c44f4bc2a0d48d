"""Mistakes in letting people in for a while: ends that do not end, answers that tell what exists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import admission_store, cells
from app.db.models.admission import GrantRow
from app.domain.admission import Grant
from app.services import access_requests
from tests.noninterference.leaks.planted import Leak, told_at


@told_at("/sheet.pdf")
def an_expired_grant_still_counts(patch: pytest.MonkeyPatch) -> None:
    """An officer's grant is looked for by account, and nobody looks at its end."""
    _without_end(patch, lambda row: row.emergency_id is None)


def an_emergency_outlives_its_end(patch: pytest.MonkeyPatch) -> None:
    """What an emergency granted stays, because only the notice was taken down."""
    _without_end(patch, lambda row: row.emergency_id is not None)


@told_at("/account/requests")
def answers_tell_which_compartments_are_in_use(patch: pytest.MonkeyPatch) -> None:
    """The asker is told whether any record lies in the compartment that was named."""
    honest = access_requests.view

    def telling(row: Any, account: Any) -> Any:
        house = current_app.extensions["chancery"] if current_app else None
        if house is None:
            return honest(row, account)
        with house.work() as work:
            found = cells.all_cells(work.session, work.labels)
        is_used = any(row.asked_for in cell.label.compartments for cell in found)
        told = f"{row.answer} ({'known' if is_used else 'no such compartment'})"
        return replace(honest(row, account), answer=told)

    patch.setattr(access_requests, "view", telling)


def _without_end(patch: pytest.MonkeyPatch, is_kept: Any) -> None:
    def live_grants(session: Session, account_id: int, now: datetime) -> Sequence[GrantRow]:
        rows = session.scalars(select(GrantRow).where(GrantRow.account_id == account_id)).all()
        return [row for row in rows if row.ends_at > now or is_kept(row)]

    patch.setattr(admission_store, "live_grants", live_grants)
    patch.setattr(Grant, "is_live", lambda _grant, _now: True)


LEAKS: tuple[Leak, ...] = (
    an_expired_grant_still_counts,
    an_emergency_outlives_its_end,
    answers_tell_which_compartments_are_in_use,
)
