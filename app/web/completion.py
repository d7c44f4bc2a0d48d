"""Names as one types, for `static/js/completion.js`. A field that uses it works without it too."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, request

from app.domain.authorities import Completion, EntryKind
from app.domain.principals import Action
from app.services import completion as completion_service
from app.services import query_completion
from app.web.context import current_principal, request_work
from app.web.language import in_language
from app.web.policy import requires

bp = Blueprint("completion", __name__)


@bp.get("/complete/<kind>")
@requires(Action.READ)
def complete(kind: str) -> Response:
    """`{"completions": [{"value", "label", "hint"}]}`, twelve at most; 404 for an unknown kind."""
    found = completion_service.complete(
        current_principal(), request_work(), EntryKind.of(kind), request.args.get("q", "")
    )
    return jsonify(completions=[_in_words(one) for one in found])


@bp.get("/complete/query")
@requires(Action.READ)
def complete_query() -> Response:
    """As `complete`, for a query of which `q` stands before the cursor; `start` is where each value begins,
    counted as scripts count (UTF-16)."""
    typed = request.args.get("q", "")
    found = query_completion.complete_query(current_principal(), request_work(), typed, in_language)
    start = len(typed[: found.start].encode("utf-16-le")) // 2
    return jsonify(start=start, completions=[_in_words(one) for one in found.completions])


def _in_words(one: Completion) -> dict[str, str]:
    return {name: in_language(text) for name, text in asdict(one).items()}
