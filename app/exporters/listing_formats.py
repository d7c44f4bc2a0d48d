"""The formats in which a list of results is taken away. A new one: its file, and its line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.domain.wording import said
from app.exporters.listing import Listing
from app.exporters.listing_bibtex import write_bibtex
from app.exporters.listing_csv import write_csv
from app.exporters.listing_json import write_json
from app.exporters.listing_ris import write_ris
from app.exporters.listing_xlsx import write_xlsx


@dataclass(frozen=True, slots=True)
class ListingFormat:
    """`extension` names it in addresses and commands as well; `words` what it is for."""

    extension: str
    name: str
    words: str
    media_type: str
    write: Callable[[Listing], bytes]


_ALL = (
    ListingFormat(
        "xlsx",
        "Excel",
        said("a workbook"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_xlsx,
    ),
    ListingFormat("csv", "CSV", said("for any spreadsheet"), "text/csv; charset=utf-8", write_csv),
    ListingFormat("json", "JSON", said("for programs"), "application/json", write_json),
    ListingFormat(
        "ris",
        "RIS",
        said("for Zotero, EndNote"),
        "application/x-research-info-systems; charset=utf-8",
        write_ris,
    ),
    ListingFormat(
        "bib", "BibTeX", said("for LaTeX"), "application/x-bibtex; charset=utf-8", write_bibtex
    ),
)
FORMATS: Mapping[str, ListingFormat] = {one.extension: one for one in _ALL}
