"""What somebody typed travels through signing in, in the browser alone.

Nothing is stored for somebody who is not signed in: the fields stand in the page. After signing in one
button sends them to where they were going, as a form to look at and never as a change, so that nothing
is saved by it whoever made the person send it. Which forms, and when, is in `signed_out.py`.
"""

from __future__ import annotations

import json
from typing import Any

from flask import g, render_template, request

from app.domain.wording import said
from app.web.describing.typed import Pairs

FIELD = "kept"
LOOK = "look"
"""What the button of `go_on_page` asks of the form: to be shown as it was typed."""
LEFT_OUT = frozenset({"csrf_token", "do"})
"""Fields that do not travel: what a form is to do is said anew."""
_LONGEST = 4 * 1024 * 1024


def kept_fields() -> str:
    """What a sign-in form carries along; empty when nothing was typed before."""
    return request.form.get(FIELD, "")


def to_carry(pairs: Pairs) -> str:
    """Fields as one text, for a sign-in form to carry along."""
    return json.dumps(list(pairs), ensure_ascii=False)


def go_on_after_sign_in(target: str) -> str | None:
    """The page that gives what was typed back; None when nothing was carried along."""
    pairs = _pairs(kept_fields())
    if not pairs or not target:
        return None
    forget_token()
    return go_on_page(
        pairs, target, said("You are signed in again"), said("What you typed is still here.")
    )


def forget_token() -> None:
    """Signing in began the cookie anew, and with it the token of the forms on the page to come."""
    g.pop("csrf_token", None)


def go_on_page(pairs: Pairs, target: str, title: str, text: str) -> str:
    """One button that sends the fields to their form again."""
    return render_template(
        "auth/go_on.html", pairs=pairs, target=target, title=title, text=text, look=LOOK
    )


def _pairs(text: str) -> list[tuple[str, str]]:
    """The fields that travelled, as far as they are what we sent."""
    if not text or len(text) > _LONGEST:
        return []
    try:
        found: Any = json.loads(text)
    except ValueError:
        return []
    if not isinstance(found, list):
        return []
    return [
        (one[0], one[1])
        for one in found
        if isinstance(one, list) and len(one) == 2 and all(isinstance(part, str) for part in one)
        if one[0] not in LEFT_OUT
    ]
