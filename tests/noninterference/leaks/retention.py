"""Leaks of the file plan, holds, disposal lists and certificates."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select, true

from app.db import disposal_store, hold_store, series_store
from app.db.catalogue import Catalogue
from app.db.gate import Gate
from app.db.models.retention import series, series_record
from app.domain.access import EVERY_PARTY, Clearance
from app.services import disposals
from tests.noninterference.leaks.planted import Leak, told_at


@told_at("/retention")
def the_due_list_counts_hidden_records(patch: pytest.MonkeyPatch) -> None:
    """How many are due is asked of the whole register; only what may be read is named."""
    honest = disposals.due

    def counting(principal: Any, work: Any) -> Any:
        found = honest(principal, work)
        everything = len(disposal_store.due(_all(work.session, work.labels), found.as_of))
        return replace(found, total=everything)

    patch.setattr(disposals, "due", counting)


@told_at("/retention")
def a_series_counts_hidden_records(patch: pytest.MonkeyPatch) -> None:
    """The file plan says how much stands in a series altogether."""

    def counts(gate: Gate) -> dict[str, int]:
        statement = (
            select(series.c.public_id, func.count())
            .join(series_record, series_record.c.series_id == series.c.id)
            .group_by(series.c.public_id)
        )
        return {str(one): int(count) for one, count in gate.session.execute(statement)}

    patch.setattr(series_store, "counts", counts)


@told_at("/retention")
def a_certificate_is_shown_to_everybody(patch: pytest.MonkeyPatch) -> None:
    """Who disposed of what is on paper, and the paper is for all registrars."""
    patch.setattr(disposal_store, "_is_readable_whole", lambda _gate: true())
    patch.setattr(disposals, "_seen", lambda _principal, found: list(found))


@told_at("/retention")
def a_hold_names_hidden_records(patch: pytest.MonkeyPatch) -> None:
    """Whoever may know of a hold is told everything that it holds."""
    honest = hold_store._record_scopes

    def scopes(gate: Gate, keys: Any) -> Any:
        return honest(_all(gate.session, gate.labels), keys)

    patch.setattr(hold_store, "_record_scopes", scopes)


@told_at("/records/")
def a_stub_of_the_disposed_is_shown_to_everybody(patch: pytest.MonkeyPatch) -> None:
    """That a record was destroyed is told to those who could never read it."""
    honest = Gate._one_stub

    def one_stub(self: Gate, condition: Any, state: Any) -> Any:
        return honest(_all(self.session, self.labels), condition, state)

    patch.setattr(Gate, "_one_stub", one_stub)


def _all(session: Any, labels: Any) -> Catalogue:
    everything = Clearance(labels.levels[-1], labels.compartments, EVERY_PARTY)
    return Catalogue(session, everything, labels)


LEAKS: tuple[Leak, ...] = (
    the_due_list_counts_hidden_records,
    a_series_counts_hidden_records,
    a_certificate_is_shown_to_everybody,
    a_hold_names_hidden_records,
    a_stub_of_the_disposed_is_shown_to_everybody,
)
