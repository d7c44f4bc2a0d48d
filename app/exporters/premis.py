"""What a record is made of and what happened to it, in PREMIS 3: objects, events, agents.

Event types are those of the Library of Congress vocabulary. Identifiers are derived from ids and
numbers that stand in the register, so that the same record gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from app.domain.fixity import FixityCheck
from app.domain.views import FileView
from app.exporters.package import Package, PackedRecord
from app.exporters.xml import Writer, serialised

_PREMIS = "http://www.loc.gov/premis/v3"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_ACCESSION, _CHANGE, _CHECK, _PACKAGE = (
    "accession",
    "metadata modification",
    "fixity check",
    "information package creation",
)


def premis(package: Package, record: PackedRecord) -> bytes:
    """Registration, changes, fixity checks and this export, as far as the reader may know them."""
    document = _Document(package, record)
    document.objects()
    document.changes()
    document.checks()
    document.export()
    document.agents()
    return serialised(document.root)


class _Document:
    """One PREMIS document in the making; PREMIS wants objects first, then events, then agents."""

    def __init__(self, package: Package, record: PackedRecord) -> None:
        self._package = package
        self._record = record
        self._writer = Writer(_PREMIS)
        self._agents: dict[str, str] = {}
        self.root = self._writer.root("premis", {"premis": _PREMIS, "xsi": _XSI}, version="3.0")

    def objects(self) -> None:
        view = self._record.view
        entity = self._object("premis:intellectualEntity", view.id)
        self._writer.add(entity, "originalName", view.reference)
        self._series(entity)
        for file in view.files:
            self._file(file)

    def changes(self) -> None:
        """The history that the reader may read, oldest first."""
        view = self._record.view
        for entry in reversed(view.history):
            is_first = entry.revision == 1
            fields = ", ".join(dict.fromkeys(change.field for change in entry.changes))
            self._event(
                f"{view.id}/revision/{entry.revision}",
                _ACCESSION if is_first else _CHANGE,
                entry.at,
                detail=entry.reason,
                outcome=f"revision {entry.revision}" + (f": {fields}" if fields else ""),
                by=entry.by,
                objects=[view.id],
            )

    def checks(self) -> None:
        by_digest: Mapping[str, FixityCheck] = {one.sha256: one for one in self._record.checks}
        for file in self._record.view.files:
            known = by_digest.get(file.sha256)
            if known is not None:
                self._check(file, known.checked_at, known.result.value)

    def export(self) -> None:
        """Making the package reads every original once more, from its first byte to its last."""
        for file in self._record.view.files:
            self._check(file, self._package.made_at, "sound")
        self._event(
            f"{self._record.view.id}/export/{self._package.moment}",
            _PACKAGE,
            self._package.made_at,
            detail=f"Exported in {self._package.name}",
            outcome="complete",
            by=self._package.made_by,
            objects=[self._record.view.id],
        )

    def agents(self) -> None:
        for identifier, name in self._agents.items():
            agent = self._writer.add(self.root, "agent")
            self._identifier(agent, "agentIdentifier", identifier)
            self._writer.add(agent, "agentName", name)
            kind = "software" if name == self._package.product else "person"
            self._writer.add(agent, "agentType", kind)

    def _file(self, file: FileView) -> None:
        writer = self._writer
        element = self._object("premis:file", file.id)
        about = writer.add(element, "objectCharacteristics")
        writer.add(about, "compositionLevel", "0")
        fixity = writer.add(about, "fixity")
        writer.add(fixity, "messageDigestAlgorithm", "SHA-256")
        writer.add(fixity, "messageDigest", file.sha256)
        writer.add(about, "size", str(file.size_bytes))
        designation = writer.add(writer.add(about, "format"), "formatDesignation")
        writer.add(designation, "formatName", file.media_type)
        writer.add(element, "originalName", file.name)
        storage = writer.add(writer.add(element, "storage"), "contentLocation")
        writer.add(storage, "contentLocationType", "path in the bag")
        writer.add(storage, "contentLocationValue", f"data/{self._record.path_of(file)}")

    def _series(self, entity: Any) -> None:
        """The record is part of its series, which the finding aid describes."""
        if self._record.series is None:
            return
        writer = self._writer
        relation = writer.add(entity, "relationship")
        writer.add(relation, "relationshipType", "structural")
        writer.add(relation, "relationshipSubType", "is part of")
        related = writer.add(relation, "relatedObjectIdentifier")
        writer.add(related, "relatedObjectIdentifierType", "series")
        writer.add(related, "relatedObjectIdentifierValue", self._record.series.code)

    def _check(self, file: FileView, at: datetime, result: str) -> None:
        self._event(
            f"{file.id}/fixity/{_moment(at)}",
            _CHECK,
            at,
            detail="SHA-256 of the whole file compared with the one registered",
            outcome=result,
            by=self._package.product,
            objects=[file.id],
        )

    def _object(self, kind: str, identifier: str) -> Any:
        element = self._writer.add(self.root, "object")
        element.set(f"{{{_XSI}}}type", kind)
        self._identifier(element, "objectIdentifier", identifier)
        return element

    def _event(
        self,
        identifier: str,
        kind: str,
        at: datetime,
        *,
        detail: str,
        outcome: str,
        by: str,
        objects: list[str],
    ) -> None:
        writer = self._writer
        event = writer.add(self.root, "event")
        self._identifier(event, "eventIdentifier", identifier)
        writer.add(event, "eventType", kind)
        writer.add(event, "eventDateTime", _moment(at))
        writer.add(writer.add(event, "eventDetailInformation"), "eventDetail", detail)
        writer.add(writer.add(event, "eventOutcomeInformation"), "eventOutcome", outcome)
        agent = f"agent/{by}"
        self._agents.setdefault(agent, by)
        self._identifier(event, "linkingAgentIdentifier", agent)
        for one in objects:
            self._identifier(event, "linkingObjectIdentifier", one)

    def _identifier(self, parent: Any, name: str, value: str) -> None:
        element = self._writer.add(parent, name)
        self._writer.add(element, f"{name}Type", "local")
        self._writer.add(element, f"{name}Value", value)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
