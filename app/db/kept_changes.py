"""The changes of a history as JSON and back: field, what it was, what it became; wordings stay such."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.domain.kept_wordings import kept, told
from app.domain.views import FieldChange


def written_changes(changes: Iterable[FieldChange]) -> list[list[str]]:
    """What a column of changes holds."""
    return [[kept(one.field), kept(one.old), kept(one.new)] for one in changes]


def read_changes(rows: Iterable[Sequence[str]]) -> tuple[FieldChange, ...]:
    """The changes that such a column holds."""
    return tuple(FieldChange(*map(told, row)) for row in rows)
