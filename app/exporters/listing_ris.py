"""A list of results as RIS, for reference managers: one reference a record.

A line is a tag of two characters, two spaces, a hyphen, a space and the value; a reference begins with TY
and ends with ER. Nothing can be escaped, so every value is one line. Signatories are corporate authors:
a comma behind the name keeps EndNote and Zotero from taking its last word for a family name.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.exporters.listing import ListedRecord, Listing, completeness_words, in_one_line

_TYPES = {
    "letter": "PCOMM",
    "note": "PCOMM",
    "telegram": "PCOMM",
    "reply": "PCOMM",
    "memorandum": "PCOMM",
    "aide": "PCOMM",
    "demarche": "PCOMM",
    "source": "NEWS",
    "press": "NEWS",
    "document": "GEN",
}
_OTHERWISE = "GOVDOC"


def write_ris(listing: Listing) -> bytes:
    """UTF-8; lines end with CRLF. Each reference names its own marking and that of the file."""
    lines: list[str] = []
    for record in listing.records:
        lines += [f"{tag}  - {value}" for tag, value in _tags(record, listing)]
        lines += ["ER  - ", ""]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _tags(record: ListedRecord, listing: Listing) -> Iterator[tuple[str, str]]:
    """Tags and values in order; what is not known is left out."""
    yield "TY", _type(record.kind)
    yield "ID", record.reference
    yield "TI", in_one_line(record.title)
    for party in record.signatories:
        yield "AU", _author(party.name)
    if record.date is not None:
        yield from _dates(record)
    others = (
        ("CY", record.place),
        ("M3", record.kind_label),
        *(("LA", tag) for tag in record.languages),
        ("AN", record.reference),
        ("UR", record.address),
        ("DP", listing.organisation),
        ("N1", f"Marking: {record.marking}"),
        ("N1", f"Marking of this file: {listing.marking}"),
        ("N1", f"To: {record.addressees}" if record.addressees else ""),
        ("N1", _incomplete(record)),
    )
    for tag, value in others:
        if line := in_one_line(value):
            yield tag, line


def _dates(record: ListedRecord) -> Iterator[tuple[str, str]]:
    """PY the year; DA year/month/day/other, the day only where it is certain."""
    when = record.date
    if when is None or when.year is None:
        return
    yield "PY", f"{when.year:04d}"
    if when.is_exact_day and when.lower is not None:
        yield "DA", f"{when.lower:%Y/%m/%d}/"
    else:
        yield "DA", f"{when.year:04d}///{in_one_line(when.in_words())}"


def _type(kind: str) -> str:
    """Letters are personal communications (PCOMM), statements government documents."""
    words = kind.split("_")
    found = (_TYPES[word] for word in (words[-1], words[0]) if word in _TYPES)
    return next(found, _OTHERWISE)


def _author(name: str) -> str:
    """A comma inside a name already divides it; any other is kept whole by one behind it."""
    line = in_one_line(name)
    return line if "," in line else f"{line},"


def _incomplete(record: ListedRecord) -> str:
    words = completeness_words(record)
    return f"{words}." if words else ""
