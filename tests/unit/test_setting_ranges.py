"""Settings that are read are also possible: a wrong number or name is refused at the start, by its name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.domain.errors import Misconfigured
from config import Settings

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/settings.md"
RANGES = [
    ("PORT", 1, 65535),
    ("CHANCERY_SESSION_IDLE_MINUTES", 1, 1440),
    ("CHANCERY_SESSION_HOURS", 1, 168),
    ("CHANCERY_UPLOAD_LIMIT_MB", 1, 10240),
    ("CHANCERY_EXTRACTION_MEMORY_MB", 128, 65536),
    ("CHANCERY_EXTRACTION_TIMEOUT_S", 1, 3600),
    ("CHANCERY_WEB_THREADS", 1, 128),
]


@pytest.mark.parametrize(("name", "least", "most"), RANGES)
def test_a_number_outside_its_range_is_refused(name: str, least: int, most: int) -> None:
    for inside in (least, most):
        Settings.from_environment({name: str(inside)})
    for outside in (least - 1, most + 1, "-1", "1.5", "²", "9" * 5_000, "ten"):
        with pytest.raises(Misconfigured, match=f"{name} must be .* from {least} to {most}"):
            Settings.from_environment({name: str(outside)})


@pytest.mark.parametrize(("name", "least", "most"), RANGES)
def test_the_page_of_settings_names_the_range(name: str, least: int, most: int) -> None:
    (row,) = re.findall(rf"^\| `{name}` .*$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert f"{least} to {most}" in row


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ("Public,Public", "stands twice"),
        ("Public,PUBLIC", "stands twice"),
        ("A/B,C", "'A/B' is no name"),
        (",", "one level at least"),
        ("1st", "is no name"),
        ("x" * 41, "is no name"),
    ],
)
def test_levels_that_labels_could_not_be_read_by_are_refused(levels: str, words: str) -> None:
    with pytest.raises(Misconfigured, match=f"CHANCERY_LEVELS: .*{words}"):
        Settings.from_environment({"CHANCERY_LEVELS": levels})


@pytest.mark.parametrize(
    ("compartments", "words"),
    [("A,A", "stands twice"), ("hr", "is no name"), ("A/B", "is no name"), ("REL", "is no name")],
)
def test_compartments_that_labels_could_not_be_read_by_are_refused(
    compartments: str, words: str
) -> None:
    with pytest.raises(Misconfigured, match=f"CHANCERY_COMPARTMENTS: .*{words}"):
        Settings.from_environment({"CHANCERY_COMPARTMENTS": compartments})


@pytest.mark.parametrize("levels", ["Öffentlich,Nur für den Dienst,VS-Vertraulich", "U", "L0,L1"])
def test_a_label_of_any_level_taken_can_be_read_back(levels: str) -> None:
    scheme = Settings.from_environment({"CHANCERY_LEVELS": levels}).label_scheme

    assert [scheme.parse(str(label)) for label in (scheme.bottom, scheme.intake)] == [
        scheme.bottom,
        scheme.intake,
    ]
