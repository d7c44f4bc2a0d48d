"""The lines of a draft against an archive: what each finds, within its time, and that nothing is kept."""

from __future__ import annotations

import json
from itertools import count

import pytest

from app.domain.audit_chain import AuditFilter
from app.domain.draft_lines import Agreement
from app.domain.principals import Role
from app.domain.searches import NoticeKind
from app.services import audit, draft_search
from app.services.draft_search import DraftPage
from app.wiring import House
from app.worker import run_pending_jobs
from tests.builders import a_principal
from tests.reading_lists import read_csv
from tests.searching import indexed, registered, searched, withdrawn

SENTENCE = "We express our growing concern over claims of torture against detained lawyers"


@pytest.fixture
def archive(house: House) -> House:
    registered(house, title="First", text=f"{SENTENCE}.", label="Public", date="2017-02-27")
    registered(
        house,
        title="Second",
        text="Growing concern over torture. Detained lawyers made claims.",
        label="Official",
        date="2019",
    )
    registered(house, title="Third", text="Grain and harbours", label="Official", date="2018")
    registered(house, title="Hidden", text=f"{SENTENCE} zanzibarium", label="Secret")
    run_pending_jobs(house)
    return house


def looked_at(
    house: House, draft: str, agreement: Agreement = Agreement.MOST, **more: object
) -> DraftPage:
    with house.work() as work:
        return draft_search.search_draft(
            a_principal("Official"),
            work,
            draft,
            agreement,
            **more,  # type: ignore[arg-type]
        )


def titles(page: DraftPage) -> list[list[str]]:
    return [[one.title for one in found.best] for found in page.found]


@pytest.mark.parametrize(
    ("agreement", "found"),
    [
        (Agreement.PHRASE, [["First"], [], []]),
        (Agreement.ALL, [["First"], [], ["Third"]]),
        (Agreement.MOST, [["First", "Second"], [], ["Third"]]),
    ],
)
def test_each_line_finds_what_its_way_of_comparing_says(
    archive: House, agreement: Agreement, found: list[list[str]]
) -> None:
    page = looked_at(archive, f"{SENTENCE}\n\nzanzibarium\nharbours, grain", agreement)
    assert titles(page) == found
    assert [one.total for one in page.found] == [len(one) for one in found]
    assert str(page.label) == "Official" if agreement is not Agreement.PHRASE else "Public"


@pytest.mark.parametrize("agreement", [Agreement.PHRASE, Agreement.ALL])
def test_the_full_search_of_a_line_finds_the_same(archive: House, agreement: Agreement) -> None:
    (found,) = looked_at(archive, 'growing "concern" over OR torture (', agreement).found
    page = searched(archive, found.full_search, exact_words_only=True)
    assert found.total == page.total


def test_words_are_found_in_other_forms(archive: House) -> None:
    (found,) = looked_at(archive, "claim lawyer concerns", Agreement.ALL).found
    assert found.total == 2


def test_numbers_are_found_in_the_spellings_of_the_search_page(archive: House) -> None:
    indexed(archive, title="Ordinal", text="the 37th session", label="Public")
    (found,) = looked_at(archive, "session 37", Agreement.ALL).found
    assert [one.title for one in found.best] == ["Ordinal"]
    assert searched(archive, found.full_search, exact_words_only=True).total == found.total


def test_a_line_without_a_word_finds_nothing(archive: House) -> None:
    (found,) = looked_at(archive, "*** ---").found
    assert (found.total, found.best, found.full_search) == (0, (), "")


def test_what_does_not_fit_into_the_time_waits_for_the_next_request(archive: House) -> None:
    draft = "\n".join(f"torture {number}" for number in range(10))
    ticks = count()

    def a_second_each() -> float:
        return float(next(ticks))

    page = looked_at(archive, draft, elapsed=a_second_each)
    assert (page.first, page.last, page.waiting, page.line_count) == (1, 3, 7, 10)
    rest = looked_at(archive, draft, first=page.last + 1)
    assert (rest.first, rest.last, rest.waiting) == (4, 10, 0)


def test_at_least_one_line_is_searched_however_late_it_is(archive: House) -> None:
    ticks = count(step=1_000)
    page = looked_at(archive, "torture\ngrain", elapsed=lambda: float(next(ticks)))
    assert page.last == 1


def test_only_numbers_are_recorded_and_nothing_of_the_draft_is_kept(archive: House) -> None:
    looked_at(archive, "torture claims unmistakeablewordofadraft\ngrain")
    with archive.work() as work:
        draft_search.export_draft(a_principal("Official"), work, "grain", Agreement.ALL)
    with archive.work() as work:
        found = audit.entries(a_principal(role=Role.AUDITOR), work, AuditFilter()).entries
    kept = [one for one in found if one.action in (draft_search.SEARCHED, draft_search.TAKEN)]
    assert [(one.action, one.details, len(one.objects)) for one in reversed(kept)] == [
        (draft_search.SEARCHED, {"lines": "2", "hits": "3"}, 0),
        (draft_search.TAKEN, {"lines": "1", "hits": "1"}, 1),
    ]
    assert "unmistakeable" not in json.dumps([str(one) for one in found])
    for file in archive.settings.home.rglob("*"):
        if file.is_file() and not file.is_symlink():
            assert b"unmistakeable" not in file.read_bytes(), file


def test_the_table_as_csv_names_texts_and_markings(archive: House) -> None:
    with archive.work() as work:
        taken = draft_search.export_draft(
            a_principal("Official"), work, "=torture\nzanzibarium", Agreement.ALL
        )
    assert taken.filename == "chancery-draft-lines-1-2-OFFICIAL.csv"
    first, second = read_csv(taken.content)
    assert (first["text"], first["texts"], first["needed"]) == ("'=torture", "2", "the word")
    assert {first["title_1"], first["title_2"]} == {"First", "Second"}
    assert (second["texts"], second["title_1"]) == ("0", "")
    assert {first["marking_of_file"], second["marking_of_file"]} == {"OFFICIAL"}


def test_what_left_the_register_is_not_found_by_a_line(archive: House) -> None:
    gone = indexed(archive, title="Gone", text="harbours of grain", label="Public")
    withdrawn(archive, gone)
    (found,) = looked_at(archive, "harbours grain", Agreement.ALL).found
    assert [one.title for one in found.best] == ["Third"]


def test_a_partition_that_is_missing_is_told_once_and_rebuilt(archive: House) -> None:
    for cell in archive.search.cells():
        archive.search.drop(cell)
    page = looked_at(archive, "grain\ntorture")
    assert [one.kind for one in page.notices] == [NoticeKind.REBUILDING]
    run_pending_jobs(archive)
    again = looked_at(archive, "grain\ntorture")
    assert (again.notices, [one.total for one in again.found]) == ((), [1, 2])
