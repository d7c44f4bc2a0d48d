"""The search page. The whole state of a search is its address; reading that is in `search_links.py`."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.errors import InvalidInput, QuerySyntaxError
from app.domain.principals import Action
from app.domain.searches import SearchRequest
from app.services import reports, result_exports, search
from app.web.context import current_principal, request_work
from app.web.language import in_language
from app.web.policy import requires
from app.web.saved_results import opened_here
from app.web.search_links import read_facet_search, read_request
from app.web.shown_order import facets

bp = Blueprint("search", __name__)
_DATE_FIELDS = ("from", "to")


@bp.get("/search")
@requires(Action.READ)
def results() -> ResponseReturnValue:
    """Results, or the query as it was typed with what is wrong about it."""
    parameters = request.args.to_dict(flat=False)
    asked = read_request(parameters)
    try:
        page = search.search(
            current_principal(), request_work(), asked, read_facet_search(parameters), in_language
        )
    except QuerySyntaxError as error:
        return _refused(asked, error)
    except InvalidInput as error:
        if error.field not in _DATE_FIELDS:
            raise
        return _refused(asked, QuerySyntaxError(error.message), error.field)
    return render_template(
        "search/results.html",
        page=replace(page, facets=facets(page.facets)),
        asked=page.request,
        error=None,
        formats=result_exports.formats(),
        most_listed=result_exports.MOST_LISTED,
        reports=reports.of_selections(),
        opened=opened_here(page),
    )


def _refused(
    asked: SearchRequest, error: QuerySyntaxError, wrong_date: str = ""
) -> ResponseReturnValue:
    """The text with what is wrong about it; or the two dates, of which one is wrong."""
    page = render_template(
        "search/results.html",
        page=None,
        asked=asked,
        error=error,
        wrong_date=wrong_date,
        opened=None,
    )
    return page, 400
