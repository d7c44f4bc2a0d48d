"""Old versions of a record: looking at one, undoing what one changed."""

from __future__ import annotations

from dataclasses import fields
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.changes import in_words, value_in_words
from app.domain.errors import Conflict, InvalidInput, NotFound
from app.domain.nothing import Nothing
from app.domain.principals import Action
from app.domain.records import Description, RecordId
from app.domain.wording import said
from app.services import records, versions
from app.web.context import current_house, current_principal, request_work
from app.web.describing.mapping import SECTIONS
from app.web.policy import requires
from app.web.presentation import own_title
from app.web.records import label_of_history

bp = Blueprint("versions", __name__)
LONGEST_NUMBER = 9


@bp.get("/records/<uuid:record_id>/versions/<revision>")
@requires(Action.READ)
def show(record_id: UUID, revision: str) -> str:
    """What one version said, field by field."""
    view = versions.open_version(
        current_principal(), request_work(), RecordId(str(record_id)), _number(revision)
    )
    return render_template(
        "register/version.html",
        version=view,
        sections=_sections(view.description),
        page_label=view.label,
    )


@bp.post("/records/<uuid:record_id>/versions/<revision>/undo")
@requires(Action.REGISTER)
def undo(record_id: UUID, revision: str) -> ResponseReturnValue:
    """Undo what one version changed, as a new version with its reason."""
    number, reason = _number(revision), request.form.get("reason", "")
    try:
        with current_house().work(writing=True) as work:
            saved = versions.undo(
                current_principal(), work, RecordId(str(record_id)), number, reason
            )
            work.commit()
    except (Conflict, InvalidInput) as error:
        return _history(record_id, number, reason, error.words)
    flash(
        said("Version {number} is undone. That is version {saved}.", number=number, saved=saved),
        "good",
    )
    return redirect(url_for("records.history", record_id=record_id))


def _history(record_id: UUID, number: int, reason: str, problem: str) -> ResponseReturnValue:
    view = records.open_record(current_principal(), request_work(), RecordId(str(record_id)))
    page = render_template(
        "records/history.html",
        view=view,
        title=own_title(view.description.title, view.description.title_is_supplied),
        label=label_of_history(view),
        undoing=number,
        reason=reason,
        problem=problem,
    )
    return page, 400


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > LONGEST_NUMBER:
        raise NotFound(versions.NOT_HERE)
    return int(text)


def _sections(description: Description) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """Headings with the fields that say something, each as lines of words."""
    usual = {one.name: one.default for one in fields(Description)}
    found = []
    for section in SECTIONS:
        words = [
            (one.label, _lines(one.name, getattr(description, one.name)))
            for one in section.fields
            if getattr(description, one.name) != usual[one.name]
        ]
        if words:
            found.append((section.heading, words))
    return found


def _lines(field: str, value: object) -> list[str]:
    if isinstance(value, tuple):
        return [in_words(one) for one in value]
    return [value.label if isinstance(value, Nothing) else value_in_words(field, value)]
