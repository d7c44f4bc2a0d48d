"""One commit of a partition: what changes becomes new files, then a manifest, then old files go.

Open `commit` first; its order of steps is what survives a kill at any point.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

from app.domain.records import RecordId
from app.search.batches import Batch, old_columns, write_columns, write_forms
from app.search.engine import IndexedRecord
from app.search.partition_files import Manifest, PartitionFolder, make_private
from app.search.whoosh_writer import PartitionWriter


def commit(
    folder: PartitionFolder,
    manifest: Manifest | None,
    generation: int,
    upserts: Iterable[IndexedRecord],
    removals: Iterable[RecordId],
) -> None:
    """Write the changes on top of `manifest` (None: an empty partition) and publish them.

    Nothing is written when nothing changes, unless the partition is new. The caller holds the writer's
    lock. On failure the old commit stands; what was begun is swept away.
    """
    path = make_private(folder.generation_dir(generation))
    columns = old_columns(path, manifest)
    writer = PartitionWriter(path, manifest.commit if manifest else 0)
    try:
        batch = Batch(columns)
        batch.remove(removals)
        for record in upserts:
            batch.add(record, writer)
        if manifest is not None and batch.is_empty:
            writer.cancel()
            folder.sweep(manifest)
            return
        gone = batch.gone()
        if len(gone):
            writer.bury(columns.rows[gone])
        names = writer.finish()
    except BaseException:
        # Without cancel Whoosh keeps its files and pool; the error that counts is the first one.
        with contextlib.suppress(Exception):
            writer.cancel()
        raise
    names.append(write_columns(path, writer.generation, batch.updated_columns()))
    names += write_forms(path, writer.generation, manifest, writer.forms)
    folder.sweep(folder.seal(generation, writer.generation, names, manifest))
