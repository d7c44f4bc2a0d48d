"""Laws that hold for every archive: engines agree with the reference, and hidden equals absent."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.query import (
    And,
    Boosted,
    Carries,
    DateRange,
    FacetIs,
    Fuzzy,
    MatchAll,
    Near,
    Not,
    OneOf,
    Or,
    Phrase,
    Prefix,
    Query,
    Wildcard,
    Word,
)
from app.domain.records import RecordId
from app.domain.searches import FacetFilter, FacetName, SortOrder
from app.search.engine import (
    EngineQuestion,
    IndexedRecord,
    PartitionView,
    Passage,
    SearchEngine,
    SearchField,
)
from tests.contract.embedded import EMBEDDED, in_memory
from tests.contract.reference_engine import ReferenceEngine

WORDS = [
    *("charge", "charges", "charged", "chargé", "libéré", "libérer", "libere", "torture"),
    *(
        "tortured",
        "folter",
        "人权",
        "人权律师",
        "权",
        "Jian'gang",
        "U.N.",
        "A/HRC/41",
        "aide-mémoire",
    ),
    *(
        "인권을",
        "인권변호사",
        "المحامي",
        "والمحامين",
        "пытками",
        "人々",
        "ไทย",
        "1,234",
        "consti-\ntution",
    ),
    *("a", "the", "of"),
]
ENGINES = pytest.mark.parametrize("name", list(EMBEDDED))
CELLS = ("one", "two", "three")
CODES = ("CAN", "JPN", "USA")
KINDS, YEARS = ("joint_letter", "reply", "demarche"), ("2016", "2017", "2019")

words = st.sampled_from(WORDS)
texts = st.lists(words, max_size=8).map(" ".join)
fields = st.sampled_from(
    [SearchField.TITLE, SearchField.TEXT, SearchField.SUBJECT, SearchField.PERSON]
)
days = st.none() | st.integers(0, 1500).map(lambda n: date(2016, 1, 1) + timedelta(days=n))
passages = st.builds(
    Passage, fields, st.just("place"), texts, st.sampled_from(["en", "fr", "zh", ""])
)
scopes = st.none() | fields
attributes = st.sampled_from(["status:withdrew", "has:file"])
leaf: st.SearchStrategy[Query] = st.one_of(
    st.builds(Word, words, scopes, st.booleans()),
    st.builds(Phrase, st.lists(words, min_size=1, max_size=3).map(" ".join), scopes),
    st.builds(Prefix, st.sampled_from(["cha", "lib", "tor", "jia"]), scopes),
    st.builds(Wildcard, st.sampled_from(["cha*ed", "lib?r*", "to*", "a*moire", "ch?rge"]), scopes),
    st.builds(Fuzzy, words, scopes),
    st.builds(
        Near,
        st.lists(words, min_size=1, max_size=2).map(" ".join),
        st.integers(0, 4),
        scopes,
    ),
    st.builds(Carries, attributes),
    st.builds(OneOf, st.frozensets(st.sampled_from([RecordId(f"r{n}") for n in range(7)]))),
    st.builds(DateRange, days, days),
    st.builds(FacetIs, st.just(FacetName.LANGUAGE), st.sampled_from(["en", "fr"])),
    st.just(MatchAll()),
)
queries: st.SearchStrategy[Query] = st.recursive(
    leaf,
    lambda below: st.one_of(
        st.lists(below, min_size=1, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(below, min_size=1, max_size=3).map(lambda parts: Or(tuple(parts))),
        below.map(Not),
        st.builds(Boosted, below, st.sampled_from([0.5, 3.0])),
    ),
    max_leaves=6,
)
filters = st.lists(
    st.one_of(
        st.builds(FacetFilter, st.just(FacetName.SIGNATORY), st.sampled_from(CODES), st.booleans()),
        st.builds(FacetFilter, st.just(FacetName.KIND), st.sampled_from(KINDS), st.booleans()),
        st.builds(FacetFilter, st.just(FacetName.YEAR), st.sampled_from(YEARS), st.booleans()),
    ),
    max_size=4,
).map(tuple)


@st.composite
def records(draw: st.DrawFn, name: str, revision: int = 1) -> IndexedRecord:
    first, second = draw(days), draw(days)
    if first and second and first > second:
        first, second = second, first
    signed = draw(st.lists(st.sampled_from(CODES), max_size=2, unique=True))
    languages = draw(st.sampled_from([("en",), ("fr-CA",), ()]))
    facets = {
        FacetName.SIGNATORY: tuple(signed),
        FacetName.LANGUAGE: languages,
        FacetName.KIND: (draw(st.sampled_from(KINDS)),),
        FacetName.YEAR: tuple(draw(st.lists(st.sampled_from(YEARS), max_size=1))),
    }
    body = tuple(draw(st.lists(passages, max_size=3)))
    carried = tuple(draw(st.lists(attributes, max_size=2, unique=True)))
    is_counter = draw(st.booleans())
    return IndexedRecord(RecordId(name), revision, body, first, second, facets, is_counter, carried)


@st.composite
def archives(draw: st.DrawFn) -> dict[str, list[list[IndexedRecord]]]:
    """For each cell the batches that fill it; later batches change records of earlier ones."""
    batches: dict[str, list[list[IndexedRecord]]] = {cell: [] for cell in CELLS}
    for number in range(draw(st.integers(1, 7))):
        cell = draw(st.sampled_from(CELLS))
        for revision in range(1, draw(st.integers(1, 2)) + 1):
            batches[cell].append([draw(records(f"r{number}", revision))])
    return batches


questions = st.builds(
    EngineQuestion, st.none() | queries, filters, days, days, st.sampled_from(SortOrder)
)


def fill(engine: SearchEngine, archive: dict[str, list[list[IndexedRecord]]]) -> None:
    for cell, batches in archive.items():
        engine.rebuild(cell, iter(()))
        for batch in batches:
            engine.apply(cell, batch)


@ENGINES
@settings(max_examples=40)
@given(archive=archives(), asked=st.lists(questions, min_size=1, max_size=12))
def test_engine_agrees_with_the_reference(
    name: str, archive: dict[str, list[list[IndexedRecord]]], asked: list[EngineQuestion]
) -> None:
    views = [PartitionView(cell) for cell in CELLS]
    reference = ReferenceEngine()
    fill(reference, archive)
    with in_memory(name) as engine:
        fill(engine, archive)
        for question in asked:
            assert engine.search(views, question) == reference.search(views, question)


@ENGINES
@settings(max_examples=40)
@given(
    archive=archives(),
    hidden=st.sets(st.sampled_from([RecordId(f"r{number}") for number in range(7)])),
    removed=st.sets(st.sampled_from([RecordId(f"r{number}") for number in range(7)]), max_size=2),
    asked=st.lists(questions, min_size=1, max_size=12),
)
def test_answer_is_that_of_one_index_in_which_hidden_records_never_were(
    name: str,
    archive: dict[str, list[list[IndexedRecord]]],
    hidden: set[RecordId],
    removed: set[RecordId],
    asked: list[EngineQuestion],
) -> None:
    """Several cells with updates, removals and withheld ids, against one fresh cell without them."""
    last = {one.id: one for batch in itertools.chain(*archive.values()) for one in batch}
    left = [last[one] for one in sorted(last) if one not in hidden | removed]
    views = [PartitionView(cell, frozenset(hidden), is_impure=True) for cell in CELLS]
    with in_memory(name) as engine:
        fill(engine, archive)
        for cell in CELLS:
            engine.apply(cell, (), removed)
        engine.rebuild("fresh", iter(left))
        for question in asked:
            answer = engine.search(views, question)
            assert answer == engine.search([PartitionView("fresh")], question)


@ENGINES
@settings(max_examples=25)
@given(archive=archives(), asked=st.lists(questions, min_size=1, max_size=8))
def test_relabelling_moves_a_record_without_a_trace(
    name: str, archive: dict[str, list[list[IndexedRecord]]], asked: list[EngineQuestion]
) -> None:
    """Records leave cell `one`, which the reader keeps reading, for a cell the reader may not read."""
    moved = {one.id for batch in archive["one"] for one in batch}
    views = [
        PartitionView(cell, frozenset(moved) if cell == "one" else frozenset()) for cell in CELLS
    ]
    never = {**archive, "one": []}
    with in_memory(name) as engine, in_memory(name) as twin:
        fill(engine, archive)
        fill(twin, never)
        engine.apply("secret", [one for batch in archive["one"] for one in batch])
        for question in asked:
            expected = twin.search([PartitionView(cell) for cell in CELLS], question)
            assert engine.search(views, question) == expected


@ENGINES
@settings(max_examples=15)
@given(archive=archives(), question=questions)
def test_pages_make_up_the_whole(
    name: str, archive: dict[str, list[list[IndexedRecord]]], question: EngineQuestion
) -> None:
    views = [PartitionView(cell) for cell in CELLS]
    with in_memory(name) as engine:
        fill(engine, archive)
        whole = engine.search(views, replace(question, limit=100)).ids
        pages = [
            engine.search(views, replace(question, offset=at, limit=2)).ids
            for at in range(0, len(whole) + 2, 2)
        ]
    assert tuple(itertools.chain(*pages)) == whole
