"""Drafts of briefings shared with colleagues, and what they said before: open only in every part."""

from __future__ import annotations

import pytest

from app.domain.briefing_drafts import DraftVersion
from app.domain.briefing_merging import SectionConflict
from app.domain.briefings import MOST_SHARES, Section
from app.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from app.domain.principals import Principal, Role
from app.services import (
    briefing_drafts,
    briefing_history,
    briefing_picking,
    briefing_sharing,
    briefing_writing,
)
from app.wiring import House
from tests.keeping_searches import a_cleared, a_disabled, a_reader, now
from tests.making_briefings import begun, did, dropped, opened, picked, shared, text_of, wrote
from tests.searching import registered, relabelled, withdrawn

COLLEAGUE = "p.marsh"
REFUSED = "No colleague of that name may read every part of this briefing."


@pytest.fixture
def owner(house: House) -> Principal:
    return a_reader(house)


@pytest.fixture
def colleague(house: House) -> Principal:
    return a_reader(house, COLLEAGUE)


def _history(house: House, who: Principal, briefing_id: str) -> tuple[DraftVersion, ...]:
    with house.work() as work:
        return briefing_history.versions(who, work, briefing_id)


def test_a_colleague_opens_lists_and_changes_a_shared_draft(
    house: House, owner: Principal, colleague: Principal
) -> None:
    letter = registered(house, label="Official")
    briefing_id = begun(house, owner, [letter])
    shared(house, owner, briefing_id, f" {COLLEAGUE.upper()} ")
    shared(house, owner, briefing_id, COLLEAGUE)  # shared is shared
    wrote(house, colleague, briefing_id, "Theirs")
    found = opened(house, owner, briefing_id)
    assert found.briefing.text(Section.OBJECTIVES) == "Theirs"
    assert (found.saved_by, [one.name for one in found.shared_with]) == (
        colleague.display_name,
        [colleague.display_name],
    )
    with house.work() as work:
        (line,) = briefing_drafts.drafts(colleague, work)
    assert (line.id, line.is_own, line.owner) == (briefing_id, False, owner.display_name)


@pytest.mark.usefixtures("colleague")
def test_one_answer_for_unknown_and_not_cleared_alike(house: House, owner: Principal) -> None:
    briefing_id = begun(house, owner, [registered(house, label="Official")])
    a_reader(house, "b.public", level="Public")
    a_reader(house, "t.weber", role=Role.AUDITOR)
    a_reader(house, "c.closed")
    a_disabled(house, "c.closed")
    for name in ("nobody.atall", "", "b.public", "t.weber", "c.closed", owner.name):
        with pytest.raises(InvalidInput) as refused:
            shared(house, owner, briefing_id, name)
        assert (refused.value.field, str(refused.value)) == ("name", REFUSED)


@pytest.mark.usefixtures("colleague")
def test_whether_a_colleague_may_open_it_is_asked_each_time(house: House, owner: Principal) -> None:
    letter = registered(house, label="Official")
    briefing_id = begun(house, owner, [letter])
    shared(house, owner, briefing_id, COLLEAGUE)
    a_cleared(house, COLLEAGUE, level="Public")
    with pytest.raises(NotFound, match="no such briefing"):
        opened(house, now(house, COLLEAGUE), briefing_id)
    with house.work() as work:
        assert briefing_drafts.drafts(now(house, COLLEAGUE), work) == ()
    assert not opened(house, owner, briefing_id).shared_with[0].may_open
    a_cleared(house, COLLEAGUE, level="Official")
    assert picked(house, now(house, COLLEAGUE), briefing_id) == [letter]


def test_one_hidden_record_closes_a_draft_and_a_withdrawn_one_does_not(
    house: House, owner: Principal, colleague: Principal
) -> None:
    first, second = registered(house), registered(house)
    briefing_id = begun(house, owner, [first, second])
    shared(house, owner, briefing_id, COLLEAGUE)
    relabelled(house, second, "Secret")
    with pytest.raises(NotFound, match="no such briefing"):
        opened(house, colleague, briefing_id)
    assert picked(house, owner, briefing_id) == [first]
    relabelled(house, second, "Public")
    withdrawn(house, second)
    assert picked(house, colleague, briefing_id) == [first]


