"""Searching: one question over the partitions a reader may read, one page of answers through the gate.

Open `search`. The engine gives ids, numbers and facets; records come from the catalogue, excerpts are cut
from the stored text of the page's hits only. The number of statements does not depend on the number of
hits. Reading the question is in `search_question.py`, labels of facets in `search_facets.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TypeVar

from app.db.authorities import authorities
from app.db.catalogue import Catalogue
from app.db.name_lists import names_on_record
from app.db.party_reading import reported_missing
from app.db.relation_finding import records_with
from app.db.thesaurus_store import thesaurus
from app.domain.access import AccessLabel
from app.domain.errors import QueryTooCostly
from app.domain.principals import Action, Principal
from app.domain.query import And, OneOf, Query
from app.domain.records import RecordId
from app.domain.searches import (
    DidYouMean,
    FacetSearch,
    Notice,
    SearchHit,
    SearchPage,
    SearchRequest,
    SortOrder,
    YearCount,
)
from app.domain.views import RecordSummary
from app.search.engine import EngineAnswer, EngineQuestion, PartitionView
from app.services import audit, search_names
from app.services.search_excerpts import with_excerpts
from app.services.search_facets import read_facets
from app.services.search_gaps import notice_of_gaps
from app.services.search_groupings import with_shares
from app.services.search_hints import unknown_parties
from app.services.search_question import Asked, read_question, with_standing_codes
from app.services.search_spelling import did_you_mean, missing
from app.services.search_terms import AskedOfTheGate
from app.services.search_views import (
    ask_for_rebuild,
    long_unavailable,
    notices_of,
    readable_views,
    without_strangers,
)
from app.services.work import Work

SEARCHED = "search"
_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True)
class Matching:
    """The ids that match, as many as were asked for, and how many match in all."""

    ids: frozenset[RecordId]
    total: int
    is_whole: bool
    """False while a part of the index is being rebuilt."""


def search(
    principal: Principal,
    work: Work,
    request: SearchRequest,
    within: FacetSearch | None = None,
    in_words: Callable[[str], str] = str,
) -> SearchPage:
    """One page of what this reader may read of it. Recorded with its number of hits, never its words.

    `within` looks through a facet, with labels as `in_words` says them. A page beyond the last is the
    last. Raises QuerySyntaxError and InvalidInput for what cannot be asked; Unavailable when the reading
    cannot be recorded.
    """
    principal.require(Action.READ)
    known = authorities(work.session)
    parties = known.parties
    request = with_standing_codes(request, parties)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    asked, search_, answer, summaries = _asked(work, catalogue, request, _Search.answered)
    page_count = max(1, -(-answer.total // request.page_size))
    if request.page > page_count:
        request = replace(request, page=page_count)
    hints = () if answer.total else unknown_parties(asked.written, known)
    is_missing = search_names.may_help(asked.written, finds_something=answer.total > 0)
    page = SearchPage(
        request=request,
        total=answer.total,
        page_count=page_count,
        hits=with_shares(search_.hits(answer, summaries), asked.groupings, known.groupings),
        facets=read_facets(
            answer.facets, request.filters, parties, within, in_words, _synonyms(work)
        ),
        by_year=_by_year(answer.by_year),
        notices=(*asked.notices, *hints, *search_.gaps(asked), *notices_of(answer)),
        label=catalogue.join(summary.label for summary in summaries),
        did_you_mean=search_.other_spellings(request.text, answer) if is_missing else (),
        is_ranked=asked.is_ranked,
    )
    audit.record_reading(principal, work, SEARCHED, [], {"hits": str(answer.total)})
    return page


@dataclass(frozen=True, slots=True)
class Found:
    """What a search finds, as far as it was asked for. `label` joins the records at hand."""

    total: int
    summaries: tuple[RecordSummary, ...]
    notices: tuple[Notice, ...]
    label: AccessLabel


def find(principal: Principal, work: Work, request: SearchRequest, *, limit: int) -> Found:
    """The first `limit` of all results, in the order of the page, without excerpts and facets.

    Raises as `search`, and is recorded like it.
    """
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    asked, search_, answer, summaries = _found(principal, work, catalogue, request, limit)
    return Found(
        answer.total,
        tuple(summaries),
        (*asked.notices, *search_.gaps(asked), *notices_of(answer)),
        catalogue.join(one.label for one in summaries),
    )


def find_ids(
    principal: Principal, work: Work, request: SearchRequest, *, limit: int
) -> tuple[int, tuple[RecordId, ...]]:
    """How many records a search finds, and the first `limit` of them, to do something with all.

    Raises as `search`, and is recorded like it.
    """
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    _, _, answer, summaries = _found(principal, work, catalogue, request, limit)
    return answer.total, tuple(one.id for one in summaries)


def _found(
    principal: Principal, work: Work, catalogue: Catalogue, request: SearchRequest, limit: int
) -> tuple[Asked, _Search, EngineAnswer, list[RecordSummary]]:
    principal.require(Action.READ)
    request = with_standing_codes(replace(request, page=1), authorities(work.session).parties)
    found = _asked(work, catalogue, request, _Search.answered, limit=limit)
    audit.record_reading(principal, work, SEARCHED, [], {"hits": str(found[2].total)})
    return found


def ask(
    work: Work, catalogue: Catalogue, question: EngineQuestion
) -> tuple[EngineAnswer, list[RecordSummary]]:
    """An answer and the records of its page, which agree. Not recorded: the caller does that."""
    return _Search(work, catalogue, question).answered()


def matching(principal: Principal, work: Work, request: SearchRequest, *, limit: int) -> Matching:
    """What a search matches now, in no order that means anything; for alerts, which tell numbers only.

    Read and asked as `search` does, and raises as it. Like the numbers of the start page it is not
    recorded.
    """
    principal.require(Action.READ)
    request = replace(request, page=1, sort=SortOrder.NEWEST)
    request = with_standing_codes(request, authorities(work.session).parties)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    _, _, answer, found = _asked(work, catalogue, request, _Search.matched, limit=limit)
    return Matching(found, answer.total, is_whole=not answer.unavailable_cells)


def answer_for(
    work: Work, catalogue: Catalogue, request: SearchRequest, record_id: RecordId
) -> EngineAnswer | None:
    """What the words of a search mark in one record; None where they do not find it, or there are none.

    Filters and dates do not matter. Raises as `search`; not recorded: whoever opens the record is.
    """
    request = replace(request, page=1, filters=(), date_from="", date_to="")
    if not request.text:
        return None
    _, _, answer, found = _asked(
        work, catalogue, request, _Search.matched, limit=1, among=frozenset({record_id})
    )
    return answer if record_id in found else None


def _asked(
    work: Work,
    catalogue: Catalogue,
    request: SearchRequest,
    found_by: Callable[[_Search], tuple[EngineAnswer, _Told]],
    *,
    limit: int | None = None,
    among: frozenset[RecordId] | None = None,
) -> tuple[Asked, _Search, EngineAnswer, _Told]:
    """Read and ask; ask again with names spelt nearly like those of persons that were not found.

    A `limit` of records takes the first of them without facets and years; `among` asks these records
    alone.
    """
    of_gate = AskedOfTheGate(
        cache(partial(records_with, catalogue)), cache(partial(reported_missing, catalogue))
    )
    names, synonyms = names_on_record(work.session), thesaurus(work.session)
    read = partial(
        read_question, request, authorities(work.session), of_gate, synonyms, names=names
    )

    def ask(asked: Asked) -> tuple[Asked, _Search, EngineAnswer, _Told]:
        question = asked.question
        if limit:
            question = replace(question, limit=limit, with_counts=False)
        if among is not None and question.query is not None:
            question = replace(question, query=And((question.query, OneOf(among))))
        search_ = _Search(work, catalogue, question, names.persons)
        return asked, search_, *found_by(search_)

    first = ask(read())
    asked, search_, answer, _ = first
    may_help = search_names.may_help(asked.written, finds_something=answer.total > 0)
    if request.exact_words_only or not may_help:
        return first
    alike = search_names.AlikeNames(
        names, search_.finds_nothing, lambda: search_names.persons_known(catalogue, names)
    )
    second = read(alike=alike)
    return ask(second) if alike.told else first


class _Search:
    """One question of one reader."""

    def __init__(
        self,
        work: Work,
        catalogue: Catalogue,
        question: EngineQuestion,
        known_names: Sequence[str] = (),
    ) -> None:
        self._known_names = known_names
        self._work = work
        self._catalogue = catalogue
        self._question = question
        self._opened: list[PartitionView] | None = None

    def answered(self) -> tuple[EngineAnswer, list[RecordSummary]]:
        """The answer and the records of its page, which agree."""
        views = self._views()
        answer = self._ask(views)
        summaries = self._catalogue.summaries(answer.ids)
        if len(summaries) < len(answer.ids):
            # The partition holds what the register does not: it must act as if it never had.
            self._opened = [self._without_strangers(view) for view in views]
            answer = self._ask(self._opened)
            summaries = self._catalogue.summaries(answer.ids)
            self._ask_for_rebuild([view.cell for view in views])
        elif answer.unavailable_cells:
            self._ask_for_rebuild(answer.unavailable_cells)
            answer = replace(answer, unavailable_cells=long_unavailable(self._work, answer))
        return answer, summaries

    def matched(self) -> tuple[EngineAnswer, frozenset[RecordId]]:
        """The answer and its ids that are readable, without a line of their records. Asks for no
        rebuilding: whoever calls may be writing."""
        views = self._views()
        answer = self._ask(views)
        found = self._catalogue.keys(answer.ids)
        if len(found) < len(answer.ids):
            self._opened = [self._without_strangers(view) for view in views]
            answer = self._ask(self._opened)
            found = self._catalogue.keys(answer.ids)
        answer = replace(answer, unavailable_cells=long_unavailable(self._work, answer))
        return answer, frozenset(found)

    def finds_nothing(self, query: Query) -> bool:
        """Whether the reader has no text with it, whatever the filters."""
        return self._count(EngineQuestion(query=query, limit=0, with_counts=False)) == 0

    def gaps(self, asked: Asked) -> tuple[Notice, ...]:
        """What to say where signatories are left out; nothing where counting takes too long."""
        try:
            return notice_of_gaps(self._question, asked.leaves_out, self._count)
        except QueryTooCostly:
            return ()

    def _count(self, question: EngineQuestion) -> int:
        return self._work.search.search(self._views(), question).total

    def other_spellings(self, text: str, answer: EngineAnswer) -> tuple[DidYouMean, ...]:
        """Near spellings of the words that the reader has no text with, whatever the filters."""
        views = self._views()
        return did_you_mean(
            text,
            missing(answer, self._known_names, self.finds_nothing),
            lambda word: self._work.search.spellings(views, word),
        )

    def hits(
        self, answer: EngineAnswer, summaries: Sequence[RecordSummary]
    ) -> tuple[SearchHit, ...]:
        if self._question.query is None:
            return tuple(SearchHit(one, ()) for one in summaries)
        return with_excerpts(self._work, self._catalogue, answer, summaries)

    def _views(self) -> list[PartitionView]:
        if self._opened is None:
            self._opened = readable_views(self._work, self._catalogue)
        return self._opened

    def _ask(self, views: Sequence[PartitionView]) -> EngineAnswer:
        """Ask; a page beyond the end becomes the last one."""
        question = self._question
        answer = self._work.search.search(views, question)
        if question.offset and question.offset >= answer.total:
            last = max(0, (answer.total - 1) // question.limit * question.limit)
            answer = self._work.search.search(views, replace(question, offset=last))
        return answer

    def _without_strangers(self, view: PartitionView) -> PartitionView:
        return without_strangers(self._work, view)

    def _ask_for_rebuild(self, cell_keys: Sequence[str]) -> None:
        ask_for_rebuild(self._work, cell_keys)


def _synonyms(work: Work) -> Callable[[str], list[str]]:
    known = cache(partial(thesaurus, work.session))
    return lambda subject: [label.text for label in known().labels_for([subject])]


def _by_year(found: Mapping[int, tuple[int, int]]) -> tuple[YearCount, ...]:
    return tuple(YearCount(year, *counts) for year, counts in sorted(found.items()))
