"""What goes into a draft of a briefing: records by reference or from the basket, saved searches, how much of
each. The rows themselves stand on the page of the draft (`briefings.py`)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.briefings import MOST_SEARCHES, Depth
from app.domain.errors import InvalidInput
from app.domain.principals import Action
from app.domain.records import RecordId
from app.domain.wording import said
from app.services import briefing_drafts, briefing_picking, saved_searches
from app.services.work import Work
from app.web.baskets import STEPS, deed_in, id_in, record_in, tell_picked
from app.web.context import current_house, current_principal, request_work
from app.web.policy import requires

bp = Blueprint("briefing_selection", __name__)
_RECORD_DEPTH, _SEARCH_DEPTH = "depth.", "depth-of-search."
_SEE_OTHER = 303


@bp.post("/briefings/<uuid:briefing_id>/selection")
@requires(Action.MAKE_BRIEFINGS)
def change(briefing_id: UUID) -> ResponseReturnValue:
    """The rows of the selection: every button keeps the depths that are chosen, too.

    `do` is `up:`, `down:` or `remove:` with a record's id, `remove-search:` with a search's name, or `all`:
    then the one depth of `depth-of-all` is every row's.
    """
    principal, draft_id = current_principal(), str(briefing_id)
    deed = request.form.get("do", "")

    def changed(work: Work) -> None:
        kind, _, name = deed.partition(":")
        if kind == "all":
            briefing_picking.set_every_depth(principal, work, draft_id, _depth_of_all())
            return
        records, searches = _depths()
        briefing_picking.set_depths(principal, work, draft_id, records, searches)
        if kind in STEPS:
            _, record_id = deed_in(deed)
            briefing_picking.move_pick(principal, work, draft_id, record_id, STEPS[kind])
        elif kind == "remove":
            briefing_picking.drop(principal, work, draft_id, [record_in(name)])
        elif kind == "remove-search":
            briefing_picking.drop_search(principal, work, draft_id, name)

    return _done(briefing_id, changed)


@bp.post("/briefings/<uuid:briefing_id>/selection/take-out")
@requires(Action.MAKE_BRIEFINGS)
def take_out(briefing_id: UUID) -> ResponseReturnValue:
    """Several at once: those that the audience may not read."""
    records = [record_in(one) for one in request.form.getlist("record")]

    def changed(work: Work) -> None:
        briefing_picking.drop(current_principal(), work, str(briefing_id), records)

    return _done(briefing_id, changed, "audience")


@bp.post("/briefings/<uuid:briefing_id>/selection/reference")
@requires(Action.MAKE_BRIEFINGS)
def reference(briefing_id: UUID) -> ResponseReturnValue:
    """One record by its reference."""
    typed = request.form.get("reference", "")

    def changed(work: Work) -> None:
        briefing_picking.pick_reference(current_principal(), work, str(briefing_id), typed)

    return _done(briefing_id, changed)


@bp.post("/briefings/<uuid:briefing_id>/selection/basket")
@requires(Action.MAKE_BRIEFINGS)
def basket(briefing_id: UUID) -> ResponseReturnValue:
    """Everything of one's basket."""

    def changed(work: Work) -> None:
        tell_picked(briefing_picking.pick_basket(current_principal(), work, str(briefing_id)))

    return _done(briefing_id, changed)


@bp.route("/briefings/<uuid:briefing_id>/selection/search", methods=["GET", "POST"])
@requires(Action.MAKE_BRIEFINGS)
def search(briefing_id: UUID) -> ResponseReturnValue:
    """Choose one of one's own saved searches."""
    if request.method == "POST":
        search_id = str(id_in(request.form.get("search", "")))

        def changed(work: Work) -> None:
            principal = current_principal()
            briefing_picking.pick_search(principal, work, str(briefing_id), search_id)

        return _done(briefing_id, changed)
    principal, work = current_principal(), request_work()
    draft = briefing_drafts.open_draft(principal, work, str(briefing_id))
    return render_template(
        "briefings/search.html",
        draft=draft,
        kept=[one for one in saved_searches.own(principal, work) if one.asked is not None],
        taken={one.name for one in draft.briefing.searches},
        most=MOST_SEARCHES,
    )


def _depths() -> tuple[dict[RecordId, Depth], dict[str, Depth]]:
    """How much of each is wanted, as the fields of the form say."""
    records: dict[RecordId, Depth] = {}
    searches: dict[str, Depth] = {}
    for field, value in request.form.items():
        try:
            depth = Depth(value)
        except ValueError:
            continue
        if field.startswith(_SEARCH_DEPTH):
            searches[field.removeprefix(_SEARCH_DEPTH)] = depth
        elif field.startswith(_RECORD_DEPTH):
            records[RecordId(field.removeprefix(_RECORD_DEPTH))] = depth
    return records, searches


def _depth_of_all() -> Depth:
    try:
        return Depth(request.form.get("depth-of-all", ""))
    except ValueError as error:
        words = said("Choose how much of every text the book holds.")
        raise InvalidInput("depth-of-all", words) from error


def _done(
    briefing_id: UUID, do: Callable[[Work], None], place: str = "selection"
) -> ResponseReturnValue:
    """Do one thing with the selection and go back to it, or say why it was not done."""
    try:
        with current_house().work(writing=True) as work:
            do(work)
            work.commit()
    except InvalidInput as error:
        flash(error.message or said("This cannot be done."), "bad")
    page = request.form.get("page", "")
    is_other = page.isascii() and page.isdigit() and page != "1"
    address = url_for(
        "briefings.show",
        briefing_id=briefing_id,
        page=page if is_other else None,
        _anchor=place,
    )
    return redirect(address, _SEE_OTHER)
