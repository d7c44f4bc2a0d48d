"""Fingerprints tell the same import from a changed one."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from app.domain.fingerprint import fingerprint
from app.domain.records import Description, Draft, RelationDraft, SourceKey
from app.domain.vocabularies import RelationKind
from tests.builders import SCHEME, a_draft
from tests.strategies import descriptions


@given(descriptions, descriptions)
def test_two_descriptions_share_one_only_when_they_are_equal(
    one: Description, other: Description
) -> None:
    assert (fingerprint(Draft(one)) == fingerprint(Draft(other))) == (one == other)


def test_label_and_source_key_do_not_count_everything_else_does() -> None:
    draft = a_draft(text="text")
    assert fingerprint(replace(draft, label=SCHEME.intake)) == fingerprint(draft)
    assert fingerprint(replace(draft, source_key=SourceKey("press", "1"))) == fingerprint(draft)
    relation = RelationDraft(RelationKind.REITERATES, "press:2")
    for other in (replace(draft, text="other"), replace(draft, relations=(relation,))):
        assert fingerprint(other) != fingerprint(draft)


def test_it_does_not_change_between_versions() -> None:
    known = "9ab2ec764aa248f01a5ee14da9997f850f2b015deb8b698cccea4b9794c7ab87"
    assert fingerprint(a_draft(title="Letter", date="2017-02-27", text="text")) == known
