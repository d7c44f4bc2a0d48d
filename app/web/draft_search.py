"""Pasting a draft: its lines are searched, and nothing of it is kept.

The draft comes in the body of the form and never in an address. The page gives it back in its field, so
that only the browser has it; the way on to further lines sends it again.
"""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.draft_lines import LONGEST_LINE, MOST_LINES, Agreement
from app.domain.errors import InvalidInput
from app.domain.principals import Action
from app.services import draft_search
from app.services.draft_search import DraftPage
from app.web.attachments import attachment
from app.web.context import current_principal, request_work
from app.web.policy import requires

bp = Blueprint("draft_search", __name__)
SEARCH, TAKE = "search", "csv"


@bp.route("/search/draft", methods=["GET", "POST"])
@requires(Action.READ)
def page() -> ResponseReturnValue:
    """The form; sent, it is searched, or taken away as CSV. Sent in another way it is shown again."""
    wanted = request.form.get("do", "") if request.method == "POST" else ""
    if wanted not in (SEARCH, TAKE):
        return _page(None)
    try:
        agreement, first = _agreement(), _first()
        if wanted == TAKE:
            return _taken(agreement, first)
        found = draft_search.search_draft(
            current_principal(), request_work(), _draft(), agreement, first=first
        )
    except InvalidInput as error:
        return _page(None, error.message), 400
    return _page(found)


def _taken(agreement: Agreement, first: int) -> Response:
    taken = draft_search.export_draft(
        current_principal(), request_work(), _draft(), agreement, first=first
    )
    answer = make_response(taken.content)
    answer.content_type = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = attachment(taken.filename)
    return answer


def _page(found: DraftPage | None, error: str = "") -> str:
    return render_template(
        "search/draft.html",
        draft=_draft(),
        chosen=request.form.get("agreement", Agreement.MOST.value),
        page=found,
        error=error,
        most_lines=MOST_LINES,
        longest_line=LONGEST_LINE,
    )


def _draft() -> str:
    return request.form.get("draft", "")


def _agreement() -> Agreement:
    try:
        return Agreement(request.form.get("agreement", Agreement.MOST.value))
    except ValueError as error:
        raise InvalidInput("agreement", "Choose one of the three ways to compare.") from error


def _first() -> int:
    text = request.form.get("first", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
