"""Where a wording was used before: a passage that is pasted, or a paragraph of a record one is reading.

A pasted passage comes in the body of the form and never in an address; of a record, its id and the number
of the paragraph.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Action
from app.domain.records import RecordId
from app.services import similar_wording
from app.services.similar_wording import RecordPieces, WordingPage
from app.web.context import current_house, current_principal, request_work
from app.web.policy import requires

bp = Blueprint("similar_wording", __name__)
COMPARE = "compare"


@bp.route("/search/wording", methods=["GET", "POST"])
@requires(Action.READ)
def page() -> ResponseReturnValue:
    """The form, with the paragraphs of a record where one was named; sent, what shares its words."""
    chosen = _record()
    wants_paragraph = "paragraph" in request.form
    if not wants_paragraph and request.form.get("do") != COMPARE:
        return _page(chosen, _passage())
    try:
        passage = _paragraph(chosen) if wants_paragraph else _passage()
        found = similar_wording.find_wording(
            current_principal(), request_work(), passage, leave_out=chosen.id if chosen else None
        )
    except InvalidInput as error:
        return _page(chosen, _passage(), error=error.message), 400
    return _page(chosen, passage, found)


def _page(
    chosen: RecordPieces | None, passage: str, found: WordingPage | None = None, error: str = ""
) -> str:
    label = current_house().settings.label_scheme.bottom
    for shown in (chosen, found):
        label = label.join(shown.label) if shown else label
    return render_template(
        "search/wording.html",
        chosen=chosen,
        passage=passage,
        page=found,
        error=error,
        page_label=label,
        most_words=similar_wording.MOST_WORDS,
    )


def _record() -> RecordPieces | None:
    """The record that is named. Raises NotFound for hidden, absent and mistyped alike."""
    named = request.values.get("record", "")
    if not named:
        return None
    try:
        record_id = RecordId(str(UUID(named)))
    except ValueError as error:
        raise NotFound(named[:40]) from error
    return similar_wording.pieces_of_record(current_principal(), request_work(), record_id)


def _paragraph(chosen: RecordPieces | None) -> str:
    number = request.form.get("paragraph", "")
    pieces = chosen.pieces if chosen else ()
    if not (number.isascii() and number.isdigit() and 1 <= int(number[:6]) <= len(pieces)):
        raise InvalidInput("passage", "The text has no such paragraph. Choose another.")
    return pieces[int(number[:6]) - 1]


def _passage() -> str:
    return request.form.get("passage", "") if request.method == "POST" else ""
