"""Access labels and the one rule that says who may read what.

Open `may_read` first. A label is written `Official/HR-CHN/REL CAN,GBR` wherever a person or a
command writes one. Levels and compartments are settings, gathered in a `LabelScheme`; a marking
that is missing, unknown or unreadable becomes the scheme's top label (`Secret/INTAKE`).
Who may *do* what is elsewhere: `principals.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from app.domain.errors import InvalidInput
from app.domain.wording import said

_COMPARTMENT = re.compile(r"[A-Z0-9][A-Z0-9-]{0,23}\Z")
_PARTY = re.compile(r"[A-Z]{2,6}(-[A-Z]{3})?\Z")
_LEVEL = re.compile(r"[^\W\d_](?:[\w -]{0,38}\w)?\Z")
_RELEASABLE = "REL"
_BETWEEN = " · "
_SAID = {
    str(one): one
    for one in (
        *(said("Public"), said("Official"), said("Restricted"), said("Confidential")),
        said("Secret"),
    )
}
"""The levels that settings name where nobody chose others."""
EVERY_PARTY = "*"
"""The party of the system itself, which takes letters in for all; no account can have it."""


@dataclass(frozen=True, slots=True, order=True)
class Level:
    """One step of the chain of levels; `rank` 0 is the lowest (Public)."""

    rank: int
    name: str

    @property
    def words(self) -> str:
        """Its name where it is told to a reader, not written as a marking."""
        return level_words(self.name)


def level_words(name: str) -> str:
    """A level's name for a reader: one of ours is said in the reader's language, any other stands."""
    return _SAID.get(name, name)


@dataclass(frozen=True, slots=True)
class AccessLabel:
    """`releasable_to` None means every party; an empty set means nobody."""

    level: Level
    compartments: frozenset[str] = frozenset()
    releasable_to: frozenset[str] | None = None

    def __str__(self) -> str:
        parts = [self.level.name, *sorted(self.compartments)]
        if self.releasable_to is not None:
            parts.append("REL " + ",".join(sorted(self.releasable_to)))
        return "/".join(parts)

    @property
    def details(self) -> str:
        """What a marking says after the level: `EU-COORD · SEC · REL CAN, GBR`; empty for a bare one."""
        parts = sorted(self.compartments)
        if self.releasable_to is not None:
            parts.append(f"{_RELEASABLE} " + (", ".join(sorted(self.releasable_to)) or "NOBODY"))
        return _BETWEEN.join(parts)

    @property
    def as_marked(self) -> str:
        """As papers and files bear it, in one language for all: `OFFICIAL · HR-CHN · REL CAN, GBR`."""
        return _BETWEEN.join(filter(None, (self.level.name.upper(), self.details)))

    def join(self, other: AccessLabel) -> AccessLabel:
        """Least upper bound: what holds both parts is at least as guarded as each."""
        if self.releasable_to is None:
            releasable = other.releasable_to
        elif other.releasable_to is None:
            releasable = self.releasable_to
        else:
            releasable = self.releasable_to & other.releasable_to
        return AccessLabel(
            max(self.level, other.level), self.compartments | other.compartments, releasable
        )

    def dominates(self, other: AccessLabel) -> bool:
        """True when everybody who may read this may read `other`."""
        return self.join(other) == self


@dataclass(frozen=True, slots=True)
class Clearance:
    """What a principal may see: a level, compartments, and the party it serves (ISO alpha-3).

    `EVERY_PARTY` is for the system's own work (import, indexing) alone.
    """

    level: Level
    compartments: frozenset[str] = frozenset()
    party: str | None = None


def may_read(clearance: Clearance, label: AccessLabel) -> bool:
    """The rule of access; pure, total, and the only one."""
    return (
        label.level.rank <= clearance.level.rank
        and label.compartments <= clearance.compartments
        and (label.releasable_to is None or _is_released(clearance.party, label.releasable_to))
    )


def _is_released(party: str | None, releasable_to: frozenset[str]) -> bool:
    return party in releasable_to or (party == EVERY_PARTY and bool(releasable_to))


def join_labels(labels: Iterable[AccessLabel], bottom: AccessLabel) -> AccessLabel:
    """The label of a container: the join of its parts, `bottom` when it has none."""
    return reduce(AccessLabel.join, labels, bottom)


@dataclass(frozen=True, slots=True)
class LabelScheme:
    """The levels in use, lowest first, and the compartments known. From settings."""

    levels: tuple[Level, ...]
    compartments: frozenset[str]
    intake_compartment: str = "INTAKE"

    @classmethod
    def of(cls, level_names: Sequence[str], compartments: Iterable[str]) -> LabelScheme:
        """Raises InvalidInput("levels" or "compartments") for names that labels could not be read by."""
        compartments = tuple(compartments)
        _check_levels(level_names)
        _check_compartments(compartments)
        levels = tuple(Level(rank, name) for rank, name in enumerate(level_names))
        return cls(levels, frozenset(compartments) | {"INTAKE"})

    @property
    def bottom(self) -> AccessLabel:
        """The label of the Public cell."""
        return AccessLabel(self.levels[0])

    @property
    def intake(self) -> AccessLabel:
        """Where everything lands whose marking is missing, unknown or unreadable."""
        return AccessLabel(self.levels[-1], frozenset({self.intake_compartment}))

    def level(self, name: str) -> Level:
        """The level of that name, case ignored. Raises InvalidInput with the names in use."""
        for level in self.levels:
            if level.name.casefold() == name.strip().casefold():
                return level
        names = ", ".join(level.name for level in self.levels)
        raise InvalidInput(
            "level",
            said("There is no level {name!r}. Levels in use: {names}.", name=name, names=names),
        )

    def parse(self, text: str) -> AccessLabel:
        """Read `Level/COMPARTMENT/.../REL AAA,BBB`. Raises InvalidInput; never guesses lower.

        Round trip: `parse(str(label)) == label` for every label of the scheme.
        """
        head, *rest = [part.strip() for part in text.split("/")]
        level = self.level(head)
        compartments: set[str] = set()
        releasable: frozenset[str] | None = None
        for part in rest:
            if part.startswith(f"{_RELEASABLE} ") or part == _RELEASABLE:
                if releasable is not None:
                    raise InvalidInput("label", "REL stands twice. Put all parties in one list.")
                releasable = _parties(part[3:])
                continue
            if not _COMPARTMENT.match(part) or part not in self.compartments:
                known = ", ".join(sorted(self.compartments)) or "none"
                raise InvalidInput(
                    "label",
                    said(
                        "There is no compartment {part!r}. Compartments in use: {known}.",
                        part=part,
                        known=known,
                    ),
                )
            compartments.add(part)
        return AccessLabel(level, frozenset(compartments), releasable)

    def parse_or_intake(self, text: str | None) -> AccessLabel:
        """As `parse`, but whatever cannot be read goes to intake, the most guarded place."""
        try:
            return self.parse(text) if text else self.intake
        except InvalidInput:
            return self.intake


def _check_levels(names: Sequence[str]) -> None:
    if not names:
        raise InvalidInput("levels", "Name one level at least, the lowest first.")
    for name in names:
        if not _LEVEL.match(name):
            raise InvalidInput(
                "levels",
                said(
                    "{name!r} is no name of a level. Write 1 to 40 letters, digits, spaces or "
                    "hyphens, beginning with a letter.",
                    name=name,
                ),
            )
    twice = _twice(name.casefold() for name in names)
    if twice:
        raise InvalidInput("levels", said("The level {twice!r} stands twice.", twice=twice))


def _check_compartments(names: Sequence[str]) -> None:
    for name in names:
        if not _COMPARTMENT.match(name) or name == _RELEASABLE:
            raise InvalidInput(
                "compartments",
                said(
                    "{name!r} is no name of a compartment. Write 1 to 24 capitals, digits or "
                    "hyphens; {releasable} is taken.",
                    name=name,
                    releasable=_RELEASABLE,
                ),
            )
    twice = _twice(names)
    if twice:
        raise InvalidInput(
            "compartments", said("The compartment {twice!r} stands twice.", twice=twice)
        )


def _twice(names: Iterable[str]) -> str:
    """The first name that is there more than once; empty if none is."""
    return next((name for name, count in Counter(names).items() if count > 1), "")


def _parties(text: str) -> frozenset[str]:
    codes = [code.strip() for code in text.split(",") if code.strip()]
    for code in codes:
        if not _PARTY.match(code):
            raise InvalidInput(
                "label", said("{code!r} is not a party code. Write REL CAN,GBR.", code=code)
            )
    return frozenset(codes)
