"""Adding a synonym to a subject and removing one, on the subject's page."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.authorities import EntryKind
from app.domain.errors import InvalidInput
from app.domain.principals import Action
from app.domain.wording import said
from app.services import synonyms
from app.web.authorities import SynonymForm, entry_page
from app.web.context import current_house, current_principal
from app.web.form_errors import tell
from app.web.policy import requires

bp = Blueprint("synonyms", __name__)


@bp.post("/authorities/subjects/<entry_code>/synonyms")
@requires(Action.REGISTER)
def add(entry_code: str) -> ResponseReturnValue:
    """One more wording of a subject; the next search uses it."""
    form = SynonymForm()
    if not form.validate_on_submit():
        return entry_page(EntryKind.SUBJECT, entry_code, form), 400
    try:
        with current_house().work(writing=True) as work:
            name, language = form.name.data or "", form.language.data or ""
            synonyms.add(current_principal(), work, entry_code, name, language)
            work.commit()
    except InvalidInput as error:
        tell(form, error)
        return entry_page(EntryKind.SUBJECT, entry_code, form), 400
    flash(said("The synonym is added. Searches use it from now on."), "good")
    return redirect(url_for("authorities.show", kind="subjects", entry_code=entry_code))


@bp.post("/authorities/synonyms/<uuid:synonym_id>/remove")
@requires(Action.REGISTER)
def remove(synonym_id: UUID) -> ResponseReturnValue:
    """Remove a wording that was added by hand."""
    with current_house().work(writing=True) as work:
        reason = request.form.get("reason", "")
        subject = synonyms.remove(current_principal(), work, str(synonym_id), reason)
        work.commit()
    flash(said("The synonym is removed. Searches leave it out from now on."), "good")
    return redirect(url_for("authorities.show", kind="subjects", entry_code=subject))
