"""Words on one's own account: browsers by name, roles by what they may do."""

from __future__ import annotations

import pytest

from app.domain.principals import Role
from app.web.account_words import browser_words, deeds_of

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (f"{WINDOWS} {WEBKIT} Chrome/128.0.0.0 Safari/537.36", "Chrome 128 on Windows"),
        (f"{WINDOWS} {WEBKIT} Chrome/128.0.0.0 Safari/537.36 Edg/128.0", "Edge 128 on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Firefox/115.0", "Firefox 115 on Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604",
            "Safari 17 on iOS",
        ),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "not known"),
        ("x" * 200, "x" * 40),
    ],
)
def test_a_browser_is_named(agent: str, words: str) -> None:
    assert browser_words(agent) == words


def test_every_role_says_what_it_may_do() -> None:
    assert all(deeds_of(role) for role in Role)
    assert "audit trail" in deeds_of(Role.AUDITOR)
    assert "read records" not in deeds_of(Role.AUDITOR)
