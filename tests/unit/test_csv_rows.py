"""Tables with damaged rows: a bad row costs itself and its letter, never a letter beside it."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.importers import csv_rows
from app.importers.csv_rows import TextLine, rows
from app.importers.letter_rows import CellRow
from app.importers.reading import SourceFile
from app.importers.registry import importer_for
from app.importers.rows import ImportedRow
from tests.unit.test_letters_csv import directory, rows_of

COLUMNS = ("id", "title", "notes")


def taken(found: list[ImportedRow]) -> list[str]:
    return [row.identifier for row in found if row.draft]


def refused(found: list[ImportedRow]) -> list[tuple[int, str, str]]:
    return [
        (problem.line, problem.identifier, problem.field)
        for row in found
        if row.draft is None
        for problem in row.problems
    ]


def rows_of_file(path: Path) -> Iterator[ImportedRow]:
    with SourceFile(path) as source:
        yield from importer_for(path.name).rows(source, directory())


def read(text: str) -> list[CellRow]:
    lines = text.splitlines(keepends=True)
    numbered = (TextLine(number, line) for number, line in enumerate(lines, start=2))
    return list(rows(numbered, COLUMNS, ","))


def test_a_quotation_mark_that_is_never_closed_swallows_no_letter(tmp_path: Path) -> None:
    found = rows_of(
        tmp_path,
        "id,title,date,signatories\n"
        'M1,"open quote,2017,Canada\n'
        "M2,Two,2017,France\n"
        'M3,"Three, really",2018,Japan\n'
        "M4,Four,2019,Peru\n",
    )

    assert taken(found) == ["M2", "M3", "M4"]
    assert refused(found) == [(2, "M1", "row")]
    assert "do not pair" in found[0].problems[0].reason


def test_the_last_row_may_be_the_one_that_is_never_closed(tmp_path: Path) -> None:
    found = rows_of(tmp_path, 'id,title\nM1,One\nM2,"Two\n')

    assert taken(found) == ["M1"]
    assert refused(found) == [(3, "M2", "row")]


def test_a_mark_inside_a_quoted_cell_is_not_guessed_at(tmp_path: Path) -> None:
    found = rows_of(tmp_path, 'id,title,notes\nM1,"He said "no" twice",x\nM2,Two,y\n')

    assert taken(found) == ["M2"]
    assert refused(found) == [(2, "M1", "row")]


def test_a_mark_in_a_cell_without_marks_around_it_is_text(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, 'id,title\nM1,A 5" gun\n')

    assert row.draft
    assert row.draft.description.title == 'A 5" gun'


def test_the_rest_of_a_broken_cell_becomes_no_letter(tmp_path: Path) -> None:
    found = rows_of(
        tmp_path,
        "id,title,text,place\n"
        'M1,One,"They wrote "no\nand then, they left\nfor good",Paris\nM2,Two,,Rome\n',
    )

    assert taken(found) == ["M2"]
    assert [line for line, _, _ in refused(found)] == [2, 3, 4]
    assert "rest of the row on line 2" in found[1].problems[0].reason


def test_a_row_that_ends_inside_another_is_broken(tmp_path: Path) -> None:
    """The mark that opens a later cell closes the one that was left open, without any other sign."""
    found = rows_of(tmp_path, 'id,title,place\nM1,"open,Paris\nM2,"\nTwo",Rome\nM3,Three,Oslo\n')

    assert taken(found) == ["M2", "M3"]
    assert refused(found) == [(2, "M1", "row")]


def test_a_row_that_is_not_utf8_is_reported_and_stops_nothing(tmp_path: Path) -> None:
    content = "id,title\nM1,One\nM2,Café\nM3,Three\n".encode("latin-1")

    found = rows_of(tmp_path, content)

    assert taken(found) == ["M1", "M3"]
    assert refused(found) == [(3, "M2", "row")]
    assert "Line 3 is not UTF-8" in found[1].problems[0].reason


def test_a_line_that_is_too_long_is_reported_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.importers.reading.LINE_LIMIT_BYTES", 64)

    found = rows_of(tmp_path, f"id,title\nM1,One\nM2,{'x' * 200}\nM3,Three\n")

    assert taken(found) == ["M1", "M3"]
    assert refused(found) == [(3, "M2", "row")]


def test_a_line_break_of_old_is_told_for_the_row_and_for_the_heading(tmp_path: Path) -> None:
    found = rows_of(tmp_path, "id,title\nM1,One\rM2,Two\nM3,Three\n")

    assert taken(found) == ["M3"]
    assert [line for line, _, _ in refused(found)] == [2]
    with pytest.raises(InvalidInput, match="Line 1 cannot be read as CSV"):
        rows_of(tmp_path, "id,title\rM1,One\r")


def test_a_letter_whose_rows_stand_apart_is_refused_whole(tmp_path: Path) -> None:
    found = rows_of(tmp_path, "id,title,signatory\nT1,T,Canada\nT2,U,Japan\nT1,,France\nT1,,Peru\n")

    assert taken(found) == ["T2"]
    assert refused(found) == [(2, "T1", "id"), (4, "T1", "id")]
    assert "on lines 2, 4" in found[0].problems[0].reason


@pytest.mark.parametrize(
    ("broken", "line"),
    [("T1,,Fr\xe9nce\n", 3), ('T1,,"France\n', 3), ('T1,,"Fr"ance\n', 3)],
)
def test_a_letter_with_a_row_that_cannot_be_read_is_refused_whole(
    tmp_path: Path, broken: str, line: int
) -> None:
    content = f"id,title,signatory\nT1,T,Canada\n{broken}T1,,Peru\nT2,U,Japan\n"

    found = rows_of(tmp_path, content.encode("latin-1"))

    assert taken(found) == ["T2"]
    assert refused(found) == [(line, "T1", "row")]


def test_letters_beside_a_row_that_may_be_theirs_are_refused(tmp_path: Path) -> None:
    found = rows_of(
        tmp_path,
        'title,signatory,id\nA,Canada,T1\nB,France,T2\n,"Peru,T2\nC,Japan,T3\nD,Chile,T4\n',
    )

    assert taken(found) == ["T1", "T4"]
    assert refused(found) == [(3, "T2", "row"), (4, "", "row"), (5, "T3", "row")]


def test_a_signatory_without_an_id_spoils_the_letter_above_it(tmp_path: Path) -> None:
    found = rows_of(tmp_path, "id,title,signatory\nT1,T,Canada\n,,France\nT2,U,Japan\n")

    assert taken(found) == ["T2"]
    assert ("T1", "row") in [(identifier, field) for _, identifier, field in refused(found)]


def test_a_damaged_file_gives_what_comes_before_the_damage(tmp_path: Path) -> None:
    lines = "".join(f"M{number},{number * 'x'}\n" for number in range(1, 2_000))
    packed = gzip.compress(f"id,title\n{lines}".encode())
    path = tmp_path / "letters.csv.gz"
    path.write_bytes(packed[: len(packed) // 2])
    found: list[ImportedRow] = []

    with pytest.raises(InvalidInput, match="damaged"):
        found.extend(rows_of_file(path))

    assert found
    assert taken(found) == [f"M{number}" for number in range(1, len(found) + 1)]


def test_disorder_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "REREAD_LINES_LIMIT", 1_000)

    with pytest.raises(InvalidInput, match="in disorder"):
        read('a",b,"c\n' * 1_000)


def test_a_cell_without_end_is_given_up_at_some_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "ROW_LINES_LIMIT", 5)

    first, *others = read('M1,"One,x\n' + "M2,Two,y\n" * 9)

    assert first.fault
    assert [one.fault for one in others] == [""] * 9


CELLS = st.text(st.sampled_from('ab ",\n'), max_size=8).map(lambda text: text.lstrip('",\n'))
"""Not beginning with what also ends a cell: there even the number of cells may be right by chance."""


@given(st.lists(st.tuples(CELLS, CELLS), max_size=6), st.data())
def test_every_row_but_the_broken_one_is_read_as_it_was_written(
    cells: list[tuple[str, str]], data: st.DataObject
) -> None:
    lines = [_written((f"M{number}", *pair)) for number, pair in enumerate(cells)]
    at = data.draw(st.integers(0, len(lines)))
    lines.insert(at, 'X,"never closed,y\n')

    found = read("".join(lines))

    broken = [row for row in found if row.fault]
    assert [row["id"] for row in broken] == ["X"]
    assert [(row["id"], row["title"], row["notes"]) for row in found if not row.fault] == [
        (f"M{number}", *pair) for number, pair in enumerate(cells)
    ]


def _written(cells: tuple[str, ...]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


@given(
    st.lists(
        st.one_of(st.binary(max_size=40), st.text('id,"\r x', max_size=12).map(str.encode)),
        max_size=8,
    )
)
def test_any_bytes_give_letters_or_problems_and_never_an_exception(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]
) -> None:
    found = rows_of(tmp_path_factory.mktemp("bytes"), b"\n".join([b"id,title,signatory", *lines]))

    assert all(row.draft or row.problems for row in found)