@pytest.mark.usefixtures("owner")
def test_the_marking_of_the_words_closes_a_draft(house: House, colleague: Principal) -> None:
    a_cleared(house, level="Restricted")
    raised = now(house)
    briefing_id = begun(house, raised)
    shared(house, raised, briefing_id, COLLEAGUE)
    restricted = house.settings.label_scheme.parse("Restricted")
    did(house, briefing_writing.set_floor, raised, briefing_id, restricted)
    with pytest.raises(NotFound, match="no such briefing"):
        opened(house, colleague, briefing_id)
    with pytest.raises(InvalidInput, match=REFUSED):
        shared(house, raised, briefing_id, a_reader(house, "b.other").name)


def test_what_only_the_owner_may_do(house: House, owner: Principal, colleague: Principal) -> None:
    briefing_id = begun(house, owner)
    shared(house, owner, briefing_id, COLLEAGUE)
    third = a_reader(house, "b.other")
    bottom = house.settings.label_scheme.bottom
    for refused in (
        lambda: did(house, briefing_drafts.remove, colleague, briefing_id),
        lambda: did(house, briefing_writing.set_floor, colleague, briefing_id, bottom),
        lambda: shared(house, colleague, briefing_id, third.name),
    ):
        with pytest.raises(NotPermitted):
            refused()
    shared(house, owner, briefing_id, third.name)
    with pytest.raises(NotPermitted):  # nor end the sharing with somebody else
        did(house, briefing_sharing.end, colleague, briefing_id, third.account_id)


def test_sharing_is_ended_by_the_owner_and_left_by_a_colleague(
    house: House, owner: Principal, colleague: Principal
) -> None:
    briefing_id = begun(house, owner)
    for ends_it in (owner, colleague):
        shared(house, owner, briefing_id, COLLEAGUE)
        did(house, briefing_sharing.end, ends_it, briefing_id, colleague.account_id)
        with pytest.raises(NotFound):
            opened(house, colleague, briefing_id)
    with pytest.raises(NotFound):
        did(house, briefing_sharing.end, owner, briefing_id, colleague.account_id)


