"""One's own saved searches: kept from the results page, listed, renamed, watched, shared, removed.

What a search asks stands in the address of the page that saves it, as on the results page.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField

from app.domain.errors import InvalidInput, QuerySyntaxError
from app.domain.principals import Action, Principal
from app.domain.saved_searches import LONGEST_NAME, MOST_WATCHED, SavedSearch
from app.domain.searches import SearchRequest
from app.domain.wording import said
from app.services import saved_searches, search_alerts
from app.services.work import Work
from app.web.context import current_house, current_principal, request_work
from app.web.form_errors import tell
from app.web.policy import requires
from app.web.search_links import query_string, read_request, search_url

bp = Blueprint("saved_searches", __name__)


class SavedSearchForm(FlaskForm):  # type: ignore[misc]
    """How it is called, and why it is kept."""

    name = StringField(said("Name"), description=said("You alone see the name and the note."))
    note = TextAreaField(said("Note"), description=said("May stay empty."))


class NewSearchForm(SavedSearchForm):
    """And whether it is watched from the first day."""

    watch = BooleanField(said("Watch it: the start page says what is new in it"))


@bp.get("/searches")
@requires(Action.KEEP_SEARCHES)
def index() -> str:
    """All of one's own, with what is new in the watched ones."""
    principal, work = current_principal(), request_work()
    kept = saved_searches.own(principal, work)
    return render_template(
        "saved_searches/index.html",
        lines=[(one, _filters(work, one.asked)) for one in kept],
        alerts={one.id: one for one in search_alerts.alerts(principal, work)},
    )


@bp.route("/searches/new", methods=["GET", "POST"])
@requires(Action.KEEP_SEARCHES)
def new() -> ResponseReturnValue:
    """Give the search in the address a name, and keep it."""
    asked = read_request(request.args.to_dict(flat=False))
    form = NewSearchForm()
    problem = ""
    if not form.is_submitted():
        form.name.data = proposed_name(asked)
    elif form.validate():
        try:
            with current_house().work(writing=True) as work:
                name, note = form.name.data or "", form.note.data or ""
                search_id = saved_searches.save(current_principal(), work, asked, name, note)
                if form.watch.data:
                    search_alerts.watch(current_principal(), work, search_id)
                work.commit()
        except QuerySyntaxError as error:
            problem = error.message
        except InvalidInput as error:
            problem = error.message if error.field not in form else ""
            if not problem:
                tell(form, error)
        else:
            kept = said("The search is kept and watched.")
            flash(kept if form.watch.data else said("The search is kept."), "good")
            return redirect(url_for("saved_searches.show", search_id=search_id))
    filters = _filters(request_work(), asked)
    page = render_template(
        "saved_searches/new.html", form=form, asked=asked, filters=filters, problem=problem
    )
    return page, 400 if form.is_submitted() else 200


@bp.route("/searches/<uuid:search_id>", methods=["GET", "POST"])
@requires(Action.KEEP_SEARCHES)
def show(search_id: UUID) -> ResponseReturnValue:
    """One of one's own: what it asks, its name and note, watching, sharing."""
    form = SavedSearchForm()
    if form.is_submitted() and form.validate():
        try:
            with current_house().work(writing=True) as work:
                name, note = form.name.data or "", form.note.data or ""
                saved_searches.describe(current_principal(), work, str(search_id), name, note)
                work.commit()
        except InvalidInput as error:
            tell(form, error)
        else:
            flash(said("Name and note are changed."), "good")
            return redirect(url_for("saved_searches.show", search_id=search_id))
    return _page(search_id, form), 400 if form.is_submitted() else 200


@bp.get("/searches/<uuid:search_id>/run")
@requires(Action.KEEP_SEARCHES)
def run(search_id: UUID) -> ResponseReturnValue:
    """Go to its results; where it is watched, this is a visit."""
    principal = current_principal()
    saved, found = search_alerts.look_at(principal, request_work(), str(search_id))
    if saved.asked is None:
        flash(said("This search cannot be asked any more. Search anew and save that."), "bad")
        return redirect(url_for("saved_searches.show", search_id=search_id))
    if found is not None:
        with current_house().work(writing=True) as work:
            search_alerts.note_visit(principal, work, saved.id, found)
            work.commit()
    return redirect(results_url(saved.asked, saved.id))


