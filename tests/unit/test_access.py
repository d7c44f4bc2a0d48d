"""The laws of access: labels form a partial order, the join is the least upper bound, and reading
follows both."""

from __future__ import annotations

import pytest
from hypothesis import given

from app.domain.access import EVERY_PARTY, AccessLabel, Clearance, join_labels, may_read
from app.domain.errors import InvalidInput
from tests.builders import SCHEME
from tests.strategies import clearances, labels


@given(labels, labels, labels)
def test_labels_are_partially_ordered(a: AccessLabel, b: AccessLabel, c: AccessLabel) -> None:
    assert a.dominates(a)
    if a.dominates(b) and b.dominates(a):
        assert a == b
    if a.dominates(b) and b.dominates(c):
        assert a.dominates(c)


@given(labels, labels, labels)
def test_the_join_is_the_least_upper_bound(a: AccessLabel, b: AccessLabel, c: AccessLabel) -> None:
    joined = a.join(b)
    assert joined == b.join(a)
    assert joined.join(c) == a.join(b.join(c))
    assert a.join(a) == a
    assert joined.dominates(a)
    assert joined.dominates(b)
    if c.dominates(a) and c.dominates(b):
        assert c.dominates(joined)


@given(clearances, labels, labels)
def test_who_may_read_the_whole_may_read_its_parts(
    clearance: Clearance, a: AccessLabel, b: AccessLabel
) -> None:
    may_read_both = may_read(clearance, a) and may_read(clearance, b)
    assert may_read(clearance, a.join(b)) == may_read_both


@given(clearances, labels, labels)
def test_a_higher_label_never_adds_a_reader(
    clearance: Clearance, a: AccessLabel, b: AccessLabel
) -> None:
    if a.dominates(b) and may_read(clearance, a):
        assert may_read(clearance, b)


@given(labels)
def test_a_label_is_read_as_it_is_written(label: AccessLabel) -> None:
    assert SCHEME.parse(str(label)) == label


@given(labels)
def test_a_container_of_nothing_and_one_part_carries_that_part(label: AccessLabel) -> None:
    assert join_labels([], SCHEME.bottom) == SCHEME.bottom
    assert join_labels([label], SCHEME.bottom) == label


def test_released_to_nobody_is_read_by_nobody() -> None:
    label = AccessLabel(SCHEME.levels[0], releasable_to=frozenset())
    top = SCHEME.levels[-1]
    for party in (None, "CAN", EVERY_PARTY):
        assert not may_read(Clearance(top, SCHEME.compartments, party), label)


def test_the_system_serves_every_party_and_no_account_can() -> None:
    label = SCHEME.parse("Official/REL CAN,GBR")
    assert may_read(Clearance(SCHEME.level("Secret"), party=EVERY_PARTY), label)
    assert not may_read(Clearance(SCHEME.level("Secret")), label)
    with pytest.raises(InvalidInput):
        SCHEME.parse(f"Official/REL {EVERY_PARTY}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Top",
        "Official/UNKNOWN",
        "Official/hr-chn",
        "Official/REL CAN/REL GBR",
        "Official/REL can",
    ],
)
def test_what_cannot_be_read_goes_to_intake(text: str) -> None:
    assert SCHEME.parse_or_intake(text) == SCHEME.intake
    assert SCHEME.parse_or_intake(None) == SCHEME.intake
    with pytest.raises(InvalidInput):
        SCHEME.parse(text)
