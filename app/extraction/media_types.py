"""What kind of file it is: extension and first bytes must agree, else nobody reads it.

One table for everything Chancery knows by name. `is_read` says that a reader for it stands in
`child/`; the other kinds are kept and served under their fixed type, and their text is not read.
To add a format: one reader in `child/`, its line in `child/main.py`, and its row here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

UNKNOWN = "application/octet-stream"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain"
HEAD_BYTES = 4096
"""How many first bytes `media_type_of` wants to see."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`magic`: the file begins with one of these; empty for text, which must begin with none."""

    media_type: str
    extensions: frozenset[str]
    magic: tuple[bytes, ...]
    is_read: bool = False


_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OFFICE_XML = "application/vnd.openxmlformats-officedocument."
_WEBP = "image/webp"
"""Begins with four letters that a text may begin with too."""
_ZIP, _OLE = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
KINDS: tuple[Kind, ...] = (
    Kind(PDF, frozenset({"pdf"}), (b"%PDF-",), is_read=True),
    Kind(DOCX, frozenset({"docx"}), _ZIP, is_read=True),
    Kind(TEXT, frozenset({"txt", "text", "md"}), (), is_read=True),
    Kind("application/msword", frozenset({"doc"}), _OLE),
    Kind("application/vnd.ms-outlook", frozenset({"msg"}), _OLE),
    Kind("application/vnd.ms-excel", frozenset({"xls"}), _OLE),
    Kind(f"{_OFFICE_XML}spreadsheetml.sheet", frozenset({"xlsx"}), _ZIP),
    Kind(f"{_OFFICE_XML}presentationml.presentation", frozenset({"pptx"}), _ZIP),
    Kind(f"{_OPEN_DOCUMENT}text", frozenset({"odt"}), _ZIP),
    Kind("application/zip", frozenset({"zip"}), _ZIP),
    Kind("application/rtf", frozenset({"rtf"}), (b"{\\rtf",)),
    Kind("image/png", frozenset({"png"}), (b"\x89PNG\r\n\x1a\n",)),
    Kind("image/jpeg", frozenset({"jpg", "jpeg"}), (b"\xff\xd8\xff",)),
    Kind("image/tiff", frozenset({"tif", "tiff"}), (b"II*\x00", b"MM\x00*")),
    Kind(_WEBP, frozenset({"webp"}), (b"RIFF",)),
)
_BY_EXTENSION = {extension: kind for kind in KINDS for extension in kind.extensions}
_KNOWN = {kind.media_type: kind for kind in KINDS}
_BINARY_MAGIC = (
    *(magic for kind in KINDS if kind.media_type != _WEBP for magic in kind.magic),
    b"MZ",
    b"\x7fELF",
    b"GIF8",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
)
_LEADING = b"\xef\xbb\xbf\x00\t\n\x0c\r "


def media_type_of(head: bytes, name: str) -> str:
    """The media type that extension and first bytes agree on; `application/octet-stream` else."""
    kind = _BY_EXTENSION.get(PurePosixPath(name).suffix.lstrip(".").casefold())
    if kind is None:
        return UNKNOWN
    if kind.media_type == TEXT:
        agrees = not head.lstrip(_LEADING).startswith(_BINARY_MAGIC)
    elif kind.media_type == PDF:
        # ISO 32000-1, 7.5.2: the header is the first line; white space before it is common.
        agrees = head.lstrip(_LEADING).startswith(kind.magic)
    else:
        agrees = head.startswith(kind.magic)
    return kind.media_type if agrees else UNKNOWN


def is_read(media_type: str) -> bool:
    """Whether there is a reader for this type."""
    kind = _KNOWN.get(media_type)
    return kind is not None and kind.is_read


def served_type(media_type: str) -> str:
    """The type to serve a stored file under: one of our table, whatever was stored."""
    return media_type if media_type in _KNOWN else UNKNOWN
