"""Rows of working drafts and their files, always of one account, and never of a record it may not read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from app.db.gate import Gate, Located
from app.db.models.accounts import AccountRow
from app.db.models.drafts import draft_file, working_draft
from app.db.models.records import record
from app.domain.drafts import Fields, WaitingFile
from app.domain.records import RecordId


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """`key` is the integer that never leaves the database; `record_id` None = a new letter."""

    key: int
    id: str
    record_id: RecordId | None
    revision: int | None
    fields: Fields
    updated_at: datetime


def account_key(session: Session, account_id: str) -> int | None:
    """The integer key of an account; None for a principal that is none (the system)."""
    return session.scalar(select(AccountRow.id).where(AccountRow.public_id == account_id))


def own_drafts(gate: Gate, account: int) -> list[StoredDraft]:
    """The account's drafts, latest first; those of records it may no longer read are not there."""
    return _found(gate, working_draft.c.account_id == account)


def own_draft(gate: Gate, account: int, draft_id: str) -> StoredDraft | None:
    """One draft of the account by its public id."""
    mine = working_draft.c.account_id == account
    return next(iter(_found(gate, mine, working_draft.c.public_id == draft_id)), None)


def own_new_letter(gate: Gate, account: int, draft_id: str) -> StoredDraft | None:
    """The account's draft of a new letter by its id; one of a record is another, whatever its id."""
    mine = (working_draft.c.account_id == account, working_draft.c.record_id.is_(None))
    return next(iter(_found(gate, *mine, working_draft.c.public_id == draft_id)), None)


def own_draft_of(gate: Gate, account: int, located: Located) -> StoredDraft | None:
    """The account's draft of a record, the latest where there are several."""
    mine = working_draft.c.account_id == account
    return next(iter(_found(gate, mine, working_draft.c.record_id == located.key)), None)


def insert_draft(
    session: Session,
    account: int,
    draft_id: str,
    located: Located | None,
    revision: int | None,
    fields: Fields,
    now: datetime,
) -> int:
    """Add a draft; returns its key."""
    key = session.scalar(
        insert(working_draft)
        .values(
            public_id=draft_id,
            account_id=account,
            record_id=located.key if located else None,
            revision=revision,
            fields=[list(pair) for pair in fields],
            updated_at=now,
        )
        .returning(working_draft.c.id)
    )
    assert key is not None  # noqa: S101 - an INSERT returns its row
    return int(key)


def update_draft(
    session: Session, key: int, revision: int | None, fields: Fields, now: datetime
) -> None:
    """Replace what a draft holds."""
    session.execute(
        update(working_draft)
        .where(working_draft.c.id == key)
        .values(revision=revision, fields=[list(pair) for pair in fields], updated_at=now)
    )


def delete_draft(session: Session, key: int) -> None:
    """Remove a draft with its files' rows; the bytes stay in storage until nothing refers to them."""
    session.execute(delete(draft_file).where(draft_file.c.draft_id == key))
    session.execute(delete(working_draft).where(working_draft.c.id == key))


def files_of(session: Session, key: int) -> tuple[WaitingFile, ...]:
    """The files that wait with a draft, in the order they came."""
    rows = session.execute(
        select(draft_file).where(draft_file.c.draft_id == key).order_by(draft_file.c.id)
    ).mappings()
    return tuple(
        WaitingFile(
            row["public_id"], row["sha256"], row["size_bytes"], row["media_type"], row["name"]
        )
        for row in rows
    )


def insert_file(session: Session, key: int, file: WaitingFile) -> None:
    """Let a file wait with a draft."""
    session.execute(
        insert(draft_file).values(
            public_id=file.id,
            draft_id=key,
            sha256=file.sha256,
            size_bytes=file.size_bytes,
            media_type=file.media_type,
            name=file.name,
        )
    )


def delete_files(session: Session, key: int, file_ids: Sequence[str]) -> None:
    """Take files out of a draft."""
    session.execute(
        delete(draft_file).where(
            draft_file.c.draft_id == key, draft_file.c.public_id.in_(list(file_ids))
        )
    )


def _found(gate: Gate, *conditions: ColumnElement[bool]) -> list[StoredDraft]:
    rows = gate.session.execute(
        select(working_draft, record.c.public_id.label("record"))
        .outerjoin(record, record.c.id == working_draft.c.record_id)
        .where(*conditions)
        .where(or_(working_draft.c.record_id.is_(None), gate.readable()))
        .order_by(working_draft.c.updated_at.desc(), working_draft.c.id.desc())
    ).mappings()
    return [
        StoredDraft(
            row["id"],
            row["public_id"],
            RecordId(row["record"]) if row["record"] else None,
            row["revision"],
            tuple((str(name), str(value)) for name, value in row["fields"]),
            row["updated_at"],
        )
        for row in rows
    ]
