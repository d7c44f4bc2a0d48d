"""The selection of a briefing: what it holds for one reader, what raises it, what is above its audience."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from app.domain.briefings import Audience, Briefing, Depth, Pick, PickedSearch, Section
from app.domain.errors import InvalidInput, NotPermitted, Unavailable
from app.domain.principals import Principal, Role
from app.domain.records import RecordId
from app.domain.searches import SearchRequest
from app.services import briefing_drafts, briefing_preview, briefing_selection
from app.services.briefing_selection import SearchState
from app.wiring import House
from tests.keeping_searches import a_disabled, a_reader
from tests.making_briefings import begun, did, evaluated, filed, shared, wrote
from tests.people import an_account
from tests.searching import indexed, relabelled

ABSENT = RecordId("00000000-0000-4000-8000-000000000000")


@pytest.fixture
def reader(house: House) -> Principal:
    return a_reader(house, level="Restricted", compartments=frozenset({"HR-CHN", "PEN"}))


def _search(words: str, name: str = "Lawyers", depth: Depth = Depth.FACTS) -> PickedSearch:
    return PickedSearch(name, SearchRequest(words), depth)


def test_picks_come_in_their_order_and_hidden_ones_are_not_in_it(
    house: House, reader: Principal
) -> None:
    first, second = filed(house, title="One"), filed(house, title="Two")
    hidden = filed(house, label="Secret")
    picks = [Pick(second, Depth.FULL), Pick(hidden), Pick(ABSENT), Pick(first)]
    found = evaluated(house, reader, picks)
    assert [(one.summary.id, one.depth, one.whence) for one in found.records] == [
        (second, Depth.FULL, ""),
        (first, Depth.SUMMARY, ""),
    ]
    assert (found.count(Depth.FULL), found.count(Depth.ANNEX)) == (1, 0)
    assert str(found.label) == "Public"


def test_searches_are_asked_now_and_bring_what_is_new_oldest_first(
    house: House, reader: Principal
) -> None:
    later = indexed(house, text="detention", date="2019-05-01")
    picked = indexed(house, text="detention", date="2018-01-01")
    indexed(house, text="detention", label="Secret")
    searches = (_search("detention"), _search("detention OR grain", "Wider", Depth.FULL))
    found = evaluated(house, reader, [Pick(picked)], searches=searches)
    assert [one.summary.id for one in found.records] == [picked, later]
    assert [(one.name, one.total, one.added) for one in found.searches] == [
        ("Lawyers", 2, 1),
        ("Wider", 2, 0),
    ]
    earlier = indexed(house, text="detention", date="2001-01-01")
    undated = indexed(house, text="detention", date=None)
    found = evaluated(house, reader, [Pick(picked)], searches=searches)
    assert [one.summary.id for one in found.records] == [picked, earlier, later, undated]
    assert {one.whence for one in found.records[1:]} == {"Lawyers"}
    assert found.records[1].depth is Depth.FACTS


def test_a_search_that_cannot_be_asked_says_so_and_stops_nothing(
    house: House, reader: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = indexed(house, text="detention")
    searches = (_search("detention AND ("), _search("detention", "Good"))
    found = evaluated(house, reader, searches=searches)
    assert [one.state for one in found.searches] == [
        SearchState.CANNOT_BE_ASKED,
        SearchState.ANSWERED,
    ]
    assert [one.summary.id for one in found.records] == [letter]

    def away(*_: object, **__: object) -> None:
        raise Unavailable("search", "away")

    monkeypatch.setattr("app.services.search.matching", away)
    found = evaluated(house, reader, [Pick(letter)], searches=searches[1:])
    assert [one.state for one in found.searches] == [SearchState.NOT_NOW]
    assert len(found.records) == 1


def test_a_selection_has_room_for_so_many(
    house: House, reader: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(briefing_selection, "MOST_RECORDS", 2)
    picked = filed(house)
    for year in (2011, 2012, 2013):
        indexed(house, text="detention", date=f"{year}-01-01")
    found = evaluated(house, reader, [Pick(picked)], searches=(_search("detention"),))
    assert len(found.records) == 2
    assert found.searches[0].is_cut


def test_the_marking_says_what_brings_each_part_of_it(house: House, reader: Principal) -> None:
    plain = filed(house, label="Public")
    official = filed(house, label="Official/HR-CHN")
    high = filed(house, label="Restricted/HR-CHN/REL CAN,GBR")
    found = evaluated(house, reader, [Pick(one) for one in (plain, official, high)])
    assert str(found.label) == "Restricted/HR-CHN/REL CAN,GBR"
    assert str(found.without) == "Public"
    assert [
        (one.part, one.kind, [each.id for each in one.records], one.by_words)
        for one in found.raised_by
    ] == [
        ("Restricted", "level", [high], False),
        ("HR-CHN", "compartment", [official, high], False),
        ("REL", "release", [high], False),
    ]


def test_the_briefings_own_words_raise_it_too(house: House, reader: Principal) -> None:
    plain = filed(house, label="Official")
    found = evaluated(house, reader, [Pick(plain)], floor="Official/PEN")
    assert str(found.label) == "Official/PEN"
    assert [(one.part, one.by_words, len(one.records)) for one in found.raised_by] == [
        ("Official", True, 1),
        ("PEN", True, 0),
    ]
    assert str(found.without) == "Public"
    nothing = evaluated(house, reader)
    assert (nothing.raised_by, str(nothing.label)) == ((), "Public")


@pytest.mark.parametrize(
    ("audience", "beyond"),
    [
        (Audience(clearance="Restricted/HR-CHN", party="CAN"), []),
        (Audience(clearance="Restricted/HR-CHN", party="JPN"), ["released"]),
        (Audience(clearance="Restricted/HR-CHN"), ["released"]),
        (Audience(clearance="Official"), ["high", "released"]),
        (Audience(clearance="Public"), ["official", "high", "released"]),
        (Audience(clearance="Nonsense/NONE"), ["official", "high", "released"]),
        (Audience(), []),
    ],
)
def test_what_the_audience_may_not_read_blocks_it(
    house: House, reader: Principal, audience: Audience, beyond: list[str]
) -> None:
    labels = {
        "plain": "Public",
        "official": "Official",
        "high": "Restricted/HR-CHN",
        "released": "Official/REL CAN",
    }
    ids = {name: filed(house, label=label) for name, label in labels.items()}
    found = evaluated(house, reader, [Pick(one) for one in ids.values()], audience=audience)
    names = {record_id: name for name, record_id in ids.items()}
    told = [names[one.summary.id] for one in found.beyond_audience]
    assert told == [one for one in names.values() if one in beyond]
    assert found.is_blocked == bool(beyond)


def test_the_words_may_be_above_an_audience_by_themselves(house: House, reader: Principal) -> None:
    found = evaluated(house, reader, floor="Official", audience=Audience(clearance="Public"))
    assert (found.beyond_audience, found.words_are_beyond, found.is_blocked) == ((), True, True)


def test_a_person_reads_what_their_account_is_cleared_for_now(
    house: House, reader: Principal
) -> None:
    a_reader(house, "minister", level="Official")
    letter = filed(house, label="Restricted")
    audience = Audience(account="minister")
    found = evaluated(house, reader, [Pick(letter)], audience=audience)
    assert [one.summary.id for one in found.beyond_audience] == [letter]
    a_disabled(house, "minister")
    an_account(house, "s.haddad", role=Role.SECURITY_OFFICER, level="Secret")  # reads no text
    for gone in (audience, Audience(account="nobody.atall"), Audience(account="s.haddad")):
        with pytest.raises(InvalidInput) as refused:
            evaluated(house, reader, [Pick(letter)], audience=gone)
        assert refused.value.field == "account"


def test_a_selection_of_many_takes_as_many_statements_as_one_of_few(
    house: House, reader: Principal
) -> None:
    letters = [filed(house, title=str(number)) for number in range(40)]

    def statements(picks: list[RecordId]) -> int:
        counted = []
        evaluated(house, reader, [Pick(letters[0])])  # what is read once a process

        def count(*_: object) -> None:
            counted.append(1)

        event.listen(house.engine, "before_cursor_execute", count)
        try:
            evaluated(house, reader, [Pick(one) for one in picks])
        finally:
            event.remove(house.engine, "before_cursor_execute", count)
        return len(counted)

    assert statements(letters) == statements(letters[:2]) < 12


def test_only_those_who_make_briefings_evaluate_one(house: House) -> None:
    auditor = a_reader(house, "t.weber", role=Role.AUDITOR)
    with house.work() as work, pytest.raises(NotPermitted):
        briefing_selection.evaluate(auditor, work, Briefing("x"))


def test_a_preview_tells_the_state_of_every_section(house: House, reader: Principal) -> None:
    letter = filed(house)
    briefing_id = begun(house, reader, [letter])
    wrote(house, reader, briefing_id, "Three words here", Section.RESPONSE)
    with house.work() as work:
        found = briefing_preview.preview(reader, work, briefing_id)
    told = {one.section: (str(one.comes_from), str(one.state)) for one in found.sections}
    assert told[Section.RESPONSE] == ("written by people", "3 words")
    assert told[Section.OBJECTIVES] == ("written by people", "empty, says so")
    assert told[Section.BACKGROUND] == ("from the records", "from 1 text")
    assert told[Section.LETTERS] == ("from the selection", "1 summary")
    assert told[Section.ANNEXES] == ("from the selection", "empty, says so")
    assert found.left_out == ()


def test_a_preview_stands_when_the_audience_is_gone(house: House, reader: Principal) -> None:
    a_reader(house, "minister")
    whole = Briefing("Talks", audience=Audience(account="minister"))
    briefing_id = did(house, briefing_drafts.begin, reader, whole)
    a_disabled(house, "minister")
    with house.work() as work:
        found = briefing_preview.preview(reader, work, briefing_id)
    assert "no open account" in found.problem


def test_what_may_not_be_read_any_more_leaves_the_preview(house: House, reader: Principal) -> None:
    letter, other = filed(house, label="Restricted"), filed(house)
    briefing_id = begun(house, reader, [letter, other])
    relabelled(house, letter, "Secret")
    with house.work() as work:
        found = briefing_preview.preview(reader, work, briefing_id)
    assert [one.summary.id for one in found.selection.records] == [other]
    assert str(found.selection.label) == "Public"
    assert found.selection.raised_by == ()


def test_each_reader_of_a_shared_draft_finds_what_they_may_read(
    house: House, reader: Principal
) -> None:
    colleague = a_reader(house, "p.marsh", level="Public")
    open_one = indexed(house, text="detention", date="2001-01-01")
    guarded = indexed(house, text="detention", label="Official")
    whole = Briefing("Talks", searches=(_search("detention"),))
    briefing_id = did(house, briefing_drafts.begin, reader, whole)
    shared(house, reader, briefing_id, "p.marsh")
    for who, expected in ((reader, [open_one, guarded]), (colleague, [open_one])):
        with house.work() as work:
            found = briefing_preview.preview(who, work, briefing_id).selection
        assert [one.summary.id for one in found.records] == expected
        assert found.searches[0].total == len(expected)
