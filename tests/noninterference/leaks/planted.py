"""One deliberate mistake each, of the kind that such products really had. Each takes a monkeypatch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import pytest
from flask import Response, current_app, has_app_context
from sqlalchemy import ColumnElement, FromClause, Select, func, select, true

from app.db import cells, counting, gate, record_reading, relations
from app.db.gate import Gate
from app.db.models.files import record_file
from app.db.models.records import record
from app.domain import references
from app.domain.access import AccessLabel
from app.domain.errors import NotFound, NotPermitted
from app.domain.searches import SearchPage
from app.domain.views import RecordView
from app.domain.vocabularies import RecordState
from app.search import matching
from app.search.matching import Part
from app.services import registration, search, sheets
from app.web import security

Leak = Callable[[pytest.MonkeyPatch], None]


def told_at(fragment: str) -> Callable[[Leak], Leak]:
    """Where the leak tells: only addresses with this in them are asked, since the rest takes time."""

    def mark(leak: Leak) -> Leak:
        leak.told_at = fragment  # type: ignore[attr-defined]
        return leak

    return mark


def tells_from_the_start(leak: Leak) -> Leak:
    """The leak tells only when it is there while records are registered and indexed."""
    leak.tells_from_the_start = True  # type: ignore[attr-defined]
    return leak


def _some_label_of(gate: Gate, cell_id: int) -> AccessLabel:
    """The label of a cell; of a hidden one some other, where the real gate would refuse."""
    known = gate.cells_by_id
    return known.get(cell_id, next(iter(known.values()))).label


def the_rule_of_access_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    """Everybody may read everything."""
    patch.setattr(gate, "may_read", lambda _clearance, _label: True)


def one_select_goes_without_the_filter(patch: pytest.MonkeyPatch) -> None:
    """SELECTs of records no longer ask for the cell, and any label is as good as another."""

    def within(_gate: Gate, statement: Select[Any]) -> Select[Any]:
        return statement.where(record.c.state == RecordState.REGISTERED)

    patch.setattr(Gate, "within", within)
    patch.setattr(Gate, "label_of", _some_label_of)


def withdrawn_records_still_show(patch: pytest.MonkeyPatch) -> None:
    """The condition of the gate forgets the state."""

    def readable(self: Gate, records: FromClause = record) -> ColumnElement[bool]:
        return records.c.cell_id.in_(list(self.cells_by_id))

    patch.setattr(Gate, "readable", readable)


@told_at("/sheet.pdf")
def the_total_counts_everything(patch: pytest.MonkeyPatch) -> None:
    """ "Based on n texts" counts the whole register."""

    def total(self: Gate) -> int:
        return int(self.session.execute(select(func.count()).select_from(record)).scalar_one())

    patch.setattr(Gate, "total", total)


def the_start_page_counts_everything(patch: pytest.MonkeyPatch) -> None:
    """What is new is counted without the gate."""

    def changed_since(one: Gate, since: datetime) -> int:
        statement = select(func.count()).where(record.c.changed_at >= since)
        return int(one.session.execute(statement).scalar_one())

    patch.setattr(counting, "changed_since", changed_since)


@told_at("/search?q=")
def what_left_a_cell_is_still_searched(patch: pytest.MonkeyPatch) -> None:
    """The withheld set is not handed to the engine: relabelled and withdrawn records still answer."""

    def nothing_withheld(_session: Any, _cell_ids: list[int]) -> Mapping[int, frozenset[Any]]:
        return {}

    patch.setattr(cells, "withheld_ids", nothing_withheld)
    patch.setattr(search._Search, "_without_strangers", lambda _search, view: view)


@told_at("/search?q=")
def what_left_a_cell_still_weighs(patch: pytest.MonkeyPatch) -> None:
    """Withheld records give no hits, but their words and lengths still move the order."""
    honest = matching.Reading.of.__func__  # type: ignore[attr-defined]

    def of(cls: type[Any], opened: Any) -> Any:
        reading = honest(cls, opened)
        everything = honest(cls, [(snapshot, frozenset()) for snapshot, _ in opened])
        reading.lengths = everything.lengths
        reading.count = everything.count
        return reading

    patch.setattr(matching.Reading, "of", classmethod(of))


@told_at("/search?q=")
@tells_from_the_start
def references_are_counted(patch: pytest.MonkeyPatch) -> None:
    """A reference code is a running number, so that gaps tell of hidden records."""

    def counted(_kind: Any, year: int | None, ids: Any, name: str, _attempt: int = 0) -> str:
        number = sum(1 for asked_kind, _ in ids._asked if asked_kind == "reference")
        ids.random_bytes("reference", name, 1)
        stem = f"JL-{year:04d}-{number:04d}"
        return stem + references._check_character(stem)

    patch.setattr(registration, "new_reference", counted)


@told_at("/search?q=")
def facets_count_what_left(patch: pytest.MonkeyPatch) -> None:
    """Facets are counted before withheld records are left out."""
    honest = matching.part_of

    def part(snapshot: Any, withheld: Any, base: int) -> Part:
        return replace(honest(snapshot, withheld, base), live=np.ones(len(snapshot.columns), bool))

    patch.setattr(matching, "part_of", part)


@told_at("/records/")
def edges_lead_to_hidden_records(patch: pytest.MonkeyPatch) -> None:
    """A relation from a hidden record is told on the page of the visible one."""

    def incoming(one: Gate, key: int) -> list[Any]:
        statement = (
            select(relations.relation, record.c.reference.label("to_external_reference"))
            .join(record, record.c.id == relations.relation.c.from_record_id)
            .where(relations.relation.c.to_source_key.is_not(None))
        )
        rows = one.session.execute(statement).mappings().all()
        return [dict(row) | {"other": None, "to_external": "1 hidden text"} for row in rows][:key]

    patch.setattr(relations, "_incoming", incoming)


@told_at("/sheet.pdf")
def sealed_notes_are_open(patch: pytest.MonkeyPatch) -> None:
    """Notes with a label of their own follow the record's label."""
    patch.setattr(Gate, "in_readable_cell", lambda _gate, _column: true())
    patch.setattr(Gate, "label_of", _some_label_of)


