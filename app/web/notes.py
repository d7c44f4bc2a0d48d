"""The sealed notes of one record: adding, amending and removing them, with their own history."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.errors import InvalidInput
from app.domain.notes import NoteKind
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.registry_views import NotesPage
from app.domain.views import SealedNote
from app.domain.wording import Wording, said
from app.services import notes as note_service
from app.services.notes import NoteForm
from app.web.context import current_house, current_principal, request_work
from app.web.form_errors import tell
from app.web.policy import requires
from app.web.withdrawals import ReasonForm

bp = Blueprint("notes", __name__)


class SealForm(FlaskForm):  # type: ignore[misc]
    """One note. Levels and compartments are those the writer holds."""

    kind = SelectField(said("What it is about"), validate_choice=False)
    text = TextAreaField(said("Note"), render_kw={"rows": 4, "dir": "auto"})
    level = SelectField(said("Level"), validate_choice=False)
    compartments = SelectMultipleField(
        said("Compartments"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    reason = StringField(said("Reason"))

    def __init__(self, principal: Principal, **values: object) -> None:
        super().__init__(**values)
        clearance = principal.clearance
        levels = current_house().settings.label_scheme.levels
        self.kind.choices = [(one.value, Wording(one.value.capitalize())) for one in NoteKind]
        reached = (one for one in levels if one.rank <= clearance.level.rank)
        self.level.choices = {one.name: one.words for one in reached}
        self.compartments.choices = [(one, one) for one in sorted(clearance.compartments)]

    @property
    def asked(self) -> NoteForm:
        return NoteForm(
            kind=self.kind.data or "",
            text=self.text.data or "",
            level=self.level.data or "",
            compartments=tuple(self.compartments.data or ()),
            reason=self.reason.data or "",
        )


@bp.route("/records/<uuid:record_id>/notes", methods=["GET", "POST"])
@requires(Action.REGISTER)
def index(record_id: UUID) -> ResponseReturnValue:
    """The notes this registrar may read, and a form for a new one."""
    principal, found = current_principal(), RecordId(str(record_id))
    form = SealForm(principal)
    if form.validate_on_submit():
        try:
            with current_house().work(writing=True) as work:
                note_service.add(principal, work, found, form.asked)
                work.commit()
        except InvalidInput as error:
            tell(form, error)
        else:
            flash(said("The note is sealed."), "good")
            return redirect(url_for("notes.index", record_id=found))
    page = note_service.notes_page(principal, request_work(), found)
    if not form.is_submitted():
        form.level.data = page.summary.label.level.name
        form.compartments.data = sorted(page.summary.label.compartments)
    return _notes_page(page, form, 400 if form.is_submitted() else 200)


@bp.route("/records/<uuid:record_id>/notes/<uuid:note_id>", methods=["GET", "POST"])
@requires(Action.REGISTER)
def amend(record_id: UUID, note_id: UUID) -> ResponseReturnValue:
    """One note, to be amended or removed."""
    principal, found = current_principal(), RecordId(str(record_id))
    page = note_service.notes_page(principal, request_work(), found)
    note = note_service.note_of(page, str(note_id))
    form = _form_of(principal, note)
    if form.validate_on_submit():
        try:
            with current_house().work(writing=True) as work:
                changed = note_service.amend(principal, work, found, note.id, form.asked)
                work.commit()
        except InvalidInput as error:
            tell(form, error)
        else:
            flash(
                said("The note is amended.") if changed else said("Nothing in the note differs."),
                "good",
            )
            return redirect(url_for("notes.index", record_id=found))
    return _note_page(page, note, form, ReasonForm(formdata=None), form.is_submitted())


@bp.post("/records/<uuid:record_id>/notes/<uuid:note_id>/remove")
@requires(Action.REGISTER)
def remove(record_id: UUID, note_id: UUID) -> ResponseReturnValue:
    """Remove a note, with a reason."""
    principal, found = current_principal(), RecordId(str(record_id))
    form = ReasonForm()
    try:
        with current_house().work(writing=True) as work:
            reason = form.reason.data or ""
            note_service.remove(principal, work, found, str(note_id), reason)
            work.commit()
    except InvalidInput as error:
        tell(form, error)
        page = note_service.notes_page(principal, request_work(), found)
        note = note_service.note_of(page, str(note_id))
        return _note_page(page, note, _filled(principal, note), form, True)
    flash(said("The note is removed. Its history keeps what it said."), "good")
    return redirect(url_for("notes.index", record_id=found))


def _form_of(principal: Principal, note: SealedNote) -> SealForm:
    form = SealForm(principal)
    return form if form.is_submitted() else _filled(principal, note)


def _filled(principal: Principal, note: SealedNote) -> SealForm:
    return SealForm(
        principal,
        formdata=None,
        data={
            "kind": note.kind,
            "text": note.text,
            "level": note.label.level.name,
            "compartments": sorted(note.label.compartments),
        },
    )


def _notes_page(page: NotesPage, form: SealForm, status: int) -> ResponseReturnValue:
    return render_template("records/notes.html", page=page, form=form), status


def _note_page(
    page: NotesPage, note: SealedNote, form: SealForm, removal: ReasonForm, is_refused: bool
) -> ResponseReturnValue:
    answer = render_template("records/note.html", page=page, note=note, form=form, removal=removal)
    return answer, 400 if is_refused else 200
