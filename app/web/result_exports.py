"""Taking the results of a search away as a file."""

from __future__ import annotations

from flask import Blueprint, Response, request

from app.domain.principals import Action
from app.services import result_exports
from app.web.attachments import attachment
from app.web.context import current_house, current_principal, request_work
from app.web.policy import requires
from app.web.search_links import read_request

bp = Blueprint("result_exports", __name__)


@bp.get("/search/results.<extension>")
@requires(Action.READ)
def take(extension: str) -> Response:
    """All results of the search in the address, up to a limit, in the order of the page."""
    house = current_house()
    made = result_exports.export(
        current_principal(),
        request_work(),
        read_request(request.args.to_dict(flat=False)),
        extension,
        made_at=house.clock.now(),
        base_url=house.settings.base_url,
    )
    answer = Response(made.content, content_type=made.media_type)
    answer.headers["Content-Disposition"] = attachment(made.filename)
    return answer
