"""Do no harm: who is named in a text but not publicly there is not named on paper. Open `Mask`.

A person may be public in one text and not in another, so each record has a mask of its own. It takes every
name of such a person out of whatever of the record is printed: titles, demands, answers, excerpts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from app.domain.names import name_key
from app.domain.records import Description, NamedPerson

BLANK = "[\N{HORIZONTAL ELLIPSIS}]"
"""What stands in place of a name."""
_SHORTEST = 2
"""Characters; a single letter is no name that could be found in a sentence."""


@dataclass(frozen=True, slots=True)
class Mask:
    """Of one record: whom it hides, and how many persons these are."""

    hidden: int
    _names: re.Pattern[str] | None
    _public: frozenset[str]
    """The keys of the names that may be read here, inside of which nothing is hidden."""

    @classmethod
    def of(cls, told: Description) -> Self:
        """The mask of a record as it is described. A name that is public there is never hidden."""
        public = names_of(public_persons(told))
        keys = frozenset(name_key(name) for name in public)
        hidden = [one for one in told.persons if not one.is_public_here]
        names = [name for name in names_of(hidden) if name_key(name) not in keys]
        return cls(len(hidden), finder([*names, *public]) if names else None, keys)

    def text(self, text: str) -> str:
        """The text without the names that it hides."""
        if self._names is None:
            return text
        masked = self._names.sub(self._instead, text)
        return text if masked == text else masked

    def _instead(self, found: re.Match[str]) -> str:
        return found[0] if name_key(found[0]) in self._public else BLANK

    @property
    def hides(self) -> bool:
        return self._names is not None


def public_persons(told: Description) -> tuple[NamedPerson, ...]:
    """The persons that may be named on paper."""
    return tuple(one for one in told.persons if one.is_public_here)


def names_of(persons: Iterable[NamedPerson]) -> tuple[str, ...]:
    """All their names, each once."""
    return tuple(
        dict.fromkeys(name for one in persons for name in (one.name, *one.other_names) if name)
    )


def finder(names: Iterable[str]) -> re.Pattern[str] | None:
    """Finds any of the names in a text, whatever its case; None for none that can be found.

    Longest names first, so that a short one inside a long one does not leave a rest of it.
    """
    wanted = {name.strip() for name in names if len(name.strip()) >= _SHORTEST}
    if not wanted:
        return None
    longest_first = sorted(wanted, key=lambda name: (-len(name), name))
    return re.compile("|".join(_bounded(name) for name in longest_first), re.IGNORECASE)


def _bounded(name: str) -> str:
    """A name as a whole word, however much space is between its parts; in Chinese words have no bounds."""
    words = r"\s+".join(re.escape(part) for part in name.split())
    before = r"(?<!\w)" if name[0].isascii() and name[0].isalnum() else ""
    after = r"(?!\w)" if name[-1].isascii() and name[-1].isalnum() else ""
    return f"{before}{words}{after}"
