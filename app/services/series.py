"""The file plan: keeping series and their rules, and putting records into them. Registrars only.

Series are known to every registrar, so neither code nor title may tell of a guarded record. What stands
in one, and how much, is computed from what this registrar may read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.db import series_store
from app.db.catalogue import Catalogue
from app.db.gate import Located
from app.domain.access import AccessLabel
from app.domain.errors import Conflict, InvalidInput, NotFound
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.references import normalise_reference
from app.domain.retention import Series, SeriesChange, SeriesDraft, SeriesMove
from app.domain.views import FieldChange, RecordSummary
from app.domain.wording import said
from app.services import audit
from app.services.hands import hand_of
from app.services.work import Work

CREATED, AMENDED, ASSIGNED, VIEWED = (
    "series created",
    "series amended",
    "series assigned",
    "series viewed",
)
MOST_AT_ONCE = 500
SHOWN_AT_MOST = 200
_NAMED_IN_ERRORS = 5


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """One series in the list; `records` counts those that this registrar may read."""

    series: Series
    records: int


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """One series with what this registrar may read of it. `label` marks the page."""

    series: Series
    total: int
    records: tuple[RecordSummary, ...]
    """At most `SHOWN_AT_MOST` of them, by date."""
    history: tuple[SeriesChange, ...]
    label: AccessLabel


@dataclass(frozen=True, slots=True)
class Filed:
    """Where one record stands in the file plan, and how it came there."""

    series: Series | None
    moves: tuple[SeriesMove, ...]


def list_series(principal: Principal, work: Work) -> list[SeriesLine]:
    """Every series, by code."""
    counts = series_store.counts(_catalogue(principal, work))
    return [SeriesLine(one, counts.get(one.id, 0)) for one in series_store.all_series(work.session)]


def find(principal: Principal, work: Work, series_id: str) -> Series:
    """One series. Raises NotFound."""
    principal.require(Action.REGISTER)
    return series_store.find(work.session, series_id)


def page(principal: Principal, work: Work, series_id: str) -> SeriesPage:
    """One series with its records; looking at guarded ones is recorded. Raises NotFound."""
    catalogue = _catalogue(principal, work)
    found = series_store.find(work.session, series_id)
    ids = series_store.records_in(catalogue, series_id)
    records = tuple(catalogue.summaries(ids[:SHOWN_AT_MOST]))
    label = catalogue.join(one.label for one in records)
    if label != work.labels.bottom:
        audit.record_reading(principal, work, VIEWED, [series_id], {"count": str(len(records))})
    history = series_store.history(work.session, series_id)
    return SeriesPage(found, len(ids), records, history, label)


def create(principal: Principal, work: Work, draft: SeriesDraft, reason: str) -> str:
    """Begin a series. Returns its id. Raises InvalidInput by field, also for a code that is taken."""
    principal.require(Action.REGISTER)
    checked, hand = draft.checked(), hand_of(principal, work, reason)
    series_id = work.ids.new_id("series", checked.code)
    try:
        series_store.add(work.session, series_id, checked, hand)
    except Conflict as error:
        raise InvalidInput("code", error.words) from error
    audit.record_change(principal, work, CREATED, [series_id], {})
    return series_id


def amend(
    principal: Principal, work: Work, series_id: str, revision: int, draft: SeriesDraft, reason: str
) -> int:
    """Say something else of a series. Returns its revision, the old one when nothing differs.

    What is due changes at once with the rule; lists that wait are asked again when they are decided.
    """
    before = find(principal, work, series_id)
    if before.revision != revision:
        raise Conflict(series_store.CHANGED_MEANWHILE)
    checked, hand = draft.checked(), hand_of(principal, work, reason)
    changes = [
        FieldChange(name, old, checked.fields[name])
        for name, old in before.draft.fields.items()
        if old != checked.fields[name]
    ]
    if not changes:
        return revision
    if checked.code != before.code and checked.code in _codes(work):
        raise InvalidInput("code", series_store.CODE_TAKEN)
    series_store.amend(work.session, before, checked, changes, hand)
    details = {"fields": ", ".join(one.field for one in changes)}
    audit.record_change(principal, work, AMENDED, [series_id], details)
    return revision + 1


def put_references(
    principal: Principal, work: Work, series_id: str, references: Sequence[str], reason: str
) -> int:
    """Put these records into a series, out of whichever they stood in. Returns how many moved.

    Raises InvalidInput naming references that are no readable record, hidden and absent alike.
    """
    into = find(principal, work, series_id)
    if not references:
        raise InvalidInput("references", "Write at least one reference.")
    if len(references) > MOST_AT_ONCE:
        raise InvalidInput(
            "references",
            said("At most {most_at_once} records are moved at once.", most_at_once=MOST_AT_ONCE),
        )
    located = located_by_references(_catalogue(principal, work), references)
    return sum(_put(principal, work, one, into, reason) for one in located)


def put(
    principal: Principal, work: Work, record_id: RecordId, series_id: str | None, reason: str
) -> bool:
    """Put one record into a series, or into none. Returns False when it stood there already."""
    into = find(principal, work, series_id) if series_id else None
    located = _catalogue(principal, work).locate(record_id)
    return _put(principal, work, located, into, reason)


def filed(principal: Principal, work: Work, record_id: RecordId) -> Filed:
    """Where a record stands in the file plan. Raises NotFound."""
    catalogue = _catalogue(principal, work)
    located = catalogue.locate(record_id)
    return Filed(
        series_store.series_of(work.session, located), series_store.moves(catalogue, located)
    )


def located_by_references(
    catalogue: Catalogue, references: Sequence[str], *, with_withdrawn: bool = False
) -> list[Located]:
    """The readable records of these references, each once. Raises InvalidInput("references")."""
    found: dict[int, Located] = {}
    missing = []
    for typed in references:
        one = _located(catalogue, normalise_reference(typed), with_withdrawn)
        if one is None:
            missing.append(typed[:20])
        else:
            found[one.key] = one
    if missing:
        others = said(" and others") if len(missing) > _NAMED_IN_ERRORS else ""
        raise InvalidInput(
            "references",
            said(
                "No record that you may read has the reference {missing}{others}.",
                missing=", ".join(missing[:_NAMED_IN_ERRORS]),
                others=others,
            ),
        )
    return list(found.values())


def _located(catalogue: Catalogue, stored: str | None, with_withdrawn: bool) -> Located | None:
    if stored is None:
        return None
    try:
        return catalogue.locate_reference(stored)
    except NotFound:
        pass
    try:
        return catalogue.locate_withdrawn_reference(stored) if with_withdrawn else None
    except NotFound:
        return None


def _put(
    principal: Principal, work: Work, located: Located, into: Series | None, reason: str
) -> bool:
    hand = hand_of(principal, work, reason)
    before = series_store.series_of(work.session, located)
    if (before and before.id) == (into and into.id):
        return False
    series_store.put(work.session, located, before, into, hand)
    details = {"from": before.id if before else "", "to": into.id if into else ""}
    audit.record_change(principal, work, ASSIGNED, [located.id], details)
    return True


def _codes(work: Work) -> set[str]:
    return {one.code for one in series_store.all_series(work.session)}


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    principal.require(Action.REGISTER)
    return Catalogue(work.session, principal.clearance, work.labels)
