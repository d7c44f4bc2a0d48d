"""One line per record for lists of any kind: a constant number of statements for any number of ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from app.db.authorities import authorities
from app.db.gate import Gate
from app.db.mapping import Row, read_date
from app.db.models.parts import addressee, signature
from app.db.models.records import record
from app.domain.dates import CalendarDate
from app.domain.nothing import Nothing, text_or
from app.domain.parties import PartyDirectory
from app.domain.phrases import addressed
from app.domain.records import PartyCode, RecordId
from app.domain.views import RecordSummary
from app.domain.vocabularies import AddresseeRole, SignatureStatus
from app.domain.wording import joined

STANDING = tuple(status for status in SignatureStatus if status.stands)
_COLUMNS = (
    record.c.id,
    record.c.public_id,
    record.c.reference,
    record.c.cell_id,
    record.c.revision,
    record.c.kind,
    record.c.title,
    record.c.title_is_supplied,
    record.c.dated_edtf,
    record.c.dated_lower,
    record.c.dated_upper,
    record.c.place,
    record.c.signatures_are_complete,
    record.c.signatories_published,
    record.c.disclosure,
    record.c.holding,
    record.c.registered_at,
    record.c.changed_at,
)


def summaries(gate: Gate, record_ids: Sequence[RecordId]) -> list[RecordSummary]:
    """The readable ones of the ids, in the order given. Four statements."""
    if not record_ids:
        return []
    found = summaries_of(gate, select(*_COLUMNS).where(record.c.public_id.in_(record_ids)))
    by_id = {one.id: one for one in found}
    return [by_id[record_id] for record_id in record_ids if record_id in by_id]


def summaries_of(gate: Gate, statement: Select[Any]) -> list[RecordSummary]:
    """Run a statement over `_COLUMNS` through the gate and complete its rows."""
    rows = gate.session.execute(gate.within(statement)).mappings().all()
    dates = {row["id"]: calendar_date(row) for row in rows}
    directory = authorities(gate.session).parties
    signatories = {
        key: tuple(directory.standing(code) for code in codes)
        for key, codes in standing_signatories(gate, list(dates)).items()
    }
    addressees = _addressees(gate, dates)
    return [
        _summary(gate, row, signatories.get(row["id"], ()), addressees.get(row["id"], ""))
        for row in rows
    ]


def recently_changed(
    gate: Gate, since: datetime, limit: int, offset: int = 0
) -> list[RecordSummary]:
    """The records registered or changed last, none of them before `since`."""
    newest = (record.c.changed_at.desc(), record.c.dated_lower.desc(), record.c.public_id)
    changed = select(*_COLUMNS).where(record.c.changed_at >= since)
    return summaries_of(gate, changed.order_by(*newest).limit(limit).offset(offset))


def _summary(
    gate: Gate, row: Row, signatories: tuple[PartyCode, ...], addressees: str
) -> RecordSummary:
    return RecordSummary(
        id=RecordId(row["public_id"]),
        reference=row["reference"],
        label=gate.label_of(row["cell_id"]),
        revision=row["revision"],
        kind=row["kind"],
        title=row["title"],
        title_is_supplied=row["title_is_supplied"],
        date=calendar_date(row),
        place=row["place"],
        addressees=addressees,
        signatory_codes=signatories,
        signatures_are_complete=row["signatures_are_complete"],
        signatories_published=row["signatories_published"],
        disclosure=row["disclosure"],
        holding=row["holding"],
        registered_at=row["registered_at"],
        changed_at=row["changed_at"],
    )


def calendar_date(row: Row) -> CalendarDate | None:
    """The date of a record row, None where one of the nothings stands."""
    return None if isinstance(row["dated_edtf"], Nothing) else read_date(row, "dated")


def standing_signatories(gate: Gate, keys: Sequence[int]) -> Mapping[int, tuple[PartyCode, ...]]:
    """Parties whose signatures stand, by the key of a record, in the order signed. One statement.

    With the codes they signed under; which of them were merged since is up to the caller.
    """
    rows = gate.session.execute(
        select(signature.c.record_id, signature.c.party)
        .where(signature.c.record_id.in_(keys), signature.c.status.in_(STANDING))
        .order_by(signature.c.record_id, signature.c.position)
    )
    found: dict[int, list[PartyCode]] = defaultdict(list)
    for key, code in rows:
        found[key].append(PartyCode(code))
    return {key: tuple(codes) for key, codes in found.items()}


def _addressees(gate: Gate, dates: Mapping[int, CalendarDate | None]) -> Mapping[int, str]:
    rows = gate.session.execute(
        select(addressee)
        .where(addressee.c.record_id.in_(dates), addressee.c.role == AddresseeRole.TO)
        .order_by(addressee.c.record_id, addressee.c.position)
    ).mappings()
    directory = authorities(gate.session).parties
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        when = dates[row["record_id"]]
        found[row["record_id"]].append(_addressee_in_words(row, directory, when))
    return {key: joined(lines, "; ") for key, lines in found.items()}


def _addressee_in_words(row: Row, directory: PartyDirectory, when: CalendarDate | None) -> str:
    code = text_or(row["party"])
    return addressed(
        person=text_or(row["person"]),
        office=text_or(row["office"]),
        organ=text_or(row["organ"]),
        party=directory.name_at(code, when) if code else "",
    )
