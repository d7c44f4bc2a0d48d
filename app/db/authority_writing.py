"""Writing authorities: a new entry, two that become one, one that becomes two again.

Nothing here asks who may do it: `services/proposals.py` and `services/merging.py` do. Links from records
to entries are for finding; setting one raises no revision and shows nowhere by itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anyascii import anyascii
from sqlalchemy import insert, select, union, update
from sqlalchemy.orm import Session

from app.db import authorities
from app.db.authority_entries import LINKS, TABLES
from app.db.authority_links import forget_links
from app.db.models import authorities as tables
from app.db.models.authority_work import authority_addition, authority_merge
from app.db.models.records import record
from app.db.party_codes import PARTY_COLUMNS
from app.db.registrar import Hand
from app.domain.authorities import EntryDraft, EntryKind
from app.domain.dated_names import NameUse
from app.domain.errors import NotFound
from app.domain.parties import fold_name
from app.domain.records import RecordId

NO_SUCH_MERGE = "There is no such merge."
CODE_ROOM = 28
_NOT_IN_CODES = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Merge:
    """One entry that stands for another, or stood for it until the merge was undone."""

    id: str
    kind: EntryKind
    kept_code: str
    gone_code: str
    by: str
    at: datetime
    reason: str
    undone_by: str
    undone_at: datetime | None
    undone_reason: str


def add_entry(session: Session, draft: EntryDraft, hand: Hand) -> str:
    """Put a new entry on record and link the records that name it. Returns its code."""
    if draft.kind is EntryKind.PARTY:
        code = draft.code
        _add_party(session, draft)
    else:
        code = _free_code(session, draft)
        key = _add_named(session, draft, code)
        _link(session, draft.kind, key, (draft.name, *draft.other_names))
        forget_links(session)
    addition = {
        "kind": draft.kind.value,
        "code": code,
        "at": hand.at,
        "account_id": hand.account_id,
    }
    session.execute(insert(authority_addition), [addition])
    return code


def raise_editions(session: Session, codes: Collection[str]) -> list[RecordId]:
    """Let every record that names one of the parties be indexed anew, whoever may read it.

    Returns their ids.
    """
    wanted = list(codes)
    naming = union(
        *(select(column.table.c.record_id).where(column.in_(wanted)) for column in PARTY_COLUMNS)
    )
    changed = session.scalars(
        update(record)
        .where(record.c.id.in_(naming))
        .values(edition=record.c.edition + 1)
        .returning(record.c.public_id)
    )
    return [RecordId(one) for one in changed]


def merge(
    session: Session, merge_id: str, kind: EntryKind, kept: str, gone: str, hand: Hand
) -> None:
    """Let one entry stand for another from now on."""
    row = {
        "public_id": merge_id,
        "kind": kind.value,
        "kept_code": kept,
        "gone_code": gone,
        "by": hand.by,
        "at": hand.at,
        "reason": hand.reason,
        "undone_by": "",
        "undone_at": None,
        "undone_reason": "",
    }
    if kind is EntryKind.PARTY:
        authorities.forget_after_commit(session)
    session.execute(insert(authority_merge), [row])
    forget_links(session)


def part(session: Session, merge_id: str, hand: Hand) -> None:
    """Undo a merge that stands: both entries are again what they were. Raises NotFound."""
    authorities.forget_after_commit(session)
    undone = session.scalar(
        update(authority_merge)
        .where(authority_merge.c.public_id == merge_id, authority_merge.c.undone_at.is_(None))
        .values(undone_by=hand.by, undone_at=hand.at, undone_reason=hand.reason)
        .returning(authority_merge.c.id)
    )
    if undone is None:
        raise NotFound(NO_SUCH_MERGE)
    forget_links(session)


def merges(session: Session, kind: EntryKind) -> Iterator[Merge]:
    """All merges of a kind, newest first, undone ones included."""
    table = authority_merge
    statement = select(table).where(table.c.kind == kind.value).order_by(table.c.id.desc())
    return (_merge(row) for row in session.execute(statement))


def find_merge(session: Session, merge_id: str) -> Merge:
    """One merge, undone or not. Raises NotFound."""
    row = session.execute(
        select(authority_merge).where(authority_merge.c.public_id == merge_id)
    ).one_or_none()
    if row is None:
        raise NotFound(NO_SUCH_MERGE)
    return _merge(row)


def _merge(row: Any) -> Merge:
    return Merge(
        row.public_id,
        EntryKind(row.kind),
        row.kept_code,
        row.gone_code,
        row.by,
        row.at,
        row.reason,
        row.undone_by,
        row.undone_at,
        row.undone_reason,
    )


def _add_party(session: Session, draft: EntryDraft) -> None:
    key = session.execute(
        insert(tables.party)
        .values(code=draft.code, kind=draft.party_kind, alpha2="", m49="", tags="", note=draft.note)
        .returning(tables.party.c.id)
    ).scalar_one()
    language = draft.language or "en"
    names = [(draft.name, NameUse.SHORT, "en")]
    names += [(one, NameUse.VARIANT, language) for one in draft.other_names]
    rows = [
        {
            "party_id": key,
            "position": position,
            "name": name,
            "use": use.value,
            "language": in_language,
            "note": "",
        }
        for position, (name, use, in_language) in enumerate(names, start=1)
    ]
    session.execute(insert(tables.party_name), rows)
    authorities.forget_after_commit(session)


def _add_named(session: Session, draft: EntryDraft, code: str) -> int:
    table = TABLES[draft.kind]
    if draft.kind is EntryKind.OFFICE:
        values = {
            "code": code,
            "title": draft.name,
            "other_titles": draft.other_names,
            "party": draft.party or None,
            "organ": draft.organ,
        }
        return int(session.execute(insert(table).values(values).returning(table.c.id)).scalar_one())
    statement = insert(table).values(code=code, note=draft.note).returning(table.c.id)
    key = int(session.execute(statement).scalar_one())
    names = tables.person_name if draft.kind is EntryKind.PERSON else tables.subject_name
    rows = [
        {
            f"{table.name}_id": key,
            "position": position,
            "name": name,
            "language": draft.language,
        }
        for position, name in enumerate((draft.name, *draft.other_names), start=1)
    ]
    session.execute(insert(names), rows)
    return key


def _free_code(session: Session, draft: EntryDraft) -> str:
    """A code in letters and hyphens. Codes on record are public, so a number tells nothing."""
    table = TABLES[draft.kind]
    plain = _NOT_IN_CODES.sub("-", anyascii(draft.name).casefold()).strip("-")[:CODE_ROOM]
    stem = plain.strip("-") or draft.kind.singular
    taken = set(session.scalars(select(table.c.code).where(table.c.code.startswith(stem))))
    number = 1
    code = stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


def _link(session: Session, kind: EntryKind, key: int, names: Iterable[str]) -> None:
    """Point the rows at the new entry that name it in their own wording and point at none."""
    wanted = {fold_name(name) for name in names}
    for link, wording in LINKS[kind]:
        unlinked = session.scalars(select(wording).where(link.is_(None)).distinct())
        same = [one for one in unlinked if isinstance(one, str) and fold_name(one) in wanted]
        for some in _batches(same):
            session.execute(
                update(link.table).where(link.is_(None), wording.in_(some)).values({link.name: key})
            )


def _batches(wordings: Sequence[str], size: int = 200) -> Iterator[Sequence[str]]:
    for start in range(0, len(wordings), size):
        yield wordings[start : start + size]
