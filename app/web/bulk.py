"""Amending many records at once: say what, see what would happen, begin, look how far it is, undo.

What is picked stands in the form itself; hidden ids among it are as absent. The work is a job.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, SubmitField

from app.domain.bulk import MOST_RECORDS, BulkSpec, Outcome
from app.domain.errors import InvalidInput, QuerySyntaxError
from app.domain.principals import Action
from app.domain.records import RecordId
from app.domain.views import RecordSummary
from app.domain.wording import said
from app.services import bulk as bulk_service
from app.services import search as search_service
from app.services import series as series_service
from app.services.bulk import BulkForm, BulkPreview
from app.services.bulk_filing import NO_SERIES
from app.web import relation_kinds
from app.web.context import current_house, current_principal, request_work
from app.web.form_errors import tell
from app.web.policy import requires
from app.web.search_links import read_request
from app.web.withdrawals import ReasonForm

bp = Blueprint("bulk", __name__)


class AmendForm(FlaskForm):  # type: ignore[misc]
    """What to do to every record that was picked."""

    add_subjects = StringField(
        said("Add subjects"),
        render_kw={"data-complete": "subjects", "data-complete-many": "", "dir": "auto"},
    )
    remove_subjects = StringField(
        said("Remove subjects"),
        render_kw={"data-complete": "subjects", "data-complete-many": "", "dir": "auto"},
    )
    add_targets = StringField(
        said("Add targets"), render_kw={"data-complete": "parties", "data-complete-many": ""}
    )
    remove_targets = StringField(
        said("Remove targets"), render_kw={"data-complete": "parties", "data-complete-many": ""}
    )
    label = StringField(said("Set the marking"), render_kw={"class": "mono"})
    relation_kind = SelectField(said("Relate each text"), validate_choice=False)
    relation_to = StringField(said("to the text of reference"))
    relation_note = StringField(said("Note on the relation"), render_kw={"dir": "auto"})
    series = SelectField(said("Put into series"), validate_choice=False)
    reason = StringField(said("Reason"))
    change = SubmitField(said("Change what is asked"))
    preview = SubmitField(said("Show what would change"))
    begin = SubmitField(said("Begin"))

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.relation_kind.choices = [("", said("Not related")), *relation_kinds.choices()]
        known = series_service.list_series(current_principal(), request_work())
        self.series.choices = [
            ("", said("Left where it stands")),
            (NO_SERIES, said("In no series")),
            *((one.series.id, f"{one.series.code} {one.series.title}") for one in known),
        ]

    @property
    def asked(self) -> BulkForm:
        kind, is_inverse = None, False
        if self.relation_kind.data:
            kind, is_inverse = relation_kinds.read_choice(self.relation_kind.data, "relation_kind")
        return BulkForm(
            add_subjects=self.add_subjects.data or "",
            remove_subjects=self.remove_subjects.data or "",
            add_targets=self.add_targets.data or "",
            remove_targets=self.remove_targets.data or "",
            label=self.label.data or "",
            relation_kind=kind,
            relation_is_inverse=is_inverse,
            relation_to=self.relation_to.data or "",
            relation_note=self.relation_note.data or "",
            series=self.series.data or "",
        )


@bp.route("/bulk", methods=["GET", "POST"])
@requires(Action.REGISTER)
def index() -> ResponseReturnValue:
    """Pick, ask, preview and begin; without anything picked, one's own operations."""
    form = AmendForm()
    principal = current_principal()
    try:
        ids, total = _picked_ids()
        records = bulk_service.picked(principal, request_work(), ids)
    except (InvalidInput, QuerySyntaxError) as error:
        flash(error.words, "bad")
        return redirect(url_for("search.results"))
    if not records:
        own = bulk_service.list_own(principal, request_work())
        return render_template("bulk/index.html", operations=own, outcome=Outcome)
    if form.validate_on_submit() and not form.change.data:
        answer = _preview_or_begin(form, records)
        if answer is not None:
            return answer
    return _form_page(form, records, total)


