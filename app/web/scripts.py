"""Which script a piece of text is written in, so that templates can set `lang` on it.

A guess by letters only: it chooses fonts, voices and hyphenation, it never states a fact about
a text. Han letters are taken for simplified Chinese unless kana stand beside them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_RUNS = re.compile(
    r"(?P<ja>[\u3400-\u9fff\uf900-\ufaff々]*[\u3040-\u30ff][\u3040-\u30ff\u3400-\u9fff々ー・]*)"
    r"|(?P<zh>[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]"
    r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002ffff\u3000-\u303f\uff00-\uffef·]*)"
    r"|(?P<ko>[\uac00-\ud7af\u1100-\u11ff](?:[ ]?[\uac00-\ud7af\u1100-\u11ff])*)"
    r"|(?P<ar>[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]"
    r"(?:[\s،؛0-9.]*[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff])*)"
    r"|(?P<he>[\u0590-\u05ff](?:[\s]*[\u0590-\u05ff])*)"
    r"|(?P<cyrl>[\u0400-\u052f](?:[\s.,-]*[\u0400-\u052f])*)"
    r"|(?P<el>[\u0370-\u03ff\u1f00-\u1fff](?:[\s.,-]*[\u0370-\u03ff\u1f00-\u1fff])*)"
)
_LANGUAGES = {
    "ja": "ja",
    "zh": "zh-Hans",
    "ko": "ko",
    "ar": "ar",
    "he": "he",
    "cyrl": "und-Cyrl",
    "el": "el",
}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one script; `language` is a BCP 47 tag, empty for Latin letters."""

    text: str
    language: str = ""


def runs(text: str) -> tuple[Run, ...]:
    """Cut text where its script changes. Joined together the runs are the text again."""
    found: list[Run] = []
    end = 0
    for match in _RUNS.finditer(text):
        if match.start() > end:
            found.append(Run(text[end : match.start()]))
        found.append(Run(match.group(), _LANGUAGES[match.lastgroup or "zh"]))
        end = match.end()
    if end < len(text) or not found:
        found.append(Run(text[end:]))
    return tuple(found)


def language_of(text: str) -> str:
    """The tag of a text written in one other script throughout; empty for Latin or mixed text."""
    tags = {run.language for run in runs(text) if run.text.strip()}
    return tags.pop() if len(tags) == 1 else ""
