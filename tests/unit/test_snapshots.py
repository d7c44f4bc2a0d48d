"""Snapshots of descriptions: through JSON and back is the identity."""

from __future__ import annotations

import json

from hypothesis import given

from app.domain.records import Description
from app.domain.snapshots import from_plain, to_plain
from tests.builders import a_description
from tests.strategies import descriptions


@given(descriptions)
def test_a_description_comes_back_from_json_as_it_was(description: Description) -> None:
    text = json.dumps(to_plain(description), ensure_ascii=False)
    assert from_plain(json.loads(text)) == description


def test_what_stands_at_its_default_is_left_out() -> None:
    plain = to_plain(a_description(title="Letter", date=None))
    assert plain == {"kind": "joint_letter", "title": "Letter"}


def test_a_field_nobody_knows_any_more_is_left_alone() -> None:
    plain = {**to_plain(a_description(title="Letter", date=None)), "colour": "blue"}
    assert from_plain(plain).title == "Letter"
