"""Who is let in beyond a password and a standing clearance: factor rule, grants, emergencies, requests.

Open `cleared_with` first: the clearance that counts at a moment is the account's own and whatever is
granted for that moment. Nothing has to run for a grant to end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Self

from app.domain.access import Clearance, LabelScheme, Level
from app.domain.errors import InvalidInput
from app.domain.principals import Role
from app.domain.wording import said


@dataclass(frozen=True, slots=True)
class Grant:
    """More clearance from `starts_at` until before `ends_at`. `level` None: compartments alone."""

    starts_at: datetime
    ends_at: datetime
    level: Level | None = None
    compartments: frozenset[str] = frozenset()
    emergency: str = ""
    """The public id of the emergency it belongs to; empty for an officer's grant."""

    def is_live(self, now: datetime) -> bool:
        return self.starts_at <= now < self.ends_at


def cleared_with(
    standing: Clearance, grants: Iterable[Grant], now: datetime, labels: LabelScheme
) -> Clearance:
    """The clearance at `now`. A compartment that settings no longer know is granted to nobody."""
    live = [grant for grant in grants if grant.is_live(now)]
    level = max([standing.level, *(grant.level for grant in live if grant.level)])
    compartments = standing.compartments.union(*(grant.compartments for grant in live))
    return Clearance(level, compartments & labels.compartments, standing.party)


@dataclass(frozen=True, slots=True)
class FactorRule:
    """Whose second factor is required: these roles, and whoever may see this level or above."""

    roles: frozenset[Role] = frozenset()
    level: Level | None = None

    @classmethod
    def parse(cls, words: Sequence[str], labels: LabelScheme) -> Self:
        """Read `role:security officer`, `level:Confidential`. Raises InvalidInput."""
        roles: set[Role] = set()
        level: Level | None = None
        for word in words:
            kind, _, name = word.partition(":")
            if kind == "role":
                roles.add(_role(name))
            elif kind == "level" and level is None:
                level = labels.level(name)
            else:
                raise InvalidInput(
                    "factor",
                    said("{word!r} is neither role:NAME nor the only level:NAME.", word=word),
                )
        return cls(frozenset(roles), level)

    def asks(self, role: Role, clearance: Clearance) -> bool:
        """Whether this person may not work without a second factor."""
        return role in self.roles or (self.level is not None and clearance.level >= self.level)


@dataclass(frozen=True, slots=True)
class AccountRules:
    """What settings say of accounts."""

    factor: FactorRule = FactorRule()
    emergency_hours: int = 4
    """The longest an emergency lasts."""


class RequestState(Enum):
    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class EmergencyState(Enum):
    """`GRANTED` says that it was; whether it still lasts is told by its end and the clock."""

    ASKED = "asked"
    APPROVED_ONCE = "approved once"
    GRANTED = "granted"
    REFUSED = "refused"


class LinkPurpose(Enum):
    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105 - what the link is for


INTERFACE_LANGUAGES = ("en", "fr")
"""The languages in which every page exists; a new one is added here when its pages are whole."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a person wants the pages."""

    language: str = ""
    """Empty: the house's (`CHANCERY_LANGUAGE`)."""
    has_single_keys: bool = True


def _role(name: str) -> Role:
    try:
        return Role(name.strip().casefold())
    except ValueError:
        names = ", ".join(role.value for role in Role)
        raise InvalidInput(
            "factor", said("There is no role {name!r}. Roles: {names}.", name=name, names=names)
        ) from None
