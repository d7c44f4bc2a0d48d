"""The CSV of joint letters: one cell or many rows for the signatories, and every trap of tables."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from app.domain.dates import CalendarDate
from app.domain.errors import InvalidInput
from app.domain.nothing import NOT_KNOWN
from app.domain.parties import PartyDirectory
from app.domain.party_seed import parties_from_json
from app.domain.records import Draft
from app.domain.vocabularies import Channel, DateBasis, Rank, RecordKind, SignatureStatus
from app.importers.letter_rows import COLUMNS
from app.importers.reading import SourceFile
from app.importers.registry import importer_for
from app.importers.rows import ImportedRow, Severity

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "app/db/seeds/parties.json"


@cache
def directory() -> PartyDirectory:
    return PartyDirectory.from_rows(parties_from_json(SEED.read_text(encoding="utf-8")))


def rows_of(folder: Path, content: str | bytes) -> list[ImportedRow]:
    path = folder / "letters.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with SourceFile(path) as source:
        return list(importer_for(path.name).rows(source, directory()))


def one_draft(folder: Path, content: str | bytes) -> Draft:
    (row,) = rows_of(folder, content)
    assert row.draft, row.problems
    return row.draft


def test_signatories_may_stand_in_one_cell(tmp_path: Path) -> None:
    draft = one_draft(
        tmp_path,
        "id,title,date,date_basis,channel,signatories,addressee_party,targets,subjects\n"
        "L1,Letter on torture,2017-02-27,reported_by_source,mission to ministry,"
        "Australia; the Czech Republic; Côte d'Ivoire,China,CHN,torture; lawyers\n",
    )

    said = draft.description
    assert [one.party for one in said.signatures] == ["AUS", "CZE", "CIV"]
    assert said.signatures[1].name_as_signed == "the Czech Republic"
    assert said.dated is not NOT_KNOWN
    assert said.dated.basis is DateBasis.REPORTED_BY_SOURCE
    assert said.channel is Channel.MISSION_TO_MINISTRY
    assert (said.addressees[0].party, said.targets) == ("CHN", ("CHN",))
    assert said.subjects == ("torture", "lawyers")
    assert str(draft.source_key) == "letters.csv:L1"


def test_signatories_may_stand_in_many_rows(tmp_path: Path) -> None:
    draft = one_draft(
        tmp_path,
        "id;title;signatory;signatory_person;signatory_rank;signatory_status;signatory_date\n"
        "L1;Letter;Canada;Guy Saint-Jacques;ambassador;;\n"
        "L1;;Japan;;chargé d'affaires;joined later;2019-07-26\n"
        "L1;;Qatar;withheld;;withdrew;2019-07\n",
    )

    canada, japan, qatar = draft.description.signatures
    assert (canada.person, canada.ranks) == ("Guy Saint-Jacques", (Rank.AMBASSADOR,))
    assert japan.ranks == (Rank.CHARGE_DAFFAIRES,)
    assert japan.status is SignatureStatus.JOINED_LATER
    assert japan.date == CalendarDate.parse("2019-07-26")
    assert qatar.status is SignatureStatus.WITHDREW


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, sign: str) -> None:
    draft = one_draft(tmp_path, f"id{sign}title{sign}kind\n1{sign}A title{sign}reply\n")

    assert draft.description.kind is RecordKind.REPLY


def test_a_byte_order_mark_before_the_heading_does_not_matter(tmp_path: Path) -> None:
    assert one_draft(tmp_path, b"\xef\xbb\xbfid,title\r\n1,T\r\n").description.title == "T"


def test_a_heading_that_is_not_utf8_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="Line 1 is not UTF-8"):
        rows_of(tmp_path, "id,title,café\n1,T,x\n".encode("latin-1"))


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no column id and title"):
        rows_of(tmp_path, "number,name\n1,T\n")
    with pytest.raises(InvalidInput, match="stands twice"):
        rows_of(tmp_path, "id,title,title\n1,T,T\n")


def test_a_column_of_another_name_is_noted_once(tmp_path: Path) -> None:
    heading, letter = rows_of(tmp_path, "id,title,colour\n1,T,red\n")

    assert [(one.field, one.severity) for one in heading.problems] == [("colour", Severity.NOTED)]
    assert letter.draft


def test_a_cell_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    draft = one_draft(tmp_path, 'id,title,notes\n1,"=HYPERLINK(""http://x"")",@SUM(A1)\n')

    assert draft.description.title == '=HYPERLINK("http://x")'
    assert draft.description.notes == "@SUM(A1)"


def test_a_cell_may_hold_line_breaks_and_later_lines_keep_their_numbers(tmp_path: Path) -> None:
    first, second = rows_of(tmp_path, 'id,title,text,signatories\n1,T,"a\nb\nc",\n2,U,,Ruritania\n')

    assert first.draft
    assert first.draft.text == "a\nb\nc"
    assert [(one.line, one.field) for one in second.problems] == [(5, "signatories")]


def test_namibia_and_norway_are_parties_with_their_scheme(tmp_path: Path) -> None:
    draft = one_draft(tmp_path, "id,title,signatories,scheme\n1,T,NA;NO;CH,iso2\n")

    assert [one.party for one in draft.description.signatures] == ["NAM", "NOR", "CHE"]


def test_two_letters_without_a_scheme_refuse_the_letter(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "id,title,signatories\n1,T,CAN;CH\n")

    assert row.draft is None
    assert "two-letter code" in row.problems[0].reason


@pytest.mark.parametrize(
    ("columns", "cells", "field"),
    [
        ("date", "27 Feb 2017", "date"),
        ("kind", "billet-doux", "kind"),
        ("channel", "pigeon", "channel"),
        ("grade", "Z9", "grade"),
        ("signatories_published", "eleven", "signatories_published"),
        ("signatories_complete", "perhaps", "signatories_complete"),
        ("targets", "Atlantis", "targets"),
        ("addressee_party", "Korea", "party"),
        ("scheme,signatories", "fips,CH", "signatories"),
        ("title", " ", "title"),
    ],
)
def test_a_word_that_cannot_be_read_refuses_the_letter(
    tmp_path: Path, columns: str, cells: str, field: str
) -> None:
    heading = f"id,{columns}" if columns == "title" else f"id,title,{columns}"
    line = f"1,{cells}" if columns == "title" else f"1,T,{cells}"

    (row,) = rows_of(tmp_path, f"{heading}\n{line}\n")

    assert row.draft is None
    assert [one.field for one in row.problems] == [field]


def test_rows_of_one_letter_must_agree(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "id,title,signatory\n1,T,Canada\n1,Another title,Japan\n")

    assert row.draft is None
    assert [(one.line, one.field) for one in row.problems] == [(3, "title")]


def test_a_party_twice_among_the_rows_refuses_the_letter(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "id,title,signatory\n1,T,Czechia\n1,,Czech Republic\n")

    assert row.draft is None
    assert "CZE stands twice" in row.problems[0].reason


def test_the_rows_own_marking_is_handed_on_and_not_judged(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "id,title,label\n1,T,Official/HR-CHN\n")

    assert row.label_text == "Official/HR-CHN"
    assert row.draft
    assert row.draft.label is None


def test_a_row_with_more_cells_than_columns_is_refused(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "id,title\n1,Torture, and lawyers\n")

    assert [one.field for one in row.problems] == ["row"]


def test_every_column_stands_in_the_reference() -> None:
    page = (ROOT / "docs/reference/import-formats.md").read_text(encoding="utf-8")

    assert {column for column in COLUMNS if f"`{column}`" not in page} == set()


@pytest.mark.parametrize(
    "names", ["the Czech Republic; Czechia; CZE; Canada", "CZE; CZE; Czechia; Canada"]
)
def test_a_party_named_again_in_one_cell_is_counted_once_and_noted(
    tmp_path: Path, names: str
) -> None:
    (row,) = rows_of(tmp_path, f"id,title,signatories\nL1,T,{names}\n")

    assert row.draft
    assert [one.party for one in row.draft.description.signatures] == ["CZE", "CAN"]
    assert [(one.severity, one.field) for one in row.problems] == [
        (Severity.NOTED, "signatories")
    ] * 2
    assert all("CZE once more" in one.reason for one in row.problems)