@pytest.mark.usefixtures("colleague")
def test_a_draft_is_shared_with_so_many(
    house: House, owner: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_SHARES > 1
    monkeypatch.setattr(briefing_sharing, "MOST_SHARES", 1)
    briefing_id = begun(house, owner)
    shared(house, owner, briefing_id, COLLEAGUE)
    with pytest.raises(InvalidInput, match="at most 1"):
        shared(house, owner, briefing_id, a_reader(house, "b.other").name)


def test_a_colleague_cannot_bring_in_what_the_owner_may_not_read(
    house: House, owner: Principal
) -> None:
    cleared = a_reader(house, "c.high", level="Secret")
    guarded, letter = registered(house, label="Secret"), registered(house)
    briefing_id = begun(house, owner)
    shared(house, owner, briefing_id, cleared.name)
    done = did(house, briefing_picking.pick, cleared, briefing_id, [guarded, letter])
    assert (done.added, done.left_out) == (1, 1)
    assert picked(house, cleared, briefing_id) == [letter]


def test_a_floor_raised_by_a_colleague_tells_the_owner_nothing_hidden(
    house: House, owner: Principal
) -> None:
    cleared = a_reader(house, "c.high", level="Secret")
    letter = registered(house)
    briefing_id = begun(house, owner, [letter])
    shared(house, owner, briefing_id, cleared.name)
    wrote(house, owner, briefing_id, "Words")
    relabelled(house, letter, "Secret")
    dropped(house, cleared, briefing_id, letter)
    assert str(opened(house, owner, briefing_id).label) == "Public"


def test_versions_say_who_changed_what_and_come_back(
    house: House, owner: Principal, colleague: Principal
) -> None:
    letter = registered(house)
    briefing_id = begun(house, owner, [letter])
    shared(house, owner, briefing_id, COLLEAGUE)
    wrote(house, colleague, briefing_id, "First words")
    dropped(house, owner, briefing_id, letter)
    found = _history(house, owner, briefing_id)
    assert [(one.revision, one.by, [str(part) for part in one.parts]) for one in found] == [
        (3, owner.display_name, ["selection of texts"]),
        (2, colleague.display_name, ["Objectives"]),
        (1, owner.display_name, ["begun"]),
    ]
    did(house, briefing_history.restore, owner, briefing_id, 2, 3)
    assert picked(house, owner, briefing_id) == [letter]
    assert opened(house, owner, briefing_id).revision == 4
    with pytest.raises(Conflict, match="since you opened its history"):
        did(house, briefing_history.restore, owner, briefing_id, 1, 3)
    with pytest.raises(NotFound):
        did(house, briefing_history.restore, owner, briefing_id, 99, 4)


def test_earlier_words_of_a_section_come_back_or_conflict(
    house: House, owner: Principal, colleague: Principal
) -> None:
    briefing_id = begun(house, owner)
    shared(house, owner, briefing_id, COLLEAGUE)
    for who, text in ((owner, "One"), (colleague, "Two"), (owner, ""), (owner, "Three")):
        wrote(house, who, briefing_id, text)
    with house.work() as work:
        earlier = briefing_history.earlier_texts(owner, work, briefing_id, Section.OBJECTIVES)
        since = briefing_history.saved_sections(owner, work, briefing_id)
    assert [(one.text, one.by, one.revision) for one in earlier] == [
        ("Two", colleague.display_name, 3),
        ("One", owner.display_name, 2),
    ]
    assert since[Section.OBJECTIVES].revision == 5
    restored = (briefing_history.restore_text, owner, briefing_id, Section.OBJECTIVES, 2)
    did(house, *restored, 5)
    assert text_of(house, owner, briefing_id, Section.OBJECTIVES) == "One"
    wrote(house, colleague, briefing_id, "Four")
    with pytest.raises(SectionConflict) as conflict:
        did(house, *restored, 6)
    assert conflict.value.standing.text == "Four"
    assert text_of(house, owner, briefing_id, Section.OBJECTIVES) == "Four"


@pytest.mark.usefixtures("owner")
def test_a_colleague_does_not_read_what_was_more_guarded_before(house: House) -> None:
    a_cleared(house, level="Restricted")
    raised, colleague = now(house), a_reader(house, COLLEAGUE)
    guarded = registered(house, label="Restricted")
    briefing_id = begun(house, raised, [guarded])
    wrote(house, raised, briefing_id, "What the guarded letter says")
    dropped(house, raised, briefing_id, guarded)
    wrote(house, raised, briefing_id, "What all may know")
    bottom = house.settings.label_scheme.bottom
    did(house, briefing_writing.set_floor, raised, briefing_id, bottom)
    shared(house, raised, briefing_id, COLLEAGUE)
    assert [one.revision for one in _history(house, raised, briefing_id)] == [5, 4, 3, 2, 1]
    assert [one.revision for one in _history(house, colleague, briefing_id)] == [5]
    with house.work() as work:
        for hidden in (2, 99):
            with pytest.raises(NotFound, match="no such briefing"):
                briefing_history.version(colleague, work, briefing_id, hidden)
        texts = briefing_history.earlier_texts(colleague, work, briefing_id, Section.OBJECTIVES)
        assert texts == ()
    section = Section.OBJECTIVES
    did(house, briefing_history.restore_text, raised, briefing_id, section, 2, 5)
    with pytest.raises(NotFound):  # the words brought their marking along
        opened(house, colleague, briefing_id)
