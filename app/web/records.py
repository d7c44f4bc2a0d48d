"""Pages on one record: the record, its history, its signatories as CSV, its reference, its neighbours.

Opening a record is audited by the service before anything is answered. The way back to a search is in
`way_back.py`.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.access import AccessLabel, join_labels
from app.domain.errors import NotFound
from app.domain.principals import Action
from app.domain.records import RecordId
from app.domain.searches import Excerpt
from app.domain.views import RecordView
from app.services import disposing, reading, signatory_files, withdrawing
from app.services import records as record_service
from app.services import search as search_service
from app.web.attachments import attachment
from app.web.consents import consent_panel
from app.web.context import current_principal, request_work
from app.web.disposals import disposed_page
from app.web.holds import retention_panel
from app.web.policy import requires
from app.web.presentation import own_title
from app.web.record_page import record_page
from app.web.search_links import query_string, search_url
from app.web.way_back import position_in_url, search_in_url, way_back, way_pairs
from app.web.withdrawals import stub_page

bp = Blueprint("records", __name__)
SEARCH_LENGTH_LIMIT = 4_000
LAST_POSITION = 1_000_000


@bp.get("/records/<uuid:record_id>")
@requires(Action.READ)
def show(record_id: UUID) -> ResponseReturnValue:
    """The record, with its eight facts first; what is left of one that was withdrawn."""
    try:
        view = _open(record_id)
    except NotFound:
        return _stub_page(RecordId(str(record_id)))
    latest = [one.label for one in view.history[:1] if one.label]
    return render_template(
        "records/show.html",
        view=view,
        page=record_page(view),
        way_back=way_back(),
        way=way_pairs(),
        matched=_matched(view.id),
        most_places=reading.PLACES_SHOWN,
        label=join_labels(latest, view.page_label),
        consent=consent_panel(view),
        retention=retention_panel(view),
    )


@bp.get("/records/<uuid:record_id>/history")
@requires(Action.READ)
def history(record_id: UUID) -> str:
    """Who changed what, when, from what to what, and why."""
    view = _open(record_id)
    title = own_title(view.description.title, view.description.title_is_supplied)
    return render_template(
        "records/history.html", view=view, title=title, label=label_of_history(view)
    )


@bp.get("/records/<uuid:record_id>/signatories.csv")
@requires(Action.READ)
def signatories(record_id: UUID) -> Response:
    """The signatories as a table for a spreadsheet."""
    made = signatory_files.take(current_principal(), request_work(), RecordId(str(record_id)))
    answer = Response(made.content, mimetype="text/csv")
    answer.headers["Content-Disposition"] = attachment(made.filename)
    return answer


@bp.get("/r/<reference>")
@requires(Action.READ)
def by_reference(reference: str) -> ResponseReturnValue:
    """The record of that reference code, however it is typed."""
    principal, work = current_principal(), request_work()
    try:
        found = record_service.find_reference(principal, work, reference)
    except NotFound:
        found = _find_stub(reference)
    return redirect(url_for("records.show", record_id=found), 302)


@bp.get("/records/in-search")
@requires(Action.READ)
def in_search() -> ResponseReturnValue:
    """The n-th record of a search: the search is asked again, so its order is that of now."""
    search, position = search_in_url(), position_in_url()
    if search is None or position is None:
        return redirect(url_for("search.results"), 302)
    page, place = divmod(position - 1, search.page_size)
    found = search_service.search(
        current_principal(), request_work(), replace(search, page=page + 1)
    )
    if found.request.page != page + 1 or place >= len(found.hits):
        return redirect(search_url(search), 302)  # the search ends before that place
    hit = found.hits[place].summary
    way = {"from": query_string(search), "n": str(position), "of": str(found.total)}
    address = f"{url_for('records.show', record_id=hit.id)}?{urlencode(way)}"
    return redirect(address, 302)


def _stub_page(record_id: RecordId) -> ResponseReturnValue:
    """What is left of a record that was withdrawn or disposed of. Raises NotFound where nothing is."""
    try:
        return stub_page(record_id)
    except NotFound:
        return disposed_page(record_id)


def _find_stub(reference: str) -> RecordId:
    principal, work = current_principal(), request_work()
    try:
        return withdrawing.find_withdrawn(principal, work, reference)
    except NotFound:
        return disposing.find_disposed(principal, work, reference)


def _matched(record_id: RecordId) -> tuple[Excerpt, ...]:
    """Where the search that led here matches; nothing without one."""
    search = search_in_url()
    if search is None:
        return ()
    return reading.matched_places(current_principal(), request_work(), record_id, search)


def _open(record_id: UUID) -> RecordView:
    return record_service.open_record(current_principal(), request_work(), RecordId(str(record_id)))


def label_of_history(view: RecordView) -> AccessLabel:
    """The join of the record and of the cells its revisions were written in; of nothing else."""
    return join_labels([one.label for one in view.history if one.label], view.label)
