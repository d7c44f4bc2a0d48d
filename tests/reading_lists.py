"""Readers of the formats that lists of results are taken away in: small, strict, and not our own writers."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  - (.*)\Z", re.DOTALL)
_TEX = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciicircum{}": "^",
    r"\textasciitilde{}": "~",
    **{f"\\{sign}": sign for sign in "$&%#_"},
}
_TEX_COMMAND = re.compile("|".join(map(re.escape, _TEX)))


def read_csv(content: bytes) -> list[dict[str, str]]:
    """Rows by head. Fails for bytes that are not RFC 4180 with a byte order mark."""
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert text.endswith("\r\n")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def read_xlsx(content: bytes) -> list[list[str]]:
    """The rows of the first sheet, which holds shared strings and whole numbers: no formula."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert book.testzip() is None
        shared = etree.fromstring(book.read("xl/sharedStrings.xml"))
        sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    strings = ["".join(one.itertext(f"{_MAIN}t")) for one in shared.iter(f"{_MAIN}si")]
    assert not list(sheet.iter(f"{_MAIN}f"))
    rows = []
    for row in sheet.iter(f"{_MAIN}row"):
        cells = [one for one in row.iter(f"{_MAIN}c") if len(one)]
        assert {one.get("t") for one in cells} <= {"s", None}
        numbers = [int(one[0].text) for one in cells]  # of a shared string, else a number itself
        rows.append(
            [
                _unescaped(strings[number]) if one.get("t") else str(number)
                for one, number in zip(cells, numbers, strict=True)
            ]
        )
    return rows


def xlsx_part(content: bytes, name: str) -> str:
    """One part of the workbook as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read(name).decode()


def read_ris(content: bytes) -> list[dict[str, list[str]]]:
    """References as tag -> values. Fails for a line that is none, and for an end without a beginning."""
    text = content.decode()
    assert not text or text.endswith("\r\n")
    found: list[dict[str, list[str]]] = []
    current: dict[str, list[str]] | None = None
    for line in text.split("\r\n"):
        if not line:
            continue
        match = _RIS_LINE.match(line)
        assert match, repr(line)
        tag, value = match.groups()
        assert "\n" not in value
        if tag == "TY":
            assert current is None
            current = {}
        assert current is not None
        if tag == "ER":
            found.append(current)
            current = None
        else:
            current.setdefault(tag, []).append(value)
    assert current is None
    return found


def read_bibtex(content: bytes) -> list[dict[str, str]]:
    """Entries as BibTeX reads them: braces counted whatever stands before them; what is outside, skipped."""
    text = content.decode()
    found, at = [], text.find("@")
    while at >= 0:
        match = re.compile(r"@(\w+)\{([^,\s{}]+),").match(text, at)
        assert match, text[at : at + 60]
        end = _closing(text, match.end(2) - len(match[2]) - 1)
        fields = dict(_fields(text[match.end() : end]))
        found.append({"type": match[1], "key": match[2], **fields})
        at = text.find("@", end)
    return found


def authors_of(value: str) -> list[str]:
    """The names of an author field, divided at every `and` outside braces, as TeX shows them."""
    names, depth, start = [], 0, 0
    for at, sign in enumerate(value):
        depth += (sign == "{") - (sign == "}")
        if depth == 0 and value.startswith(" and ", at):
            names.append(value[start:at])
            start = at + 5
    return [shown(one) for one in [*names, value[start:]]]


def shown(value: str) -> str:
    """What TeX prints for an escaped text in braces of its own."""
    assert value.startswith("{")
    assert value.endswith("}")
    return plain_tex(value[1:-1])


def plain_tex(value: str) -> str:
    return _TEX_COMMAND.sub(lambda found: _TEX[found.group()], value)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _closing(text: str, opening: int) -> int:
    assert text[opening] == "{"
    depth = 0
    for at in range(opening, len(text)):
        depth += (text[at] == "{") - (text[at] == "}")
        if depth == 0:
            return at
    raise AssertionError("a brace is never closed")


def _fields(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    head = re.compile(r"[\s,]*(\w+) = (?=\{)")
    while match := head.match(text, at):
        end = _closing(text, match.end())
        yield match[1], text[match.end() + 1 : end]
        at = end + 1
    assert not text[at:].strip(" \n,")
