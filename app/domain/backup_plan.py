"""Which backups are kept: one for each of the last days, one for each of the last weeks.

Open `BackupPlan.superfluous`. Pure: names and moments in, names out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """How many days and how many weeks back a backup is kept. The newest is always kept."""

    days: int
    weeks: int

    def superfluous(
        self, made: Mapping[str, datetime], protected: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """The names that need not be kept, oldest first; never the newest, never a protected one.

        Days and weeks are those in which a backup was made: after a month without any, none goes.
        """
        newest_first = sorted(made, key=lambda name: (made[name], name), reverse=True)
        kept = {*protected, *newest_first[:1]}
        kept |= _newest_of_each(newest_first, made, self.days, _day)
        kept |= _newest_of_each(newest_first, made, self.weeks, _week)
        return tuple(name for name in reversed(newest_first) if name not in kept)


def _newest_of_each(
    newest_first: Iterable[str],
    made: Mapping[str, datetime],
    how_many: int,
    span_of: Callable[[datetime], Hashable],
) -> set[str]:
    found: dict[Hashable, str] = {}
    for name in newest_first:
        found.setdefault(span_of(made[name]), name)
    return set(list(found.values())[:how_many])


def _day(moment: datetime) -> Hashable:
    """A day in UTC."""
    return moment.date()


def _week(moment: datetime) -> Hashable:
    """A week of ISO 8601, which begins on Monday."""
    return moment.isocalendar()[:2]
