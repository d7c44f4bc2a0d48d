"""Exporting a selection as a bag: a list of references or a search, for registrars.

A small selection goes at once (`bags.py`); a large one becomes a proposal that a second registrar decides
on (`export_proposals.py`).
"""

from __future__ import annotations

import re

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField

from app.domain.command_line import RUN
from app.domain.errors import InvalidInput, QuerySyntaxError
from app.domain.principals import Action
from app.domain.records import RecordId
from app.domain.wording import said
from app.services import export_alone, export_approvals, handing_over
from app.web.bags import bag_answer
from app.web.context import current_house, current_principal, request_work
from app.web.policy import requires

bp = Blueprint("handing_over", __name__)
_LONGEST_LIST = 20_000


class ExportForm(FlaskForm):  # type: ignore[misc]
    """What to export: one of the two."""

    references = TextAreaField(
        said("References"),
        description=said("One a line, or with commas between them: JL-2017-7K3QF"),
    )
    query = StringField(
        said("Or everything that a search finds"),
        description=said("Words and fields as in the search"),
    )
    reason = StringField(said("Reason"))


@bp.route("/hand-over", methods=["GET", "POST"])
@requires(Action.REGISTER)
def export() -> ResponseReturnValue:
    """The form, and the bag when it is sent; or a proposal, where a second registrar is needed."""
    form = ExportForm()
    if not form.is_submitted():
        return _page(form)
    if not form.validate():
        return _page(form), 400
    try:
        chosen = _selected(form)
        most = current_house().settings.export_alone
        why = export_alone.why_two(current_principal(), request_work(), chosen, most)
        if why:
            return _propose(form, chosen, why)
        return bag_answer(chosen)
    except (InvalidInput, QuerySyntaxError) as error:
        name = "query" if isinstance(error, QuerySyntaxError) else error.field
        field = {"query": form.query, "reason": form.reason}.get(name, form.references)
        field.errors = [error.message]
        return _page(form), 400


def _selected(form: ExportForm) -> list[RecordId]:
    """The chosen records. Raises InvalidInput when nothing, both or too much is chosen."""
    text, query = (form.references.data or "").strip(), (form.query.data or "").strip()
    if bool(text) == bool(query):
        raise InvalidInput("references", "Write either references or a search, not both.")
    principal, work = current_principal(), request_work()
    if query:
        found = handing_over.by_query(principal, work, query)
        field = "query"
    else:
        typed = [one for one in re.split(r"[\s,;]+", text[:_LONGEST_LIST]) if one]
        found = handing_over.by_references(principal, work, typed)
        field = "references"
    if not found:
        raise InvalidInput(field, "The search finds nothing that you may read.")
    if len(found) > handing_over.AT_MOST_ON_A_PAGE:
        raise InvalidInput(
            field,
            said(
                "{count:,} records are too many for a page; it takes {at_most_on_a_page}. Narrow "
                "the selection, or let an administrator run {run} archive export.",
                count=len(found),
                at_most_on_a_page=handing_over.AT_MOST_ON_A_PAGE,
                run=RUN,
            ),
        )
    return found


def _propose(form: ExportForm, chosen: list[RecordId], why: str) -> ResponseReturnValue:
    """More than one person exports alone: a proposal for a second registrar, with its reason."""
    if not (form.reason.data or "").strip():
        raise InvalidInput("reason", why)
    with current_house().work(writing=True) as work:
        made = export_approvals.propose(current_principal(), work, chosen, form.reason.data or "")
        work.commit()
    flash(said("The export is proposed. A second registrar decides."), "good")
    return redirect(url_for("export_proposals.show", export_id=made))


def _page(form: ExportForm) -> str:
    alone = current_house().settings.export_alone
    return render_template("handing_over/export.html", form=form, alone=alone)
