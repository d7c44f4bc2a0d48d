"""What was asked over several texts, of whom, how often, and what came of it. Open `ledger_of`.

A demand is asked again when one of the same class is put to the same parties: those the text is about, else
those it is written to. That is a rule of thumb, said where it is used: two demands to release may mean other
people. Pure; whoever is not public in a record is not named (`masking.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.coalitions import by_date
from app.domain.dossiers import Dossier
from app.domain.masking import Mask, names_of, public_persons
from app.domain.names import name_key
from app.domain.records import Demand, Description, Outcome, PartyCode
from app.domain.views import RecordView
from app.domain.vocabularies import AddresseeRole, DemandClass, OutcomeStatus, RecordKind


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one demand; `number` is that of the outcome in its record."""

    number: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Ask:
    """One demand of one text. `number` counts the demands of the text, from 1."""

    view: RecordView
    number: int
    demand: Demand
    text: str
    """Without the names of those that are not public there."""
    beneficiaries: tuple[str, ...]
    """Who is public there, by name."""
    time: int
    """Which time it was that it was asked, from 1."""
    came: tuple[Came, ...]

    @property
    def is_again(self) -> bool:
        return self.time > 1


@dataclass(frozen=True, slots=True)
class Chain:
    """Demands of one class to the same parties, oldest first."""

    of_whom: tuple[PartyCode, ...]
    """Empty where no party is named."""
    demand_class: DemandClass
    asks: tuple[Ask, ...]

    @property
    def first_year(self) -> int | None:
        return _year(self.asks[0].view)

    @property
    def last_year(self) -> int | None:
        return _year(self.asks[-1].view)

    @property
    def texts(self) -> int:
        """In how many texts it was asked."""
        return len({one.view.id for one in self.asks})


@dataclass(frozen=True, slots=True)
class Ledger:
    chains: tuple[Chain, ...]
    """By the parties that were asked of most, then by class."""
    statuses: tuple[tuple[OutcomeStatus, int], ...]
    """How many demands stand where, in the order of the vocabulary; none that are zero."""
    without: tuple[RecordView, ...]
    """Texts in which no demand is recorded."""

    @property
    def total(self) -> int:
        return sum(number for _, number in self.statuses)


def ledger_of(dossier: Dossier) -> Ledger:
    """Every demand of the records of a dossier."""
    views = sorted(dossier.records, key=by_date)
    found: dict[tuple[tuple[PartyCode, ...], DemandClass], list[Ask]] = defaultdict(list)
    for view in views:
        for ask in asks_of(view):
            found[(of_whom(view.description), ask.demand.demand_class)].append(ask)
    chains = [Chain(whom, kind, _counted(kind, asks)) for (whom, kind), asks in found.items()]
    demands = [one.demand.status for chain in chains for one in chain.asks]
    return Ledger(
        chains=tuple(_in_order(chains)),
        statuses=tuple(
            (status, demands.count(status)) for status in OutcomeStatus if status in demands
        ),
        without=tuple(one for one in views if not one.description.demands),
    )


def asks_of(view: RecordView) -> tuple[Ask, ...]:
    """The demands of one text, each for the first time."""
    told, mask = view.description, Mask.of(view.description)
    return tuple(
        Ask(
            view,
            number,
            demand,
            mask.text(demand.text),
            named_publicly(told, demand.beneficiaries),
            1,
            tuple(
                Came(at, outcome)
                for at, outcome in enumerate(told.outcomes, start=1)
                if outcome.demand_number == number
            ),
        )
        for number, demand in enumerate(told.demands, start=1)
    )


def of_whom(told: Description) -> tuple[PartyCode, ...]:
    """Whom a text asks: the parties it is about, else those it is written to; sorted.

    A counter-text speaks for those it is about, so it asks only those it is written to.
    """
    if told.targets and told.kind is not RecordKind.COUNTER_LETTER:
        return tuple(sorted(set(told.targets)))
    written_to = {
        PartyCode(one.party)
        for one in told.addressees
        if one.role is AddresseeRole.TO and isinstance(one.party, str)
    }
    return tuple(sorted(written_to))


def named_publicly(told: Description, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that belong to a person who is public in the text."""
    public = {name_key(name) for name in names_of(public_persons(told))}
    return tuple(name for name in names if name_key(name) in public)


def _counted(kind: DemandClass, asks: list[Ask]) -> tuple[Ask, ...]:
    """With which time it was: each text counts once; demands of no class are not the same."""
    counted: list[Ask] = []
    times: dict[str, int] = {}
    for ask in asks:
        time = times.setdefault(ask.view.id, len(times) + 1) if kind is not DemandClass.OTHER else 1
        counted.append(
            Ask(
                ask.view,
                ask.number,
                ask.demand,
                ask.text,
                ask.beneficiaries,
                time,
                ask.came,
            )
        )
    return tuple(counted)


def _in_order(chains: Iterable[Chain]) -> list[Chain]:
    """Parties by how many demands were put to them, then classes as in the vocabulary, no class last."""
    chains = list(chains)
    weight: dict[tuple[PartyCode, ...], int] = defaultdict(int)
    for one in chains:
        weight[one.of_whom] += len(one.asks)
    classes = list(DemandClass)
    return sorted(
        chains,
        key=lambda one: (
            not one.of_whom,
            -weight[one.of_whom],
            one.of_whom,
            classes.index(one.demand_class),
        ),
    )


def _year(view: RecordView) -> int | None:
    dated = view.description.calendar_date
    return dated.year if dated else None
