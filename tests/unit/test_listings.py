"""Lists of results in every format: read back by a reader of the format, whatever the texts hold."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.dates import CalendarDate
from app.exporters.listing import (
    COLUMNS,
    ListedParty,
    ListedQuery,
    ListedRecord,
    Listing,
    in_one_line,
    tidy,
)
from app.exporters.listing_formats import FORMATS
from app.exporters.listing_xlsx import HEAD_ROW
from app.exporters.spreadsheet_cells import safe_cell
from tests.reading_lists import (
    authors_of,
    plain_tex,
    read_bibtex,
    read_csv,
    read_ris,
    read_xlsx,
    shown,
    xlsx_part,
)

HOSTILE = 5_000
MARKING = "OFFICIAL · HR-CHN"
A_RECORD = ListedRecord(
    reference="JL-2017-7K3QF",
    marking=MARKING,
    kind="joint_letter",
    kind_label="joint letter",
    title="Letter of eleven missions",
    title_is_supplied=False,
    date=CalendarDate.parse("2017-02-27"),
    place="Beijing",
    addressees="Guo Shengkun, Minister of Public Security, China",
    signatories=(ListedParty("CAN", "Canada"), ListedParty("ATG", "Antigua and Barbuda")),
    signatories_published=11,
    signatures_are_complete=False,
    languages=("en", "zh"),
    disclosure="leaked in full",
    holding="copy",
    address="https://letters.example/r/JL-2017-7K3QF",
)
PIECES = (
    *("=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "=1+1", '=HYPERLINK("x")', "|", ";", ","),
    *('"', "'", '""', "\x00", "\x01", "\x0b", "\x1f", "\x7f", "\x85", "\ufffe", "\uffff", "\ud800"),
    *("\u202e", "\u202a", "\u2066", "\u2069", "\u200f", "\u200b", "\u2028", "\u2029", "\ufeff"),
    *("{", "}", "\\", "$", "&", "%", "#", "_", "^", "~", "@misc{x,", "\\}", "\\input{x}", " and "),
    *("ER  - ", "\nER  - \n", "TY  - ", "]]>", "<b>", "&amp;", "_x0041_", "_x000D_", "&P", "％"),
    *("谢阳", "郭声琨", "إعلان", "заявление", "\u0301", "é", "😀", "　", " ", "a", "1", "＝1"),
)


def a_listing(*records: ListedRecord, **changes: object) -> Listing:
    listing = Listing(
        query=ListedQuery("torture", ("signatory:CAN",), "2016", "", "relevance", False),
        records=records or (A_RECORD,),
        total=max(len(records), 1),
        marking=MARKING,
        notices=(),
        organisation="The Archive",
        made_by="A. Linden",
        made_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
        product="Chancery",
    )
    return replace(listing, **changes)  # type: ignore[arg-type]


def hostile_texts() -> list[str]:
    chance = random.Random(20_261_123)  # noqa: S311 - the same texts each time
    return ["".join(chance.choices(PIECES, k=chance.randint(1, 9))) for _ in range(HOSTILE)]


def hostile_listing() -> Listing:
    texts = hostile_texts()
    records = [
        replace(
            A_RECORD,
            reference=f"JL-2017-{number:05d}",
            title=text,
            place=text[::-1],
            addressees=text,
            signatories=(ListedParty("CAN", text or "x"), ListedParty("JPN", "Japan")),
        )
        for number, text in enumerate(texts)
    ]
    return a_listing(*records)


def is_taken_for_a_formula(cell: str) -> bool:
    """What OWASP lists (CWE-1236), with their full-width forms."""
    return cell[:1] in {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}


@pytest.mark.parametrize("extension", FORMATS)
def test_the_same_list_gives_the_same_bytes(extension: str) -> None:
    write = FORMATS[extension].write
    assert write(a_listing()) == write(a_listing())


@pytest.mark.parametrize("extension", FORMATS)
def test_every_format_bears_the_marking_of_the_file(extension: str) -> None:
    content = FORMATS[extension].write(a_listing(replace(A_RECORD, marking="PUBLIC")))
    text = xlsx_part(content, "xl/sharedStrings.xml") if extension == "xlsx" else content.decode()
    assert MARKING in text


def test_csv_gives_every_column_back() -> None:
    (row,) = read_csv(FORMATS["csv"].write(a_listing()))
    assert row == {
        "marking": MARKING,
        "reference": "JL-2017-7K3QF",
        "date": "2017-02-27",
        "kind": "joint letter",
        "title": "Letter of eleven missions",
        "title_is_supplied": "no",
        "place": "Beijing",
        "addressees": "Guo Shengkun, Minister of Public Security, China",
        "signatory_count": "2",
        "signatory_codes": "CAN ATG",
        "signatories": "Canada; Antigua and Barbuda",
        "signatories_published": "11",
        "signatures_are_complete": "no",
        "languages": "en zh",
        "disclosure": "leaked in full",
        "holding": "copy",
        "address": "https://letters.example/r/JL-2017-7K3QF",
        "marking_of_file": MARKING,
    }


def test_a_list_of_unknown_length_is_said_to_be_that_in_every_format() -> None:
    listing = a_listing(replace(A_RECORD, signatures_are_complete=None))
    assert read_csv(FORMATS["csv"].write(listing))[0]["signatures_are_complete"] == ""
    assert b'"signatures_are_complete": null' in FORMATS["json"].write(listing)
    for name in ("ris", "bib"):
        written = FORMATS[name].write(listing).decode()
        assert "It is not known whether the list of signatories is complete" in written


def test_csv_of_hostile_texts_holds_them_and_no_formula() -> None:
    listing = hostile_listing()
    rows = read_csv(FORMATS["csv"].write(listing))
    assert len(rows) == HOSTILE
    for row, record in zip(rows, listing.records, strict=True):
        assert not any(map(is_taken_for_a_formula, row.values()))
        assert row["title"] in (tidy(record.title), f"'{tidy(record.title)}")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"),
        ("\u200b=1", "'\u200b=1"),
        ("\x00=1", "'\ufffd=1"),
        ('"=1', "'\"=1"),
        ("＝1", "'＝1"),
        ("\tx", "'\tx"),
        ("plain - text", "plain - text"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_a_cell_that_would_be_a_formula_is_made_text(text: str, cell: str) -> None:
    assert safe_cell(text) == cell


def test_xlsx_has_marking_heads_and_texts() -> None:
    content = FORMATS["xlsx"].write(a_listing())
    rows = read_xlsx(content)
    sheet = xlsx_part(content, "xl/worksheets/sheet1.xml")
    assert rows[0] == [MARKING]
    assert rows[1] == ["torture, signatory:CAN, from 2016 (relevance first)"]
    assert rows[HEAD_ROW] == [column.heading for column in COLUMNS]
    assert rows[HEAD_ROW + 1] == [column.value(A_RECORD) for column in COLUMNS]
    assert rows[-1] == [MARKING]
    assert 'state="frozen"' in sheet
    assert f'ySplit="{HEAD_ROW + 1}"' in sheet
    assert f"<oddHeader>&amp;C&amp;B{MARKING}</oddHeader>" in sheet
    assert f"<oddFooter>&amp;C&amp;B{MARKING}&amp;R" in sheet
    stretches = re.findall(r'<col min="(\d+)" max="(\d+)" width="[\d.]+" customWidth="1"', sheet)
    assert sum(int(last) - int(first) + 1 for first, last in stretches) == len(COLUMNS)


def test_xlsx_holds_counts_as_numbers_and_nothing_else() -> None:
    record = replace(A_RECORD, title="12", signatories_published=43)
    sheet = xlsx_part(FORMATS["xlsx"].write(a_listing(record)), "xl/worksheets/sheet1.xml")
    numbers = re.findall(r'<c r="[A-Z]+\d+" s="\d+"><v>(\d+)</v></c>', sheet)
    assert numbers == [str(len(record.signatories)), "43"]


def test_xlsx_of_hostile_texts_holds_them_as_texts() -> None:
    listing = hostile_listing()
    rows = read_xlsx(FORMATS["xlsx"].write(listing))[HEAD_ROW + 1 : -1]
    assert len(rows) == HOSTILE
    for row, record in zip(rows, listing.records, strict=True):
        assert tidy(record.title) in row


def test_xlsx_cuts_a_text_that_no_cell_can_hold() -> None:
    rows = read_xlsx(FORMATS["xlsx"].write(a_listing(replace(A_RECORD, title="x" * 40_000))))
    (title,) = [cell for cell in rows[HEAD_ROW + 1] if cell.startswith("xx")]
    assert len(title) == 32_767
    assert title.endswith("x…")


def test_json_is_one_object_with_query_marking_and_records() -> None:
    found = json.loads(FORMATS["json"].write(a_listing(total=1_234)))
    assert found["format"] == "chancery-results/1"
    assert found["marking"] == MARKING
    assert found["query"] == {
        "text": "torture",
        "filters": ["signatory:CAN"],
        "date_from": "2016",
        "date_to": "",
        "order": "relevance",
        "exact_words_only": False,
    }
    assert (found["total"], found["is_cut"]) == (1_234, True)
    (record,) = found["records"]
    assert record["signatories"][1] == {"code": "ATG", "name": "Antigua and Barbuda"}
    assert (record["date"], record["signatories_published"]) == ("2017-02-27", 11)


def test_json_of_hostile_texts_holds_them() -> None:
    listing = hostile_listing()
    found = json.loads(FORMATS["json"].write(listing))
    titles = [one["title"] for one in found["records"]]
    assert titles == [tidy(one.title) for one in listing.records]


def test_ris_names_type_signatories_date_and_address() -> None:
    (found,) = read_ris(FORMATS["ris"].write(a_listing()))
    assert "ER" not in found
    assert found["AU"] == ["Canada,", "Antigua and Barbuda,"]
    assert (found["PY"], found["DA"]) == (["2017"], ["2017/02/27/"])
    assert (found["LA"], found["UR"]) == (["en", "zh"], [A_RECORD.address])
    assert f"Marking of this file: {MARKING}" in found["N1"]


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("joint_letter", "PCOMM"),
        ("note_verbale", "PCOMM"),
        ("counter_letter", "PCOMM"),
        ("joint_statement_oral", "GOVDOC"),
        ("treaty", "GOVDOC"),
        ("source_article", "NEWS"),
        ("document", "GEN"),
    ],
)
def test_ris_has_a_type_for_every_kind(kind: str, type_: str) -> None:
    content = FORMATS["ris"].write(a_listing(replace(A_RECORD, kind=kind)))
    assert content.startswith(f"TY  - {type_}\r\n".encode())


@pytest.mark.parametrize(
    ("edtf", "dates"),
    [
        ("2017", ["2017///2017"]),
        ("1999~", ["1999///about 1999"]),
        ("2017-03-01/2017-03-08", ["2017///1 March 2017 to 8 March 2017"]),
        ("../2017", ["2017///until 2017"]),
    ],
)
def test_ris_says_an_uncertain_date_in_words(edtf: str, dates: list[str]) -> None:
    record = replace(A_RECORD, date=CalendarDate.parse(edtf))
    (found,) = read_ris(FORMATS["ris"].write(a_listing(record)))
    assert found["DA"] == dates


def test_ris_of_hostile_texts_is_as_many_references() -> None:
    listing = hostile_listing()
    found = read_ris(FORMATS["ris"].write(listing))
    assert [one["ID"] for one in found] == [[one.reference] for one in listing.records]
    for one, record in zip(found, listing.records, strict=True):
        assert one["TI"] == [in_one_line(record.title)]
        assert len(one["AU"]) == 2
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x1f]", "".join(one["TI"]))


def test_bibtex_keeps_names_whole_and_letters_as_they_are() -> None:
    record = replace(A_RECORD, title="关于谢阳的联合信 & إعلان 50%")
    (found,) = read_bibtex(FORMATS["bib"].write(a_listing(record)))
    assert (found["type"], found["key"]) == ("misc", A_RECORD.reference)
    assert authors_of(found["author"]) == ["Canada", "Antigua and Barbuda"]
    assert found["title"] == r"{关于谢阳的联合信 \& إعلان 50\%}"
    assert (found["year"], found["date"]) == ("2017", "2017-02-27")
    assert found["url"] == A_RECORD.address
    assert MARKING in found["note"]


def test_bibtex_of_hostile_texts_shows_them_and_never_loses_a_brace() -> None:
    listing = hostile_listing()
    found = read_bibtex(FORMATS["bib"].write(listing))
    assert [one["key"] for one in found] == [one.reference for one in listing.records]
    for one, record in zip(found, listing.records, strict=True):
        assert shown(one["title"]) == in_one_line(record.title)
        assert authors_of(one["author"]) == [in_one_line(record.title), "Japan"]
        assert plain_tex(one.get("address", "")) == in_one_line(record.place)


@pytest.mark.parametrize("extension", FORMATS)
def test_an_empty_list_is_a_whole_file(extension: str) -> None:
    listing = replace(a_listing(), records=(), total=0)
    content = FORMATS[extension].write(listing)
    readers = {"csv": read_csv, "ris": read_ris, "bib": read_bibtex}
    if extension in readers:
        assert readers[extension](content) == []
    elif extension == "json":
        assert json.loads(content)["records"] == []
    else:
        assert len(read_xlsx(content)) == HEAD_ROW + 2
