"""Kinds of relations as choices of a form: each as it reads from either end."""

from __future__ import annotations

from app.domain.errors import InvalidInput
from app.domain.vocabularies import RelationKind
from app.web.presentation import capital

_INVERSE = "~"


def choices() -> list[tuple[str, str]]:
    """`replies_to` and `~replies_to` with their words; one where both directions read the same."""
    found = []
    for kind in RelationKind:
        found.append((kind.value, capital(kind.label)))
        if kind.inverse_label != kind.label:
            found.append((f"{_INVERSE}{kind.value}", capital(kind.inverse_label)))
    return found


def written(kind: RelationKind, is_inverse: bool) -> str:
    """The choice that `read_choice` reads."""
    return f"{_INVERSE if is_inverse else ''}{kind.value}"


def read_choice(text: str, field: str) -> tuple[RelationKind, bool]:
    """The kind, and whether it reads from the other end. Raises InvalidInput for no choice."""
    try:
        return RelationKind(text.removeprefix(_INVERSE)), text.startswith(_INVERSE)
    except ValueError as error:
        raise InvalidInput(field, "Choose how the two texts are related.") from error
