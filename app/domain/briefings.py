"""A briefing: for which meeting, for whom, from which records, in which sections. Open `Briefing` first.

What people write and choose is here and is kept with every version of a draft; what is made of the records
is not, because it is made anew, for one reader, each time (`services/briefing_selection.py`, `pdf/book.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from app.domain.errors import InvalidInput
from app.domain.records import RecordId
from app.domain.saved_searches import packed_request, read_packed_request
from app.domain.searches import SearchRequest
from app.domain.wording import Wording, said

LONGEST_TITLE = 400
LONGEST_LINE = 200
LONGEST_TEXT = 20_000
MOST_RECORDS = 2_000
MOST_SEARCHES = 10
MOST_SHARES = 20


class Section(Enum):
    """A section of the book, in the order that a briefing begins with. The value stands in addresses."""

    OBJECTIVES = "objectives"
    ARGUMENTS = "arguments"
    TACTICAL = "tactical-arguments"
    THEIR_OBJECTIVES = "their-objectives"
    RESPONSE = "response"
    PRESS_LINE = "press-line"
    BACKGROUND = "background"
    ASKS = "asks"
    PERSONS = "persons"
    COALITION = "coalition"
    LETTERS = "letters"
    ANNEXES = "annexes"
    SOURCES = "sources"

    @property
    def title(self) -> Wording:
        return _TITLES[self]

    @property
    def is_written(self) -> bool:
        """Written by people; the others are made from the records."""
        return self in WRITTEN


_TITLES = {
    Section.OBJECTIVES: said("Objectives"),
    Section.ARGUMENTS: said("Arguments to use"),
    Section.TACTICAL: said("Tactical arguments"),
    Section.THEIR_OBJECTIVES: said("Their objectives"),
    Section.RESPONSE: said("Our response"),
    Section.PRESS_LINE: said("Press line"),
    Section.BACKGROUND: said("Background"),
    Section.ASKS: said("Open asks, and what was signed for and against"),
    Section.PERSONS: said("Names to raise"),
    Section.COALITION: said("Coalition over time"),
    Section.LETTERS: said("The letters"),
    Section.ANNEXES: said("Annexes"),
    Section.SOURCES: said("Sources and index"),
}
WRITTEN = frozenset(
    {
        Section.OBJECTIVES,
        Section.ARGUMENTS,
        Section.TACTICAL,
        Section.THEIR_OBJECTIVES,
        Section.RESPONSE,
        Section.PRESS_LINE,
    }
)


class Depth(Enum):
    """How much of a letter the book holds."""

    FACTS = "facts"
    """Its facts in the sections made from the records; no page of its own."""
    SUMMARY = "summary"
    FULL = "full"
    """Summary and the full text that the register holds."""
    ANNEX = "annex"
    """Summary, and its files as annexes."""

    @property
    def label(self) -> Wording:
        return _DEPTHS[self]


_DEPTHS = {
    Depth.FACTS: said("Facts only"),
    Depth.SUMMARY: said("Summary"),
    Depth.FULL: said("In full"),
    Depth.ANNEX: said("With originals"),
}
LABEL_LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
"""Languages in which the labels of papers are said; the records' own words stay as they are."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One record chosen by hand, and how much of it the book holds."""

    record: RecordId
    depth: Depth = Depth.SUMMARY


