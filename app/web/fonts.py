"""Fonts served by us, so that no page loads anything from elsewhere."""

from __future__ import annotations

from flask import Blueprint, Response, request

from app.services import web_fonts
from app.web.context import current_house
from app.web.policy import public_page

bp = Blueprint("fonts", __name__)
KEPT_FOR_EVER = "public, max-age=31536000, immutable"
KEPT_FOR_AN_HOUR = "public, max-age=3600"


@bp.get("/fonts/faces.css")
@public_page("The list of fonts, the same for everybody: nothing of the archive.")
def faces() -> Response:
    """The `@font-face` rules of all fonts."""
    with current_house().work() as work:
        answer = Response(web_fonts.stylesheet(work), content_type="text/css; charset=utf-8")
    answer.headers["Cache-Control"] = KEPT_FOR_AN_HOUR
    return answer


@bp.get("/fonts/<name>.woff2")
@public_page("A font, the same for everybody: nothing of the archive.")
def font(name: str) -> Response:
    """One font file; kept for ever by browsers where the address carries its version."""
    with current_house().work() as work:
        answer = Response(web_fonts.face(work, name), content_type="font/woff2")
        is_current = request.args.get("v") == web_fonts.version(work)
    answer.headers["Cache-Control"] = KEPT_FOR_EVER if is_current else KEPT_FOR_AN_HOUR
    return answer
