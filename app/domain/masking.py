"""Do no harm: who is named in a text but not publicly there is not named on paper. Open `Mask`.

A person may be public in one text and not in another, so each record has a mask of its own. It takes every
name of such a person out of whatever of the record is printed: titles, demands, answers, excerpts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Self

from app.domain.names import name_key
from app.domain.records import Description, NamedPerson
from app.domain.wording import Wording

BLANK = "[\N{HORIZONTAL ELLIPSIS}]"
"""What stands in place of a name."""
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_JOINTS = re.compile(r"[\s'\u2018\u2019\u02bc\u02b9`\u00b4\-\u2010-\u2015_.\u00b7]")
"""What stands between the parts of a name, or inside of it, in one spelling or another."""
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
        plain = as_printed(text)
        masked = self._names.sub(self._instead, plain)
        return text if masked == plain else masked

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
    printed = {as_printed(name).strip() for name in names}
    wanted = {name for name in printed if len(_JOINTS.sub("", name)) >= _SHORTEST}
    if not wanted:
        return None
    longest_first = sorted(wanted, key=lambda name: (-len(name), name))
    return re.compile("|".join(_bounded(name) for name in longest_first), re.IGNORECASE)


def as_printed(text: str) -> str:
    """The text as paper shows it: composed letters, without the characters that nobody sees.

    A name is looked for in this, so that a soft hyphen inside of it does not let it through.
    """
    return text if text.isascii() else _UNSEEN.sub("", unicodedata.normalize("NFC", text))


def masked(told: Description) -> Description:
    """The description without the names of those that are not public in it, in whatever field they stand."""
    mask = Mask.of(told)
    return _walked(told, mask) if mask.hides else told


def all_public(told: Description) -> Description:
    """The description for a paper that names everybody: its maker decided so."""
    return replace(told, persons=tuple(replace(one, is_public_here=True) for one in told.persons))


def _walked(value: Any, mask: Mask) -> Any:
    if isinstance(value, Wording):
        return value
    if isinstance(value, str):
        return mask.text(value)
    if isinstance(value, tuple):
        return tuple(_walked(one, mask) for one in value)
    if is_dataclass(value) and type(value).__module__ == Description.__module__:
        parts = {each.name: _walked(getattr(value, each.name), mask) for each in fields(value)}
        return replace(value, **parts)  # type: ignore[type-var]
    return value


def _bounded(name: str) -> str:
    """A name as a whole word, however its parts are joined (`names.name_key` takes them for one name);
    in Chinese words have no bounds."""
    parts = [part for part in _JOINTS.split(name) if part]
    words = f"{_JOINTS.pattern}*".join(re.escape(part) for part in parts)
    before = r"(?<![^\W_])" if parts[0][0].isascii() and parts[0][0].isalnum() else ""
    after = r"(?![^\W_])" if parts[-1][-1].isascii() and parts[-1][-1].isalnum() else ""
    return f"{before}{words}{after}"
