"""Putting one record together from its rows, with everything a page shows and a reader may know.

Everything here starts from a gate and reads only what the gate lets through. What is searched of many
records is read in `searchable.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import literal, or_, select, union_all

from app.db.authorities import authorities
from app.db.gate import Gate, Located
from app.db.kept_changes import read_changes
from app.db.mapping import Row
from app.db.models.files import file_text, record_file
from app.db.models.parts import sealed_note
from app.db.models.records import record, record_history, record_text
from app.db.parts import PARTS, read_description, read_part
from app.db.party_codes import as_standing
from app.db.relations import related
from app.domain.records import Description, PartyCode
from app.domain.registry_views import WithdrawnStub
from app.domain.views import (
    ExtractionState,
    FileView,
    GroupingShare,
    HistoryEntry,
    RecordView,
    RelatedRecord,
    SealedNote,
)

GROUPINGS_SHOWN = 5
BETWEEN_TEXTS = "\n\n"


def record_view(gate: Gate, located: Located) -> RecordView:
    """Everything this reader may know of one located record. About 25 statements, whatever it holds."""
    row = gate.session.execute(select(record).where(record.c.id == located.key)).mappings().one()
    written = _description(gate, row)
    description = as_standing(written, authorities(gate.session).parties)
    relations = related(gate, located)
    notes = _sealed_notes(gate, located.key)
    labels = [one.record.label for one in relations if one.record]
    label = located.cell.label
    return RecordView(
        id=located.id,
        reference=located.reference,
        label=label,
        revision=located.revision,
        state=row["state"],
        description=description,
        party_names=names_in(gate, description, relations),
        groupings=shares_in(gate, description),
        relations=relations,
        files=_files(gate, located.key),
        history=history(gate, located),
        sealed_notes=notes,
        page_label=gate.join([label, *labels, *(note.label for note in notes)]),
        text=full_texts(gate, [located.key]).get(located.key, ""),
        registered_at=row["registered_at"],
        readable_total=gate.total(),
        as_registered=None if description is written else written,
        grouping_names=grouping_names_in(gate, description),
    )


def description_of(gate: Gate, located: Located) -> Description:
    """What the register says of one located record, with the codes of parties it was given."""
    row = gate.session.execute(select(record).where(record.c.id == located.key)).mappings().one()
    return _description(gate, row)


def history(gate: Gate, located: Located) -> tuple[HistoryEntry, ...]:
    """The entries written in cells this reader may read, newest first."""
    table = record_history
    rows = gate.session.execute(
        select(table)
        .where(table.c.record_id == located.key)
        .where(gate.in_readable_cell(table.c.cell_id))
        .where(or_(table.c.left_cell_id.is_(None), gate.in_readable_cell(table.c.left_cell_id)))
        .order_by(table.c.revision.desc())
    ).mappings()
    return tuple(
        HistoryEntry(
            row["revision"],
            row["at"],
            row["by"],
            row["reason"],
            read_changes(row["changes"]),
            gate.join(gate.label_of(one) for one in (row["cell_id"], row["left_cell_id"]) if one),
        )
        for row in rows
    )


def stub(gate: Gate, located: Located) -> WithdrawnStub:
    """What is shown of a record that `Gate.locate_withdrawn` found: its last entry says why."""
    entry = history(gate, located)[0]
    return WithdrawnStub(
        located.id, located.reference, located.cell.label, entry.at, entry.by, entry.reason
    )


def full_texts(gate: Gate, keys: Sequence[int]) -> Mapping[int, str]:
    """The text that came with each record, then those of its files in order. One statement."""
    first = literal(0)  # before any file and any page
    own = select(
        record_text.c.record_id, first.label("file"), first.label("page"), record_text.c.text
    ).where(record_text.c.record_id.in_(keys))
    of_files = (
        select(record_file.c.record_id, record_file.c.id, file_text.c.page, file_text.c.text)
        .join(file_text, file_text.c.file_id == record_file.c.id)
        .where(record_file.c.record_id.in_(keys))
    )
    texts: dict[int, list[str]] = defaultdict(list)
    everything = union_all(own, of_files).order_by("record_id", "file", "page")
    for key, _, _, text in gate.session.execute(everything):
        texts[key].append(text)
    return {key: BETWEEN_TEXTS.join(filter(None, found)) for key, found in texts.items()}


def file_view(row: Row) -> FileView:
    """A file's row as its reader sees it."""
    return FileView(
        id=row["public_id"],
        name=row["name"],
        media_type=row["media_type"],
        size_bytes=row["size_bytes"],
        sha256=row["sha256"],
        role=row["role"],
        language=row["language"],
        note=row["note"],
        added_at=row["added_at"],
        extraction=ExtractionState(row["extraction"]),
        extraction_reason=row["extraction_reason"],
        pages=row["pages"],
    )


def _description(gate: Gate, row: Row) -> Description:
    key = row["id"]
    parts = {part.field: read_part(gate.session, part, [key]) for part in PARTS}
    return read_description(row, key, parts)


def _files(gate: Gate, key: int) -> tuple[FileView, ...]:
    rows = gate.session.execute(
        select(record_file).where(record_file.c.record_id == key).order_by(record_file.c.id)
    ).mappings()
    return tuple(file_view(row) for row in rows)


def _sealed_notes(gate: Gate, key: int) -> tuple[SealedNote, ...]:
    rows = gate.session.execute(
        select(sealed_note)
        .where(sealed_note.c.record_id == key)
        .where(gate.in_readable_cell(sealed_note.c.cell_id))
        .order_by(sealed_note.c.position)
    ).mappings()
    return tuple(
        SealedNote(row["kind"], row["text"], gate.label_of(row["cell_id"]), row["public_id"])
        for row in rows
    )


def names_in(
    gate: Gate, description: Description, relations: Iterable[RelatedRecord]
) -> Mapping[PartyCode, str]:
    codes = set(description.party_codes)
    for one in relations:
        if one.record:
            codes |= set(one.record.signatory_codes)
    directory, when = authorities(gate.session).parties, description.calendar_date
    return {code: directory.name_at(code, when) for code in sorted(codes)}


def grouping_names_in(gate: Gate, description: Description) -> Mapping[str, str]:
    groupings = authorities(gate.session).groupings
    codes = {one.among for one in description.absences if one.among}
    found = {code: groupings.grouping(code) for code in sorted(codes)}
    return {code: one.short_name for code, one in found.items() if one}


def shares_in(gate: Gate, description: Description) -> tuple[GroupingShare, ...]:
    """Shares at the letter's date; none for an incomplete list, which enters no figure."""
    if not description.signatures_are_complete:
        return ()
    codes = [one.party for one in description.standing_signatures]
    shares = authorities(gate.session).groupings.shares(codes, description.calendar_date)
    return shares[:GROUPINGS_SHOWN]