@bp.get("/bulk/<uuid:operation_id>")
@requires(Action.REGISTER)
def show(operation_id: UUID) -> ResponseReturnValue:
    """How far an operation of one's own is, and what became of each record."""
    return _operation_page(str(operation_id), ReasonForm(formdata=None)), 200


@bp.get("/bulk/<uuid:operation_id>/progress")
@requires(Action.REGISTER)
def progress(operation_id: UUID) -> ResponseReturnValue:
    """The same in figures, for the page that looks again by itself."""
    state, done, total = bulk_service.progress(
        current_principal(), request_work(), str(operation_id)
    )
    words = said("{done} of {total} records", done=done, total=total)
    return jsonify(is_going_on=state.is_going_on, done=done, total=total, words=words)


@bp.post("/bulk/<uuid:operation_id>/undo")
@requires(Action.REGISTER)
def undo(operation_id: UUID) -> ResponseReturnValue:
    """Undo a whole operation, with a reason."""
    form, named = ReasonForm(), str(operation_id)
    try:
        with current_house().work(writing=True) as work:
            bulk_service.undo(current_principal(), work, named, form.reason.data or "")
            work.commit()
    except InvalidInput as error:
        tell(form, error)
        return _operation_page(named, form), 400
    return redirect(url_for("bulk.show", operation_id=named), 303)


@bp.post("/bulk/<uuid:operation_id>/resume")
@requires(Action.REGISTER)
def resume(operation_id: UUID) -> ResponseReturnValue:
    """Take up an operation that the worker gave up."""
    with current_house().work(writing=True) as work:
        bulk_service.resume(current_principal(), work, str(operation_id))
        work.commit()
    return redirect(url_for("bulk.show", operation_id=operation_id), 303)


def _picked_ids() -> tuple[list[RecordId], int]:
    """The ids in the form or the address, or of all results of the search in the address."""
    values = request.form if request.method == "POST" else request.args
    if request.method == "GET" and request.args.get("all") == "1":
        asked = read_request(request.args.to_dict(flat=False))
        total, found = search_service.find_ids(
            current_principal(), request_work(), asked, limit=MOST_RECORDS
        )
        return list(found), total
    ids = [RecordId(one) for one in values.getlist("record")]
    return ids, len(ids)


def _preview_or_begin(form: AmendForm, records: list[RecordSummary]) -> ResponseReturnValue | None:
    """The preview, or the operation that was begun; None where the form must be shown again."""
    ids = [one.id for one in records]
    principal = current_principal()
    try:
        spec = bulk_service.read_spec(principal, request_work(), form.asked)
        if form.begin.data:
            with current_house().work(writing=True) as work:
                reason = form.reason.data or ""
                operation_id = bulk_service.begin(principal, work, ids, spec, reason)
                work.commit()
            return redirect(url_for("bulk.show", operation_id=operation_id), 303)
    except InvalidInput as error:
        tell(form, error)
        if error.field != "reason":
            return None
    return _preview_page(form, spec, bulk_service.preview(principal, request_work(), ids, spec))


def _form_page(form: AmendForm, records: list[RecordSummary], total: int) -> ResponseReturnValue:
    answer = render_template(
        "bulk/form.html", form=form, records=records, total=total, most=MOST_RECORDS
    )
    return answer, 400 if form.errors else 200


def _preview_page(form: AmendForm, spec: BulkSpec, preview: BulkPreview) -> ResponseReturnValue:
    answer = render_template(
        "bulk/preview.html", form=form, spec=spec, preview=preview, outcome=Outcome
    )
    return answer, 400 if form.errors else 200


def _operation_page(operation_id: str, form: ReasonForm) -> str:
    principal, work = current_principal(), request_work()
    view = bulk_service.view(principal, work, operation_id)
    end = bulk_service.target_of_relation(principal, work, view.operation.spec)
    return render_template("bulk/show.html", view=view, end=end, form=form, outcome=Outcome)
