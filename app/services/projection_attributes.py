"""The codes that stand on a record itself, to be asked for with `Carries`.

`rank:ambassador`, `status:withdrew`, `has:file`; `group:EU>=1` to `group:EU>=7` where seven members
signed. Nobody counts or lists them. What hangs on other records (`has:reply`) is none of these: it
depends on what a reader may read (`search_terms.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.db.searchable import PartKind, SearchablePart, SearchableRecord
from app.domain.groupings import Groupings
from app.domain.records import PartyCode
from app.domain.vocabularies import SignatureStatus
from app.search.syntax_fields import GAPS

STANDING = frozenset(status.value for status in SignatureStatus if status.stands)
_FIELD_OF_PART: Mapping[PartKind, str] = {
    PartKind.DEMAND: "outcome",
    PartKind.OUTCOME: "outcome",
    PartKind.RESPONSE: "response",
    PartKind.PERSON: "role",
}
_HELD: Mapping[PartKind, str] = {
    PartKind.ABSENCE: "absence",
    PartKind.ADDRESSEE: "addressee",
    PartKind.DEMAND: "demand",
    PartKind.OUTCOME: "outcome",
    PartKind.PERSON: "person",
    PartKind.RESPONSE: "response",
    PartKind.SUBJECT: "subject",
    PartKind.TEXT: "text",
    PartKind.FILE: "text",
}


def attributes(record: SearchableRecord, groupings: Groupings) -> tuple[str, ...]:
    """Every code once, in order."""
    found = (*_facts(record), *_of_parts(record), *_of_groupings(record, groupings))
    return tuple(sorted(set(found)))


def group_code(code: str, signed: int) -> str:
    """Carried by a record that at least so many members of a grouping signed."""
    return f"group:{code}>={signed}"


def _facts(record: SearchableRecord) -> Iterator[str]:
    for field in ("channel", "publicity", "disclosure", "holding"):
        if code := getattr(record, field):
            yield f"{field}:{code}"
    if record.has_file:
        yield "has:file"
    if record.date:
        yield "has:date"
    if not record.signatures_are_complete:
        yield f"has:{GAPS}"


def _of_parts(record: SearchableRecord) -> Iterator[str]:
    for part in record.parts:
        if part.kind in _HELD:
            yield f"has:{_HELD[part.kind]}"
        if part.kind is PartKind.DEMAND:
            yield f"asks:{part.texts[1]}"
        if part.kind in _FIELD_OF_PART:
            yield from (f"{_FIELD_OF_PART[part.kind]}:{code}" for code in part.codes)
        elif part.kind is PartKind.SIGNATURE:
            yield from _of_signature(part)


def _of_signature(part: SearchablePart) -> Iterator[str]:
    """Its status; capacity and ranks only of one that stands."""
    status = part.texts[4]
    yield f"status:{status}"
    if status in STANDING:
        capacity, *ranks = part.codes
        yield f"capacity:{capacity}"
        yield from (f"rank:{rank}" for rank in ranks)


def _of_groupings(record: SearchableRecord, groupings: Groupings) -> Iterator[str]:
    """As the record's page counts: at its date, standing signatures, none for an incomplete list."""
    if not record.signatures_are_complete:
        return
    codes = [
        PartyCode(part.texts[0])
        for part in record.parts
        if part.kind is PartKind.SIGNATURE and part.texts[4] in STANDING
    ]
    for share in groupings.shares(codes, record.date):
        yield from (group_code(share.code, number) for number in range(1, share.signed + 1))
