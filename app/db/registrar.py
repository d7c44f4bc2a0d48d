"""Writing records: the rows of new ones, many at a time, and the changes of existing ones.

Nothing here asks who may do it: `services/registration.py` does. Everything happens in the caller's
transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.orm import Session, aliased

from app.db.authority_links import authority_links
from app.db.cells import Cell
from app.db.gate import Located
from app.db.kept_changes import written_changes
from app.db.mapping import Columns, to_columns
from app.db.models.drafts import record_version
from app.db.models.files import record_file
from app.db.models.parts import relation, sealed_note
from app.db.models.records import record, record_history, record_text, source_key
from app.db.parts import delete_parts, write_parts
from app.db.version_store import copy_version, version_row, write_version
from app.domain.errors import Conflict
from app.domain.fingerprint import fingerprint
from app.domain.records import Description, Draft, FileDraft, RecordId, RelationDraft
from app.domain.views import ExtractionState, FieldChange
from app.domain.vocabularies import RecordState
from app.domain.wording import joined

CHANGED_MEANWHILE = (
    "Somebody else changed this record after you opened it. Open it again and repeat your change."
)


@dataclass(frozen=True, slots=True)
class Hand:
    """Who writes, when and why: what every entry of the history says."""

    by: str
    account_id: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Filing:
    """One new record with everything decided: ids, reference, cells."""

    id: RecordId
    reference: str
    cell: Cell
    draft: Draft
    file_ids: tuple[str, ...]
    note_cells: tuple[Cell, ...]
    note_ids: tuple[str, ...]


def taken_references(session: Session, references: Iterable[str]) -> set[str]:
    """Which of the references exist already, in whatever cell."""
    wanted = list(references)
    found = session.scalars(select(record.c.reference).where(record.c.reference.in_(wanted)))
    return set(found)


def write_records(session: Session, filings: Sequence[Filing], hand: Hand) -> None:
    """Insert new records with all their rows: a constant number of statements for any number."""
    session.execute(insert(record), [_record_row(filing, hand.at) for filing in filings])
    keys = _keys(session, filings)
    described = [(keys[filing.id], filing.draft.description) for filing in filings]
    write_parts(session, described, authority_links(session))
    _insert(
        session,
        {
            record_text: [
                {"record_id": keys[filing.id], "text": filing.draft.text}
                for filing in filings
                if filing.draft.text
            ],
            record_history: [
                _history_row(keys[filing.id], 1, filing.cell.id, None, hand, ())
                for filing in filings
            ],
            record_version: [
                version_row(keys[filing.id], 1, filing.cell.id, filing.draft.description)
                for filing in filings
            ],
            source_key: [_source_row(keys[filing.id], filing) for filing in filings],
            record_file: [
                _file_row(keys[filing.id], file_id, file, hand.at)
                for filing in filings
                for file_id, file in zip(filing.file_ids, filing.draft.files, strict=True)
            ],
            relation: [
                relation_row(keys[filing.id], one)
                for filing in filings
                for one in filing.draft.relations
            ],
            sealed_note: [row for filing in filings for row in _note_rows(keys[filing.id], filing)],
        },
    )


def rewrite(
    session: Session,
    located: Located,
    description: Description,
    changed: Sequence[FieldChange],
    hand: Hand,
) -> None:
    """Replace the description of a record. Raises Conflict when its revision is another by now."""
    _raise_revision(session, located, hand, to_columns(description), edition=record.c.edition + 1)
    delete_parts(session, located.key)
    write_parts(session, [(located.key, description)], authority_links(session))
    write_version(session, located, description)
    _write_history(session, located, located.cell.id, None, hand, changed)


def replace_text(session: Session, located: Located, text: str) -> None:
    """Put another text of its own in the place of a record's; an empty one leaves none."""
    session.execute(delete(record_text).where(record_text.c.record_id == located.key))
    if text:
        session.execute(insert(record_text), [{"record_id": located.key, "text": text}])


def move(session: Session, located: Located, to: Cell, hand: Hand) -> None:
    """Put a record into another cell; the entry of the history stands in both."""
    _raise_revision(session, located, hand, {"cell_id": to.id}, edition=record.c.edition + 1)
    _move_source_key(session, located.key, to.id)
    copy_version(session, located, to.id)
    change = FieldChange("label", str(located.cell.label), str(to.label))
    _write_history(session, located, to.id, located.cell.id, hand, [change])


def withdraw(session: Session, located: Located, hand: Hand) -> None:
    """Take a record out of sight; its rows and history stay."""
    _raise_revision(session, located, hand, {"state": RecordState.WITHDRAWN})
    change = FieldChange("state", RecordState.REGISTERED.label, RecordState.WITHDRAWN.label)
    _write_history(session, located, located.cell.id, None, hand, [change])


def reinstate(session: Session, located: Located, hand: Hand) -> None:
    """Bring a withdrawn record back to where it stood."""
    state = {"state": RecordState.REGISTERED}
    _raise_revision(session, located, hand, state, edition=record.c.edition + 1)
    change = FieldChange("state", RecordState.WITHDRAWN.label, RecordState.REGISTERED.label)
    _write_history(session, located, located.cell.id, None, hand, [change])


