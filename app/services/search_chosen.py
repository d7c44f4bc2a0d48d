"""How the records of a paper were chosen: a search in pairs of words, as a person would say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from app.domain.nothing import Nothing
from app.domain.parties import PartyDirectory
from app.domain.searches import (
    ANY_WILL_DO,
    FacetFilter,
    FacetName,
    Notice,
    NoticeKind,
    SearchRequest,
    SortOrder,
)
from app.domain.views import RecordView
from app.domain.wording import alternatives, joined, said
from app.services.search_facets import label_of

_NAMES = {
    FacetName.SIGNATORY: (said("Signatory"), said("Not signed by")),
    FacetName.ADDRESSEE: (said("Addressee"), said("Not addressed to")),
    FacetName.TARGET: (said("Target"), said("Not about")),
    FacetName.KIND: (said("Kind"), said("Not of the kind")),
    FacetName.YEAR: (said("Year"), said("Not of the year")),
    FacetName.SUBJECT: (said("Subject"), said("Not on the subject")),
    FacetName.LANGUAGE: (said("Language"), said("Not in the language")),
}
_ORDERS = {
    SortOrder.RELEVANCE: said("by relevance"),
    SortOrder.NEWEST: said("newest first"),
    SortOrder.OLDEST: said("oldest first"),
}
_CUT_SHORT = said("The search was cut short: texts can be missing here that belong here.")
_IN_PART = said(
    "A part of the index was being rebuilt: texts can be missing here that belong here."
)


def chosen_by(asked: SearchRequest, parties: PartyDirectory) -> tuple[tuple[str, str], ...]:
    """`Words`, `torture`; `Signatory`, `Canada`; the dates. What was not asked is left out."""
    pairs: list[tuple[str, str]] = [(said("Words"), asked.text)] if asked.text else []
    pairs += _filters(asked.filters, parties)
    if asked.date_from:
        pairs.append((said("From"), asked.date_from))
    if asked.date_to:
        pairs.append((said("Until"), asked.date_to))
    if asked.exact_words_only:
        pairs.append((said("Words read"), said("exactly, without synonyms")))
    return tuple(pairs)


def order_of(asked: SearchRequest, *, is_ranked: bool) -> tuple[str, str]:
    """`Order`, `newest first`: where nothing is looked for, nothing is more relevant."""
    order = asked.sort
    if order is SortOrder.RELEVANCE and not is_ranked:
        order = SortOrder.NEWEST
    return said("Order"), _ORDERS[order]


def notes_of(
    notices: Iterable[Notice], records: Sequence[RecordView]
) -> tuple[tuple[str, str], ...]:
    """What whoever holds a paper must know of the search behind it, each once.

    How many texts are in doubt is counted among its own `records`.
    """
    described = [one.description for one in records]
    gaps = sum(not one.signatures_are_complete for one in described)
    uncounted = sum(
        not one.signatures_are_complete or isinstance(one.dated, Nothing) for one in described
    )
    kinds = {one.kind for one in notices}
    told: list[tuple[str, str]] = []
    if NoticeKind.REBUILDING in kinds:
        told.append((said("Note"), _IN_PART))
    if NoticeKind.CUT_SHORT in kinds:
        told.append((said("Note"), _CUT_SHORT))
    if NoticeKind.GAPS in kinds and gaps:
        told.append((said("Note"), lists_with_gaps(gaps)))
    if NoticeKind.NOT_COUNTED in kinds and uncounted:
        told.append((said("Note"), members_not_counted(uncounted)))
    return tuple(told)


def lists_with_gaps(count: int) -> str:
    """Of how many texts the list of signatories may not be complete."""
    return said("Texts here whose list of signatories may not be complete: {count}.", count=count)


def members_not_counted(count: int) -> str:
    """In how many texts no member of a grouping is counted, whoever signed."""
    return said(
        "Texts here in which members are not counted, for want of a date or of a complete list: {count}.",
        count=count,
    )


def subject_of(asked: SearchRequest, parties: PartyDirectory) -> str:
    """What a search is about, in a few words."""
    words = [asked.text] if asked.text else []
    words += [label_of(one.facet, one.code, parties) for one in asked.filters if not one.negated]
    return joined(words, ", ") if words else said("All texts")


def _filters(filters: Sequence[FacetFilter], parties: PartyDirectory) -> Iterator[tuple[str, str]]:
    """Each that must hold by itself; then, of a facet of which any will do, all that was chosen in one."""
    choices: dict[FacetName, list[str]] = defaultdict(list)
    for one in filters:
        name, negated = _NAMES[one.facet]
        label = label_of(one.facet, one.code, parties)
        if one.negated:
            yield negated, label
        elif one.facet in ANY_WILL_DO:
            choices[one.facet].append(label)
        else:
            yield name, label
    for facet, labels in choices.items():
        yield _NAMES[facet][0], alternatives(labels)