@bp.post("/searches/<uuid:search_id>/watch")
@requires(Action.KEEP_SEARCHES)
def watch(search_id: UUID) -> ResponseReturnValue:
    """Say what is new in it from now on."""
    done = said("The search is watched. The start page says what is new in it.")
    return _done(search_alerts.watch, search_id, done)


@bp.post("/searches/<uuid:search_id>/watch/end")
@requires(Action.KEEP_SEARCHES)
def end_watch(search_id: UUID) -> ResponseReturnValue:
    """Say nothing of it any more."""
    return _done(search_alerts.end_watch, search_id, said("The search is not watched any more."))


@bp.post("/searches/<uuid:search_id>/share")
@requires(Action.KEEP_SEARCHES)
def share(search_id: UUID) -> ResponseReturnValue:
    """Make a link to its query."""
    return _done(saved_searches.share, search_id, said("The query is shared by the link below."))


@bp.post("/searches/<uuid:search_id>/share/end")
@requires(Action.KEEP_SEARCHES)
def end_sharing(search_id: UUID) -> ResponseReturnValue:
    """Let the link lead nowhere."""
    return _done(saved_searches.end_sharing, search_id, said("The link leads nowhere any more."))


@bp.route("/searches/<uuid:search_id>/remove", methods=["GET", "POST"])
@requires(Action.KEEP_SEARCHES)
def remove(search_id: UUID) -> ResponseReturnValue:
    """Ask once more, then remove it."""
    if request.method != "POST":
        saved = saved_searches.one(current_principal(), request_work(), str(search_id))
        return render_template("saved_searches/remove.html", saved=saved)
    with current_house().work(writing=True) as work:
        saved_searches.remove(current_principal(), work, str(search_id))
        work.commit()
    flash(said("The search is removed."), "good")
    return redirect(url_for("saved_searches.index"))


def results_url(asked: SearchRequest, search_id: str, page: int = 1) -> str:
    """The results of a saved search, which say what is new in it."""
    address = search_url(asked, page=page)
    return f"{address}{'&' if '?' in address else '?'}saved={search_id}"


def saving_url(asked: SearchRequest) -> str:
    """The page that keeps this search."""
    pairs = query_string(asked)
    return url_for("saved_searches.new") + (f"?{pairs}" if pairs else "")


def proposed_name(asked: SearchRequest) -> str:
    """The words themselves are the name at hand."""
    return " ".join(asked.text.split())[:LONGEST_NAME]


def _filters(work: Work, asked: SearchRequest | None) -> tuple[saved_searches.FilterWords, ...]:
    return saved_searches.filters_in_words(work, asked.filters) if asked else ()


def _page(search_id: UUID, form: SavedSearchForm) -> str:
    principal, work = current_principal(), request_work()
    saved: SavedSearch = saved_searches.one(principal, work, str(search_id))
    if not form.is_submitted():
        form.name.data, form.note.data = saved.name, saved.note
    link = ""
    if saved.share_id:
        path = url_for("shared_searches.show", share_id=saved.share_id)
        link = current_house().settings.base_url + path
    return render_template(
        "saved_searches/show.html",
        saved=saved,
        form=form,
        filters=_filters(work, saved.asked),
        link=link,
        most_watched=MOST_WATCHED,
    )


def _done(
    do: Callable[[Principal, Work, str], object], search_id: UUID, message: str
) -> ResponseReturnValue:
    """Do one thing with one's own search, say so on its page, or why it was not done."""
    try:
        with current_house().work(writing=True) as work:
            do(current_principal(), work, str(search_id))
            work.commit()
    except InvalidInput as error:
        flash(error.message, "bad")
    else:
        flash(message, "good")
    return redirect(url_for("saved_searches.show", search_id=search_id))
