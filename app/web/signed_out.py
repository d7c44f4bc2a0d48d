"""A long form that could not be taken is shown again, with a way to go on.

It was sent without a session, or with the token of an earlier one. Only what comes from a page of ours
is given back: the browser says so, or the token belongs to its cookie.
"""

from __future__ import annotations

from flask import Response, make_response, request
from flask_wtf.csrf import CSRFError, validate_csrf
from wtforms.validators import ValidationError

from app.domain.errors import NotSignedIn
from app.domain.wording import said
from app.web.auth import SignInForm, sign_in_page
from app.web.context import principal_or_none
from app.web.kept_forms import LEFT_OUT, are_of_another, go_on_page, to_carry

ENDPOINTS = frozenset(
    {
        "register.new",
        "amend.form",
        "draft_search.page",
        "similar_wording.page",
        "briefing_sections.write",
    }
)
"""Forms in which much is typed."""
_NOT_TAKEN = said("This form cannot be taken as it stands")


def answer_with_what_was_typed(error: Exception) -> Response | None:
    """The answer to a form that could not be taken; None where another answer is right."""
    if request.method != "POST" or request.endpoint not in ENDPOINTS:
        return None
    if not isinstance(error, NotSignedIn | CSRFError) or request.form.get("do") == "autosave":
        return None
    if not _is_from_our_own_page():
        return None
    pairs = [pair for pair in request.form.items(multi=True) if pair[0] not in LEFT_OUT]
    if isinstance(error, CSRFError):
        now = principal_or_none()
        if now is not None and are_of_another(pairs, now):
            return None  # somebody else signed in meanwhile, in another window of this browser
        words = said("You have signed in since you opened it. What you typed is still here.")
        return make_response(go_on_page(pairs, request.path, _NOT_TAKEN, words), 400)
    form = SignInForm(formdata=None, next=request.path)
    return make_response(sign_in_page(form, kept=to_carry(pairs)), 401)


def _is_from_our_own_page() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    try:
        validate_csrf(request.form.get("csrf_token", ""))
    except ValidationError:
        return False
    return True
