"""What somebody typed travels through signing in, in the browser alone.

Nothing is stored for somebody who is not signed in: the fields stand in the page. After signing in one
button sends them to where they were going, as a form to look at and never as a change, so that nothing
is saved by it whoever made the person send it. Which forms, and when, is in `signed_out.py`.

A form may say who writes in it (`WRITER`). Its words are then given back to that account alone: in a room
with one computer somebody else may be the next to sign in, and neither reads them nor saves them.
"""

from __future__ import annotations

import json
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.principals import Principal
from app.domain.wording import said
from app.services import sessions
from app.web.context import current_house, current_token, landing_endpoint, session_limits
from app.web.describing.typed import Pairs

FIELD = "kept"
LOOK = "look"
"""What the button of `go_on_page` asks of the form: to be shown as it was typed."""
WRITER = "writer"
"""The field of a form that says who writes in it: the public id of an account."""
OF_ANOTHER = said("What was typed on this page before belongs to another account; it is not shown.")
LEFT_OUT = frozenset({"csrf_token", "do"})
"""Fields that do not travel: what a form is to do is said anew."""
_LONGEST = 4 * 1024 * 1024


def kept_fields() -> str:
    """What a sign-in form carries along; empty when nothing was typed before."""
    return request.form.get(FIELD, "")


def to_carry(pairs: Pairs) -> str:
    """Fields as one text, for a sign-in form to carry along."""
    return json.dumps(list(pairs), ensure_ascii=False)


def go_on_after_sign_in(target: str) -> ResponseReturnValue | None:
    """The page that gives what was typed back; None when nothing was carried along.

    What another account wrote is dropped. `target` was that account's way, perhaps to what the one that
    signed in may not see: it begins where it always begins.
    """
    pairs = _pairs(kept_fields())
    if not pairs or not target:
        return None
    if any(name == WRITER for name, _ in pairs):
        principal = _just_signed_in()
        if principal is None or are_of_another(pairs, principal):
            flash(OF_ANOTHER, "warn")
            return redirect(url_for(landing_endpoint(principal) if principal else "auth.sign_in"))
    forget_token()
    return go_on_page(
        pairs, target, said("You are signed in again"), said("What you typed is still here.")
    )


def are_of_another(pairs: Pairs, principal: Principal) -> bool:
    """Whether the fields name a writer other than this one; fields that name nobody do not."""
    return any(name == WRITER and value != principal.account_id for name, value in pairs)


def forget_token() -> None:
    """Signing in began the cookie anew, and with it the token of the forms on the page to come."""
    g.pop("csrf_token", None)


def go_on_page(pairs: Pairs, target: str, title: str, text: str) -> str:
    """One button that sends the fields to their form again."""
    return render_template(
        "auth/go_on.html", pairs=pairs, target=target, title=title, text=text, look=LOOK
    )


def _just_signed_in() -> Principal | None:
    """Who the new token is for: Flask-Login still holds who asked when this request came in."""
    house = current_house()
    with house.work() as work:
        found = sessions.find(work, current_token(), session_limits(house.settings))
    return found.principal if found else None


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