def dispose(session: Session, located: Located, hand: Hand, emptied: Columns) -> None:
    """Leave nothing of a record but its stub; `disposing.py` removes what hangs on it."""
    _raise_revision(session, located, hand, {**emptied, "state": RecordState.DISPOSED})
    change = FieldChange("state", "", RecordState.DISPOSED.label)
    _write_history(session, located, located.cell.id, None, hand, [change])


def add_file(session: Session, located: Located, file_id: str, file: FileDraft, hand: Hand) -> None:
    """Attach a file. The edition rises at once, and again when its text has been read."""
    _raise_revision(session, located, hand, {}, edition=record.c.edition + 1)
    session.execute(insert(record_file), [_file_row(located.key, file_id, file, hand.at)])
    change = FieldChange("files", "", joined((file.name, file.role.label), ", "))
    _write_history(session, located, located.cell.id, None, hand, [change])


def add_relation(
    session: Session, located: Located, draft: RelationDraft, to: Located | None
) -> bool:
    """Link a record to another or to a text outside. False when the same edge is there already."""
    row = relation_row(located.key, draft) | {"to_record_id": to.key if to else None}
    same = [relation.c[name].is_not_distinct_from(row[name]) for name in _EDGE]
    if session.scalar(select(exists().where(*same))):
        return False
    session.execute(insert(relation), [row])
    return True


def relation_row(key: int, draft: RelationDraft) -> Columns:
    """The columns of one edge from the record of that key."""
    return {"from_record_id": key, **to_columns(draft)}


_EDGE = ("from_record_id", "to_record_id", "to_source_key", "to_external", "kind")


def _keys(session: Session, filings: Sequence[Filing]) -> Mapping[RecordId, int]:
    rows = session.execute(
        select(record.c.public_id, record.c.id).where(
            record.c.public_id.in_([filing.id for filing in filings])
        )
    )
    return {RecordId(public_id): key for public_id, key in rows}


def _record_row(filing: Filing, at: datetime) -> Columns:
    return {
        "public_id": filing.id,
        "reference": filing.reference,
        "cell_id": filing.cell.id,
        "revision": 1,
        "edition": 1,
        "state": RecordState.REGISTERED,
        "registered_at": at,
        "changed_at": at,
        **to_columns(filing.draft.description),
    }


def _source_row(key: int, filing: Filing) -> Columns | None:
    source = filing.draft.source_key
    if source is None:
        return None
    return {
        "record_id": key,
        "cell_id": filing.cell.id,
        "source": source.source,
        "identifier": source.identifier,
        "key": str(source),
        "fingerprint": fingerprint(filing.draft),
    }


def _file_row(key: int, file_id: str, file: FileDraft, at: datetime) -> Columns:
    return {
        "public_id": file_id,
        "record_id": key,
        **to_columns(file),
        "added_at": at,
        "extraction": ExtractionState.WAITING.value,
        "extraction_reason": "",
        "pages": None,
    }


def _note_rows(key: int, filing: Filing) -> list[Columns]:
    return [
        {
            "record_id": key,
            "public_id": note_id,
            "position": position,
            "cell_id": cell.id,
            "kind": note.kind,
            "text": note.text,
        }
        for position, (note_id, cell, note) in enumerate(
            zip(filing.note_ids, filing.note_cells, filing.draft.sealed_notes, strict=True), start=1
        )
    ]


def _insert(session: Session, rows_by_table: Mapping[object, Sequence[Columns | None]]) -> None:
    for table, rows in rows_by_table.items():
        present = [row for row in rows if row is not None]
        if present:
            session.execute(insert(table), present)  # type: ignore[arg-type]


def _raise_revision(
    session: Session, located: Located, hand: Hand, values: Columns, **more: object
) -> None:
    changed = session.scalar(
        update(record)
        .where(record.c.id == located.key, record.c.revision == located.revision)
        .values({**values, **more, "revision": located.revision + 1, "changed_at": hand.at})
        .returning(record.c.id)
    )
    if changed is None:
        raise Conflict(CHANGED_MEANWHILE)


def _write_history(
    session: Session,
    located: Located,
    cell_id: int,
    left_cell_id: int | None,
    hand: Hand,
    changed: Sequence[FieldChange],
) -> None:
    row = _history_row(located.key, located.revision + 1, cell_id, left_cell_id, hand, changed)
    session.execute(insert(record_history), [row])


def _history_row(
    key: int,
    revision: int,
    cell_id: int,
    left_cell_id: int | None,
    hand: Hand,
    changed: Sequence[FieldChange],
) -> Columns:
    return {
        "record_id": key,
        "revision": revision,
        "cell_id": cell_id,
        "left_cell_id": left_cell_id,
        "at": hand.at,
        "by": hand.by,
        "account_id": hand.account_id,
        "reason": hand.reason,
        "changes": written_changes(changed),
    }


def _move_source_key(session: Session, key: int, cell_id: int) -> None:
    """Take the source key along, unless the new cell holds the same document already."""
    own, other = source_key, aliased(source_key)
    twin = select(other.c.record_id).where(
        other.c.source == own.c.source,
        other.c.identifier == own.c.identifier,
        other.c.cell_id == cell_id,
    )
    session.execute(delete(own).where(own.c.record_id == key, twin.exists()))
    session.execute(update(own).where(own.c.record_id == key).values(cell_id=cell_id))
