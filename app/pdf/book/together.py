"""Binding cleaned annexes into the slots of a book, and writing it whole again. Open `with_annexes`."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pikepdf

from app.pdf.annexes import bound_page, opened
from app.pdf.book.annexes import Slot


def with_annexes(book: bytes, slots: Sequence[Slot], annexes: Sequence[Path | None]) -> bytes:
    """The book with every page of its annexes in its place. Same input, same bytes."""
    by_annex: dict[int, list[Slot]] = defaultdict(list)
    for slot in slots:
        by_annex[slot.annex].append(slot)
    with pikepdf.open(io.BytesIO(book)) as document:
        for number, own in sorted(by_annex.items()):
            path = annexes[number]
            if path is None:
                continue
            with opened(path.read_bytes()) as annex:
                for slot in own:
                    bound_page(document, annex.pages[slot.number], slot.page, slot.box, slot.begin)
        out = io.BytesIO()
        document.save(
            out,
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()
