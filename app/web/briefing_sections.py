"""The sections of a draft of a briefing: their order, and the page on which one is written.

What somebody typed is never lost: where the section was changed meanwhile, both wordings stand on the page.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.briefing_drafts import EarlierText, count_words
from app.domain.briefing_merging import SectionConflict
from app.domain.briefings import LONGEST_TEXT, Section
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Action
from app.domain.wording import said
from app.services import briefing_drafts, briefing_history, briefing_preview, briefing_writing
from app.web.briefing_forms import TextForm, version_in
from app.web.context import current_house, current_principal, request_work
from app.web.form_errors import tell
from app.web.kept_forms import LOOK, OF_ANOTHER, are_of_another
from app.web.policy import requires

bp = Blueprint("briefing_sections", __name__)
_DEEDS = ("up", "down", "out", "in")
_SEE_OTHER = 303


@bp.route("/briefings/<uuid:briefing_id>/sections", methods=["GET", "POST"])
@requires(Action.MAKE_BRIEFINGS)
def order(briefing_id: UUID) -> ResponseReturnValue:
    """Which sections the book has, and in which order. `do` is `up:`, `down:`, `out:`, `in:` a section."""
    if request.method == "POST":
        deed, _, name = request.form.get("do", "").partition(":")
        section = _section(name)
        if deed not in _DEEDS:
            raise NotFound
        with current_house().work(writing=True) as work:
            briefing_writing.arrange(current_principal(), work, str(briefing_id), section, deed)
            work.commit()
        address = url_for("briefing_sections.order", briefing_id=briefing_id)
        return redirect(f"{address}#section-{section.value}", _SEE_OTHER)
    preview = briefing_preview.preview(current_principal(), request_work(), str(briefing_id))
    return render_template("briefings/order.html", preview=preview, draft=preview.draft)


@bp.route("/briefings/<uuid:briefing_id>/sections/<section>", methods=["GET", "POST"])
@requires(Action.MAKE_BRIEFINGS)
def write(briefing_id: UUID, section: str) -> ResponseReturnValue:
    """Write one section."""
    wanted, form = _section(section, is_written=True), TextForm()
    if not form.is_submitted():
        return _page(briefing_id, wanted)
    if request.form.get("do") == LOOK:
        if are_of_another(request.form.items(multi=True), current_principal()):
            flash(OF_ANOTHER, "warn")
            return redirect(request.path, _SEE_OTHER)
        return _page(briefing_id, wanted, form, is_given_back=True)
    if not form.validate():
        return _page(briefing_id, wanted, form, status=400)
    text = form.text.data or ""
    try:
        with current_house().work(writing=True) as work:
            briefing_writing.write_section(
                current_principal(), work, str(briefing_id), wanted, text, form.began
            )
            work.commit()
    except InvalidInput as error:
        tell(form, error)
        return _page(briefing_id, wanted, form, status=400)
    except SectionConflict as conflict:
        form.revision.data = str(conflict.revision)
        return _page(briefing_id, wanted, form, conflict.standing, status=409)
    flash(said("{section} is saved.", section=wanted.title), "good")
    return redirect(
        url_for("briefings.show", briefing_id=briefing_id, _anchor="sections"), _SEE_OTHER
    )


@bp.post("/briefings/<uuid:briefing_id>/sections/<section>/restore")
@requires(Action.MAKE_BRIEFINGS)
def restore(briefing_id: UUID, section: str) -> ResponseReturnValue:
    """Bring the words back that a section had before."""
    wanted, form = _section(section, is_written=True), TextForm()
    revision = version_in(request.form.get("version", ""))
    try:
        with current_house().work(writing=True) as work:
            briefing_history.restore_text(
                current_principal(), work, str(briefing_id), wanted, revision, form.began
            )
            work.commit()
    except SectionConflict as conflict:
        old = briefing_history.version(
            current_principal(), request_work(), str(briefing_id), revision
        )
        form.text.data = old.briefing.text(wanted)
        form.revision.data = str(conflict.revision)
        return _page(briefing_id, wanted, form, conflict.standing, status=409)
    flash(said("The earlier wording stands again."), "good")
    return redirect(
        url_for("briefing_sections.write", briefing_id=briefing_id, section=section), _SEE_OTHER
    )


def _page(
    briefing_id: UUID,
    section: Section,
    form: TextForm | None = None,
    standing: EarlierText | None = None,
    status: int = 200,
    *,
    is_given_back: bool = False,
) -> ResponseReturnValue:
    """The form; `standing` is what somebody else saved meanwhile.

    `is_given_back`: the words were typed before signing in again, and are not saved.
    """
    principal, work, draft_id = current_principal(), request_work(), str(briefing_id)
    draft = briefing_drafts.open_draft(principal, work, draft_id)
    text = draft.briefing.text(section)
    if form is None:
        form = TextForm(formdata=None, text=text, revision=str(draft.revision))
    return render_template(
        "briefings/write.html",
        draft=draft,
        section=section,
        form=form,
        standing=standing,
        is_given_back=is_given_back,
        words=count_words(form.text.data or ""),
        earlier=briefing_history.earlier_texts(principal, work, draft_id, section),
        longest=LONGEST_TEXT,
    ), status


def _section(name: str, *, is_written: bool = False) -> Section:
    """The section of an address. Raises NotFound."""
    try:
        section = Section(name)
    except ValueError as error:
        raise NotFound from error
    if is_written and not section.is_written:
        raise NotFound
    return section
