"""A marking that names a grouping: its members at the letter's date, never wider, never a refusal later."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.db.authorities import Authorities
from app.domain.dates import CalendarDate
from app.domain.errors import InvalidInput
from app.domain.markings import read_label
from app.domain.principals import Principal
from app.services import markings, registration
from app.services.importing import importing_principal
from app.services.markings import MarkingInput, SettledMarking
from app.wiring import House
from tests.builders import SCHEME, a_draft, a_registrar
from tests.markings import golden_marks

CANADIAN: Principal = a_registrar(party="CAN")
DAY = CalendarDate.parse("2017-02-27")
DATES = st.sampled_from(
    [
        None,
        *map(CalendarDate.parse, ("1960", "1999~", "2017-02-27", "2019/2021", "2024-05", "201X")),
    ]
)
WRITTEN = st.sampled_from([one.written for one in golden_marks()]) | st.sampled_from(
    ["Official/REL NATO", "Official/REL CAN,NATO", "Official/REL EU,CAN", "Secret/REL NATO,EU"]
)


def _settled(
    house: House, text: str, date: CalendarDate | None = DAY, **given: str
) -> SettledMarking:
    with house.work() as work:
        return markings.settle(CANADIAN, work, MarkingInput(text, date=date, **given))


def _members(known: Authorities, day: str, code: str = "NATO") -> frozenset[str]:
    return frozenset(known.groupings.members_at(code, CalendarDate.parse(day)))


@pytest.mark.parametrize(
    "text", ["Official/REL NATO", "NATO UNCLASSIFIED", "Official/REL NATO,CAN"]
)
def test_nato_stands_for_its_members_at_the_letters_date(
    demo: House, known: Authorities, text: str
) -> None:
    found = _settled(demo, text)
    assert found.label.releasable_to == _members(known, "2017-02-27")
    assert {"FIN", "SWE", "NATO"}.isdisjoint(found.label.releasable_to or ())
    assert found.original == text
    assert found.reading is not None
    assert any("stands for its members of 27 February 2017" in one for one in found.reading.remarks)


def test_who_is_named_beside_a_grouping_stays(demo: House, known: Authorities) -> None:
    found = _settled(demo, "NATO UNCLASSIFIED RELEASABLE TO FIN, JPN")
    assert found.label.releasable_to == _members(known, "2017-02-27") | {"FIN", "JPN"}
    found = _settled(
        demo, "Official/REL EU,CAN"
    )  # the EU is a party, whose own people have accounts
    assert found.label.releasable_to == {"EU", "CAN"}


def test_without_a_date_a_grouping_is_refused_with_what_to_write(demo: House) -> None:
    for text in ("Official/REL NATO", "NATO UNCLASSIFIED"):
        with pytest.raises(InvalidInput, match="NATO is a grouping, not a party") as told:
            _settled(demo, text, None)
        assert told.value.field == "marking_original"
        chosen = _settled(demo, text, None, level="Official", releasable_to="CAN, FRA")
        assert chosen.label.releasable_to == {"CAN", "FRA"}
        with pytest.raises(InvalidInput, match="means at least"):
            _settled(demo, text, None, level="Official", releasable_to="CAN, JPN")
    with pytest.raises(InvalidInput, match="letter's date") as told:
        _settled(demo, "", None, level="Official", releasable_to="NATO")
    assert told.value.field == "releasable_to"


def test_a_label_in_our_own_notation_says_what_to_write(house: House) -> None:
    with house.work(writing=True) as work:
        draft = a_draft(label="Official/REL NATO")
        with pytest.raises(InvalidInput, match="grouping, not a party; write its members"):
            registration.register(_everybody(house), work, draft)


def _everybody(house: House) -> Principal:
    return importing_principal(house.settings.label_scheme)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(WRITTEN, DATES)
def test_what_the_check_passes_is_registered_and_never_wider(
    demo: House, known: Authorities, text: str, date: CalendarDate | None
) -> None:
    reading = read_label(text, SCHEME)
    try:
        with demo.work() as work:
            found = markings.settle(_everybody(demo), work, MarkingInput(text, date=date))
    except InvalidInput:
        assume(False)
    with demo.work() as work:
        registration._check_labels(_everybody(demo), work, [found.label])
    assert found.label.level == reading.label.level
    assert found.label.compartments == reading.label.compartments
    wanted, got = reading.label.releasable_to, found.label.releasable_to
    if wanted is None:
        assert got is None
        return
    assert got
    groups = wanted - {party.code for party in known.parties.parties}
    day = date.lower.isoformat() if date and date.lower else "2026-11-23"
    assert got <= (wanted - groups).union(*(_members(known, day, one) for one in groups))