@dataclass(frozen=True, slots=True)
class PickedSearch:
    """A search that is evaluated again at each build; `name` is its maker's."""

    name: str
    asked: SearchRequest
    depth: Depth = Depth.SUMMARY


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom the book is: a person by the name of the account, or a clearance and party, or nobody yet.

    `clearance` is written as a label without release (`Official/HR-CHN`), `party` as a code.
    """

    account: str = ""
    clearance: str = ""
    party: str = ""

    @property
    def is_chosen(self) -> bool:
        return bool(self.account or self.clearance)


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything that people say of a briefing. `counterpart` is the party that is met, as a code."""

    title: str
    subtitle: str = ""
    occasion: str = ""
    date: str = ""
    """Of the meeting: ISO 8601, empty when it is not known yet."""
    prepared_for: str = ""
    counterpart: str = ""
    audience: Audience = Audience()
    picks: tuple[Pick, ...] = ()
    searches: tuple[PickedSearch, ...] = ()
    sections: tuple[Section, ...] = tuple(Section)
    """Those that the book has, in its order."""
    texts: Mapping[Section, str] = field(default_factory=dict)
    """What people wrote, by section; paragraphs are parted by an empty line."""
    paper: str = "a4"
    language: str = "en"
    masks_persons: bool = True
    """Names that are not public in a record itself are counted, not printed."""

    def __post_init__(self) -> None:
        _check_lines(self)
        if len(self.picks) > MOST_RECORDS:
            raise InvalidInput(
                "picks", said("A briefing holds at most {most:,} records.", most=MOST_RECORDS)
            )
        if len(self.searches) > MOST_SEARCHES:
            raise InvalidInput(
                "searches", said("A briefing holds at most {most} searches.", most=MOST_SEARCHES)
            )
        if self.language not in LABEL_LANGUAGES:
            raise InvalidInput("language", said("Choose a language from the list."))
        if self.paper not in ("a4", "letter"):
            raise InvalidInput("paper", said("Choose A4 or Letter."))

    def text(self, section: Section) -> str:
        return self.texts.get(section, "")

    def with_text(self, section: Section, text: str) -> Briefing:
        """With other words in one section. Raises InvalidInput("text") for too many."""
        if len(text) > LONGEST_TEXT:
            raise InvalidInput(
                "text", said("A section has at most {most:,} characters.", most=LONGEST_TEXT)
            )
        return replace(self, texts={**self.texts, section: text})


def _check_lines(told: Briefing) -> None:
    if not told.title.strip():
        raise InvalidInput("title", said("Give the briefing a title."))
    if len(told.title) > LONGEST_TITLE:
        raise InvalidInput(
            "title", said("A title has at most {most:,} characters.", most=LONGEST_TITLE)
        )
    for name in ("subtitle", "occasion", "prepared_for"):
        if len(getattr(told, name)) > LONGEST_LINE:
            raise InvalidInput(name, said("Write at most {most:,} characters.", most=LONGEST_LINE))


def packed(told: Briefing) -> dict[str, Any]:
    """As a briefing is stored: JSON values only, the same for the same briefing."""
    return {
        "title": told.title,
        "subtitle": told.subtitle,
        "occasion": told.occasion,
        "date": told.date,
        "prepared_for": told.prepared_for,
        "counterpart": told.counterpart,
        "audience": [told.audience.account, told.audience.clearance, told.audience.party],
        "picks": [[one.record, one.depth.value] for one in told.picks],
        "searches": [
            [one.name, packed_request(one.asked), one.depth.value] for one in told.searches
        ],
        "sections": [one.value for one in told.sections],
        "texts": {one.value: told.texts[one] for one in Section if told.texts.get(one)},
        "paper": told.paper,
        "language": told.language,
        "masks_persons": told.masks_persons,
    }


def unpacked(stored: Mapping[str, Any]) -> Briefing:
    """The briefing of what `packed` made. A search that can be asked no more is left out."""
    searches = (
        (name, read_packed_request(asked), Depth(depth))
        for name, asked, depth in stored["searches"]
    )
    account, clearance, party = stored["audience"]
    return Briefing(
        title=stored["title"],
        subtitle=stored["subtitle"],
        occasion=stored["occasion"],
        date=stored["date"],
        prepared_for=stored["prepared_for"],
        counterpart=stored["counterpart"],
        audience=Audience(account, clearance, party),
        picks=tuple(Pick(RecordId(record), Depth(depth)) for record, depth in stored["picks"]),
        searches=tuple(
            PickedSearch(name, asked, depth) for name, asked, depth in searches if asked
        ),
        sections=tuple(Section(one) for one in stored["sections"]),
        texts={Section(name): text for name, text in stored["texts"].items()},
        paper=stored["paper"],
        language=stored["language"],
        masks_persons=stored["masks_persons"],
    )
