"""Views of many records at once, in a constant number of statements for a batch. Open `iter_views`.

What one record's page shows is read in `record_reading.py`, in about 25 statements a record. A paper of two
thousand records is made from these instead: the same values without history and sealed notes, with files
and texts only where asked for, and with relations only to records of the same list and to texts outside the
register. A batch costs about 22 statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from app.db.authorities import authorities
from app.db.gate import Gate
from app.db.mapping import Row
from app.db.models.files import record_file
from app.db.models.parts import relation
from app.db.models.records import record, source_key
from app.db.parts import PARTS, read_description, read_part
from app.db.party_codes import as_standing
from app.db.record_reading import (
    file_view,
    full_texts,
    grouping_names_in,
    names_in,
    shares_in,
)
from app.db.relations import by_date, related_record
from app.db.summaries import summaries
from app.domain.records import Description, RecordId
from app.domain.views import FileView, RecordView, RelatedRecord

BATCH = 100
_Edges = Mapping[int, tuple[RelatedRecord, ...]]


def iter_views(
    gate: Gate,
    ids: Sequence[RecordId],
    *,
    with_texts: bool = False,
    with_files: bool = False,
    batch: int = BATCH,
) -> Iterator[RecordView]:
    """The readable ones of the ids, in the order given, each once; read a batch at a time.

    Relations lead to readable records among `ids` only. `page_label` joins the label of a record with
    those of the related ones.
    """
    known = gate.keys(list(dict.fromkeys(ids)))
    wanted = iter([one for one in dict.fromkeys(ids) if one in known])
    total = gate.total()
    while some := tuple(islice(wanted, batch)):
        keys = [known[one] for one in some]
        read = _Batch(gate, keys, frozenset(known), total)
        views = read.views(with_texts=with_texts, with_files=with_files)
        yield from (views[key] for key in keys if key in views)


class _Batch:
    """Some records that came through the gate, by their keys."""

    def __init__(
        self, gate: Gate, keys: Sequence[int], among: frozenset[RecordId], total: int
    ) -> None:
        self._gate = gate
        self._keys = keys
        self._among = among
        self._total = total

    def views(self, *, with_texts: bool, with_files: bool) -> Mapping[int, RecordView]:
        gate, keys = self._gate, self._keys
        rows = gate.session.execute(gate.within(select(record).where(record.c.id.in_(keys))))
        parts = {part.field: read_part(gate.session, part, keys) for part in PARTS}
        relations = self._relations()
        texts = full_texts(gate, keys) if with_texts else {}
        files = self._files() if with_files else {}
        return {
            row["id"]: self._view(
                row,
                read_description(row, row["id"], parts),
                relations.get(row["id"], ()),
                files.get(row["id"], ()),
                texts.get(row["id"], ""),
            )
            for row in rows.mappings()
        }

    def _view(
        self,
        row: Row,
        written: Description,
        relations: tuple[RelatedRecord, ...],
        files: tuple[FileView, ...],
        text: str,
    ) -> RecordView:
        gate = self._gate
        description = as_standing(written, authorities(gate.session).parties)
        label = gate.label_of(row["cell_id"])
        return RecordView(
            id=RecordId(row["public_id"]),
            reference=row["reference"],
            label=label,
            revision=row["revision"],
            state=row["state"],
            description=description,
            party_names=names_in(gate, description, relations),
            groupings=shares_in(gate, description),
            relations=relations,
            files=files,
            history=(),
            sealed_notes=(),
            page_label=gate.join([label, *(one.record.label for one in relations if one.record)]),
            text=text,
            registered_at=row["registered_at"],
            readable_total=self._total,
            as_registered=None if description is written else written,
            grouping_names=grouping_names_in(gate, description),
        )

    def _files(self) -> Mapping[int, tuple[FileView, ...]]:
        found: dict[int, list[FileView]] = defaultdict(list)
        rows = self._gate.session.execute(
            select(record_file)
            .where(record_file.c.record_id.in_(self._keys))
            .order_by(record_file.c.id)
        )
        for row in rows.mappings():
            found[row["record_id"]].append(file_view(row))
        return {key: tuple(files) for key, files in found.items()}

    def _relations(self) -> _Edges:
        outgoing, incoming = self._outgoing(), self._incoming()
        every = [row for rows in (*outgoing.values(), *incoming.values()) for row in rows]
        others = {RecordId(row["other"]) for row in every if row["other"]}
        by_id = {one.id: one for one in summaries(self._gate, sorted(others))}
        found: dict[int, list[RelatedRecord]] = defaultdict(list)
        for rows_by_key, is_inverse in ((outgoing, False), (incoming, True)):
            for key, rows in rows_by_key.items():
                found[key] += [related_record(row, by_id, is_inverse=is_inverse) for row in rows]
        return {key: tuple(sorted(ones, key=by_date)) for key, ones in found.items()}

    def _outgoing(self) -> Mapping[int, list[Row]]:
        """By the record that carries them: as `relations.related` tells which record an edge leads to."""
        named = aliased(source_key)
        target = func.coalesce(relation.c.to_record_id, named.c.record_id)
        statement = (
            select(relation, record.c.public_id.label("other"))
            .outerjoin(named, named.c.key == relation.c.to_source_key)
            .outerjoin(record, and_(record.c.id == target, self._gate.readable()))
            .where(relation.c.from_record_id.in_(self._keys))
            .order_by(relation.c.id, record.c.id)
        )
        edges: dict[int, Row] = {}
        read: Sequence[Row] = self._gate.session.execute(statement).mappings().all()
        for row in read:
            known = edges.get(row["id"])
            if known is None or (known["other"] is None and row["other"] is not None):
                edges[row["id"]] = row
        found: dict[int, list[Row]] = defaultdict(list)
        for row in edges.values():
            is_kept = row["other"] in self._among if row["other"] else bool(row["to_external"])
            if is_kept:
                found[row["from_record_id"]].append(row)
        return found

    def _incoming(self) -> Mapping[int, list[Row]]:
        """By the record of the batch that an edge leads to, from records of the list only."""
        own = aliased(source_key)
        by_key = (
            select(relation, record.c.public_id.label("other"), own.c.record_id.label("end"))
            .join(record, record.c.id == relation.c.from_record_id)
            .join(own, own.c.key == relation.c.to_source_key)
            .where(own.c.record_id.in_(self._keys))
        )
        by_record = (
            select(
                relation,
                record.c.public_id.label("other"),
                relation.c.to_record_id.label("end"),
            )
            .join(record, record.c.id == relation.c.from_record_id)
            .where(relation.c.to_record_id.in_(self._keys))
        )
        edges: dict[tuple[int, int], Row] = {}
        for statement in (by_record, by_key):
            ordered = self._gate.within(statement).order_by(relation.c.id)
            rows: Sequence[Row] = self._gate.session.execute(ordered).mappings().all()
            for row in rows:
                if row["other"] in self._among and row["from_record_id"] != row["end"]:
                    edges.setdefault((row["id"], row["end"]), row)
        found: dict[int, list[Row]] = defaultdict(list)
        for (_, end), row in sorted(edges.items()):
            found[end].append(row)
        return found
