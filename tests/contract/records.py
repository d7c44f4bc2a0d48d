"""Records for the engine's contract, and short ways to ask."""

from __future__ import annotations

from datetime import date

from app.domain.query import Query
from app.domain.records import RecordId
from app.domain.searches import FacetFilter, FacetName, SortOrder
from app.search.engine import (
    EngineAnswer,
    EngineQuestion,
    IndexedRecord,
    PartitionView,
    Passage,
    SearchEngine,
    SearchField,
)
from app.search.syntax import parse

CELL = "cell"


def a_letter(
    name: str,
    text: str = "",
    *,
    title: str = "",
    language: str = "en",
    revision: int = 1,
    day: date | tuple[date | None, date | None] | None = None,
    signed_by: tuple[str, ...] = (),
    kind: str = "joint_letter",
    is_counter: bool = False,
    more: tuple[Passage, ...] = (),
) -> IndexedRecord:
    """A record whose id is `name`. `day` may be a pair of bounds."""
    lower, upper = day if isinstance(day, tuple) else (day, day)
    passages = [Passage(SearchField.SIGNATORY, "signatory", code) for code in signed_by]
    if title:
        passages.append(Passage(SearchField.TITLE, "title", title, language))
    if text:
        passages.append(Passage(SearchField.TEXT, "text", text, language))
    bound = lower or upper
    facets = {
        FacetName.SIGNATORY: signed_by,
        FacetName.KIND: (kind,),
        FacetName.LANGUAGE: (language,),
        FacetName.YEAR: (str(bound.year),) if bound else (),
    }
    return IndexedRecord(
        RecordId(name), revision, (*passages, *more), lower, upper, facets, is_counter
    )


def filled(engine: SearchEngine, *records: IndexedRecord, cell: str = CELL) -> SearchEngine:
    engine.apply(cell, records)
    return engine


def ask(
    engine: SearchEngine,
    query: str | Query | None = None,
    *filters: FacetFilter,
    cells: tuple[str, ...] = (CELL,),
    withheld: frozenset[RecordId] = frozenset(),
    sort: SortOrder = SortOrder.RELEVANCE,
    offset: int = 0,
    limit: int = 100,
    date_from: date | None = None,
    date_to: date | None = None,
    with_counts: bool = True,
) -> EngineAnswer:
    """Ask in the query language, or with a tree."""
    tree = parse(query).query if isinstance(query, str) else query
    views = [PartitionView(cell, withheld) for cell in cells]
    question = EngineQuestion(tree, filters, date_from, date_to, sort, offset, limit, with_counts)
    return engine.search(views, question)


def found(engine: SearchEngine, query: str | Query | None = None, **how: object) -> set[str]:
    """The ids of everything that matches."""
    return set(ask(engine, query, **how).ids)  # type: ignore[arg-type]
