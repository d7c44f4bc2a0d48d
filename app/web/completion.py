"""Names as one types, for `static/js/completion.js`. A field that uses it works without it too."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, request

from app.domain.authorities import EntryKind
from app.domain.principals import Action
from app.services import completion as completion_service
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
    return jsonify(
        completions=[
            {name: in_language(text) for name, text in asdict(one).items()} for one in found
        ]
    )
