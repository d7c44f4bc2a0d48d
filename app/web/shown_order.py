"""Lists in the order of the names that their reader sees, which differ by language.

Services put names in the order of their English; here the same names are put in order once more. Which
of them there are, and how often, was decided before: an order tells nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol, TypeVar

from app.domain.parties import fold_name
from app.domain.searches import Facet, FacetName
from app.web.language import in_language


class _Named(Protocol):
    @property
    def name(self) -> str: ...


_Line = TypeVar("_Line", bound=_Named)


def by_name(lines: Iterable[_Line]) -> tuple[_Line, ...]:
    """The lines by their names as shown, accents and case ignored."""
    return tuple(sorted(lines, key=lambda one: shown(one.name)))


def shown(name: str) -> tuple[str, str]:
    """What a name is put in order by."""
    words = in_language(name)
    return fold_name(words), words


def facets(found: Iterable[Facet]) -> tuple[Facet, ...]:
    """Each facet with its values by count, then by name as shown; years stay newest first."""
    return tuple(
        one
        if one.name is FacetName.YEAR
        else replace(
            one,
            values=tuple(sorted(one.values, key=lambda value: (-value.count, *shown(value.label)))),
        )
        for one in found
    )
