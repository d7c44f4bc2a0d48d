"""The laws of `test_engine_laws.py` for OpenSearch: fewer archives, since each costs indices in a cluster,
and more questions to each.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.domain.records import RecordId
from app.search.engine import EngineQuestion, IndexedRecord, PartitionView
from tests.contract.reference_engine import ReferenceEngine
from tests.contract.test_engine_laws import CELLS, archives, fill, questions
from tests.services.opensearch_here import nodes, opensearch

NAMES = st.sampled_from([RecordId(f"r{number}") for number in range(7)])
Archive = dict[str, list[list[IndexedRecord]]]
few = settings(max_examples=6, phases=[Phase.explicit, Phase.reuse, Phase.generate])
"""Without shrinking: a failure here is looked into with the engine's own tests."""
many_questions = st.lists(questions, min_size=15, max_size=30)


def test_the_cluster_is_here() -> None:
    assert len(nodes().urls) == 3


@few
@given(archive=archives(), asked=many_questions)
def test_opensearch_agrees_with_the_reference(
    archive: Archive, asked: list[EngineQuestion]
) -> None:
    views = [PartitionView(cell) for cell in CELLS]
    reference = ReferenceEngine()
    fill(reference, archive)
    with opensearch() as engine:
        fill(engine, archive)
        for question in asked:
            assert engine.search(views, question) == reference.search(views, question)


@few
@given(
    archive=archives(),
    hidden=st.sets(NAMES),
    removed=st.sets(NAMES, max_size=2),
    asked=many_questions,
)
def test_opensearch_answers_as_one_index_in_which_hidden_records_never_were(
    archive: Archive,
    hidden: set[RecordId],
    removed: set[RecordId],
    asked: list[EngineQuestion],
) -> None:
    """Several cells with updates, removals and withheld ids, against one fresh cell without them."""
    last = {one.id: one for batch in itertools.chain(*archive.values()) for one in batch}
    left = [last[name] for name in sorted(last) if name not in hidden | removed]
    views = [PartitionView(cell, frozenset(hidden), is_impure=True) for cell in CELLS]
    with opensearch() as engine:
        fill(engine, archive)
        for cell in CELLS:
            engine.apply(cell, (), removed)
        engine.rebuild("fresh", iter(left))
        for question in asked:
            answer = engine.search(views, question)
            assert answer == engine.search([PartitionView("fresh")], question)


@few
@given(archive=archives(), question=questions)
def test_opensearch_gives_pages_that_make_up_the_whole(
    archive: Archive, question: EngineQuestion
) -> None:
    views = [PartitionView(cell) for cell in CELLS]
    with opensearch() as engine:
        fill(engine, archive)
        whole = engine.search(views, replace(question, limit=100)).ids
        pages = [
            engine.search(views, replace(question, offset=at, limit=2)).ids
            for at in range(0, len(whole) + 2, 2)
        ]
    assert tuple(itertools.chain(*pages)) == whole
