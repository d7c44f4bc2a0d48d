"""Exporting from one house and taking in at another, for tests of both."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from sqlalchemy import select

from app.db.models.records import record
from app.domain.principals import Principal
from app.domain.records import RecordId
from app.domain.views import RecordView
from app.services import bag_importing, handing_over, records
from app.services.importing import ImportRequest, ImportResult, importing_principal
from app.wiring import House
from tests.builders import SCHEME, a_registrar
from tests.houses import NOON


def everything() -> Principal:
    """A registrar who may read all labels of `fill`."""
    return a_registrar("Secret", party="CAN")


def export(house: House, ids: list[RecordId], principal: Principal | None = None) -> bytes:
    target = io.BytesIO()
    with house.work() as work:
        handing_over.export(principal or everything(), work, ids, target, made_at=NOON)
    return target.getvalue()


def take_in(
    house: House, folder: Path, bag: bytes, *, label: str = "", is_dry_run: bool = False
) -> ImportResult:
    path = folder / "handed-over.zip"
    path.write_bytes(bag)
    request = ImportRequest(
        path,
        folder / "reports",
        label=SCHEME.parse(label) if label else None,
        is_dry_run=is_dry_run,
    )
    return bag_importing.import_bag(
        importing_principal(SCHEME), house.work, request, largest_file_bytes=10**6
    )


def views(house: House) -> list[RecordView]:
    """Every record of a house as its system reads it, by title."""
    principal = importing_principal(SCHEME)
    with house.work() as work:
        ids = work.session.scalars(select(record.c.public_id)).all()
        found = [records.read_record(principal, work, RecordId(one)) for one in ids]
    return sorted(found, key=lambda view: view.description.title)


def said(view: RecordView) -> tuple[object, ...]:
    """What must come through: everything but ids, reference and times of this house."""
    return (
        view.label,
        view.description,
        view.text,
        [(one.kind, one.text, one.label) for one in view.sealed_notes],
        [(one.name, one.sha256, one.media_type, one.role, one.note) for one in view.files],
        sorted(
            (one.label, one.external, one.record.title if one.record else "")
            for one in view.relations
        ),
    )


def names(bag: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(bag)) as archive:
        return [name.partition("/")[2] for name in archive.namelist()]


def content(bag: bytes, path: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(bag)) as archive:
        (name,) = [one for one in archive.namelist() if one.endswith(f"/{path}")]
        return archive.read(name)


def whole(bag: bytes) -> bytes:
    """Everything in the bag in one piece, to look for what must not be there."""
    with zipfile.ZipFile(io.BytesIO(bag)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())
