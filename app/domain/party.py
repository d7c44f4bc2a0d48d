"""One party: a state, a territory, an organisation, a state of the past; its codes and dated names.

How a party is found by what a source calls it is in `parties.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from app.domain.dated_names import DatedName, NameUse
from app.domain.dates import CalendarDate
from app.domain.records import PartyCode
from app.domain.wording import Name, said

ENGLISH = "en"
"""The language of every party's first name."""
_SCHEMES_IN_NOTES = {
    "ISO 3166-3": said("ISO 3166-3, no longer in use"),
    "ISO 3166-2": "ISO 3166-2",
    "exceptionally reserved": said("ISO 3166-1, exceptionally reserved"),
    "user-assigned": said("ISO 3166-1, user-assigned"),
}


class PartyKind(Enum):
    STATE = "state"
    TERRITORY = "territory"
    ORGANISATION = "organisation"
    HISTORIC_STATE = "historic state"
    SUBNATIONAL = "subnational"


@dataclass(frozen=True, slots=True)
class Party:
    """One party. `code` is ISO 3166-1 alpha-3, ISO 3166-3 or the project's own."""

    code: PartyCode
    kind: PartyKind
    names: tuple[DatedName, ...]
    alpha2: str = ""
    m49: str = ""
    tags: str = ""
    """Code in the subject tags of the US Department of State, which differ from ISO (`CH`: China)."""
    first: CalendarDate | None = None
    last: CalendarDate | None = None
    note: str = ""

    @property
    def name_today(self) -> Name:
        """The current short name in every language on record; of a state of the past its last one."""
        return self.name_at(None)

    @property
    def has_dated_names(self) -> bool:
        """Whether it was ever called otherwise; most never were."""
        return any(one.first or one.last for one in self.names if one.use is NameUse.SHORT)

    def name_at(self, date: CalendarDate | None) -> Name:
        """The short name at a letter's date, today's when the date is not known."""
        shorts: dict[str, list[DatedName]] = defaultdict(list)
        for one in self.names:
            if one.use is NameUse.SHORT:
                shorts[one.language].append(one)
        names = {language: _at(found, date) for language, found in shorts.items()}
        return Name.of(names.pop(ENGLISH), names)

    @property
    def is_organisation(self) -> bool:
        return self.kind is PartyKind.ORGANISATION

    @property
    def other_codes(self) -> tuple[str, ...]:
        """Alpha-2 and M49, as the party's page shows them; what equals the code is not said twice."""
        return tuple(code for code in (self.alpha2, self.m49) if code and code != self.code)

    @property
    def code_scheme(self) -> str:
        """Whose code it is: a code list must be named beside a code (domain model, rule e)."""
        for words, scheme in _SCHEMES_IN_NOTES.items():
            if words in self.note:
                return scheme
        return "ISO 3166-1" if self.alpha2 else said("the register's own")


def _at(names: Sequence[DatedName], date: CalendarDate | None) -> str:
    """The one that holds at a date, else the current one, else the first."""
    at_date = (one.name for one in names if date is not None and one.holds_at(date))
    current = (one.name for one in names if one.last is None)
    return next(at_date, None) or next(current, names[0].name)
