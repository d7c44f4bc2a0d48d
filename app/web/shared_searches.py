"""A shared search: what its owner typed, for whoever is signed in and has the link.

The page is the same for everybody: it shows what is asked, never what would be found or who shared it.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.errors import InvalidInput
from app.domain.principals import Action
from app.domain.wording import said
from app.services import saved_searches
from app.web.context import current_house, current_principal, request_work
from app.web.form_errors import tell
from app.web.policy import requires
from app.web.saved_searches import SavedSearchForm, proposed_name

bp = Blueprint("shared_searches", __name__)


@bp.route("/searches/shared/<uuid:share_id>", methods=["GET", "POST"])
@requires(Action.KEEP_SEARCHES)
def show(share_id: UUID) -> ResponseReturnValue:
    """What it asks, a way to run it, and a copy for oneself."""
    principal, form = current_principal(), SavedSearchForm()
    asked = saved_searches.shared(principal, request_work(), str(share_id))
    if not form.is_submitted():
        form.name.data = proposed_name(asked)
    elif form.validate():
        try:
            with current_house().work(writing=True) as work:
                name, note = form.name.data or "", form.note.data or ""
                kept = saved_searches.keep_copy(principal, work, str(share_id), name, note)
                work.commit()
        except InvalidInput as error:
            tell(form, error)
        else:
            flash(said("The search is kept among yours."), "good")
            return redirect(url_for("saved_searches.show", search_id=kept))
    filters = saved_searches.filters_in_words(request_work(), asked.filters)
    page = render_template("saved_searches/shared.html", form=form, asked=asked, filters=filters)
    return page, 400 if form.is_submitted() else 200
