"""Importers: files to drafts, and what is said of rows that are not one."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import CalendarDate, DatedFact
from app.domain.errors import InvalidInput
from app.domain.nothing import NONE, NOT_KNOWN, WITHHELD
from app.domain.parties import PartyDirectory
from app.domain.party_seed import parties_from_json
from app.domain.records import Draft, NamedPerson
from app.domain.vocabularies import PersonRole, RecordKind, SignatureStatus
from app.importers.reading import SourceFile
from app.importers.registry import importer_for
from app.importers.rows import ImportedRow, Severity

SEED = Path(__file__).resolve().parents[2] / "app/db/seeds/parties.json"


@cache
def directory() -> PartyDirectory:
    return PartyDirectory.from_rows(parties_from_json(SEED.read_text(encoding="utf-8")))


def rows_of(path: Path) -> list[ImportedRow]:
    with SourceFile(path) as source:
        return list(importer_for(path.name).rows(source, directory()))


def a_file(folder: Path, content: bytes | str, name: str = "letters.jsonl") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def a_row(**keys: object) -> dict[str, object]:
    return {"id": "x-1", "title": "A letter", "source": "archive", **keys}


def one_row(folder: Path, **keys: object) -> ImportedRow:
    (row,) = rows_of(a_file(folder, json.dumps(a_row(**keys))))
    return row


def draft_of(folder: Path, **keys: object) -> Draft:
    row = one_row(folder, **keys)
    assert row.draft, row.problems
    return row.draft


def refusals(row: ImportedRow) -> list[tuple[str, str]]:
    return [(one.field, one.reason) for one in row.problems if one.severity is Severity.REFUSED]


def test_a_document_becomes_a_draft_with_its_source_key(tmp_path: Path) -> None:
    draft = draft_of(
        tmp_path,
        kind="telegram",
        date="1927-01-08",
        place="Washington",
        to=["Ambassador in Chile (Collier)"],
        signed=["JOSEPH C. GREW"],
        language="en",
        classification="Secret",
        text="One.\r\nTwo.\x00",
    )

    said = draft.description
    assert str(draft.source_key) == "archive:x-1"
    assert said.kind is RecordKind.TELEGRAM
    assert said.calendar_date == CalendarDate.parse("1927-01-08")
    assert (said.addressees[0].office, said.addressees[0].person) == (
        "Ambassador in Chile",
        "Collier",
    )
    assert said.persons == (NamedPerson("JOSEPH C. GREW", PersonRole.SIGNER),)
    assert said.marking_original == "Secret"
    assert draft.label is None
    assert draft.text == "One.\nTwo."


def test_without_a_source_the_name_of_the_file_is_the_source(tmp_path: Path) -> None:
    path = a_file(tmp_path, json.dumps({"id": "1", "title": "T"}), "box 4.jsonl")

    (row,) = rows_of(path)

    assert row.draft
    assert str(row.draft.source_key) == "box 4.jsonl:1"


@pytest.mark.parametrize(
    ("date", "edtf"), [("1957-03-21", "1957-03-21"), ("1957-03", "1957-03"), ("1957", "1957")]
)
def test_a_date_may_be_a_day_a_month_or_a_year(tmp_path: Path, date: str, edtf: str) -> None:
    dated = draft_of(tmp_path, date=date).description.dated

    assert isinstance(dated, DatedFact)
    assert dated.date.edtf == edtf


def test_a_number_for_the_year_is_read(tmp_path: Path) -> None:
    dated = draft_of(tmp_path, date=None, year=1991).description.calendar_date

    assert dated == CalendarDate.parse("1991")


def test_no_date_is_not_known(tmp_path: Path) -> None:
    assert draft_of(tmp_path, date=None).description.dated is NOT_KNOWN


def test_a_date_that_is_none_is_noted_and_the_row_taken_in(tmp_path: Path) -> None:
    row = one_row(tmp_path, date="1927-02-30", date_text="30 Feb. 1927")

    assert row.draft
    assert row.draft.description.dated is NOT_KNOWN
    assert "30 Feb. 1927" in row.draft.description.notes
    assert [(one.field, one.severity) for one in row.problems] == [("date", Severity.NOTED)]


def test_one_party_of_a_joint_text_may_be_named_in_four_ways(tmp_path: Path) -> None:
    draft = draft_of(
        tmp_path,
        kind="joint_letter",
        signed=["Czech Republic", "the Czech Republic", "Czechia", "CZE", "Canada"],
    )

    signed = [(one.party, one.name_as_signed) for one in draft.description.signatures]
    assert signed == [("CZE", "Czech Republic"), ("CAN", "Canada")]


@pytest.mark.parametrize("name", ["Ruritania", "Korea", "CH", "NO"])
def test_a_signer_of_a_joint_text_who_is_no_party_refuses_the_row(
    tmp_path: Path, name: str
) -> None:
    row = one_row(tmp_path, kind="joint letter", signed=["Canada", name])

    assert row.draft is None
    assert [field for field, _ in refusals(row)] == ["signatories"]
    assert name in refusals(row)[0][1]


def test_two_letters_are_read_with_their_scheme(tmp_path: Path) -> None:
    said = draft_of(
        tmp_path, kind="joint_statement", signed=["CH", "NO", "NA"], scheme="iso2"
    ).description

    assert [one.party for one in said.signatures] == ["CHE", "NOR", "NAM"]


def test_norway_turned_into_a_truth_value_refuses_the_row(tmp_path: Path) -> None:
    row = one_row(tmp_path, kind="joint_letter", signed=["CAN", False])

    assert "Norway" in refusals(row)[0][1]


def test_a_party_that_alone_signs_a_telegram_is_noted_and_not_counted(tmp_path: Path) -> None:
    row = one_row(tmp_path, kind="telegram", signed=["Afghanistan"])

    assert row.draft
    assert row.draft.description.signatures == ()
    assert "Afghanistan" in row.draft.description.notes
    assert [one.severity for one in row.problems] == [Severity.NOTED]


def test_several_parties_under_a_letter_signed_it(tmp_path: Path) -> None:
    said = draft_of(tmp_path, kind="letter", signed=["Brazil", "Chile"]).description

    assert [one.party for one in said.signatures] == ["BRA", "CHL"]


def test_a_party_that_speaks_is_the_author_of_its_speech(tmp_path: Path) -> None:
    said = draft_of(tmp_path, kind="speech", **{"from": ["Congo"], "country_iso3": "COG"})

    (signature,) = said.description.signatures
    assert (signature.party, signature.status) == ("COG", SignatureStatus.READ_OUT)


def test_an_unknown_kind_is_a_document_and_noted(tmp_path: Path) -> None:
    row = one_row(tmp_path, kind="billet-doux")

    assert row.draft
    assert row.draft.description.kind is RecordKind.DOCUMENT
    assert "billet-doux" in row.draft.description.notes
    assert [one.field for one in row.problems] == ["kind"]


def test_the_originals_marking_is_no_access_label(tmp_path: Path) -> None:
    row = one_row(tmp_path, classification="Unclassified")
    unmarked = one_row(tmp_path, classification="No classification marking")

    assert row.draft
    assert unmarked.draft
    assert (row.label_text, row.draft.label) == ("", None)
    assert unmarked.draft.description.marking_original is NONE


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (b'{"id": "1", "title": "cut off', "line"),
        (b"[1, 2]", "line"),
        (b"\xff\xfe\x00", "line"),
        (b'{"title": "No id"}', "id"),
        (b'{"id": "1"}', "title"),
        (b'{"id": "1", "title": "T", "text": ["a"]}', "text"),
        (b'{"id": "1", "title": "T", "language": "English!"}', "language"),
        (b'{"id": "1", "title": "half \\ud800"}', "line"),
        (b"[" * 100_000, "line"),
    ],
)
def test_a_bad_line_is_refused_and_the_next_one_read(
    tmp_path: Path, line: bytes, field: str
) -> None:
    good = json.dumps(a_row()).encode()
    path = a_file(tmp_path, b"\n".join([good, b"", line, good]) + b"\n")

    first, bad, last = rows_of(path)

    assert first.draft
    assert last.draft
    assert bad.draft is None
    assert [(one.line, one.field) for one in bad.problems] == [(3, field)]


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter(tmp_path: Path) -> None:
    line = json.dumps(a_row()).encode()
    path = a_file(tmp_path, b"\xef\xbb\xbf" + line + b"\r\n" + line + b"\r\n")

    assert all(row.draft for row in rows_of(path))


def test_gzip_is_told_by_its_bytes_and_read_alike(tmp_path: Path) -> None:
    packed = gzip.compress(json.dumps(a_row()).encode())
    with_suffix = a_file(tmp_path, packed, "letters.jsonl.gz")
    without = a_file(tmp_path, packed, "letters.jsonl")

    assert rows_of(with_suffix)[0].draft == rows_of(without)[0].draft


def test_a_cut_off_gzip_gives_its_whole_rows_and_then_says_so(tmp_path: Path) -> None:
    lines = b"\n".join(json.dumps(a_row(id=str(n), text="x" * n)).encode() for n in range(4000))
    path = a_file(tmp_path, gzip.compress(lines)[:-2000], "letters.jsonl.gz")
    read: list[ImportedRow] = []

    with SourceFile(path) as source, pytest.raises(InvalidInput, match="damaged"):
        read.extend(importer_for(path.name).rows(source, directory()))

    assert len(read) > 100
    assert all(row.draft for row in read)


def test_a_file_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with (
        pytest.raises(InvalidInput, match=r"gone\.jsonl cannot be read"),
        SourceFile(tmp_path / "gone.jsonl"),
    ):
        pass


def test_the_format_is_guessed_from_the_name_or_asked_for() -> None:
    assert importer_for("a.jsonl.gz").format == "jsonl"
    assert importer_for("A.CSV").format == "csv"
    assert importer_for("a.txt", "csv").format == "csv"
    with pytest.raises(InvalidInput, match="jsonl, csv"):
        importer_for("a.txt")
    with pytest.raises(InvalidInput, match="no format"):
        importer_for("a.csv", "xml")


@given(
    st.lists(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)), max_size=8)
)
def test_any_bytes_give_rows_or_problems_and_never_an_exception(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    path = a_file(folder, b"\n".join(b"{" + line for line in lines))

    for row in rows_of(path):
        assert (row.draft is None) == bool(refusals(row))


def test_words_for_nothing_are_three_and_na_is_a_text() -> None:
    from app.importers.fields import maybe_text

    assert [maybe_text(one) for one in ("", "not known", "none", "withheld", "NA")] == [
        NOT_KNOWN,
        NOT_KNOWN,
        NONE,
        WITHHELD,
        "NA",
    ]
