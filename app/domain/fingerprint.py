"""A fingerprint of what an import brought, to tell whether it is the same the next time.

Only fields that differ from their default count, so that a field added to the model later does not
make every record look changed.
"""

from __future__ import annotations

import hashlib
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum

from app.domain.records import Draft

_APART = frozenset({"label", "source_key"})


def fingerprint(draft: Draft) -> str:
    """SHA-256 over everything the draft says, but for its label and its source key, as hex."""
    digest = hashlib.sha256()
    for field in fields(draft):
        if field.name not in _APART:
            digest.update(f"{field.name}={_canonical(getattr(draft, field.name))};".encode())
    return digest.hexdigest()


def _canonical(value: object) -> str:
    """One text for equal values, another for different ones."""
    if isinstance(value, str):
        return f"{len(value)}:{value}"
    if isinstance(value, tuple):
        return f"({','.join(_canonical(one) for one in value)})"
    if isinstance(value, frozenset):
        return f"{{{','.join(sorted(_canonical(one) for one in value))}}}"
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return f"{type(value).__name__}({_fields(value)})"
    return repr(value)


def _fields(value: object) -> str:
    said = []
    for field in fields(value):  # type: ignore[arg-type]
        held = getattr(value, field.name)
        default = field.default_factory() if field.default_factory is not MISSING else field.default
        if default is MISSING or held != default:
            said.append(f"{field.name}={_canonical(held)}")
    return ",".join(said)
