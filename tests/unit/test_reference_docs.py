"""The reference pages say what the code says: vocabularies and settings."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from app.domain import vocabularies
from app.domain.vocabularies import Term

ROOT = Path(__file__).resolve().parents[2]
VOCABULARIES = [
    member
    for _, member in inspect.getmembers(vocabularies, inspect.isclass)
    if issubclass(member, Term) and member is not Term
]


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda one: one.__name__)
def test_every_member_stands_in_the_reference(vocabulary: type[Term]) -> None:
    page = (ROOT / "docs/reference/vocabularies.md").read_text(encoding="utf-8")
    section = page.split(f"## {vocabulary.__name__}\n", 1)[1].split("\n## ", 1)[0]
    listed = re.findall(r"^\| `([^`]+)` \| (.+) \|$", section, re.MULTILINE)
    assert listed == [(str(member.value), member.label) for member in vocabulary]


def test_every_setting_stands_in_the_reference() -> None:
    page = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    code = (ROOT / "config.py").read_text(encoding="utf-8")
    names = set(re.findall(r'"(CHANCERY_[A-Z_]+|DATABASE_URL|PORT)"', code))
    assert names
    assert {name for name in names if f"`{name}`" not in page} == set()
