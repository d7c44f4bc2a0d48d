"""Every example of the help and of the how-to finds something in the demo archive."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.search.syntax_fields import FIELDS_BY_NAME
from app.wiring import House
from tests.demo_letters import everything
from tests.searching import searched

ROOT = Path(__file__).resolve().parents[2]
HELP = (ROOT / "templates/pages/search_help.html").read_text(encoding="utf-8")
HOW_TO = (ROOT / "docs/how-to/search.md").read_text(encoding="utf-8")
EXAMPLES = [
    found[1] for found in re.findall(r"\{\{ example\((?:_\()?(['\"])(.*?)\1\)?, _\(\"", HELP)
]
WRITTEN = re.findall(r"^\| `(.*?)` \|", HOW_TO, re.MULTILINE)


@pytest.mark.parametrize("text", dict.fromkeys([*EXAMPLES, *WRITTEN]))
def test_an_example_finds_something(archive: House, text: str) -> None:
    assert searched(archive, text, everything()).total


def test_every_field_has_an_example() -> None:
    named = {name for one in EXAMPLES for name in re.findall(r"(\w+):", one)}
    named |= {"reference"} if "<code>reference:</code>" in HELP else set()
    meant = {FIELDS_BY_NAME[name] for name in named}
    assert meant == set(FIELDS_BY_NAME.values())
