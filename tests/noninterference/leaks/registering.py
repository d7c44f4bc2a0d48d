"""Leaks of the pages that register and amend."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from app.db.models.records import record
from app.domain.errors import NotFound
from app.domain.records import RecordId
from app.services import drafting, duplicates, records, versions
from app.services.duplicates import LikelyRecords
from tests.noninterference.leaks.planted import Leak, told_at


@told_at("/register")
def a_relation_says_that_the_record_is_only_hidden(patch: pytest.MonkeyPatch) -> None:
    """A reference typed into a form is looked up in the whole register."""
    honest = records.find_reference

    def find(principal: Any, work: Any, reference: str) -> RecordId:
        try:
            return honest(principal, work, reference)
        except NotFound:
            found = select(record.c.public_id).where(record.c.reference == reference)
            hidden = work.session.scalar(found)
            if hidden is None:
                raise
            return RecordId(hidden)

    patch.setattr(records, "find_reference", find)


@told_at("/amend")
def the_page_of_a_conflict_counts_everything(patch: pytest.MonkeyPatch) -> None:
    """The page of two versions says how many records the register holds."""
    honest = versions.clash

    def clash(principal: Any, work: Any, *more: Any) -> Any:
        found = honest(principal, work, *more)
        count = work.session.scalar(select(func.count()).select_from(record))
        return replace(found, reference=f"{found.reference} of {count}")

    patch.setattr(versions, "clash", clash)


@told_at("/amend")
def drafts_are_kept_of_records_out_of_sight(patch: pytest.MonkeyPatch) -> None:
    """Keeping a draft finds the record past the gate: the answer to an autosave tells it exists."""

    def keep(_principal: Any, work: Any, _draft_id: str, _fields: Any, **more: Any) -> None:
        record_id = more.get("record_id")
        known = select(record.c.id).where(record.c.public_id == record_id)
        if record_id and work.session.scalar(known) is None:
            raise NotFound(drafting.NOT_HERE)

    patch.setattr(drafting, "keep", keep)


@told_at("/register/new")
def likenesses_are_cut_by_what_the_whole_register_holds(patch: pytest.MonkeyPatch) -> None:
    """How many likenesses a form shows depends on how many records of that time there are in all."""
    honest = duplicates.likely

    def likely(principal: Any, work: Any, letter: Any) -> LikelyRecords:
        found = honest(principal, work, letter)
        begins, ends = record.c.dated_lower <= letter.date.upper, record.c.dated_upper
        alike = select(func.count()).where(begins, ends >= letter.date.lower)
        count = work.session.scalar(alike)
        return replace(found, found=found.found[: count % 3])

    patch.setattr(duplicates, "likely", likely)


LEAKS: tuple[Leak, ...] = (
    a_relation_says_that_the_record_is_only_hidden,
    the_page_of_a_conflict_counts_everything,
    drafts_are_kept_of_records_out_of_sight,
    likenesses_are_cut_by_what_the_whole_register_holds,
)
