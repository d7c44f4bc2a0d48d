"""Cleaning a file in a test, and looking at what came out."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2

from app.extraction import media_types
from app.extraction.annex_sandbox import SandboxedAnnexCleaner
from app.extraction.annexes import CleanedAnnex
from app.pdf.annexes import found_active


def cleaned(
    content: bytes, tmp_path: Path, name: str = "letter.pdf", **limits: int
) -> CleanedAnnex:
    path = tmp_path / name
    path.write_bytes(content)
    media_type = media_types.media_type_of(content[:4096], name)
    return SandboxedAnnexCleaner(**limits).clean(path, media_type)


def unpacked(pdf: bytes) -> bytes:
    """All bytes that a reader could find: of the file, and of every stream in it."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        out = io.BytesIO()
        document.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            fix_metadata_version=False,
        )
        streams = [
            one.read_raw_bytes() for one in document.objects if isinstance(one, pikepdf.Stream)
        ]
    return b"\n".join([pdf, out.getvalue(), *streams])


def assert_passive(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert found_active(document) == []
        assert set(document.Root.keys()) <= {"/Type", "/Pages", "/Version"}
        assert set(document.trailer.keys()) <= {"/Root", "/Size", "/ID", "/Length", "/Filter"}


def pictures(pdf: bytes, *, annotations: bool = False) -> list[bytes]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            page.render(scale=1, draw_annots=annotations, may_draw_forms=False).to_pil().tobytes()
            for page in document
        ]
    finally:
        document.close()
