"""What a book has otherwise than the one before it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.briefings import Audience, Briefing, Depth, Pick, Section
from app.domain.build_changes import Since, since
from app.domain.builds import BuiltRecord
from app.domain.records import RecordId

A, B, C = (BuiltRecord(RecordId(one), f"JL-2017-{one * 5}", 1) for one in "ABC")
BEFORE = Briefing("Talks", picks=(Pick(A.id), Pick(B.id, Depth.FULL)))


def changes(now: Briefing, records: tuple[BuiltRecord, ...] = (A, B)) -> Since:
    return since((A, B), records, (BEFORE, now))


def test_the_same_draft_and_versions_are_no_change() -> None:
    assert changes(BEFORE).is_nothing


def test_records_come_go_and_have_newer_versions() -> None:
    told = changes(BEFORE, (replace(A, revision=3), C))
    assert told.changed == ((A, 3),)
    assert told.added == (C,)
    assert told.removed == (B,)
    assert told.count == 3


def test_how_much_of_a_text_the_book_holds_is_a_change() -> None:
    told = changes(replace(BEFORE, picks=(Pick(A.id, Depth.FACTS), Pick(B.id, Depth.FULL))))
    assert told.deeper == ((A, Depth.SUMMARY, Depth.FACTS),)
    assert told.count == 1


def test_sections_come_go_are_written_anew_and_change_places() -> None:
    fewer = tuple(one for one in Section if one is not Section.ANNEXES)
    told = changes(replace(BEFORE, sections=fewer, texts={Section.PRESS_LINE: "We met."}))
    assert told.sections_left_out == (Section.ANNEXES,)
    assert told.rewritten == (Section.PRESS_LINE,)
    assert told.settings == ()
    back = since((A,), (A,), (replace(BEFORE, sections=fewer), BEFORE))
    assert back.sections_added == (Section.ANNEXES,)
    turned = changes(replace(BEFORE, sections=tuple(reversed(Section))))
    assert turned.settings == ("order of the sections",)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": "Other talks"}, "title and other lines of the cover"),
        ({"date": "2026-12-01"}, "title and other lines of the cover"),
        ({"prepared_for": "The Minister"}, "for whom it is prepared"),
        ({"counterpart": "CHN"}, "who is met"),
        ({"audience": Audience(account="p.marsh")}, "audience"),
        ({"paper": "letter"}, "paper"),
        ({"language": "fr"}, "language of the labels"),
        ({"masks_persons": False}, "whether names are masked"),
        ({"picks": tuple(reversed(BEFORE.picks))}, "order of the texts"),
    ],
)
def test_every_setting_is_told(changed: dict[str, object], words: str) -> None:
    assert changes(replace(BEFORE, **changed)).settings == (words,)  # type: ignore[arg-type]
