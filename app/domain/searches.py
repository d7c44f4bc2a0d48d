"""What searching asks and what it shows: requests, filters, hits with their excerpts, notices, numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from app.domain.access import AccessLabel
from app.domain.views import GroupingShare, RecordSummary


class FacetName(StrEnum):
    SIGNATORY = "signatory"
    ADDRESSEE = "addressee"
    TARGET = "target"
    KIND = "kind"
    YEAR = "year"
    SUBJECT = "subject"
    LANGUAGE = "language"


ANY_WILL_DO = frozenset({FacetName.KIND, FacetName.YEAR})
"""Facets of which a text has one value at most: one of several chosen will do, and such a facet is counted
as if nothing of it were chosen, so that another can be added. Of the others all that is chosen must hold."""


class SortOrder(Enum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class FacetFilter:
    """One chosen facet value; `negated` leaves its records out. See `ANY_WILL_DO` for several."""

    facet: FacetName
    code: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """The whole state of a search, as the URL holds it. `page` counts from 1."""

    text: str = ""
    filters: tuple[FacetFilter, ...] = ()
    date_from: str = ""
    """EDTF, inclusive; usually a year."""
    date_to: str = ""
    sort: SortOrder = SortOrder.RELEVANCE
    page: int = 1
    page_size: int = 20
    exact_words_only: bool = False
    """True switches synonyms, other names and names spelt alike off."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    code: str
    label: str
    count: int
    is_selected: bool = False
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    name: FacetName
    values: tuple[FacetValue, ...]
    """By count, then label; selected ones always included."""
    distinct: int
    typed: str = ""
    """What the facet was looked through for; then `found` are the values that fit."""
    found: tuple[FacetValue, ...] = ()
    found_total: int = 0


@dataclass(frozen=True, slots=True)
class FacetSearch:
    """A facet that is looked through for values with such a name."""

    facet: FacetName
    typed: str


@dataclass(frozen=True, slots=True)
class Segment:
    text: str
    is_match: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a text that can be read whole: a page of a file, or the record's own text.

    `file_id` is empty and `page` 0 for the record's text; 0 is also a paragraph that is not named.
    """

    file_id: str = ""
    page: int = 0
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A fragment around matched words. `place` says where: abstract, text, demand 2, subject."""

    place: str
    segments: tuple[Segment, ...]
    spot: Spot | None = None
    """Where it can be read in its context; None where the record's page holds it whole."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    summary: RecordSummary
    excerpts: tuple[Excerpt, ...]
    shares: tuple[GroupingShare, ...] = ()
    """Of the groupings that were asked for, in the order of the question."""


class NoticeKind(Enum):
    SYNONYMS = "synonyms"
    READ_AS_TEXT = "read as text"
    LOWER_CASE_OPERATOR = "lower case operator"
    REBUILDING = "rebuilding"
    CUT_SHORT = "cut short"
    GAPS = "gaps"
    """Of how many texts that somebody did not sign nobody can tell."""
    NOT_COUNTED = "not counted"
    """In how many texts without counted members of a grouping nobody is counted."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence in bold (`lead`), then what it means or what to do (`text`)."""

    kind: NoticeKind
    lead: str
    text: str


@dataclass(frozen=True, slots=True)
class DidYouMean:
    """Another spelling of a search: the words that differ, and the whole text with them in it."""

    words: str
    text: str


@dataclass(frozen=True, slots=True)
class YearCount:
    year: int
    letters: int
    counters: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of results; every number counts only what this reader may read."""

    request: SearchRequest
    total: int
    page_count: int
    hits: tuple[SearchHit, ...]
    facets: tuple[Facet, ...]
    by_year: tuple[YearCount, ...]
    notices: tuple[Notice, ...]
    label: AccessLabel
    """The join of the records shown."""
    did_you_mean: tuple[DidYouMean, ...] = ()
    is_ranked: bool = True
    """Whether words were looked for, so that one text may be more relevant than another."""
