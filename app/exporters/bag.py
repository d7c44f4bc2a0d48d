"""The package as a zipped bag (BagIt, RFC 8493), for keeping and for handing over. Open `write_bag`.

    <name>/bagit.txt  bag-info.txt  manifest-sha256.txt  manifest-sha512.txt  tagmanifest-*.txt
    <name>/data/finding-aid.xml
    <name>/data/records/<reference>/description.json  dublin-core.xml  premis.xml  originals/

The same package gives the same bytes. What a record is, says `description.json`: one line in the shape of
`docs/reference/handing-over.md`, which another Chancery reads back whole.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from app.domain.errors import Unavailable
from app.domain.interchange import to_plain
from app.domain.retention import Series
from app.domain.views import FileView
from app.exporters.dublin_core import dublin_core
from app.exporters.finding_aid import finding_aid
from app.exporters.package import OpenOriginal, Package, PackedRecord
from app.exporters.premis import premis

ALGORITHMS = ("sha256", "sha512")
DESCRIPTION = "description.json"
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_CHUNK_BYTES = 1024 * 1024
_PRIVATE_FILE = 0o600 << 16
_UNIX = 3
_LEVEL = 6


def write_bag(package: Package, target: BinaryIO, open_original: OpenOriginal) -> int:
    """Write the zip to a seekable target. Returns how many bytes of originals are in it.

    Raises Unavailable("storage") when an original is not what was registered.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        bag = _Bag(archive, package)
        bag.add("bagit.txt", _DECLARATION)
        for path, content in _payload(package):
            bag.add(f"data/{path}", content)
        originals = 0
        for record in package.records:
            for file in record.view.files:
                bag.add_original(f"data/{record.path_of(file)}", file, open_original)
                originals += file.size_bytes
        bag.finish()
    return originals


def description_line(record: PackedRecord) -> bytes:
    """The record as one line of JSON, which the JSON Lines import takes back."""
    view = record.view
    came_from = record.came_from
    plain: dict[str, object] = {
        "chancery": 1,
        "id": record.source_key.identifier,
        "source": record.source_key.source,
        "reference": view.reference,
        "label": str(view.label),
        "revision": view.revision,
        "registered_at": view.registered_at.isoformat(),
        "came_from": str(came_from) if came_from else None,
        "description": to_plain(view.written),
        "text": record.text,
        "relations": [to_plain(one) for one in record.relations],
        "sealed_notes": [
            {"kind": one.kind, "text": one.text, "label": str(one.label)}
            for one in view.sealed_notes
        ],
        "files": [_file(record, one) for one in view.files],
        "series": _series(record.series) if record.series else None,
    }
    return (json.dumps(plain, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _series(one: Series) -> dict[str, object]:
    rule = one.draft.rule
    return {
        "code": one.code,
        "title": one.title,
        "rule": rule.words,
        "authority": rule.authority,
    }


def _file(record: PackedRecord, file: FileView) -> dict[str, object]:
    return {
        "path": f"data/{record.path_of(file)}",
        "sha256": file.sha256,
        "size_bytes": file.size_bytes,
        "media_type": file.media_type,
        "name": file.name,
        "role": to_plain(file.role),
        "language": to_plain(file.language),
        "note": file.note,
    }


def _payload(package: Package) -> Iterator[tuple[str, bytes]]:
    yield "finding-aid.xml", finding_aid(package)
    for record in package.records:
        yield f"{record.folder}/{DESCRIPTION}", description_line(record)
        yield f"{record.folder}/dublin-core.xml", dublin_core(record)
        yield f"{record.folder}/premis.xml", premis(package, record)


@dataclass(slots=True)
class _Bag:
    """The zip in the making, with the digests of what is in it."""

    archive: zipfile.ZipFile
    package: Package
    digests: dict[str, tuple[str, ...]] = field(default_factory=dict)
    payload_bytes: int = 0

    def add(self, path: str, content: bytes) -> None:
        self.archive.writestr(self._entry(path, len(content)), content, compresslevel=_LEVEL)
        self.digests[path] = tuple(hashlib.new(name, content).hexdigest() for name in ALGORITHMS)
        if path.startswith("data/"):
            self.payload_bytes += len(content)

    def add_original(self, path: str, file: FileView, open_original: OpenOriginal) -> None:
        """Copy the original, hashing it on its way: the manifest vouches for what was written."""
        hashes = [hashlib.new(name) for name in ALGORITHMS]
        size = 0
        entry = self._entry(path, file.size_bytes)
        with open_original(file) as stream, self.archive.open(entry, "w") as written:
            while chunk := stream.read(_CHUNK_BYTES):
                written.write(chunk)
                size += len(chunk)
                for one in hashes:
                    one.update(chunk)
        self.digests[path] = tuple(one.hexdigest() for one in hashes)
        if self.digests[path][0] != file.sha256:
            raise Unavailable("storage", "An original changed while it was read; try again.")
        self.payload_bytes += size

    def finish(self) -> None:
        """Manifests, what the bag is, and the manifests of those."""
        payload = {path: sums for path, sums in self.digests.items() if path.startswith("data/")}
        for place, name in enumerate(ALGORITHMS):
            self.add(f"manifest-{name}.txt", _manifest(payload, place))
        self.add("bag-info.txt", self._about(len(payload)))
        tags = {path: sums for path, sums in self.digests.items() if path not in payload}
        for place, name in enumerate(ALGORITHMS):
            self.add(f"tagmanifest-{name}.txt", _manifest(tags, place))

    def _about(self, files: int) -> bytes:
        package = self.package
        lines = {
            "Source-Organization": package.organisation or "Chancery",
            "External-Identifier": package.name,
            "Bagging-Date": package.moment[:10],
            "Bag-Software-Agent": package.product,
            "Payload-Oxum": f"{self.payload_bytes}.{files}",
            "Records": str(len(package.records)),
            "Access-Label": str(package.label),
            "Audit-Checkpoint": package.checkpoint or "none was signed yet",
        }
        return "".join(f"{key}: {_one_line(value)}\n" for key, value in lines.items()).encode()

    def _entry(self, path: str, size: int) -> zipfile.ZipInfo:
        at = self.package.made_at
        moment = (at.year, at.month, at.day, at.hour, at.minute, at.second)
        entry = zipfile.ZipInfo(f"{self.package.name}/{path}", moment)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = _PRIVATE_FILE
        entry.create_system = _UNIX
        entry.file_size = size
        return entry


def _manifest(digests: dict[str, tuple[str, ...]], place: int) -> bytes:
    return "".join(f"{digests[path][place]}  {path}\n" for path in sorted(digests)).encode()


def _one_line(text: str) -> str:
    return " ".join(text.split())
