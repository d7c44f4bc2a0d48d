"""Versions: every one kept and readable where its history is; undo; two people at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete

from app.db.models.drafts import record_version
from app.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from app.domain.merging import Side
from app.domain.records import Description, FileDraft, RecordId
from app.services import accounts, records, registration, versions
from app.wiring import House
from tests.builders import SCHEME, a_description, a_draft, a_principal, a_registrar

FIRST = a_description(title="Letter", signed_by=["CAN", "JPN"], place="Beijing")
READER = a_principal("Official", "HR-CHN", party="CAN")


def registered(house: House, label: str = "Official/HR-CHN") -> RecordId:
    with house.work(writing=True) as work:
        draft = a_draft(label=label, description=FIRST)
        record_id = registration.register(a_registrar(), work, draft)
        work.commit()
    return record_id


def amend(house: House, record_id: RecordId, revision: int, **fields: Any) -> Description:
    with house.work(writing=True) as work:
        standing = records.read_record(a_registrar(), work, record_id).description
        changed = replace(standing, **fields)
        registration.amend(a_registrar(), work, record_id, revision, changed, "More is known")
        work.commit()
    return changed


def relabel(house: House, record_id: RecordId, label: str) -> None:
    with house.work(writing=True) as work:
        registration.relabel(
            accounts.system_principal(SCHEME), work, record_id, SCHEME.parse(label), "Reviewed"
        )
        work.commit()


def version(house: House, record_id: RecordId, revision: int, reader: Any = READER) -> Description:
    with house.work() as work:
        return versions.open_version(reader, work, record_id, revision).description


def undo(house: House, record_id: RecordId, revision: int) -> Description:
    with house.work(writing=True) as work:
        versions.undo(a_registrar(), work, record_id, revision, "It was right before")
        work.commit()
    with house.work() as work:
        return records.read_record(a_registrar(), work, record_id).description


def test_every_version_can_be_looked_at(house: House) -> None:
    record_id = registered(house)
    second = amend(house, record_id, 1, title="Letter of two states")
    third = amend(house, record_id, 2, place="Geneva", notes="seen")
    assert [version(house, record_id, n) for n in (1, 2, 3)] == [FIRST, second, third]
    for absent in (0, 4, 99):
        with pytest.raises(NotFound):
            version(house, record_id, absent)


def test_a_change_that_leaves_the_description_alone_keeps_its_version(house: House) -> None:
    record_id = registered(house)
    with house.work(writing=True) as work:
        file = FileDraft("0" * 64, 3, "text/plain", "a.txt")
        registration.attach_file(a_registrar(), work, record_id, file)
        work.commit()
    assert version(house, record_id, 2) == FIRST


def test_a_version_is_read_where_its_history_is(house: House) -> None:
    record_id = registered(house, "Secret")
    amend(house, record_id, 1, title="Guarded")
    relabel(house, record_id, "Official/HR-CHN")
    amend(house, record_id, 3, title="Open")
    assert version(house, record_id, 4).title == "Open"
    for guarded in (1, 2, 3):
        with pytest.raises(NotFound):
            version(house, record_id, guarded)
        assert version(house, record_id, guarded, a_registrar()).place == "Beijing"


def test_a_hidden_records_versions_are_absent(house: House) -> None:
    record_id = registered(house, "Secret")
    with pytest.raises(NotFound):
        version(house, record_id, 1)


def test_undo_restores_what_one_version_changed_and_nothing_else(house: House) -> None:
    record_id = registered(house)
    amend(house, record_id, 1, title="Wrong", signatures=())
    amend(house, record_id, 2, place="Geneva")
    restored = undo(house, record_id, 2)
    assert restored == replace(FIRST, place="Geneva")
    with house.work() as work:
        newest = records.history(a_registrar(), work, record_id)[0]
    assert (newest.revision, newest.reason) == (4, "It was right before")
    assert version(house, record_id, 4) == restored


def test_undoing_the_undoing_brings_the_change_back(house: House) -> None:
    record_id = registered(house)
    changed = amend(house, record_id, 1, title="Better")
    assert undo(house, record_id, 2) == FIRST
    assert undo(house, record_id, 3) == changed


def test_undo_says_which_later_change_stands_in_the_way(house: House) -> None:
    record_id = registered(house)
    amend(house, record_id, 1, title="Second", place="Geneva")
    amend(house, record_id, 2, title="Third")
    with pytest.raises(Conflict, match="touched the same: title"):
        undo(house, record_id, 2)


def test_there_is_nothing_to_undo_in_a_registration_or_a_file(house: House) -> None:
    record_id = registered(house)
    with house.work(writing=True) as work:
        file = FileDraft("0" * 64, 3, "text/plain", "a.txt")
        registration.attach_file(a_registrar(), work, record_id, file)
        work.commit()
    for revision in (1, 2):
        with pytest.raises(InvalidInput):
            undo(house, record_id, revision)
    with pytest.raises(NotFound):
        undo(house, record_id, 3)


def test_undo_needs_a_reason_and_the_role(house: House) -> None:
    record_id = registered(house)
    amend(house, record_id, 1, title="Second")
    with house.work(writing=True) as work:
        with pytest.raises(InvalidInput):
            versions.undo(a_registrar(), work, record_id, 2, " ")
        with pytest.raises(NotPermitted):
            versions.undo(READER, work, record_id, 2, "reason")


def test_what_a_registrar_may_not_read_cannot_be_undone_by_them(house: House) -> None:
    record_id = registered(house, "Secret")
    amend(house, record_id, 1, title="Guarded")
    relabel(house, record_id, "Official/HR-CHN")
    cleared_less = a_registrar("Official", "HR-CHN")
    with house.work(writing=True) as work, pytest.raises(NotFound):
        versions.undo(cleared_less, work, record_id, 2, "reason")


def test_a_record_from_before_versions_were_kept_gets_them_from_its_next_change(
    house: House,
) -> None:
    record_id = registered(house)
    with house.engine.begin() as connection:
        connection.execute(delete(record_version))
    assert version(house, record_id, 1) == FIRST  # it stands now, so the record itself says it
    amend(house, record_id, 1, title="Second")
    assert version(house, record_id, 1) == FIRST
    assert undo(house, record_id, 2) == FIRST


def test_two_at_once_are_told_who_changed_what(house: House) -> None:
    record_id = registered(house)
    amend(house, record_id, 1, title="Theirs", place="Geneva")
    yours = replace(FIRST, title="Yours", notes="mine")
    with house.work() as work:
        found = versions.clash(a_registrar(), work, record_id, 1, yours)
    assert found.revision == 2
    told = [(one.name, one.began, one.theirs, one.yours, one.side) for one in found.fields]
    assert told == [
        ("title", "Letter", "Theirs", "Yours", None),
        ("place", "Beijing", "Geneva", "Beijing", Side.THEIRS),
        ("notes", "", "", "mine", Side.YOURS),
    ]


def test_two_at_once_are_settled_field_by_field(house: House) -> None:
    record_id = registered(house)
    theirs = amend(house, record_id, 1, title="Theirs", place="Geneva")
    yours = replace(FIRST, title="Yours", notes="mine")
    sides = {"title": Side.YOURS, "place": Side.THEIRS}
    with house.work() as work:
        assert versions.settled(a_registrar(), work, record_id, yours, sides) is None
        sides["notes"] = Side.YOURS
        settled = versions.settled(a_registrar(), work, record_id, yours, sides)
    assert settled == replace(theirs, title="Yours", notes="mine")


def test_what_was_begun_in_a_guarded_place_is_not_told(house: House) -> None:
    record_id = registered(house, "Secret")
    relabel(house, record_id, "Official/HR-CHN")
    amend(house, record_id, 2, title="Open")
    with house.work() as work:
        one = a_registrar("Official", "HR-CHN")
        guarded = versions.clash(one, work, record_id, 1, FIRST)
        open_now = versions.clash(one, work, record_id, 2, FIRST)
    assert [(field.began, field.side) for field in guarded.fields] == [(None, None)]
    assert [(field.began, field.side) for field in open_now.fields] == [("Letter", Side.THEIRS)]
