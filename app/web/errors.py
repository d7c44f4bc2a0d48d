"""One table: error, status, title, text. The only place where errors become pages.

Hidden and absent get the same answer, byte for byte, and an address that no route knows gets it too.
What was not foreseen becomes a 500 with a random id and without a trace; the log has its place
(`app/logs.py`). Pages are made even when the database is down.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import Flask, Response, g, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from werkzeug.exceptions import HTTPException, SecurityError

from app.domain.errors import (
    ChanceryError,
    Conflict,
    InvalidInput,
    Misconfigured,
    NotFound,
    NotPermitted,
    NotSignedIn,
    QuerySyntaxError,
    TooManyAttempts,
    Unavailable,
)
from app.domain.wording import said
from app.logs import log_failure
from app.web.language import page_language
from app.web.signed_out import answer_with_what_was_typed

_RETRY_AFTER_S = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader is told. `text` empty: the error's own message says what to do."""

    status: int
    title: str
    text: str = ""


_NOT_FOUND = Answer(
    404,
    said("Not found"),
    said(
        "There is nothing at this address that you may read. The address may be "
        "mistyped, or what stood here may not be open to you."
    ),
)
_UNFORESEEN = Answer(500, said("Something went wrong"), said("Nothing of what you sent was kept."))
_ANSWERS: dict[type[Exception], Answer] = {
    NotFound: _NOT_FOUND,
    NotPermitted: Answer(403, said("Not part of your role")),
    NotSignedIn: Answer(
        401,
        said("You are signed out"),
        said("Sign in and send the form again. Nothing of it was kept."),
    ),
    InvalidInput: Answer(400, said("This cannot be taken")),
    QuerySyntaxError: Answer(400, said("The query cannot be read")),
    Conflict: Answer(409, said("Somebody changed this first")),
    TooManyAttempts: Answer(429, said("Wait a little")),
    Unavailable: Answer(503, said("Not available now")),
    Misconfigured: Answer(
        503, said("Not available now"), said("Chancery is being set up. Try again later.")
    ),
    CSRFError: Answer(
        400,
        said("This form cannot be taken"),
        said(
            "It is no longer valid, or it did not come from this site. Open the page again "
            "and resend."
        ),
    ),
}
_HTTP_ANSWERS = {
    404: _NOT_FOUND,
    405: Answer(
        405, said("Not done this way"), said("This address does not take that kind of request.")
    ),
    413: Answer(413, said("Too large"), said("What you sent is larger than this page takes.")),
    414: Answer(414, said("Address too long"), said("Shorten the search and try again.")),
    431: Answer(431, said("Too much sent along"), said("Clear this site's cookies and try again.")),
}
_BAD_REQUEST = Answer(400, said("This request cannot be read"), said("Go back and try again."))


def set_up_errors(app: Flask) -> None:
    """Every error, foreseen or not, is answered from the table."""
    app.register_error_handler(Exception, _answer)


def _answer(error: Exception) -> Response:
    if isinstance(error, NotSignedIn) and request.method in ("GET", "HEAD", "OPTIONS"):
        return make_response(redirect(url_for("auth.sign_in", next=_this_address())))
    if isinstance(error, HTTPException) and (error.code is None or error.code < 400):
        return make_response(error.get_response())  # a redirect of the URL map
    if (given_back := answer_with_what_was_typed(error)) is not None:
        return given_back
    answer = _find(error)
    text = answer.text or (error.words if isinstance(error, ChanceryError) else str(error))
    if answer is _UNFORESEEN:
        error_id = secrets.token_hex(8)
        route = request.url_rule.rule if request.url_rule else ""
        log_failure(error, error_id=error_id, method=request.method, route=route)
        text = said(
            "{text} Try again; if it happens again, tell your administrator {error_id}.",
            text=text,
            error_id=error_id,
        )
    # For a host that is not ours no address can be built, and so no page of ours.
    page = _bare_page if isinstance(error, SecurityError) else _page
    response = make_response(page(answer, text), answer.status)
    if isinstance(error, TooManyAttempts):
        response.headers["Retry-After"] = str(error.retry_after_s)
    elif answer.status == 503:
        response.headers["Retry-After"] = str(_RETRY_AFTER_S)
    if isinstance(error, HTTPException) and answer.status == 405:
        response.headers.extend(error.get_headers())
        response.headers["Content-Type"] = "text/html; charset=utf-8"
    return response


def _find(error: Exception) -> Answer:
    for kind in type(error).__mro__:
        if kind in _ANSWERS:
            return _ANSWERS[kind]
    if isinstance(error, HTTPException):
        code = error.code or 500
        return _HTTP_ANSWERS.get(code, _BAD_REQUEST if code < 500 else _UNFORESEEN)
    if isinstance(error, ChanceryError):
        return Answer(400, said("This cannot be done"))
    return _UNFORESEEN


def _page(answer: Answer, text: str) -> str:
    """The page; a bare one when even the template cannot be made."""
    template = "errors/not_found.html" if answer is _NOT_FOUND else "errors/error.html"
    g.is_error_page = True
    try:
        return render_template(
            template, status=answer.status, title=answer.title, text=text, leads_home=True
        )
    except Exception as error:  # the answer to an error must not be another one
        log_failure(error, error_id="error page", method=request.method, route=template)
        return _bare_page(answer, text)


def _bare_page(answer: Answer, text: str) -> str:
    title = escape(answer.title)
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return (
        f'<!doctype html><html lang="{page_language()}">{head}'
        f"<body><main><h1>{title}</h1><p>{escape(text)}</p></main></body></html>"
    )


def _this_address() -> str:
    return request.full_path if request.query_string else request.path
