"""The basket: a button beside every record that puts it in or takes it out, and the page of what is in it.

The button is a form that leads back to where one was; with JavaScript (`static/js/basket.js`) the page stays.
Under the results of a search one button puts all of them in.
`basket_here()` tells templates what is in it, once a request; None where nobody has one.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Action
from app.domain.records import RecordId
from app.domain.wording import said, said_many
from app.services import baskets, briefing_drafts, briefing_picking, reports
from app.web.auth import own_address
from app.web.context import current_house, current_principal, principal_or_none, request_work
from app.web.language import in_language
from app.web.policy import requires
from app.web.search_links import read_request, search_url

bp = Blueprint("baskets", __name__)
STEPS = {"up": -1, "down": 1}
_SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class BasketHere:
    """What is in the basket of whoever looks at this page, of what they may read now."""

    ids: frozenset[RecordId]

    @property
    def count(self) -> int:
        return len(self.ids)


def basket_here() -> BasketHere | None:
    """The basket for this page, asked for once; None for those who have none, and on error pages."""
    if g.get("is_error_page") or g.get("session_problem"):
        return None
    if "basket_here" not in g:
        principal = principal_or_none()
        has_one = principal is not None and principal.may(Action.MAKE_BRIEFINGS)
        ids = baskets.record_ids(principal, request_work()) if principal and has_one else ()
        g.basket_here = BasketHere(frozenset(ids)) if has_one else None
    found: BasketHere | None = g.basket_here
    return found


@bp.get("/basket")
@requires(Action.MAKE_BRIEFINGS)
def index() -> str:
    """What is in it, and what can be made of it."""
    principal, work = current_principal(), request_work()
    return render_template(
        "baskets/index.html",
        basket=baskets.open_basket(principal, work),
        drafts=briefing_drafts.drafts(principal, work),
        reports=reports.of_selections(),
    )


@bp.post("/basket/pick")
@requires(Action.MAKE_BRIEFINGS)
def pick() -> ResponseReturnValue:
    """Put one record in or take it out, and go back to its button."""
    record_id = record_in(request.form.get("record", ""))
    problem = ""
    with current_house().work(writing=True) as work:
        change = baskets.remove if request.form.get("do") == "remove" else baskets.add
        try:
            change(current_principal(), work, [record_id])
            work.commit()
        except InvalidInput as error:
            problem = error.message
    if request.headers.get("Accept") == "application/json":
        here = basket_here()
        count = here.count if here else 0
        is_in = here is not None and record_id in here.ids
        return jsonify(count=count, is_in=is_in, problem=in_language(problem))
    if problem:
        flash(problem, "bad")
    back = own_address(request.form.get("back")) or url_for("baskets.index")
    return redirect(f"{back.partition('#')[0]}#pick-{record_id}", _SEE_OTHER)


@bp.post("/basket/results")
@requires(Action.MAKE_BRIEFINGS)
def pick_results() -> ResponseReturnValue:
    """Put everything in that the search in the form finds, and go back to its results."""
    principal, asked = current_principal(), read_request(request.form.to_dict(flat=False))
    try:
        found = baskets.found_for_basket(principal, request_work(), asked)
        with current_house().work(writing=True) as work:
            added = baskets.add(principal, work, found) if found else 0
            work.commit()
    except InvalidInput as error:
        if error.field != "basket":
            raise
        flash(error.message, "bad")
    else:
        words = said_many(
            "{number:,} text is put into the basket.",
            "{number:,} texts are put into the basket.",
            added,
        )
        flash(words if added else said("Nothing is put in: it is all in the basket."), "good")
    return redirect(search_url(asked), _SEE_OTHER)


@bp.post("/basket/change")
@requires(Action.MAKE_BRIEFINGS)
def change() -> ResponseReturnValue:
    """One row of the page: `do` is `up:`, `down:` or `remove:` with the record's id."""
    deed, record_id = deed_in(request.form.get("do", ""))
    with current_house().work(writing=True) as work:
        if deed in STEPS:
            baskets.move(current_principal(), work, record_id, STEPS[deed])
        elif deed == "remove":
            baskets.remove(current_principal(), work, [record_id])
        work.commit()
    return redirect(url_for("baskets.index"), _SEE_OTHER)


@bp.route("/basket/empty", methods=["GET", "POST"])
@requires(Action.MAKE_BRIEFINGS)
def empty() -> ResponseReturnValue:
    """Ask once more, then take everything out."""
    if request.method != "POST":
        return render_template("baskets/empty.html")
    with current_house().work(writing=True) as work:
        baskets.empty(current_principal(), work)
        work.commit()
    flash(said("The basket is empty."), "good")
    return redirect(url_for("baskets.index"), _SEE_OTHER)


@bp.post("/basket/into")
@requires(Action.MAKE_BRIEFINGS)
def into() -> ResponseReturnValue:
    """Add everything in it to a briefing; the basket stays as it is."""
    briefing_id = str(id_in(request.form.get("briefing", "")))
    try:
        with current_house().work(writing=True) as work:
            picked = briefing_picking.pick_basket(current_principal(), work, briefing_id)
            work.commit()
    except InvalidInput as error:
        flash(error.message, "bad")
    else:
        tell_picked(picked)
    return redirect(url_for("briefings.show", briefing_id=briefing_id), _SEE_OTHER)


def tell_picked(picked: briefing_picking.Picked) -> None:
    """Say how many texts came into a briefing, and that some could not."""
    words = said_many("{number:,} text is added.", "{number:,} texts are added.", picked.added)
    flash(words if picked.added else said("Nothing is added: it is all in it."), "good")
    if picked.left_out:
        left_out = said_many(
            "{number:,} text is left out, because whoever began this briefing may not read it.",
            "{number:,} texts are left out, because whoever began this briefing may not read them.",
            picked.left_out,
        )
        flash(left_out, "warn")


def deed_in(value: str) -> tuple[str, RecordId]:
    """`up:<id>` in two parts. Raises NotFound for what is no id."""
    deed, _, record_id = value.partition(":")
    return deed, record_in(record_id)


def record_in(value: str) -> RecordId:
    """The id of a record as a form brings it. Raises NotFound for what is no id."""
    return RecordId(str(id_in(value)))


def id_in(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as error:
        raise NotFound from error
