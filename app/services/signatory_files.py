"""The signatories of one record as a table for a spreadsheet; each row bears marking and reference.

So rows copied out of the file bear them too. In the language of the register, like every file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.nothing import MaybeText, Nothing
from app.domain.principals import Principal
from app.domain.records import RecordId
from app.domain.signatory_words import capacity_of, standing_words
from app.domain.views import RecordView
from app.exporters.spreadsheet_cells import csv_bytes
from app.services import audit, records
from app.services.result_exports import marked_name
from app.services.work import Work

TAKEN = "signatories taken"
_HEADS = (
    *("marking", "reference", "order", "code", "party", "as signed", "person", "capacity"),
    *("status", "note"),
)


@dataclass(frozen=True, slots=True)
class SignatoryFile:
    filename: str
    content: bytes


def take(principal: Principal, work: Work, record_id: RecordId) -> SignatoryFile:
    """The table as CSV, recorded before it leaves. Raises NotFound."""
    view = records.read_record(principal, work, record_id)
    audit.record_reading(principal, work, TAKEN, [view.id])
    groupings = [f"{one.short_name} {one.signed}/{one.members}" for one in view.groupings]
    content = csv_bytes((*_HEADS, *groupings), _rows(view))
    return SignatoryFile(marked_name(f"{view.reference}-signatories", view.label, "csv"), content)


def _rows(view: RecordView) -> Iterator[list[str]]:
    for number, one in enumerate(view.description.signatures, 1):
        member = ["yes" if one.party in share.signed_by else "no" for share in view.groupings]
        yield [
            *(
                view.label.as_marked,
                view.reference,
                str(number),
                one.party,
                view.name_of(one.party),
            ),
            *map(_text, (one.name_as_signed, one.person, capacity_of(one))),
            *(one.status.label, standing_words(one), *member),
        ]


def _text(value: MaybeText) -> str:
    return value.value if isinstance(value, Nothing) else value
