"""The record sheet as a download."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request

from app.domain.principals import Action
from app.domain.records import RecordId
from app.services import sheets
from app.web.attachments import attachment
from app.web.context import current_house, current_principal, request_work
from app.web.policy import requires

bp = Blueprint("sheets", __name__)


@bp.get("/records/<uuid:record_id>/sheet.pdf")
@requires(Action.READ)
def record_sheet(record_id: UUID) -> Response:
    """One record on paper, with its marking on every page."""
    sheet = sheets.record_sheet(
        current_principal(),
        request_work(),
        RecordId(str(record_id)),
        printed_at=current_house().clock.now(),
        copies=1,
        paper=request.args.get("paper", "a4"),
        language=request.args.get("language", "en"),
    )
    answer = Response(sheet.content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = attachment(sheet.filename)
    return answer
