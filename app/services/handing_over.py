"""Exporting a selection of records, for keeps or to another archive. Open `export`.

Everything in the package came through the gate of the person who exports: relations to records they may
not read, sealed notes above them and history of other cells are not in it. Taking a package in is in
`bag_importing.py`; how it is written, in `app/exporters`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from app.db import fixity_store, packing, series_store
from app.db.catalogue import Catalogue
from app.domain.access import AccessLabel
from app.domain.command_line import RUN
from app.domain.errors import InvalidInput, NotFound
from app.domain.export_proposals import MOST_ALONE
from app.domain.principals import Action, Principal
from app.domain.records import RecordId, RelationDraft
from app.domain.references import normalise_reference
from app.domain.searches import SearchRequest, SortOrder
from app.domain.views import FileView, RelatedRecord
from app.domain.wording import said
from app.exporters.bag import write_bag
from app.exporters.package import SOURCE, Package, PackedRecord
from app.services import audit, checkpoints, export_alone, export_approvals, fixity, search
from app.services.keeper import PRODUCT
from app.services.work import Work

AT_MOST_ON_A_PAGE = 500
MOST_BYTES_ON_A_PAGE = 500 * 1024**2
"""What is larger is exported by a command: nobody waits so long for a page."""
_HITS_AT_ONCE = 100
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    filename: str
    records: int
    original_bytes: int
    label: AccessLabel


def by_references(principal: Principal, work: Work, references: Sequence[str]) -> list[RecordId]:
    """The records of these references, however typed, in their order, each once.

    Raises InvalidInput("references") naming those that are no readable record, hidden and absent alike.
    """
    principal.require(Action.REGISTER)
    catalogue = _catalogue(principal, work)
    found: list[RecordId] = []
    missing: list[str] = []
    for typed in references:
        stored = normalise_reference(typed)
        try:
            if stored is None:
                raise NotFound(typed)
            found.append(catalogue.locate_reference(stored).id)
        except NotFound:
            missing.append(typed[:20])
    if missing:
        raise InvalidInput(
            "references",
            said(
                "No record that you may read has the reference {missing}{others}.",
                missing=", ".join(missing[:_SHOWN]),
                others=said(" and others") if len(missing) > _SHOWN else "",
            ),
        )
    return list(dict.fromkeys(found))


def by_query(principal: Principal, work: Work, text: str) -> list[RecordId]:
    """Everything a search finds for this person, oldest first. Raises as `search.search` does."""
    principal.require(Action.REGISTER)
    found: list[RecordId] = []
    number, pages = 1, 1
    while number <= pages:
        request = SearchRequest(
            text=text, sort=SortOrder.OLDEST, page=number, page_size=_HITS_AT_ONCE
        )
        page = search.search(principal, work, request)
        found += [hit.summary.id for hit in page.hits]
        number, pages = number + 1, page.page_count
    return list(dict.fromkeys(found))


def export(
    principal: Principal,
    work: Work,
    record_ids: Sequence[RecordId],
    target: BinaryIO,
    *,
    made_at: datetime,
    most_bytes: int | None = None,
    most_alone: int = MOST_ALONE,
    approval: str = "",
) -> Exported:
    """Write a zipped bag of these records. Same records, same clock: same bytes.

    More than `most_alone`, those of the last 24 hours among them, need `approval`, the id of one's own
    export that a second registrar approved.

    Recorded with all ids before the first byte. Raises NotFound for a record that is not readable (any
    more), InvalidInput for an empty selection or originals above `most_bytes`, Unavailable when an
    original is damaged: a package is whole or is not made.
    """
    principal.require(Action.REGISTER)
    if not record_ids:
        raise InvalidInput("references", "Nothing is selected: name references or a query.")
    if approval:
        _check_approval(principal, work, record_ids, approval)
    elif why := export_alone.why_two(principal, work, record_ids, most_alone):
        raise InvalidInput("reason", why)
    package = _packed(principal, work, record_ids, made_at)
    size = sum(file.size_bytes for record in package.records for file in record.view.files)
    if most_bytes is not None and size > most_bytes:
        raise InvalidInput(
            "references",
            said(
                "The originals are {size} MB together, too much for a page. Export fewer at a "
                "time, or let an administrator run {run} archive export.",
                size=size // 1024**2,
                run=RUN,
            ),
        )
    details = {"records": str(len(record_ids)), "label": str(package.label)}
    details |= {export_alone.APPROVAL: approval} if approval else {}
    audit.record_reading(principal, work, export_alone.EXPORTED, record_ids, details)

    def opened(file: FileView) -> BinaryIO:
        return fixity.opened_sound(principal, work, file.sha256, file.size_bytes)

    original_bytes = write_bag(package, target, opened)
    return Exported(f"{package.name}.zip", len(package.records), original_bytes, package.label)


def _check_approval(
    principal: Principal, work: Work, record_ids: Sequence[RecordId], approval: str
) -> None:
    if not set(record_ids) <= set(export_approvals.approved(principal, work, approval)):
        raise InvalidInput("references", "What was approved is another selection.")


def _packed(
    principal: Principal, work: Work, record_ids: Iterable[RecordId], made_at: datetime
) -> Package:
    catalogue = _catalogue(principal, work)
    records = tuple(_record(catalogue, work, one) for one in record_ids)
    checkpoint = checkpoints.latest(work)
    return Package(
        name=f"chancery-export-{made_at:%Y%m%dT%H%M%SZ}",
        records=records,
        label=catalogue.join(one.view.page_label for one in records),
        organisation=work.organisation,
        made_by=principal.display_name,
        made_at=made_at,
        product=PRODUCT,
        checkpoint=checkpoint.in_words() if checkpoint else "",
    )


def _record(catalogue: Catalogue, work: Work, record_id: RecordId) -> PackedRecord:
    view = catalogue.record(record_id)
    located = catalogue.locate(record_id)
    checks = fixity_store.known(work.session, sorted({one.sha256 for one in view.files}))
    return PackedRecord(
        view=view,
        text=packing.own_text(catalogue, located),
        came_from=packing.came_from(catalogue, located),
        relations=tuple(
            relation for one in view.relations if (relation := _relation(one)) is not None
        ),
        checks=tuple(checks[key] for key in sorted(checks)),
        series=series_store.series_of(work.session, located),
    )


def _relation(one: RelatedRecord) -> RelationDraft | None:
    """An edge that this record carries; those from the other side come with the other record."""
    if one.is_inverse:
        return None
    return RelationDraft(
        kind=one.kind,
        to_source_key=f"{SOURCE}:{one.record.id}" if one.record else None,
        to_external=one.external,
        date=one.date,
        note=one.note,
        evidence=one.evidence,
    )


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    return Catalogue(work.session, principal.clearance, work.labels)
