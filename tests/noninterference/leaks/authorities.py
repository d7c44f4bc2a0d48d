"""Mistakes around names, stubs, proposals and bulk amendments."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import request
from sqlalchemy import ColumnElement, func, select

from app.db import authority_entries, names_in_use, proposals
from app.db.catalogue import Catalogue
from app.db.gate import Gate
from app.db.models.records import record
from app.domain.access import EVERY_PARTY, Clearance
from app.services import bulk, search_names, withdrawing
from app.services.bulk import BulkPreview
from tests.noninterference.leaks.planted import Leak, told_at


@told_at("/complete/")
def completion_asks_the_whole_table(patch: pytest.MonkeyPatch) -> None:
    """Names are completed from every letter in the register."""

    def rows(gate: Gate, column: Any) -> Any:
        statement = select(column).where(column.is_not(None)).distinct()
        return iter(gate.session.scalars(statement).all())

    patch.setattr(names_in_use, "_rows", rows)


@told_at("/search")
def names_are_compared_with_hidden_ones(patch: pytest.MonkeyPatch) -> None:
    """What is spelt nearly like a name is looked for among the persons of every letter."""
    honest = search_names.persons_known

    def persons_known(catalogue: Catalogue, names: Any) -> Any:
        everything = Catalogue(catalogue.session, _everything(catalogue.labels), catalogue.labels)
        return honest(everything, names)

    patch.setattr(search_names, "persons_known", persons_known)


@told_at("/bulk")
def the_preview_counts_hidden_records(patch: pytest.MonkeyPatch) -> None:
    """Whoever picks ids learns how many of them exist."""
    honest = bulk.preview

    def preview(principal: Any, work: Any, ids: Any, spec: Any) -> BulkPreview:
        found = honest(principal, work, ids, spec)
        picked = request.form.getlist("record")
        existing = work.session.scalar(
            select(func.count()).select_from(record).where(record.c.public_id.in_(picked))
        )
        more = found.lines[:1] * (existing - len(found.lines))
        return replace(found, lines=(*found.lines, *more))

    patch.setattr(bulk, "preview", preview)


@told_at("/bulk")
def the_preview_looks_with_the_workers_eyes(patch: pytest.MonkeyPatch) -> None:
    """What would become of each record is worked out with rights that its reader has not."""

    def catalogue(_principal: Any, work: Any) -> Catalogue:
        return Catalogue(work.session, _everything(work.labels), work.labels)

    patch.setattr(bulk, "_catalogue", catalogue)


@told_at("/records/")
def a_stub_is_shown_to_everybody(patch: pytest.MonkeyPatch) -> None:
    """That a record was withdrawn is told to those who could never read it."""

    def catalogue(_principal: Any, work: Any) -> Catalogue:
        return Catalogue(work.session, _everything(work.labels), work.labels)

    patch.setattr(withdrawing, "_catalogue", catalogue)


@told_at("/authorities/")
def a_proposal_is_shown_to_everybody(patch: pytest.MonkeyPatch) -> None:
    """Names proposed from guarded letters stand in the list of every registrar."""
    honest = proposals._found

    def found(gate: Gate, *conditions: ColumnElement[bool]) -> Any:
        return honest(Gate(gate.session, _everything(gate.labels), gate.labels), *conditions)

    patch.setattr(proposals, "_found", found)


@told_at("/authorities/parties/")
def a_merge_of_parties_counts_hidden_records(patch: pytest.MonkeyPatch) -> None:
    """What a merge of two parties would do is counted in every text of the register."""
    honest = authority_entries.naming

    def naming(gate: Gate) -> Any:
        return honest(Gate(gate.session, _everything(gate.labels), gate.labels))

    patch.setattr(authority_entries, "naming", naming)


def _everything(labels: Any) -> Clearance:
    return Clearance(labels.levels[-1], labels.compartments, EVERY_PARTY)


LEAKS: tuple[Leak, ...] = (
    completion_asks_the_whole_table,
    names_are_compared_with_hidden_ones,
    the_preview_counts_hidden_records,
    the_preview_looks_with_the_workers_eyes,
    a_stub_is_shown_to_everybody,
    a_proposal_is_shown_to_everybody,
    a_merge_of_parties_counts_hidden_records,
)
