"""Taking a list of results away as a file: what the results page shows, in the order it shows it.

Open `export`. Readers may do so alone, because a list holds no original, no text and no summary: why, and
why at most `MOST_LISTED` records, is in docs/decisions/exports-by-two.md. Which formats there are is in
`app/exporters/listing_formats.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.db.authorities import authorities
from app.db.catalogue import Catalogue
from app.db.record_languages import languages_of
from app.domain.access import AccessLabel
from app.domain.errors import NotFound
from app.domain.nothing import Nothing
from app.domain.parties import PartyDirectory
from app.domain.principals import Action, Principal
from app.domain.searches import NoticeKind, SearchRequest, SortOrder
from app.domain.views import RecordSummary
from app.domain.vocabularies import Term
from app.exporters.listing import ListedParty, ListedQuery, ListedRecord, Listing
from app.exporters.listing_formats import FORMATS, ListingFormat
from app.services import audit, search
from app.services.keeper import PRODUCT
from app.services.search import Found
from app.services.work import Work

EXPORTED = "results exported"
MOST_LISTED = 500
_NOT_WHOLE = frozenset({NoticeKind.REBUILDING, NoticeKind.CUT_SHORT})
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class ExportedList:
    """A finished file. `records` of `total` are in it; `label` is the join of them all."""

    content: bytes
    filename: str
    media_type: str
    records: int
    total: int
    label: AccessLabel


def formats() -> Sequence[ListingFormat]:
    """What a list can be taken away as, the most usual first."""
    return tuple(FORMATS.values())


def export(
    principal: Principal,
    work: Work,
    request: SearchRequest,
    extension: str,
    *,
    made_at: datetime,
    base_url: str,
) -> ExportedList:
    """The results of a search as a file, at most the first `MOST_LISTED`. Same input, same bytes.

    The page and its size in the request are not looked at. Recorded with format and ids before the first
    byte. Raises NotFound for a format that does not exist; else as `search.search`.
    """
    principal.require(Action.READ)
    if extension not in FORMATS:
        raise NotFound(extension)
    wanted = FORMATS[extension]
    found = search.find(principal, work, request, limit=MOST_LISTED)
    listing = Listing(
        query=_query(request),
        records=_records(principal, work, found.summaries, base_url),
        total=found.total,
        marking=file_marking(principal, found.label),
        notices=tuple(f"{one.lead} {one.text}".strip() for one in found.notices),
        organisation=work.organisation or "Chancery",
        made_by=principal.display_name,
        made_at=made_at,
        product=PRODUCT,
    )
    content = wanted.write(listing)
    details = {"format": extension, "records": str(len(listing.records)), "label": str(found.label)}
    audit.record_reading(principal, work, EXPORTED, [one.id for one in found.summaries], details)
    return ExportedList(
        content,
        _filename(found, listing, extension),
        wanted.media_type,
        len(listing.records),
        found.total,
        found.label,
    )


def file_marking(principal: Principal, label: AccessLabel) -> str:
    """`OFFICIAL · HR-CHN`; a file that only an emergency let its reader have says that too."""
    words = label.as_marked
    if principal.emergency:
        words = f"{words} · made under emergency access {principal.emergency[:8]}"
    return words


def marked_name(stem: str, label: AccessLabel, extension: str) -> str:
    """`stem-OFFICIAL-HR-CHN.csv`: the marking is read before the file is opened."""
    marking = "-".join(_WORDS.findall(label.as_marked))
    return f"{stem}-{marking}.{extension}"


def _filename(found: Found, listing: Listing, extension: str) -> str:
    """What a list of lines cannot say stands here: that it was cut, or that an index did not answer."""
    cut = f"-first-{len(listing.records)}-of-{found.total}" if listing.is_cut else ""
    if any(one.kind in _NOT_WHOLE for one in found.notices):
        cut += "-incomplete"
    return marked_name(f"chancery-results-{listing.made_at:%Y%m%d}{cut}", found.label, extension)


def _query(request: SearchRequest) -> ListedQuery:
    order = request.sort
    if order is SortOrder.RELEVANCE and not request.text:
        order = SortOrder.NEWEST
    return ListedQuery(
        text=request.text,
        filters=tuple(
            f"{'-' if one.negated else ''}{one.facet.value}:{one.code}" for one in request.filters
        ),
        date_from=request.date_from,
        date_to=request.date_to,
        order=order.value,
        exact_words_only=request.exact_words_only,
    )


def _records(
    principal: Principal, work: Work, summaries: Sequence[RecordSummary], base_url: str
) -> tuple[ListedRecord, ...]:
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    languages = languages_of(catalogue, [one.id for one in summaries])
    directory = authorities(work.session).parties
    return tuple(_record(one, languages.get(one.id, ()), directory, base_url) for one in summaries)


def _record(
    one: RecordSummary, languages: tuple[str, ...], directory: PartyDirectory, base_url: str
) -> ListedRecord:
    return ListedRecord(
        reference=one.reference,
        marking=one.label.as_marked,
        kind=str(one.kind.value),
        kind_label=one.kind.label,
        title=one.title,
        title_is_supplied=one.title_is_supplied,
        date=one.date,
        place=one.place if isinstance(one.place, str) else "",
        addressees=one.addressees,
        signatories=tuple(
            ListedParty(code, directory.name_at(code, one.date)) for code in one.signatory_codes
        ),
        signatories_published=one.signatories_published,
        signatures_are_complete=one.signatures_are_complete,
        languages=languages,
        disclosure=_label(one.disclosure),
        holding=_label(one.holding),
        address=f"{base_url}/r/{one.reference}",
    )


def _label(value: Term | Nothing) -> str:
    return "" if isinstance(value, Nothing) else value.label
