"""Leaks of lists of results that are taken away, and of drafts whose lines are searched."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from app.db import cells
from app.db.models.records import record
from app.domain.access import AccessLabel
from app.domain.vocabularies import RecordState
from app.search.engine import PartitionView
from app.services import draft_search, result_exports, search
from tests.noninterference.leaks.planted import Leak, told_at

_TAKEN = "/search/results."


@told_at(_TAKEN)
def lists_are_marked_like_the_whole_register(patch: pytest.MonkeyPatch) -> None:
    """The file bears the highest label in use, as a cautious person might have wanted."""
    honest = result_exports.file_marking
    in_use: list[AccessLabel] = []

    def export(principal: Any, work: Any, *rest: Any, **named: Any) -> Any:
        in_use[:] = [one.label for one in cells.all_cells(work.session, work.labels)]
        return honest_export(principal, work, *rest, **named)

    def marking(principal: Any, _label: AccessLabel) -> str:
        return honest(principal, max(in_use, key=lambda one: one.level))

    honest_export = result_exports.export
    patch.setattr(result_exports, "export", export)
    patch.setattr(result_exports, "file_marking", marking)


@told_at(_TAKEN)
def lists_count_the_whole_register(patch: pytest.MonkeyPatch) -> None:
    """The product's line says how many records the register holds."""
    honest = result_exports._records

    def counted(principal: Any, work: Any, summaries: Any, base_url: str) -> Any:
        statement = select(func.count()).where(record.c.state == RecordState.REGISTERED)
        count = work.session.scalar(statement)
        listed = honest(principal, work, summaries, base_url)
        return tuple(replace(one, holding=f"{one.holding} (1 of {count})") for one in listed)

    patch.setattr(result_exports, "_records", counted)


@told_at("/search/draft")
def drafts_are_searched_in_what_left_a_partition(patch: pytest.MonkeyPatch) -> None:
    """The views of a draft forget what is withheld, and what the gate drops is still counted."""
    honest = draft_search.readable_views

    def forgetful(work: Any, catalogue: Any) -> Any:
        return [replace(one, withheld=frozenset()) for one in honest(work, catalogue)]

    patch.setattr(draft_search, "readable_views", forgetful)
    patch.setattr(draft_search, "without_strangers", lambda _work, view: view)


@told_at("/search/draft")
def drafts_are_searched_in_every_partition(patch: pytest.MonkeyPatch) -> None:
    """All cells are opened; the gate drops the hidden records, and their numbers stay."""

    def every_cell(work: Any, _catalogue: Any) -> Any:
        return [PartitionView(one.key) for one in cells.all_cells(work.session, work.labels)]

    patch.setattr(draft_search, "readable_views", every_cell)
    patch.setattr(draft_search, "without_strangers", lambda _work, view: view)


@told_at("/search/wording")
def wording_counts_what_the_gate_drops(patch: pytest.MonkeyPatch) -> None:
    """Every partition is asked for a wording; hidden records are not named, only counted."""

    def ask(work: Any, catalogue: Any, question: Any) -> Any:
        views = [PartitionView(one.key) for one in cells.all_cells(work.session, work.labels)]
        answer = work.search.search(views, replace(question, limit=0))
        return answer, catalogue.summaries(answer.ids)

    patch.setattr(search, "ask", ask)


LEAKS: tuple[Leak, ...] = (
    lists_are_marked_like_the_whole_register,
    lists_count_the_whole_register,
    drafts_are_searched_in_what_left_a_partition,
    drafts_are_searched_in_every_partition,
    wording_counts_what_the_gate_drops,
)
