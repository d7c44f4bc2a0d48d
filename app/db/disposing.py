"""Leaving nothing of a record but its stub, and settling what becomes of its originals' bytes.

Open `purge`. What is kept: id, reference, cell, kind, the text's own dates, when it was registered, who
changed it when (not what, nor why), its source key (so that an import does not bring it back), its series
and holds, and the items of disposal lists (ISO 15489-1, 9.9; docs/decisions/disposal.md).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CompoundSelect, delete, exists, insert, or_, select, text, update
from sqlalchemy.orm import Session

from app.db import build_store, fixity_store
from app.db.base import BUSY_TIMEOUT_MS
from app.db.gate import Gate, Located
from app.db.mapping import Columns, to_columns
from app.db.models.authority_work import authority_proposal
from app.db.models.briefings import basket_item
from app.db.models.builds import briefing_build, briefing_copy
from app.db.models.bulk import bulk_item
from app.db.models.changes_beside import note_history, relation_change
from app.db.models.drafts import draft_file, record_version, working_draft
from app.db.models.files import record_file
from app.db.models.parts import relation, sealed_note
from app.db.models.records import record, record_history, record_text, source_key
from app.db.models.releases import release_consent, release_proposal
from app.db.models.retention import disposal_item, disposal_list, disposed_original
from app.db.parts import delete_parts
from app.db.registrar import Hand, dispose
from app.domain.disposals import DisposedStub
from app.domain.records import Description
from app.domain.vocabularies import RecordKind

_OF_RECORD = (
    record_text,
    record_version,
    sealed_note,
    note_history,
    record_file,
    working_draft,
    release_proposal,
    release_consent,
    basket_item,
)
_HOLDING = (record_file, draft_file, briefing_build, briefing_copy)
"""Tables that name bytes in the store."""
_OF_BOTH_ENDS = (relation, relation_change)
_NO_TITLE = "[Disposed of]"
"""In the record's row; its own title is kept on the list's item alone."""
_KEPT_DATES = ("dated_edtf", "dated_lower", "dated_upper")


def purge(session: Session, located: Located, hand: Hand) -> list[str]:
    """Remove everything that is not kept. Returns the digests of the originals it referred to.

    Raises Conflict when the record's revision is another by now.
    """
    _overwrite_what_is_deleted(session)
    key = located.key
    digests = [str(one) for (one,) in session.execute(_digests(key))]
    digests += sorted(build_store.forget_record(session, located.id))
    dispose(session, located, hand, _emptied(session, key))
    delete_parts(session, key)
    for table in _OF_RECORD:
        session.execute(delete(table).where(table.c.record_id == key))
    for edges in _OF_BOTH_ENDS:
        ends = or_(edges.c.from_record_id == key, edges.c.to_record_id == key)
        session.execute(delete(edges).where(ends))
    history = record_history
    session.execute(
        update(history)
        .where(history.c.record_id == key, history.c.revision <= located.revision)
        .values(changes=[], reason="")
    )
    session.execute(update(source_key).where(source_key.c.record_id == key).values(fingerprint=""))
    proposed = authority_proposal
    session.execute(
        update(proposed).where(proposed.c.record_id == key).values(record_id=None, note="")
    )
    of_bulk = bulk_item.c.record_public_id == located.id
    session.execute(update(bulk_item).where(of_bulk).values(before=None, why="", undo_why=""))
    return digests


def order_removal(session: Session, sha256: str, now: datetime) -> None:
    """Keep that these bytes are to go, until it is settled. Ordered twice is ordered once."""
    session.execute(delete(disposed_original).where(disposed_original.c.sha256 == sha256))
    session.execute(insert(disposed_original).values(sha256=sha256, ordered_at=now))


def ordered_removals(session: Session) -> list[str]:
    """The digests whose removal is not settled."""
    return list(session.scalars(select(disposed_original.c.sha256).order_by("sha256")))


def is_ordered(session: Session, sha256: str) -> bool:
    """Whether the removal of these bytes is ordered and not settled."""
    found = exists().where(disposed_original.c.sha256 == sha256)
    return bool(session.scalar(select(found)))


def is_referred_to(session: Session, sha256: str) -> bool:
    """Whether any record or draft, of whatever cell, holds these bytes."""
    held = [exists().where(table.c.sha256 == sha256) for table in _HOLDING]
    return bool(session.scalar(select(or_(*held))))


def settle_removal(session: Session, sha256: str, *, is_gone: bool) -> None:
    """The bytes are gone, or something else holds them: either way there is nothing more to do."""
    session.execute(delete(disposed_original).where(disposed_original.c.sha256 == sha256))
    if is_gone:
        fixity_store.forget(session, sha256)


def empty_the_log(session: Session) -> bool:
    """Write SQLite's log into its file and cut it, so that no old page stays in it.

    Never waits: whoever waits here holds the lock that readers need for their entry in the audit trail.
    Returns False where somebody reads or writes just now; try again a moment later.
    """
    engine = session.connection().engine
    session.rollback()
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 0")
        is_busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        return not is_busy
    finally:
        connection.close()


def stub(gate: Gate, located: Located) -> DisposedStub:
    """What is shown of a record that `Gate.locate_disposed` found."""
    row = (
        gate.session.execute(
            select(disposal_item, disposal_list, record.c.registered_at)
            .join(disposal_list, disposal_list.c.id == disposal_item.c.list_id)
            .join(record, record.c.id == disposal_item.c.record_id)
            .where(disposal_item.c.record_id == located.key, disposal_item.c.is_disposed_of)
        )
        .mappings()
        .one()
    )
    return DisposedStub(
        id=located.id,
        reference=located.reference,
        label=located.cell.label,
        title=row["title"],
        dated=row["dated"],
        series_code=row["series_code"],
        rule=row["rule"],
        authority=row["authority"],
        method=row["method"],
        receiver=row["receiver"],
        confirmation=row["confirmation"],
        certificate=row["certificate"],
        list_id=row["public_id"],
        decided_at=row["decided_at"],
        proposed_by=row["proposed_by"],
        decided_by=row["decided_by"],
        registered_at=row["registered_at"],
    )


def _digests(key: int) -> CompoundSelect[tuple[str]]:
    of_drafts = (
        select(draft_file.c.sha256)
        .join(working_draft, working_draft.c.id == draft_file.c.draft_id)
        .where(working_draft.c.record_id == key)
    )
    return select(record_file.c.sha256).where(record_file.c.record_id == key).union(of_drafts)


def _emptied(session: Session, key: int) -> Columns:
    """The columns of a description that says nothing but kind and date."""
    row = session.execute(select(record).where(record.c.id == key)).mappings().one()
    kind: RecordKind = row["kind"]
    kept = {name: row[name] for name in _KEPT_DATES}
    return {**to_columns(Description(kind=kind, title=_NO_TITLE)), **kept}


def _overwrite_what_is_deleted(session: Session) -> None:
    """SQLite leaves deleted rows on its free pages unless it is told to write zeros over them."""
    if session.connection().dialect.name == "sqlite":
        session.execute(text("PRAGMA secure_delete = ON"))
