"""What a bulk amendment means for one record: laws of the decision, and how a request is kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.bulk import BulkRelation, BulkSpec, Outcome, Standing, plan
from app.domain.parties import fold_name
from app.domain.records import PartyCode, RecordId
from app.domain.vocabularies import RelationKind
from tests.builders import SCHEME
from tests.strategies import labels

HERE, THERE = RecordId("here"), RecordId("there")
WORDS = st.lists(st.sampled_from(("torture", "Torture", "trade", "law", "grain")), max_size=4)
CODES = st.lists(st.sampled_from(("CAN", "JPN", "CHN")).map(PartyCode), max_size=3, unique=True)


@st.composite
def specs(draw: st.DrawFn) -> BulkSpec:
    relation = draw(st.none() | st.sampled_from((HERE, THERE)))
    label = draw(st.none() | labels)
    return BulkSpec(
        tuple(draw(WORDS)),
        tuple(draw(WORDS)),
        tuple(draw(CODES)),
        tuple(draw(CODES)),
        str(label) if label else "",
        BulkRelation(RelationKind.COUNTERS, draw(st.booleans()), relation) if relation else None,
    )


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    return Standing(HERE, draw(labels), tuple(draw(WORDS)), tuple(draw(CODES)), draw(st.booleans()))


@given(specs(), standings())
def test_a_record_is_never_opened_to_more_people(spec: BulkSpec, standing: Standing) -> None:
    label = SCHEME.parse(spec.label) if spec.label else None
    found = plan(spec, label, standing)
    assert found.label is None or found.label.dominates(standing.label)
    if label is not None and not label.dominates(standing.label):
        assert found.outcome is Outcome.REFUSED


@given(specs(), standings())
def test_what_changes_is_said_and_what_is_said_changes(spec: BulkSpec, standing: Standing) -> None:
    found = plan(spec, SCHEME.parse(spec.label) if spec.label else None, standing)
    changes = (found.subjects, found.targets, found.label)
    is_changed = any(one is not None for one in changes) or found.relates
    assert bool(found.words) == (found.outcome is Outcome.CHANGED)
    assert is_changed == (found.outcome is Outcome.CHANGED)


@given(specs(), standings())
def test_done_twice_is_done_once(spec: BulkSpec, standing: Standing) -> None:
    removed = {fold_name(one) for one in spec.remove_subjects}
    added = {fold_name(one) for one in spec.add_subjects}
    label = SCHEME.parse(spec.label) if spec.label else None
    first = plan(spec, label, standing)
    after = Standing(
        HERE,
        first.label or standing.label,
        standing.subjects if first.subjects is None else first.subjects,
        standing.targets if first.targets is None else first.targets,
        standing.is_related or first.relates,
    )
    both = set(spec.add_targets) & set(spec.remove_targets)
    if first.outcome is Outcome.CHANGED and not removed & added and not both:
        assert plan(spec, label, after).outcome is Outcome.UNCHANGED


@given(specs())
def test_a_request_comes_back_as_it_was_kept(spec: BulkSpec) -> None:
    assert BulkSpec.from_json(spec.to_json()) == spec


def test_the_trail_is_told_which_parts_and_no_words() -> None:
    spec = BulkSpec(("zanzibarium",), (), (PartyCode("CAN"),), (), "Official")
    assert spec.parts == "subjects, targets, label"
    assert not spec.is_empty
    assert BulkSpec().is_empty
