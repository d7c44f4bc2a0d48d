"""What is handed over, as plain values that came through the gate. The formats are made from these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from app.domain.access import AccessLabel
from app.domain.fixity import FixityCheck
from app.domain.records import RelationDraft, SourceKey
from app.domain.retention import Series
from app.domain.views import FileView, RecordView

SOURCE = "chancery"
"""The source of the source key under which another house knows the record; its id is the identifier."""

OpenOriginal = Callable[[FileView], BinaryIO]
"""Opens an original that was read whole and found sound."""


@dataclass(frozen=True, slots=True)
class PackedRecord:
    """One record with what its page does not show: its own text, where it came from, its checks."""

    view: RecordView
    text: str
    """Without the texts of its files: those are read anew from the files."""
    came_from: SourceKey | None
    relations: tuple[RelationDraft, ...]
    """Those it carries itself, the other end named by its source key in this package."""
    checks: tuple[FixityCheck, ...]
    series: Series | None = None
    """Where it stands in the file plan; None for none."""

    @property
    def source_key(self) -> SourceKey:
        return SourceKey(SOURCE, self.view.id)

    @property
    def folder(self) -> str:
        """Where it stands in the package."""
        return f"records/{self.view.reference}"

    def path_of(self, file: FileView) -> str:
        """A path of our own for a file: its number and an extension, nothing else a sender chose."""
        number = self.view.files.index(file) + 1
        extension = file.name.rpartition(".")[2].lower()
        is_plain = extension.isascii() and extension.isalnum() and 1 <= len(extension) <= 8
        return f"{self.folder}/originals/{number:03d}{f'.{extension}' if is_plain else ''}"


@dataclass(frozen=True, slots=True)
class Package:
    """A selection of records for handing over. `label` is the join of everything in it."""

    name: str
    records: tuple[PackedRecord, ...]
    label: AccessLabel
    organisation: str
    made_by: str
    made_at: datetime
    product: str
    checkpoint: str
    """The last signed end of the audit trail in words; empty when there is none."""

    @property
    def moment(self) -> str:
        return f"{self.made_at:%Y-%m-%dT%H:%M:%SZ}"
