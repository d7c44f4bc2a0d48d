"""Hypothesis strategies for the domain's values: labels, clearances, dates, whole descriptions."""

from __future__ import annotations

from typing import Any, get_type_hints

from hypothesis import strategies as st

from app.domain.access import AccessLabel, Clearance
from app.domain.dates import CalendarDate, DatedFact
from app.domain.grades import Grade
from app.domain.nothing import Nothing
from app.domain.records import (
    AbsenceReport,
    Addressee,
    Concern,
    Demand,
    Description,
    Evidence,
    ExternalReference,
    NamedPerson,
    Outcome,
    PartyCode,
    Quote,
    Response,
    Signature,
    StatusChange,
)
from tests.builders import SCHEME

COMPARTMENTS = sorted(SCHEME.compartments)
PARTIES = ("AUS", "CAN", "CZE", "JPN", "BE-VLG", "EU")

nothings = st.sampled_from(Nothing)
# Also texts that look like the stored form of a nothing, and empty ones.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
tricky_texts = texts | st.sampled_from(["", "\x02none", "\x02withheld", "\x02=", "none", "null"])
maybe_texts = nothings | tricky_texts
parties = st.sampled_from(PARTIES).map(PartyCode)
edtf_texts = st.sampled_from(
    [
        "2017-02-27",
        "1987-03",
        "1999~",
        "201X",
        "19XX",
        "2017-03-01/2017-03-08~",
        "2016-03/..",
        "../1917",
    ]
)
calendar_dates = edtf_texts.map(CalendarDate.parse)
maybe_dates = st.none() | calendar_dates

levels = st.sampled_from(SCHEME.levels)
releasable = st.none() | st.frozensets(st.sampled_from(PARTIES), max_size=3)
labels = st.builds(AccessLabel, levels, st.frozensets(st.sampled_from(COMPARTMENTS)), releasable)
clearances = st.builds(
    Clearance,
    levels,
    st.frozensets(st.sampled_from(COMPARTMENTS)),
    st.none() | st.sampled_from(PARTIES),
)


def several(values: st.SearchStrategy[Any], at_most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    """A tuple of up to `at_most` values."""
    return st.lists(values, max_size=at_most).map(tuple)


_BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: tricky_texts,
    str | Nothing: maybe_texts,
    PartyCode: parties,
    PartyCode | Nothing: nothings | parties,
    PartyCode | None: st.none() | parties,
    CalendarDate | None: maybe_dates,
    tuple[str, ...]: several(tricky_texts),
}
evidences = st.builds(
    Evidence,
    maybe_texts,
    st.none() | st.sampled_from(["A1", "C3", "F6"]).map(Grade),
    st.booleans(),
)
dated_facts = st.builds(DatedFact, calendar_dates, source=maybe_texts)


def values_of(kind: type[Any], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Any value of a dataclass, from the types of its fields."""
    hints = get_type_hints(kind)
    chosen = {
        name: fields[name] if name in fields else _of_type(hint) for name, hint in hints.items()
    }
    return st.builds(kind, **chosen)


def _of_type(hint: Any) -> st.SearchStrategy[Any]:
    if hint in _BY_TYPE:
        return _BY_TYPE[hint]
    if hint is Evidence:
        return evidences
    if hint == DatedFact | Nothing:
        return nothings | dated_facts
    if hint == Concern | None:
        return st.none() | values_of(Concern)
    return st.from_type(hint)


numbers = st.none() | st.integers(0, 9999)
signatures = values_of(Signature, history=several(values_of(StatusChange), 2))
descriptions = values_of(
    Description,
    title=tricky_texts.filter(lambda text: bool(text.strip())),
    targets=several(parties),
    signatures=several(signatures),
    signatories_published=numbers,
    addressees=several(values_of(Addressee)),
    demands=several(values_of(Demand)),
    responses=several(values_of(Response)),
    outcomes=several(values_of(Outcome, demand_number=numbers)),
    persons=several(values_of(NamedPerson)),
    absences=several(values_of(AbsenceReport)),
    quotes=several(values_of(Quote, start=numbers, end=numbers)),
    external_references=several(values_of(ExternalReference)),
)
