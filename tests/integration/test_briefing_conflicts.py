"""Two people change one draft of a briefing: nothing that either wrote is ever lost."""

from __future__ import annotations

import pytest

from app.domain.briefing_drafts import count_words, moved
from app.domain.briefing_merging import FieldsConflict, Lines, Output, SectionConflict, merged
from app.domain.briefings import Audience, Section
from app.domain.principals import Principal
from app.services import briefing_writing
from app.wiring import House
from tests.keeping_searches import a_reader
from tests.making_briefings import begun, did, opened, text_of, wrote


@pytest.fixture
def owner(house: House) -> Principal:
    return a_reader(house)


def test_what_is_written_in_another_section_meanwhile_is_no_conflict(
    house: House, owner: Principal
) -> None:
    briefing_id = begun(house, owner)
    wrote(house, owner, briefing_id, "Theirs", Section.OBJECTIVES, revision=1)
    wrote(house, owner, briefing_id, "Mine", Section.RESPONSE, revision=1)
    assert text_of(house, owner, briefing_id, Section.OBJECTIVES) == "Theirs"
    assert text_of(house, owner, briefing_id, Section.RESPONSE) == "Mine"


def test_the_same_section_changed_meanwhile_shows_both_and_keeps_both(
    house: House, owner: Principal
) -> None:
    briefing_id = begun(house, owner)
    wrote(house, owner, briefing_id, "Theirs", revision=1)
    with pytest.raises(SectionConflict) as conflict:
        wrote(house, owner, briefing_id, "Mine", revision=1)
    assert (conflict.value.standing.text, conflict.value.standing.by) == (
        "Theirs",
        owner.display_name,
    )
    assert text_of(house, owner, briefing_id, Section.OBJECTIVES) == "Theirs"
    wrote(house, owner, briefing_id, "Theirs", revision=1)  # the same words are no conflict
    wrote(house, owner, briefing_id, "Both", revision=conflict.value.revision)
    assert text_of(house, owner, briefing_id, Section.OBJECTIVES) == "Both"


def test_a_form_begun_from_a_version_that_never_was_overwrites_nothing(
    house: House, owner: Principal
) -> None:
    briefing_id = begun(house, owner)
    wrote(house, owner, briefing_id, "Theirs")
    for revision in (0, 99):
        with pytest.raises(SectionConflict):
            wrote(house, owner, briefing_id, "Mine", revision=revision)


def test_lines_that_two_people_change_are_put_together_or_shown(
    house: House, owner: Principal
) -> None:
    briefing_id = begun(house, owner, title="Talks")
    set_lines = briefing_writing.set_lines
    did(house, set_lines, owner, briefing_id, Lines("Talks", occasion="Geneva"), 1)
    did(house, set_lines, owner, briefing_id, Lines("Talks", subtitle="Second day"), 1)
    found = opened(house, owner, briefing_id).briefing
    assert (found.occasion, found.subtitle) == ("Geneva", "Second day")
    with pytest.raises(FieldsConflict) as conflict:
        did(house, set_lines, owner, briefing_id, Lines("Talks", occasion="Vienna"), 1)
    assert conflict.value.standing == {"occasion": "Geneva"}
    again = Lines("Talks", subtitle="Second day", occasion="Vienna")
    did(house, set_lines, owner, briefing_id, again, conflict.value.revision)
    assert opened(house, owner, briefing_id).briefing.occasion == "Vienna"


def test_an_audience_that_two_people_choose_is_shown_to_the_second(
    house: House, owner: Principal
) -> None:
    briefing_id = begun(house, owner)
    set_output = briefing_writing.set_output
    did(house, set_output, owner, briefing_id, Output(Audience(clearance="Official")), 1)
    did(house, set_output, owner, briefing_id, Output(paper="letter"), 1)  # another field
    with pytest.raises(FieldsConflict) as conflict:
        did(house, set_output, owner, briefing_id, Output(Audience(clearance="Public")), 1)
    assert list(conflict.value.standing) == ["audience"]
    found = opened(house, owner, briefing_id).briefing
    assert (found.audience.clearance, found.paper) == ("Official", "letter")


def test_merging_keeps_each_sides_changes_and_tells_where_both_changed() -> None:
    began, now = Lines("Talks", "One", "Geneva"), Lines("Talks", "Two", "Vienna")
    both, clashes = merged(began, now, Lines("Talks", "Mine", "Geneva", "2026-12-03"))
    assert both == Lines("Talks", "Mine", "Vienna", "2026-12-03")
    assert clashes == {"subtitle": "Two"}
    assert merged(None, now, now) == (now, {})
    assert merged(None, now, Lines("Mine", "Two", "Vienna"))[1] == {"title": "Talks"}


def test_moving_leaves_what_is_not_seen_in_its_place() -> None:
    assert moved("aXbYc", "c", -1, "abc") == tuple("aXcYb")
    assert moved("aXbYc", "a", -1, "abc") == tuple("aXbYc")
    assert moved("aXbYc", "c", 1, "abc") == tuple("aXbYc")
    assert moved("aXbYc", "X", 1, "abc") == tuple("aXbYc")


def test_words_are_counted_in_scripts_without_blanks_too() -> None:
    assert [
        count_words(text) for text in ("", " one\n\ntwo ", "谢阳", "Xie 谢阳", "한국어 말")
    ] == [*(0, 2, 2, 3, 2)]
