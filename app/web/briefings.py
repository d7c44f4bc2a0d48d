"""Drafts of briefings: the list, a new one, the page of one with its preview, its details, audience, end.

Pages on its texts are in `briefing_selection.py`, on its sections in `briefing_sections.py`, on sharing and
history in `briefing_sharing.py`. What is built from it stands in the panel `templates/briefings/build.html`.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access import join_labels
from app.domain.briefing_merging import FieldsConflict, lines_of
from app.domain.briefings import Depth
from app.domain.errors import InvalidInput
from app.domain.principals import Action
from app.domain.records import PartyCode
from app.domain.wording import said
from app.services import baskets, briefing_drafts, briefing_preview, briefing_writing, naming
from app.web.briefing_forms import LinesForm, NewForm, OutputForm
from app.web.context import current_house, current_principal, request_work
from app.web.form_errors import tell
from app.web.page_numbers import page_number
from app.web.policy import requires
from app.web.presentation import plain_day

bp = Blueprint("briefings", __name__)
ROWS_PER_PAGE = 50
_SEE_OTHER = 303


@bp.get("/briefings")
@requires(Action.MAKE_BRIEFINGS)
def index() -> str:
    """One's own drafts, and those that colleagues share."""
    found = briefing_drafts.drafts(current_principal(), request_work())
    label = join_labels((one.label for one in found), current_house().settings.label_scheme.bottom)
    return render_template("briefings/index.html", drafts=found, label=label)


@bp.route("/briefings/new", methods=["GET", "POST"])
@requires(Action.MAKE_BRIEFINGS)
def new() -> ResponseReturnValue:
    """Begin one: what it is for, and whether the basket goes into it."""
    form = NewForm()
    if not form.is_submitted():
        form.basket.data = "basket" in request.args
    elif form.validate():
        try:
            with current_house().work(writing=True) as work:
                principal = current_principal()
                picked = baskets.record_ids(principal, work) if form.basket.data else ()
                made = briefing_drafts.begin_with(principal, work, form.lines, picked)
                work.commit()
        except InvalidInput as error:
            tell(form, error)
        else:
            return redirect(url_for("briefings.show", briefing_id=made), _SEE_OTHER)
    page = render_template("briefings/new.html", form=form)
    return page, 400 if form.is_submitted() else 200


@bp.get("/briefings/<uuid:briefing_id>")
@requires(Action.MAKE_BRIEFINGS)
def show(briefing_id: UUID) -> ResponseReturnValue:
    """The draft: its texts, its sections, the resulting marking, its audience."""
    return draft_page(str(briefing_id))


@bp.route("/briefings/<uuid:briefing_id>/details", methods=["GET", "POST"])
@requires(Action.MAKE_BRIEFINGS)
def details(briefing_id: UUID) -> ResponseReturnValue:
    """Title, occasion, day, for whom it is prepared, who is met."""
    form, status = LinesForm(), 200
    if form.is_submitted():
        status = 400
        if form.validate():
            try:
                with current_house().work(writing=True) as work:
                    briefing_writing.set_lines(
                        current_principal(), work, str(briefing_id), form.lines, form.began
                    )
                    work.commit()
            except InvalidInput as error:
                tell(form, error)
            except FieldsConflict as conflict:
                _show_clashes(form, conflict)
                status = 409
            else:
                return _back(briefing_id)
    draft = briefing_drafts.open_draft(current_principal(), request_work(), str(briefing_id))
    if not form.is_submitted():
        lines = lines_of(draft.briefing)
        form = LinesForm(formdata=None, obj=lines, revision=str(draft.revision))
        form.counterpart.data = _party_name(lines.counterpart)
    return render_template("briefings/details.html", draft=draft, form=form), status