@told_at("/history")
def hidden_is_forbidden_instead_of_absent(patch: pytest.MonkeyPatch) -> None:
    """A hidden record answers 403, an absent one 404."""
    honest = Gate._one

    def one(self: Gate, condition: ColumnElement[bool]) -> Any:
        try:
            return honest(self, condition)
        except NotFound:
            exists = self.session.execute(select(record.c.id).where(condition)).first()
            raise (NotPermitted("Ask for access.") if exists else NotFound("")) from None

    patch.setattr(Gate, "_one", one)


def a_header_tells_the_size_of_the_register(patch: pytest.MonkeyPatch) -> None:
    """A header for the administrators' monitoring is sent to everybody."""
    honest = security._with_headers

    def with_total(response: Response) -> Response:
        house = current_app.extensions["chancery"]
        with house.work() as work:
            count = work.session.execute(select(func.count()).select_from(record)).scalar_one()
        response.headers["X-Records"] = str(count)
        return honest(response)

    patch.setattr(security, "_with_headers", with_total)


@told_at("/sheet.pdf")
def the_sheet_prints_a_running_number(patch: pytest.MonkeyPatch) -> None:
    """The hash on the sheet is salted with how many records there are."""
    honest = sheets.content_sha256

    def salted(view: RecordView) -> str:
        house = current_app.extensions["chancery"]
        with house.work() as work:
            count = work.session.execute(select(func.count()).select_from(record)).scalar_one()
        return f"{count:04x}{honest(view)[4:]}"

    patch.setattr(sheets, "content_sha256", salted)


@told_at("/records/")
def the_same_bytes_are_admitted_to(patch: pytest.MonkeyPatch) -> None:
    """A file says how often its bytes are kept, hidden records included."""
    honest = record_reading.file_view

    def with_copies(row: Any) -> Any:
        if not has_app_context():  # the worker reads files too
            return honest(row)
        house = current_app.extensions["chancery"]
        with house.work() as work:
            count = work.session.execute(select(func.count()).select_from(record_file)).scalar_one()
        return replace(honest(row), note=f"one of {count} files kept")

    patch.setattr(record_reading, "file_view", with_copies)


def the_page_is_marked_with_the_whole_answer(patch: pytest.MonkeyPatch) -> None:
    """The strip of the results shows the highest label in the register."""
    honest = search.search

    def marked(principal: Any, work: Any, *asked: Any) -> SearchPage:
        page = honest(principal, work, *asked)
        labels: list[AccessLabel] = [
            one.label for one in cells.all_cells(work.session, work.labels)
        ]
        return replace(page, label=max(labels, key=lambda one: one.level))

    patch.setattr(search, "search", marked)


LEAKS: tuple[Leak, ...] = (
    the_rule_of_access_is_forgotten,
    one_select_goes_without_the_filter,
    withdrawn_records_still_show,
    the_total_counts_everything,
    the_start_page_counts_everything,
    what_left_a_cell_is_still_searched,
    what_left_a_cell_still_weighs,
    references_are_counted,
    facets_count_what_left,
    edges_lead_to_hidden_records,
    sealed_notes_are_open,
    hidden_is_forbidden_instead_of_absent,
    a_header_tells_the_size_of_the_register,
    the_sheet_prints_a_running_number,
    the_same_bytes_are_admitted_to,
    the_page_is_marked_with_the_whole_answer,
)
