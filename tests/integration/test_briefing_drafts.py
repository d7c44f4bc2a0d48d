"""Drafts of briefings: who may open one, what is kept of it, and that no paragraph is ever lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.db.models.audit import AuditEntryRow
from app.domain.briefing_merging import Lines, Output
from app.domain.briefings import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Audience,
    Briefing,
    Depth,
    Pick,
    Section,
)
from app.domain.errors import InvalidInput, NotFound, NotPermitted
from app.domain.principals import Principal, Role
from app.domain.records import RecordId
from app.services import briefing_drafts, briefing_picking, briefing_writing
from app.wiring import House
from tests.keeping_searches import a_reader, saved
from tests.making_briefings import begun, did, dropped, opened, picked, text_of, wrote
from tests.searching import registered, relabelled
from tests.web.registry_pages import reference_of

ABSENT = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def owner(house: House) -> Principal:
    return a_reader(house)


def _letters(house: House, count: int = 3, **more: str) -> list[RecordId]:
    return [registered(house, title=f"Letter {number}", **more) for number in range(count)]


def test_a_draft_is_begun_listed_opened_and_removed(house: House, owner: Principal) -> None:
    letters = _letters(house)
    briefing_id = begun(house, owner, letters)
    found = opened(house, owner, briefing_id)
    assert picked(house, owner, briefing_id) == letters
    assert (found.revision, found.is_own, found.owner) == (1, True, owner.display_name)
    with house.work() as work:
        (line,) = briefing_drafts.drafts(owner, work)
    assert (line.id, line.records, line.is_shared) == (briefing_id, 3, False)
    did(house, briefing_drafts.remove, owner, briefing_id)
    with house.work() as work:
        assert briefing_drafts.drafts(owner, work) == ()
    for gone in (briefing_id, ABSENT):
        with pytest.raises(NotFound):
            opened(house, owner, gone)


def test_drafts_of_others_are_not_there(house: House, owner: Principal) -> None:
    briefing_id = begun(house, owner)
    other = a_reader(house, "b.other", level="Secret")
    with house.work() as work:
        assert briefing_drafts.drafts(other, work) == ()
    for do in (opened, picked):
        with pytest.raises(NotFound, match="no such briefing"):
            do(house, other, briefing_id)
    with pytest.raises(NotFound, match="no such briefing"):
        did(house, briefing_drafts.remove, other, briefing_id)


def test_only_those_who_make_briefings_have_drafts(house: House) -> None:
    auditor = a_reader(house, "t.weber", role=Role.AUDITOR)
    with house.work() as work, pytest.raises(NotPermitted):
        briefing_drafts.drafts(auditor, work)


def test_hidden_and_absent_records_are_not_picked(house: House, owner: Principal) -> None:
    (letter,) = _letters(house, 1)
    hidden = registered(house, label="Secret")
    briefing_id = begun(house, owner, [hidden, letter, RecordId(ABSENT)])
    assert picked(house, owner, briefing_id) == [letter]
    again = did(house, briefing_picking.pick, owner, briefing_id, [hidden, RecordId(ABSENT)])
    assert (again.added, again.left_out) == (0, 0)
    answers = set()
    for typed in ("JL-2017-0000F", "nothing", reference_of(house, hidden)):
        with pytest.raises(InvalidInput) as refused:
            did(house, briefing_picking.pick_reference, owner, briefing_id, typed)
        answers.add((refused.value.field, str(refused.value)))
    assert len(answers) == 1
    did(house, briefing_picking.pick_reference, owner, briefing_id, reference_of(house, letter))
    assert opened(house, owner, briefing_id).revision == 1  # nothing was changed by any of it


def test_records_move_leave_and_say_how_much_of_them_is_wanted(
    house: House, owner: Principal
) -> None:
    first, second, third = letters = _letters(house)
    briefing_id = begun(house, owner, letters)
    did(house, briefing_picking.move_pick, owner, briefing_id, third, -1)
    did(house, briefing_picking.set_depths, owner, briefing_id, {second: Depth.FULL}, {})
    dropped(house, owner, briefing_id, first)
    assert opened(house, owner, briefing_id).briefing.picks == (
        Pick(third, Depth.SUMMARY),
        Pick(second, Depth.FULL),
    )
    for gone in (first, RecordId(ABSENT)):
        with pytest.raises(InvalidInput, match="not in the selection any more"):
            dropped(house, owner, briefing_id, gone)


def test_a_saved_search_is_copied_into_the_draft(house: House, owner: Principal) -> None:
    briefing_id, search_id = begun(house, owner), saved(house, owner, "detention", "Lawyers")
    did(house, briefing_picking.pick_search, owner, briefing_id, search_id)
    (found,) = opened(house, owner, briefing_id).briefing.searches
    assert (found.name, found.asked.text, found.depth) == ("Lawyers", "detention", Depth.SUMMARY)
    with pytest.raises(InvalidInput, match="already"):
        did(house, briefing_picking.pick_search, owner, briefing_id, search_id)
    depths = {"Lawyers": Depth.FACTS}
    did(house, briefing_picking.set_depths, owner, briefing_id, {}, depths)
    assert opened(house, owner, briefing_id).briefing.searches[0].depth is Depth.FACTS
    did(house, briefing_picking.drop_search, owner, briefing_id, "Lawyers")
    assert opened(house, owner, briefing_id).briefing.searches == ()
    other = a_reader(house, "b.other")
    with pytest.raises(NotFound):  # a search of somebody else
        did(house, briefing_picking.pick_search, other, begun(house, other), search_id)


def test_lines_are_checked_and_the_counterpart_is_found_by_name(
    house: House, owner: Principal
) -> None:
    briefing_id = begun(house, owner)
    lines = Lines("Talks", occasion="Geneva", date="2026-12-03", counterpart="china")
    did(house, briefing_writing.set_lines, owner, briefing_id, lines, 1)
    found = opened(house, owner, briefing_id).briefing
    assert (found.title, found.date, found.counterpart) == ("Talks", "2026-12-03", "CHN")
    for field, wrong in (
        ("title", Lines(" ")),
        ("title", Lines("x" * (LONGEST_TITLE + 1))),
        ("date", Lines("Talks", date="yesterday")),
        ("counterpart", Lines("Talks", counterpart="Atlantis")),
    ):
        with pytest.raises(InvalidInput) as refused:
            did(house, briefing_writing.set_lines, owner, briefing_id, wrong, 2)
        assert refused.value.field == field


def test_the_audience_is_a_person_or_a_clearance_there_is(house: House, owner: Principal) -> None:
    briefing_id = begun(house, owner)

    def chosen(audience: Audience) -> Audience:
        revision = opened(house, owner, briefing_id).revision
        output = Output(audience, "letter", "fr", masks_persons=False)
        did(house, briefing_writing.set_output, owner, briefing_id, output, revision)
        return opened(house, owner, briefing_id).briefing.audience

    assert chosen(Audience(account=" A.Linden ")) == Audience(account="a.linden")
    wanted = Audience(clearance="Official", party="canada")
    assert chosen(wanted) == Audience(clearance="Official", party="CAN")
    assert chosen(Audience()) == Audience()
    for field, wrong in (
        ("account", Audience(account="nobody.atall")),
        ("account", Audience("a.linden", "Official")),
        ("clearance", Audience(clearance="Secret")),  # more than one has oneself
        ("party", Audience(clearance="Official", party="Atlantis")),
    ):
        with pytest.raises(InvalidInput) as refused:
            chosen(wrong)
        assert refused.value.field == field


def test_sections_are_ordered_left_out_and_put_back_with_their_words(
    house: House, owner: Principal
) -> None:
    briefing_id = begun(house, owner)
    wrote(house, owner, briefing_id, "Kept", Section.ARGUMENTS)
    for deed in ("up", "out", "in"):
        did(house, briefing_writing.arrange, owner, briefing_id, Section.ARGUMENTS, deed)
        sections = opened(house, owner, briefing_id).briefing.sections
        place = {"up": 0, "out": None, "in": len(Section) - 1}[deed]
        found = sections.index(Section.ARGUMENTS) if Section.ARGUMENTS in sections else None
        assert found == place
    assert text_of(house, owner, briefing_id, Section.ARGUMENTS) == "Kept"


def test_words_have_a_limit_and_made_sections_take_none(house: House, owner: Principal) -> None:
    briefing_id = begun(house, owner)
    with pytest.raises(InvalidInput, match="at most"):
        wrote(house, owner, briefing_id, "x" * (LONGEST_TEXT + 1))
    with pytest.raises(NotFound):
        wrote(house, owner, briefing_id, "Words", Section.SOURCES)


def test_an_owner_keeps_a_draft_whose_records_went_out_of_sight(
    house: House, owner: Principal
) -> None:
    first, second, third = letters = _letters(house)
    briefing_id = begun(house, owner, letters)
    wrote(house, owner, briefing_id, "My own words")
    relabelled(house, second, "Secret")
    found = opened(house, owner, briefing_id)
    assert picked(house, owner, briefing_id) == [first, third]
    assert str(found.label) == "Public"
    assert found.briefing.text(Section.OBJECTIVES) == "My own words"
    did(house, briefing_picking.move_pick, owner, briefing_id, third, -1)
    for hidden in (second, RecordId(ABSENT)):
        with pytest.raises(InvalidInput, match="not in the selection any more"):
            did(house, briefing_picking.move_pick, owner, briefing_id, hidden, -1)
        with pytest.raises(InvalidInput, match="not in the selection any more"):
            dropped(house, owner, briefing_id, hidden)
    relabelled(house, second, "Official")
    assert picked(house, owner, briefing_id) == [third, second, first]  # it kept its place


def test_hidden_records_take_no_room_in_a_full_draft(
    house: House, owner: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("app.domain.briefings", "app.services.briefing_picking"):
        monkeypatch.setattr(f"{module}.MOST_RECORDS", 3)
    first, second, third, fourth = _letters(house, 4)
    briefing_id = begun(house, owner, [first, second, third])
    with pytest.raises(InvalidInput, match="at most 3"):
        did(house, briefing_picking.pick, owner, briefing_id, [fourth])
    relabelled(house, second, "Secret")
    did(house, briefing_picking.pick, owner, briefing_id, [fourth])
    assert picked(house, owner, briefing_id) == [first, third, fourth]


def test_a_copy_is_ones_own_and_as_guarded(house: House, owner: Principal) -> None:
    guarded = registered(house, label="Official")
    briefing_id = begun(house, owner, [guarded], title="Talks")
    wrote(house, owner, briefing_id, "Words")
    dropped(house, owner, briefing_id, guarded)
    copied = opened(house, owner, did(house, briefing_drafts.copy, owner, briefing_id))
    assert (copied.briefing.title, str(copied.label)) == ("Talks (2)", "Official")
    assert copied.briefing.text(Section.OBJECTIVES) == "Words"
    assert (copied.revision, copied.shared_with) == (1, ())


def test_words_stay_as_guarded_as_a_record_that_was_taken_out(
    house: House, owner: Principal
) -> None:
    guarded, (letter,) = registered(house, label="Official"), _letters(house, 1)
    briefing_id = begun(house, owner, [guarded, letter])
    dropped(house, owner, briefing_id, guarded)
    assert str(opened(house, owner, briefing_id).label) == "Public"  # nothing was written yet
    did(house, briefing_picking.pick, owner, briefing_id, [guarded])
    wrote(house, owner, briefing_id, "What the guarded letter says")
    dropped(house, owner, briefing_id, guarded)
    assert str(opened(house, owner, briefing_id).floor) == "Official"
    bottom = house.settings.label_scheme.bottom
    did(house, briefing_writing.set_floor, owner, briefing_id, bottom)
    assert str(opened(house, owner, briefing_id).label) == "Public"


def test_the_floor_is_raised_by_its_owner_and_never_beyond_what_the_owner_reads(
    house: House, owner: Principal
) -> None:
    labels = house.settings.label_scheme
    briefing_id = begun(house, owner, _letters(house, 1))
    did(house, briefing_writing.set_floor, owner, briefing_id, labels.parse("Official/REL CAN"))
    assert str(opened(house, owner, briefing_id).label) == "Official/REL CAN"
    for beyond in ("Secret", "Official/PEN", "Official/REL JPN"):
        with pytest.raises(InvalidInput) as refused:
            did(house, briefing_writing.set_floor, owner, briefing_id, labels.parse(beyond))
        assert refused.value.field == "level"


def test_the_trail_says_what_was_changed_and_never_the_words(
    house: House, owner: Principal
) -> None:
    guarded = registered(house, label="Official")
    briefing_id = begun(house, owner, [guarded], title="A telling title")
    wrote(house, owner, briefing_id, "zanzibarium")
    output = Output(Audience(account="a.linden"))
    revision = opened(house, owner, briefing_id).revision
    did(house, briefing_writing.set_output, owner, briefing_id, output, revision)
    did(house, briefing_drafts.remove, owner, briefing_id)
    with house.work() as work:
        rows = work.session.scalars(select(AuditEntryRow).order_by(AuditEntryRow.sequence)).all()
        trail = [
            (row.action, row.objects_json, row.details_json)
            for row in rows
            if briefing_id in row.objects_json
        ]
    actions = [action for action, _, _ in trail]
    assert actions == [
        "briefing begun",
        "briefing opened",
        "briefing changed",
        "briefing opened",
        "briefing changed",
        "briefing removed",
    ]
    assert '"parts":"objectives"' in trail[2][2]
    assert owner.account_id in trail[4][1]  # whose clearance was asked about
    for word in ("zanzibarium", "telling", "linden"):
        assert word not in str(trail)


def test_a_draft_of_many_is_refused_in_words(
    house: House, owner: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(briefing_drafts, "MOST_DRAFTS", 1)
    briefing_id = begun(house, owner)
    with pytest.raises(InvalidInput, match="1 briefings already"):
        begun(house, owner)
    with pytest.raises(InvalidInput, match="1 briefings already"):
        did(house, briefing_drafts.copy, owner, briefing_id)


def test_a_briefing_comes_back_as_it_was_kept(house: House, owner: Principal) -> None:
    whole = Briefing(
        "Talks",
        subtitle="Second day",
        audience=Audience(clearance="Official", party="CAN"),
        sections=(Section.LETTERS, Section.OBJECTIVES),
        texts={Section.OBJECTIVES: "Words"},
        paper="letter",
        language="ar",
        masks_persons=False,
    )
    briefing_id = did(house, briefing_drafts.begin, owner, whole)
    assert opened(house, owner, briefing_id).briefing == whole
