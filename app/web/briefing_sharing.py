"""Who else may open a draft of a briefing, how guarded its words are, and what it said before."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.errors import Conflict, InvalidInput
from app.domain.principals import Action
from app.domain.wording import said
from app.services import (
    briefing_drafts,
    briefing_history,
    briefing_sharing,
    briefing_writing,
    records,
)
from app.web.baskets import id_in
from app.web.briefing_forms import FloorForm, Revised, ShareForm, version_in
from app.web.context import current_house, current_principal, request_work
from app.web.form_errors import tell
from app.web.policy import requires

bp = Blueprint("briefing_sharing", __name__)
_SEE_OTHER = 303


@bp.route("/briefings/<uuid:briefing_id>/share", methods=["GET", "POST"])
@requires(Action.MAKE_BRIEFINGS)
def share(briefing_id: UUID) -> ResponseReturnValue:
    """With whom it is shared; one more by user name."""
    form = ShareForm()
    if form.is_submitted() and form.validate():
        try:
            with current_house().work(writing=True) as work:
                name = form.name.data or ""
                briefing_sharing.share(current_principal(), work, str(briefing_id), name)
                work.commit()
        except InvalidInput as error:
            tell(form, error)
        else:
            flash(said("The briefing is shared."), "good")
            return redirect(url_for("briefing_sharing.share", briefing_id=briefing_id), _SEE_OTHER)
    draft = briefing_drafts.open_draft(current_principal(), request_work(), str(briefing_id))
    page = render_template("briefings/share.html", draft=draft, form=form)
    return page, 400 if form.is_submitted() else 200


@bp.post("/briefings/<uuid:briefing_id>/share/end")
@requires(Action.MAKE_BRIEFINGS)
def end(briefing_id: UUID) -> ResponseReturnValue:
    """End the sharing with one colleague; a colleague leaves."""
    account_id = str(id_in(request.form.get("account", "")))
    principal = current_principal()
    with current_house().work(writing=True) as work:
        briefing_sharing.end(principal, work, str(briefing_id), account_id)
        work.commit()
    if account_id == principal.account_id:
        flash(said("The briefing is not shared with you any more."), "good")
        return redirect(url_for("briefings.index"), _SEE_OTHER)
    flash(said("The sharing is ended."), "good")
    return redirect(url_for("briefing_sharing.share", briefing_id=briefing_id), _SEE_OTHER)


@bp.route("/briefings/<uuid:briefing_id>/marking", methods=["GET", "POST"])
@requires(Action.MAKE_BRIEFINGS)
def marking(briefing_id: UUID) -> ResponseReturnValue:
    """How guarded the briefing's own words are."""
    principal, labels = current_principal(), current_house().settings.label_scheme
    form = FloorForm()
    form.offer(principal, labels)
    if form.is_submitted() and form.validate():
        try:
            with current_house().work(writing=True) as work:
                floor = form.label(labels)
                briefing_writing.set_floor(principal, work, str(briefing_id), floor)
                work.commit()
        except InvalidInput as error:
            tell(form, error)
        else:
            flash(said("The marking of its words is saved."), "good")
            return redirect(url_for("briefings.show", briefing_id=briefing_id), _SEE_OTHER)
    draft = briefing_drafts.open_draft(principal, request_work(), str(briefing_id))
    if not form.is_submitted():
        form.show(draft.floor)
    page = render_template("briefings/marking.html", draft=draft, form=form)
    return page, 400 if form.is_submitted() else 200


@bp.get("/briefings/<uuid:briefing_id>/history")
@requires(Action.MAKE_BRIEFINGS)
def history(briefing_id: UUID) -> str:
    """Who changed what, newest first."""
    principal, work = current_principal(), request_work()
    draft = briefing_drafts.open_draft(principal, work, str(briefing_id))
    versions = briefing_history.versions(principal, work, str(briefing_id))
    return render_template("briefings/history.html", draft=draft, versions=versions)


@bp.get("/briefings/<uuid:briefing_id>/versions/<int:revision>")
@requires(Action.MAKE_BRIEFINGS)
def version(briefing_id: UUID, revision: int) -> str:
    """The draft as it stood after one change."""
    principal, work = current_principal(), request_work()
    draft = briefing_drafts.draft(principal, work, str(briefing_id))
    found = briefing_history.version(principal, work, str(briefing_id), revision)
    picked = [one.record for one in found.briefing.picks]
    summaries = records.summaries(principal, work, picked)
    label = found.label.join(draft.label)
    for one in summaries:
        label = label.join(one.label)
    briefing_drafts.record_opening(principal, work, draft.id, label)
    return render_template(
        "briefings/version.html",
        draft=draft,
        version=found,
        summaries=summaries,
        label=label,
        form=Revised(formdata=None, revision=str(draft.revision)),
    )


@bp.post("/briefings/<uuid:briefing_id>/history/restore")
@requires(Action.MAKE_BRIEFINGS)
def restore(briefing_id: UUID) -> ResponseReturnValue:
    """Let the version that the form names stand again, as one more version."""
    form, revision = Revised(), version_in(request.form.get("version", ""))
    try:
        with current_house().work(writing=True) as work:
            principal = current_principal()
            briefing_history.restore(principal, work, str(briefing_id), revision, form.began)
            work.commit()
    except Conflict as conflict:
        flash(conflict.words, "bad")
        return redirect(url_for("briefing_sharing.history", briefing_id=briefing_id), _SEE_OTHER)
    flash(said("The earlier version stands again."), "good")
    return redirect(url_for("briefings.show", briefing_id=briefing_id), _SEE_OTHER)
