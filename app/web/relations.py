"""The relations of one record: adding one from either side, removing one, adding a removed one again.

The other end is named by its reference, picked from a small search on the page, or a text outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, SubmitField

from app.domain.errors import InvalidInput, QuerySyntaxError
from app.domain.grades import Grade
from app.domain.principals import Action
from app.domain.records import RecordId
from app.domain.searches import SearchRequest
from app.domain.views import RecordSummary
from app.domain.wording import said
from app.services import relating
from app.services import search as search_service
from app.services.relating import RelationForm
from app.web import relation_kinds
from app.web.context import current_house, current_principal, request_work
from app.web.form_errors import tell
from app.web.policy import requires

bp = Blueprint("relations", __name__)
HITS_SHOWN = 8


class RelateForm(FlaskForm):  # type: ignore[misc]
    """One relation, as it reads from this record."""

    kind = SelectField(said("This text"), validate_choice=False)
    words = StringField(said("Find it by words"))
    find = SubmitField(said("Find"))
    reference = StringField(said("Reference of the other text"))
    external = StringField(said("Or a text outside the register"), render_kw={"dir": "auto"})
    date = StringField(said("Date of the relation"))
    note = StringField(said("Note"), render_kw={"dir": "auto"})
    source = StringField(said("Source"), render_kw={"dir": "auto"})
    grade = SelectField(said("Grade"), validate_choice=False)

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.kind.choices = [("", said("Choose")), *relation_kinds.choices()]
        grades = [f"{source}{claim}" for source in "ABCDEF" for claim in "123456"]
        words = [
            (one, said("{grade}: {words}", grade=one, words=Grade(one).in_words()))
            for one in grades
        ]
        self.grade.choices = [("", said("No grade")), *words]

    @property
    def asked(self) -> RelationForm:
        kind, is_inverse = relation_kinds.read_choice(self.kind.data or "", "kind")
        return RelationForm(
            kind,
            is_inverse,
            self.reference.data or "",
            self.external.data or "",
            self.date.data or "",
            self.note.data or "",
            self.source.data or "",
            self.grade.data or "",
        )


@bp.route("/records/<uuid:record_id>/relations", methods=["GET", "POST"])
@requires(Action.REGISTER)
def index(record_id: UUID) -> ResponseReturnValue:
    """The relations of a record, and a form for one more."""
    found, form = RecordId(str(record_id)), RelateForm()
    if form.validate_on_submit() and not form.find.data:
        try:
            with current_house().work(writing=True) as work:
                added = relating.add(current_principal(), work, found, form.asked)
                work.commit()
        except InvalidInput as error:
            tell(form, error)
        else:
            flash(
                said("The relation is added.") if added else said("That relation stands already."),
                "good",
            )
            return redirect(url_for("relations.index", record_id=found))
    hits = _hits(form) if form.is_submitted() and form.find.data else None
    return _page(found, form, hits, status=400 if form.errors else 200)


@bp.post("/records/<uuid:record_id>/relations/remove")
@requires(Action.REGISTER)
def remove(record_id: UUID) -> ResponseReturnValue:
    """Remove one relation, with a reason."""
    found, named = RecordId(str(record_id)), request.form.get("relation", "")
    try:
        with current_house().work(writing=True) as work:
            reason = request.form.get("reason", "")
            relating.remove(current_principal(), work, found, named, reason)
            work.commit()
    except InvalidInput as error:
        return _page(found, RelateForm(formdata=None), None, refused=(named, error.message))
    flash(said("The relation is removed. It can be added again below."), "good")
    return redirect(url_for("relations.index", record_id=found))


@bp.post("/records/<uuid:record_id>/relations/again")
@requires(Action.REGISTER)
def again(record_id: UUID) -> ResponseReturnValue:
    """Add a removed relation again as it was."""
    found = RecordId(str(record_id))
    with current_house().work(writing=True) as work:
        relating.add_again(current_principal(), work, found, request.form.get("change", ""))
        work.commit()
    flash(said("The relation stands again as it was."), "good")
    return redirect(url_for("relations.index", record_id=found))


def _page(
    record_id: RecordId,
    form: RelateForm,
    hits: Sequence[RecordSummary] | None,
    *,
    refused: tuple[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    page = relating.relations_page(current_principal(), request_work(), record_id)
    answer = render_template(
        "records/relations.html", page=page, form=form, hits=hits, refused=refused
    )
    return answer, 400 if refused else status


def _hits(form: RelateForm) -> Sequence[RecordSummary] | None:
    words = (form.words.data or "").strip()
    if not words:
        form.words.errors = [said("Write a word of the text you look for.")]
        return None
    try:
        page = search_service.search(
            current_principal(), request_work(), SearchRequest(words, page_size=HITS_SHOWN)
        )
    except (QuerySyntaxError, InvalidInput) as error:
        form.words.errors = [error.words]
        return None
    return [hit.summary for hit in page.hits]
