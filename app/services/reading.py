"""Reading a text where it was found: a file's extracted text, or a record's own, by page and paragraph.

Open `read_file` and `read_text`; `matched_places` says for a record's page where a search matched in it. The
text comes through the gate, what is marked in it from the search that led here, asked anew of the readable
partitions. Long texts are shown in windows; where a match stands is told for the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.db import files
from app.db.authorities import authorities
from app.db.catalogue import Catalogue
from app.db.searchable import searchable
from app.domain.errors import InvalidInput, QuerySyntaxError, Unavailable
from app.domain.paragraphs import Paragraph, paragraphs_of
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.searches import Excerpt, SearchRequest, Segment, Spot
from app.domain.views import FileView, RecordSummary
from app.search.engine import EngineAnswer, Passage
from app.search.excerpts import Match, cut, matches_in, stretch
from app.services import audit, records, search
from app.services.projection import SOURCES, parties_of, passages
from app.services.work import Work

FILE_READ = "file text read"
WINDOW = 60_000
"""Characters shown at once; a paragraph is never divided."""
PLACES_SHOWN = 8
Pages = Sequence[tuple[int, str]]
"""Number and text of each page, in order."""


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """One paragraph as it is shown; `number` counts within its page."""

    number: int
    segments: tuple[Segment, ...]

    @property
    def is_match(self) -> bool:
        return any(one.is_match for one in self.segments)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page, or as much of it as the window holds; number 0 for a text without pages."""

    number: int
    paragraphs: tuple[ReadParagraph, ...]


@dataclass(frozen=True, slots=True)
class PageMatches:
    """How often a page matched, and where first."""

    first: Spot
    count: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A window of a text. `matched` tells of the whole text; `before` and `after` are the next windows."""

    summary: RecordSummary
    file: FileView | None
    pages: tuple[ReadPage, ...]
    page_count: int
    matched: tuple[PageMatches, ...]
    before: Spot | None
    after: Spot | None


def read_file(
    principal: Principal, work: Work, file_id: str, at: Spot, asked: SearchRequest | None
) -> Reading:
    """The window of a file's text that holds page and paragraph of `at`, with what `asked` found marked.

    Recorded above Public. Raises NotFound for hidden and absent alike; Unavailable when it cannot be
    recorded.
    """
    principal.require(Action.READ)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    found = catalogue.file(file_id)
    if found.label != work.labels.bottom:
        audit.record_reading(principal, work, FILE_READ, [found.record_id, file_id], {})
    pages = files.pages_of(catalogue, file_id)
    return _reading(work, catalogue, found.record_id, pages, at, asked, found.view)


def read_text(
    principal: Principal, work: Work, record_id: RecordId, at: Spot, asked: SearchRequest | None
) -> Reading:
    """As `read_file`, of the text that the register holds of a record. Raises as `open_record`."""
    view = records.read_record(principal, work, record_id)
    records.record_opening(principal, work, record_id, view.label)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    return _reading(work, catalogue, record_id, [(0, view.text)], at, asked)


def matched_places(
    principal: Principal, work: Work, record_id: RecordId, asked: SearchRequest
) -> tuple[Excerpt, ...]:
    """The places of a record in which a search matches, as many as are shown and one more, in reading order;
    none where it does not match, or has no words.

    For a record that has been opened: it is not recorded again, and a search that cannot be asked finds
    nothing.
    """
    principal.require(Action.READ)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    answer = _answer(work, catalogue, record_id, asked)
    if answer is None:
        return ()
    parties = parties_of(authorities(work.session).parties)
    found = [
        passage
        for one in searchable(catalogue, [record_id])
        for passage in passages(one, parties)
        if passage.place != SOURCES
    ]
    return cut(_once(found, answer), answer, limit=PLACES_SHOWN + 1)


def _once(found: Sequence[Passage], answer: EngineAnswer) -> list[Passage]:
    """Of the passages that lead to one place, as four signatories do, the first that matches."""
    kept: list[Passage] = []
    places: set[str] = set()
    for passage in found:
        if passage.spot is None:
            if passage.place in places or not matches_in(passage.text, answer):
                continue
            places.add(passage.place)
        kept.append(passage)
    return kept


def _answer(
    work: Work, catalogue: Catalogue, record_id: RecordId, asked: SearchRequest | None
) -> EngineAnswer | None:
    """What the search marks in the record; None where it cannot be asked now."""
    try:
        return search.answer_for(work, catalogue, asked, record_id) if asked else None
    except (QuerySyntaxError, InvalidInput, Unavailable):
        return None


def _reading(
    work: Work,
    catalogue: Catalogue,
    record_id: RecordId,
    pages: Pages,
    at: Spot,
    asked: SearchRequest | None,
    file: FileView | None = None,
) -> Reading:
    answer = _answer(work, catalogue, record_id, asked)
    matches = {page: matches_in(text, answer) for page, text in pages} if answer else {}
    everything = [
        (page, one) for page, text in pages for one in paragraphs_of(text) if text.strip()
    ]
    windows = list(_windows(everything))
    here = _window_of(windows, at)
    texts = dict(pages)
    file_id = file.id if file else ""
    return Reading(
        summary=catalogue.summaries([record_id])[0],
        file=file,
        pages=tuple(_pages(windows[here], texts, matches)) if windows else (),
        page_count=len(pages),
        matched=tuple(_matched(everything, matches, file_id)),
        before=_spot_of(windows[here - 1], file_id) if here else None,
        after=_spot_of(windows[here + 1], file_id) if here + 1 < len(windows) else None,
    )


_Placed = tuple[int, Paragraph]
"""A paragraph and the page it stands on."""


def _windows(everything: Sequence[_Placed]) -> Iterator[list[_Placed]]:
    """The text in stretches of about `WINDOW` characters, the same ones whatever is looked for."""
    window: list[_Placed] = []
    length = 0
    for page, one in everything:
        if window and length + one.end - one.start > WINDOW:
            yield window
            window, length = [], 0
        window.append((page, one))
        length += one.end - one.start
    if window:
        yield window


def _window_of(windows: Sequence[list[_Placed]], at: Spot) -> int:
    """The window that holds the place, or the last one that begins before it."""
    wanted = (at.page, at.paragraph)
    begins = [(window[0][0], window[0][1].number) for window in windows]
    return max((place for place, begin in enumerate(begins) if begin <= wanted), default=0)


def _spot_of(window: list[_Placed], file_id: str) -> Spot:
    page, one = window[0]
    return Spot(file_id, page, one.number)


def _pages(
    window: Sequence[_Placed], texts: dict[int, str], matches: dict[int, tuple[Match, ...]]
) -> Iterator[ReadPage]:
    for number in dict.fromkeys(page for page, _ in window):
        yield ReadPage(
            number,
            tuple(
                ReadParagraph(
                    one.number,
                    stretch(texts[number], one.start, one.end, matches.get(number, ())),
                )
                for page, one in window
                if page == number
            ),
        )


def _matched(
    everything: Sequence[_Placed], matches: dict[int, tuple[Match, ...]], file_id: str
) -> Iterator[PageMatches]:
    """Every page with a match. A match that goes over the end of a paragraph stands where it begins."""
    for number, found in matches.items():
        if found:
            first = next(
                one.number
                for page, one in everything
                if page == number and one.end > found[0].start
            )
            yield PageMatches(Spot(file_id, number, first), len(found))