@bp.post("/briefings/<uuid:briefing_id>/output")
@requires(Action.MAKE_BRIEFINGS)
def output(briefing_id: UUID) -> ResponseReturnValue:
    """For whom it is, on which paper, in which language."""
    form = OutputForm()
    form.offer(current_principal(), current_house().settings.label_scheme)
    if not form.validate():
        return draft_page(str(briefing_id), form, 400)
    try:
        with current_house().work(writing=True) as work:
            briefing_writing.set_output(
                current_principal(), work, str(briefing_id), form.output, form.began
            )
            work.commit()
    except InvalidInput as error:
        error.field = "level" if error.field in ("clearance", "label") else error.field
        tell(form, error)
        return draft_page(str(briefing_id), form, 400)
    except FieldsConflict as conflict:
        _show_clashes(form, conflict)
        return draft_page(str(briefing_id), form, 409)
    return _back(briefing_id, "audience")


@bp.post("/briefings/<uuid:briefing_id>/copy")
@requires(Action.MAKE_BRIEFINGS)
def copy(briefing_id: UUID) -> ResponseReturnValue:
    """A draft of one's own that holds the same."""
    try:
        with current_house().work(writing=True) as work:
            made = briefing_drafts.copy(current_principal(), work, str(briefing_id))
            work.commit()
    except InvalidInput as error:
        flash(error.message, "bad")
        return _back(briefing_id)
    flash(said("This is the copy. It is yours, and shared with nobody."), "good")
    return redirect(url_for("briefings.show", briefing_id=made), _SEE_OTHER)


@bp.route("/briefings/<uuid:briefing_id>/remove", methods=["GET", "POST"])
@requires(Action.MAKE_BRIEFINGS)
def remove(briefing_id: UUID) -> ResponseReturnValue:
    """Ask once more, then remove it with all its versions."""
    if request.method != "POST":
        draft = briefing_drafts.open_draft(current_principal(), request_work(), str(briefing_id))
        return render_template("briefings/remove.html", draft=draft)
    with current_house().work(writing=True) as work:
        briefing_drafts.remove(current_principal(), work, str(briefing_id))
        work.commit()
    flash(said("The briefing is removed."), "good")
    return redirect(url_for("briefings.index"), _SEE_OTHER)


def draft_page(
    briefing_id: str, form: OutputForm | None = None, status: int = 200
) -> ResponseReturnValue:
    """The page of a draft; `form` is the panel of the audience as it was sent."""
    principal, work = current_principal(), request_work()
    found = briefing_preview.preview(principal, work, briefing_id)
    audience = found.draft.briefing.audience
    if form is None:
        form = OutputForm(formdata=None)
        form.offer(principal, work.labels)
        form.show(found.draft, work.labels, _party_name(audience.party))
    picked = [one for one in found.selection.records if not one.whence]
    page = min(page_number(request.args), max(1, -(-len(picked) // ROWS_PER_PAGE)))
    first = (page - 1) * ROWS_PER_PAGE
    return render_template(
        "briefings/show.html",
        preview=found,
        draft=found.draft,
        selection=found.selection,
        form=form,
        picked=picked,
        rows=picked[first : first + ROWS_PER_PAGE],
        first=first,
        page=page,
        page_count=max(1, -(-len(picked) // ROWS_PER_PAGE)),
        depths=list(Depth),
        day=plain_day(date.fromisoformat(day)) if (day := found.draft.briefing.date) else "",
        counterpart=_party_name(found.draft.briefing.counterpart),
    ), status


def _show_clashes(form: LinesForm | OutputForm, conflict: FieldsConflict) -> None:
    """What somebody else wrote stands at each field; sending it again puts one's own in its place."""
    form.revision.data = str(conflict.revision)
    for name, value in conflict.standing.items():
        field = "account" if name == "audience" else name
        told = said(
            "{name} changed this meanwhile to: {value}. Save again to put yours in its place.",
            name=conflict.by,
            value=value or said("nothing"),
        )
        form[field].errors = [told]


def _party_name(code: str) -> str:
    """What the party is called; empty for none."""
    parties = naming.parties(current_principal(), request_work())
    return parties.name_today(PartyCode(code)) if code else ""


def _back(briefing_id: UUID, place: str = "") -> ResponseReturnValue:
    return redirect(
        url_for("briefings.show", briefing_id=briefing_id, _anchor=place or None), _SEE_OTHER
    )
