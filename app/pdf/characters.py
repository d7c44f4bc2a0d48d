"""Which characters stand in a text or a record, before anything of it is set. Open `characters_of`.

Large scripts are cut down to what occurs; so a book asks first. Arabic letters count in the joined forms in
which they are drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum

from app.pdf.text import as_drawn


def characters_of(value: object) -> set[str]:
    """All characters beyond ASCII in a text, or in any text within a value of the domain."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            if not one.isascii():
                found.update(as_drawn(one))
        elif isinstance(one, Enum) or one is None:
            continue
        elif isinstance(one, Mapping):
            waiting += one.values()
        elif isinstance(one, tuple | list | frozenset):
            waiting += one
        elif is_dataclass(one):
            waiting += [getattr(one, each.name) for each in fields(one)]
    return {character for character in found if not character.isascii()}
