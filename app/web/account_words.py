"""Words on one's own account: what a role may do, and which browser a session belongs to."""

from __future__ import annotations

import re

from app.domain.principals import ACTIONS_BY_ROLE, Action, Role
from app.domain.wording import Wording, joined, said

# The first that fits: browsers name those they are like, so the more particular come first.
_BROWSERS = (
    ("Edge", re.compile(r"Edg(?:e|A|iOS)?/(\d+)")),
    ("Opera", re.compile(r"OPR/(\d+)")),
    ("Firefox", re.compile(r"(?:Firefox|FxiOS)/(\d+)")),
    ("Chromium", re.compile(r"(?:HeadlessChrome|Chromium)/(\d+)")),
    ("Chrome", re.compile(r"(?:Chrome|CriOS)/(\d+)")),
    ("Safari", re.compile(r"Version/(\d+)[\d.]* (?:Mobile/\S+ )?Safari/")),
)
_SYSTEMS = (
    ("Android", re.compile("Android")),
    ("iOS", re.compile("iPhone|iPad")),
    ("Windows", re.compile("Windows")),
    ("macOS", re.compile("Mac OS X|Macintosh")),
    ("ChromeOS", re.compile("CrOS")),
    ("Linux", re.compile("Linux|X11")),
)
LONGEST_SHOWN = 40


def browser_words(agent: str) -> str:
    """`Firefox 128 on Windows`; the beginning of what it calls itself where we do not know it."""
    browser = next(
        (f"{name} {found[1]}" for name, one in _BROWSERS if (found := one.search(agent))), ""
    )
    system = next((name for name, one in _SYSTEMS if one.search(agent)), "")
    if not browser:
        return agent[:LONGEST_SHOWN] or said("not known")
    return said("{browser} on {system}", browser=browser, system=system) if system else browser


def deeds_of(role: Role) -> str:
    """What the role may do, in one line: `see and change one's own account; read the audit trail`."""
    return joined((Wording(one.value) for one in Action if one in ACTIONS_BY_ROLE[role]), "; ")
