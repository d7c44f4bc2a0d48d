"""Builders: drafts, descriptions and principals for tests, with only what a test is about said aloud."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.domain.access import Clearance, LabelScheme
from app.domain.dates import CalendarDate, DatedFact
from app.domain.principals import Principal, Role
from app.domain.records import (
    Addressee,
    Description,
    Draft,
    PartyCode,
    Signature,
    SourceKey,
)
from app.domain.vocabularies import RecordKind, SignatureStatus

SCHEME = LabelScheme.of(
    ("Public", "Official", "Restricted", "Confidential", "Secret"),
    ("INTAKE", "HR-CHN", "PEN", "EU-COORD", "SEC"),
)


def a_description(
    *,
    title: str = "Letter of eleven missions",
    kind: RecordKind = RecordKind.JOINT_LETTER,
    date: str | None = "2017-02-27",
    signed_by: Sequence[str] = (),
    withdrawn_by: Sequence[str] = (),
    to: Sequence[Addressee] = (),
    targets: Sequence[str] = (),
    **fields: Any,
) -> Description:
    """A description; further `fields` as in `domain.records.Description`."""
    described = Description(
        kind=kind,
        title=title,
        signatures=tuple(Signature(PartyCode(code)) for code in signed_by)
        + tuple(
            Signature(PartyCode(code), status=SignatureStatus.WITHDREW) for code in withdrawn_by
        ),
        addressees=tuple(to),
        targets=tuple(PartyCode(code) for code in targets),
    )
    if date is not None:
        described = replace(described, dated=DatedFact(CalendarDate.parse(date)))
    return replace(described, **fields)


def a_draft(
    *,
    label: str | None = "Public",
    text: str = "",
    source: str | None = None,
    description: Description | None = None,
    draft: dict[str, Any] | None = None,
    **described: Any,
) -> Draft:
    """A draft: `label` and `source` (`press:17`) as people write them, the rest as `a_description`."""
    key = SourceKey(*source.split(":", 1)) if source else None
    return Draft(
        description=description or a_description(**described),
        label=SCHEME.parse(label) if label else None,
        text=text,
        source_key=key,
        **(draft or {}),
    )


def a_principal(
    level: str = "Public",
    *compartments: str,
    party: str | None = None,
    role: Role = Role.READER,
    name: str = "linden",
) -> Principal:
    """A principal cleared to `level` with these compartments."""
    clearance = Clearance(SCHEME.level(level), frozenset(compartments), party)
    return Principal(
        account_id=str(uuid.uuid5(uuid.NAMESPACE_DNS, name)),
        name=name,
        display_name=name.capitalize(),
        role=role,
        clearance=clearance,
    )


def a_registrar(level: str = "Secret", *compartments: str, party: str | None = None) -> Principal:
    """A registrar; cleared for everything but releasability unless told otherwise."""
    cleared = compartments or tuple(sorted(SCHEME.compartments))
    return a_principal(level, *cleared, party=party, role=Role.REGISTRAR, name="okafor")
