"""One named person over several texts: who raised the case, what was asked, what followed. Open `case_of`.

Do no harm: a text in which the person is not public is not shown at all, only counted; and in the others
nobody is named who is not public there (`masking.py`). Who signs a text or is written to in an office stands
there openly. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.asks import Ask, asks_of
from app.domain.coalitions import by_date
from app.domain.dossiers import Dossier
from app.domain.masking import Mask, finder
from app.domain.names import name_key
from app.domain.records import Description, NamedPerson, Outcome, Response
from app.domain.views import RecordView
from app.domain.vocabularies import ResponseKind


@dataclass(frozen=True, slots=True)
class Mention:
    """A text that names the person publicly, with what it asks and what followed that speaks of them."""

    view: RecordView
    person: NamedPerson
    asks: tuple[Ask, ...]
    """Those made for the person, or that name no person at all."""
    is_for_person: bool
    """Whether any demand is made for the person by name."""
    responses: tuple[tuple[int, Response], ...]
    outcomes: tuple[tuple[int, Outcome], ...]


@dataclass(frozen=True, slots=True)
class Case:
    mentions: tuple[Mention, ...]
    """Oldest first."""
    in_office: tuple[RecordView, ...]
    """Texts that the person signed, or that are written to the person."""
    unnamed: int
    """Texts that name the person, but not publicly."""
    names: tuple[str, ...]
    """Other names and scripts that are public, the one the sheet is headed with left out."""

    @property
    def may_name(self) -> bool:
        """Whether any text lets the person's name stand on paper."""
        return bool(self.mentions or self.in_office)


def case_of(dossier: Dossier) -> Case:
    """The case of the person of a dossier."""
    keys = frozenset(name_key(name) for name in {dossier.person, *dossier.person_names} if name)
    views = sorted(dossier.records, key=by_date)
    mentions, in_office, unnamed = [], [], 0
    for view in views:
        named = [one for one in view.description.persons if _is(one, keys)]
        public = [one for one in named if one.is_public_here]
        if public:
            mentions.append(_mention(view, public[0], keys))
        elif named:
            unnamed += 1
        elif _acts_in_office(view.description, keys):
            in_office.append(view)
    names = _names(dossier, mentions) if mentions or in_office else ()
    return Case(tuple(mentions), tuple(in_office), unnamed, names)


def _is(person: NamedPerson, keys: frozenset[str]) -> bool:
    return any(name_key(name) in keys for name in (person.name, *person.other_names))


def _mention(view: RecordView, person: NamedPerson, keys: frozenset[str]) -> Mention:
    told = view.description
    own = _Person(person, keys)
    asks = asks_of(view)
    by_name = tuple(one for one in asks if own.is_meant(one.demand.text, one.demand.beneficiaries))
    general = tuple(one for one in asks if not one.demand.beneficiaries)
    return Mention(
        view,
        person,
        by_name or general,
        bool(by_name),
        tuple(
            (number, one)
            for number, one in enumerate(told.responses, start=1)
            if one.kind is not ResponseKind.PRESS_LINE and own.is_meant(one.text, (one.by,))
        ),
        tuple(
            (number, one)
            for number, one in enumerate(told.outcomes, start=1)
            if own.is_meant(one.text) or one.demand_number in {ask.number for ask in by_name}
        ),
    )


class _Person:
    """The person as one text knows them, to tell who is meant."""

    def __init__(self, person: NamedPerson, keys: frozenset[str]) -> None:
        names = (person.name, *person.other_names)
        self._keys = keys | {name_key(name) for name in names}
        self._finder = finder(names)

    def is_meant(self, text: str, names: Iterable[str] = ()) -> bool:
        """Whether a sentence, or one of the names beside it, means the person."""
        if any(name_key(name) in self._keys for name in names if name):
            return True
        return self._finder is not None and self._finder.search(text) is not None


def _acts_in_office(told: Description, keys: frozenset[str]) -> bool:
    people = [one.person for one in told.signatures] + [one.person for one in told.addressees]
    return any(isinstance(one, str) and name_key(one) in keys for one in people)


def _names(dossier: Dossier, mentions: Iterable[Mention]) -> tuple[str, ...]:
    """Names on record, and those that texts give where the person is public."""
    found = [*sorted(dossier.person_names)]
    for one in mentions:
        found += [one.person.name, *one.person.other_names]
    return tuple(one for one in dict.fromkeys(found) if one != dossier.person)


def masked_title(view: RecordView) -> str:
    """The title of a text without the names of those that are not public there."""
    return Mask.of(view.description).text(view.description.title)
