"""A description as plain values and back: nothing is lost, and nothing strange is taken in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from app.domain.errors import InvalidInput
from app.domain.grades import Grade
from app.domain.interchange import from_plain, to_plain
from app.domain.nothing import WITHHELD
from app.domain.records import Description, Evidence
from tests.builders import a_description
from tests.strategies import descriptions


@given(descriptions)
def test_what_is_written_is_read_back(description: Description) -> None:
    text = json.dumps(to_plain(description), ensure_ascii=False)
    assert from_plain(Description, json.loads(text)) == description


def test_what_says_nothing_is_left_out() -> None:
    assert to_plain(a_description(title="Letter", date=None)) == {
        "kind": "joint_letter",
        "title": "Letter",
    }


def test_the_shape_is_the_documented_one() -> None:
    told = a_description(place=WITHHELD, evidence=Evidence("press", Grade("B2")))
    assert to_plain(told) == {
        "kind": "joint_letter",
        "title": "Letter of eleven missions",
        "dated": {"date": "2017-02-27"},
        "place": {"nothing": "withheld"},
        "evidence": {"source": "press", "grade": "B2"},
    }


@pytest.mark.parametrize(
    ("plain", "where"),
    [
        (None, "description"),
        ([], "description"),
        ({"kind": "joint_letter"}, "description"),
        ({"kind": "love_letter", "title": "x"}, "description.kind"),
        ({"kind": "joint_letter", "title": 7}, "description.title"),
        ({"kind": "joint_letter", "title": "  "}, "description"),
        ({"kind": "joint_letter", "title": "x", "label": "Public"}, "description.label"),
        (
            {"kind": "joint_letter", "title": "x", "dated": {"date": "soon"}},
            "description.dated.date",
        ),
        ({"kind": "joint_letter", "title": "x", "place": {"nothing": "much"}}, "description.place"),
        ({"kind": "joint_letter", "title": "x", "languages": "en"}, "description.languages"),
        (
            {"kind": "joint_letter", "title": "x", "signatures": [{}]},
            "description.signatures[1]",
        ),
        (
            {"kind": "joint_letter", "title": "x", "title_is_supplied": 1},
            "description.title_is_supplied",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_place(plain: object, where: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        from_plain(Description, plain)
    assert refusal.value.field == where
