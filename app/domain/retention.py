"""The file plan: series with their retention rules, when a record is due, and holds that stop it.

Open `RetentionRule.due_on`. A rule counts whole years from the day its trigger names; a trigger that is
not known never comes, so that doubt keeps a record (ISO 15489-1, 9.9; MoReq2010 Disposal scheduling).
What is done with what is due is in `disposals.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.access import AccessLabel
from app.domain.errors import InvalidInput
from app.domain.records import RecordId
from app.domain.retention_terms import DisposalAction, RetentionTrigger
from app.domain.views import FieldChange, RecordSummary
from app.domain.wording import said, said_many

MOST_YEARS = 200
LONGEST_CODE, LONGEST_TITLE, LONGEST_AUTHORITY = 32, 200, 500
_CODE = re.compile(r"[A-Z0-9]+(?:[/.-][A-Z0-9]+)*\Z")
_RULE_WORDS = re.compile(r"(\d{1,4}) years? after (.+), then (.+)\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class TriggerDates:
    """The days a rule may count from; None where the day is not known or has not come.

    `dated` is the last day that the text's own date leaves possible: `2017` counts from 31 December.
    """

    dated: date | None
    registered: date
    withdrawn: date | None

    def of(self, trigger: RetentionTrigger) -> date | None:
        """The day of one trigger."""
        days: Mapping[RetentionTrigger, date | None] = {
            RetentionTrigger.DATED: self.dated,
            RetentionTrigger.REGISTERED: self.registered,
            RetentionTrigger.WITHDRAWN: self.withdrawn,
        }
        return days[trigger]


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long the records of a series are kept, and by whose word. `years` None: permanently."""

    years: int | None
    trigger: RetentionTrigger
    action: DisposalAction
    authority: str

    @property
    def is_permanent(self) -> bool:
        return self.years is None

    @property
    def words(self) -> str:
        """`10 years after the date of the text, then destroy`; `permanent`."""
        if self.years is None:
            return said("permanent")
        years = said_many("{number} year", "{number} years", self.years)
        return said(
            "{years} after {trigger}, then {action}",
            years=years,
            trigger=self.trigger.label,
            action=self.action.label,
        )

    def due_on(self, days: TriggerDates) -> date | None:
        """The first day on which the record may be disposed of; None for never, or not known when."""
        start = days.of(self.trigger)
        if self.years is None or start is None or start.year + self.years > date.max.year:
            return None
        return _years_after(start, self.years)


@dataclass(frozen=True, slots=True)
class SeriesDraft:
    """What a registrar says of a series."""

    code: str
    title: str
    rule: RetentionRule

    def checked(self) -> SeriesDraft:
        """The draft, tidied. Raises InvalidInput by field."""
        code, title = self.code.strip().upper(), " ".join(self.title.split())
        authority = self.rule.authority.strip()
        if len(code) > LONGEST_CODE or not _CODE.match(code):
            raise InvalidInput(
                "code",
                said(
                    "Write letters and digits, divided by / . or -, at most {longest_code}: HR/CHN.",
                    longest_code=LONGEST_CODE,
                ),
            )
        if not title or len(title) > LONGEST_TITLE:
            raise InvalidInput(
                "title",
                said(
                    "Say what is in it, in at most {longest_title} characters.",
                    longest_title=LONGEST_TITLE,
                ),
            )
        if self.rule.years is not None and not 1 <= self.rule.years <= MOST_YEARS:
            raise InvalidInput(
                "years",
                said("Write a number of years from 1 to {most_years}.", most_years=MOST_YEARS),
            )
        if not authority or len(authority) > LONGEST_AUTHORITY:
            raise InvalidInput(
                "authority",
                said(
                    "Name the written rule that this follows, in at most {longest_authority} characters.",
                    longest_authority=LONGEST_AUTHORITY,
                ),
            )
        rule = RetentionRule(self.rule.years, self.rule.trigger, self.rule.action, authority)
        return SeriesDraft(code, title, rule)

    @property
    def fields(self) -> dict[str, str]:
        """What an entry of the history compares."""
        return {
            "code": self.code,
            "title": self.title,
            "rule": self.rule.words,
            "authority": self.rule.authority,
        }


@dataclass(frozen=True, slots=True)
class Series:
    """One series as it stands. Every registrar may know it: its title tells of no record."""

    id: str
    revision: int
    draft: SeriesDraft

    @property
    def code(self) -> str:
        return self.draft.code

    @property
    def title(self) -> str:
        return self.draft.title

    @property
    def rule(self) -> RetentionRule:
        return self.draft.rule


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """One entry of the history of a series."""

    revision: int
    at: datetime
    by: str
    reason: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class SeriesMove:
    """A record was put into a series, or taken out of it. Empty codes: no series."""

    from_code: str
    to_code: str
    at: datetime
    by: str
    reason: str
    label: AccessLabel


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """One record that a hold names, for those who may read it."""

    id: RecordId
    reference: str
    summary: RecordSummary | None
    """None for a record that is withdrawn: its stub is all that is shown of it."""
    label: AccessLabel
    lifting: Lifting | None


@dataclass(frozen=True, slots=True)
class Lifting:
    """When and why a hold ended."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A stop to all disposal of a series, or of named records, until it is lifted.

    `records` are those that this reader may read; nothing tells whether there are more.
    """

    id: str
    reason: str
    authority: str
    set_by: str
    set_at: datetime
    series: Series | None
    series_lifting: Lifting | None = None
    records: tuple[HeldRecord, ...] = ()

    @property
    def is_in_force(self) -> bool:
        """Whether it still stops anything that this reader may know of."""
        if self.series is not None:
            return self.series_lifting is None
        return any(one.lifting is None for one in self.records)

    @property
    def labels(self) -> Sequence[AccessLabel]:
        return [one.label for one in self.records]


def a_year_after(day: date) -> date:
    """The last day of the twelve months that begin with `day`."""
    return _years_after(day, 1) if day.year < date.max.year else date.max


def rule_said_again(kept: str) -> str:
    """The words of a rule as a history keeps them, in English, once more as a wording for pages.

    Words that no rule has today stay as they are.
    """
    triggers = {str(one.label): one for one in RetentionTrigger}
    actions = {str(one.label): one for one in DisposalAction}
    found = _RULE_WORDS.match(kept)
    years = None
    trigger, action = RetentionTrigger.DATED, DisposalAction.REVIEW
    if found and found[2] in triggers and found[3] in actions:
        years, trigger, action = int(found[1]), triggers[found[2]], actions[found[3]]
    words = RetentionRule(years, trigger, action, "").words
    return words if words == kept else kept


def _years_after(start: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March, never a day too early."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)
