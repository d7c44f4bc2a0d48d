"""Colours are read from the stylesheet and measured as WCAG 2.2 (1.4.3, 1.4.11) defines contrast."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).parents[2] / "app" / "web" / "static" / "css" / "colours.css"
_VARIABLE = re.compile(r"--([a-z0-9-]+):\s*#([0-9A-F]{6});")
LEVELS = ("public", "official", "restricted", "confidential", "secret")

TEXT = 6.6
MARKING = 7.3
LINE = 3.7

TEXT_PAIRS = [
    *[(text, back) for text in ("ink", "ink2", "link") for back in ("paper", "sheet", "wash")],
    *[("visited", back) for back in ("paper", "sheet")],
    *[("ink", back) for back in ("infobg", "goodbg", "warnbg", "badbg", "mark")],
    ("on-link", "link"),
    ("head-text", "head"),
    ("head-quiet", "head"),
    ("head-text", "head-field"),
    ("said", "saidbg"),
    ("calc", "calcbg"),
    ("bad", "sheet"),
]
SIGN_PAIRS = [("good", "sheet"), ("warn", "sheet"), ("bad", "paper")]
LINE_PAIRS = [
    ("edge", "sheet"),
    ("edge", "paper"),
    ("cell-a", "sheet"),
    ("cell-b", "sheet"),
    ("markline", "sheet"),
    ("halo", "head"),
    *[(f"{level}-line", "sheet") for level in LEVELS],
]


def _schemes() -> dict[str, dict[str, str]]:
    """The variables of both schemes; what dark does not set keeps its light value."""
    light_text, dark_text = SHEET.read_text(encoding="utf-8").split("@media", 1)
    light = dict(_VARIABLE.findall(light_text))
    return {"light": light, "dark": light | dict(_VARIABLE.findall(dark_text))}


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "back"), TEXT_PAIRS)
def test_text_stands_out_from_its_back(scheme: str, text: str, back: str) -> None:
    colours = _schemes()[scheme]

    assert contrast(colours[text], colours[back]) >= TEXT


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "back"), SIGN_PAIRS)
def test_words_of_a_status_can_be_read(scheme: str, text: str, back: str) -> None:
    colours = _schemes()[scheme]

    assert contrast(colours[text], colours[back]) >= TEXT


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("level", LEVELS)
def test_markings_can_be_read(scheme: str, level: str) -> None:
    colours = _schemes()[scheme]

    assert contrast(colours[f"{level}-text"], colours[f"{level}-back"]) >= MARKING


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("line", "back"), LINE_PAIRS)
def test_lines_that_carry_meaning_can_be_seen(scheme: str, line: str, back: str) -> None:
    colours = _schemes()[scheme]

    assert contrast(colours[line], colours[back]) >= LINE


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("back", ["paper", "sheet", "wash"])
def test_focus_can_be_seen_by_its_ring_or_its_halo(scheme: str, back: str) -> None:
    colours = _schemes()[scheme]

    seen = max(contrast(colours[one], colours[back]) for one in ("ink", "halo"))

    assert seen >= TEXT


def test_contrast_of_black_on_white_is_the_greatest() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
