"""More like this: the page of other texts that share a record's telling words."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template

from app.domain.principals import Action
from app.domain.records import RecordId
from app.services import more_like
from app.web.context import current_principal, request_work
from app.web.policy import requires

bp = Blueprint("more_like", __name__)


@bp.get("/search/like/<uuid:record_id>")
@requires(Action.READ)
def page(record_id: UUID) -> str:
    """Raises NotFound for hidden and absent alike."""
    found = more_like.more_like(current_principal(), request_work(), RecordId(str(record_id)))
    return render_template("search/like.html", page=found, page_label=found.label)
