r"""A list of results as BibTeX, for LaTeX: one @misc a record, its signatories as corporate authors.

UTF-8, so that names keep their letters. What means something to TeX is written as a command;
braces as \textbraceleft{} and \textbraceright{}, because BibTeX counts them even behind a backslash. A
name stands in braces of its own: `Antigua and Barbuda` is one author.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from app.exporters.listing import ListedRecord, Listing, completeness_words, in_one_line

_COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}
_IN_ADDRESSES = "/:?&=+;,@#%~"
_SAFE_OUTSIDE = str.maketrans({"@": " ", "\n": " "})


def write_bibtex(listing: Listing) -> bytes:
    """What stands outside entries is a comment: the marking of the file comes first and last."""
    marking = f"% {in_one_line(listing.marking)}".translate(_SAFE_OUTSIDE)
    entries = [_entry(record, listing) for record in listing.records]
    return ("\n".join([marking, "", *entries, marking]) + "\n").encode()


def escaped(text: str) -> str:
    """One line of text as TeX shows it."""
    return "".join(_COMMANDS.get(character, character) for character in in_one_line(text))


def _entry(record: ListedRecord, listing: Listing) -> str:
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in _fields(record, listing))
    return f"@misc{{{record.reference},\n{fields}\n}}\n"


def _fields(record: ListedRecord, listing: Listing) -> Iterator[tuple[str, str]]:
    """Names and escaped values; what is not known is left out."""
    if record.signatories:
        yield "author", " and ".join(f"{{{escaped(one.name)}}}" for one in record.signatories)
    yield "title", f"{{{escaped(record.title)}}}"
    if record.date is not None:
        if record.date.year is not None:
            yield "year", f"{record.date.year:04d}"
        yield "date", escaped(record.date.edtf)
    notes = [f"Marking: {record.marking}", f"Marking of this file: {listing.marking}"]
    if record.addressees:
        notes.append(f"To: {record.addressees}")
    if completeness := completeness_words(record):
        notes.append(completeness)
    others = (
        ("howpublished", escaped(record.kind_label)),
        ("address", escaped(record.place)),
        ("language", escaped(", ".join(record.languages))),
        ("number", escaped(record.reference)),
        ("organization", escaped(listing.organisation)),
        ("url", quote(in_one_line(record.address), safe=_IN_ADDRESSES)),
        ("note", escaped(". ".join(notes))),
    )
    for name, value in others:
        if value:
            yield name, value
