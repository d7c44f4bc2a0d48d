"""What is kept of work that is not saved yet: fields as typed, and files that wait to be attached."""

from __future__ import annotations

from dataclasses import dataclass

Fields = tuple[tuple[str, str], ...]
"""What was typed: pairs of a field's name and a value, in the order of the form."""


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """Bytes in storage that wait with a draft to be attached."""

    id: str
    sha256: str
    size_bytes: int
    media_type: str
    name: str
