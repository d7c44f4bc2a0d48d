"""Proposals for new names on record: proposing one on the spot, and deciding on what waits."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, SubmitField, TextAreaField

from app.domain.authorities import EntryDraft, EntryKind
from app.domain.errors import InvalidInput, NotFound
from app.domain.party import PartyKind
from app.domain.principals import Action
from app.domain.records import RecordId
from app.domain.wording import Wording, said
from app.services import proposals as proposal_service
from app.services import records as record_service
from app.services.relating import NO_SUCH_RECORD
from app.services.work import Work
from app.web.context import current_house, current_principal, request_work
from app.web.form_errors import tell
from app.web.policy import requires

bp = Blueprint("proposals", __name__)


class ProposeForm(FlaskForm):  # type: ignore[misc]
    """A new entry, and the record its name was met in."""

    kind = SelectField(said("What it names"), validate_choice=False)
    name = StringField(said("Name"), render_kw={"dir": "auto"})
    other_names = TextAreaField(said("Other names"), render_kw={"rows": 3, "dir": "auto"})
    language = StringField(said("Language of the names"))
    record = StringField(said("Reference of the text it stands in"))
    party = StringField(said("Party the office belongs to"), render_kw={"data-complete": "parties"})
    organ = StringField(said("Organ"), render_kw={"dir": "auto"})
    code = StringField(said("Code of the party"))
    party_kind = SelectField(said("Kind of party"), validate_choice=False)
    note = StringField(said("Note"), render_kw={"dir": "auto"})

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.kind.choices = [(one.value, Wording(one.singular.capitalize())) for one in EntryKind]
        kinds = [(one.value, Wording(one.value.capitalize())) for one in PartyKind]
        self.party_kind.choices = [("", said("Not a party")), *kinds]

    def draft(self, kind: EntryKind, party: str) -> EntryDraft:
        """The draft; what belongs to another kind of entry is left out."""
        is_party, is_office = kind is EntryKind.PARTY, kind is EntryKind.OFFICE
        return EntryDraft(
            kind=kind,
            name=self.name.data or "",
            other_names=tuple((self.other_names.data or "").splitlines()),
            language=(self.language.data or "").strip(),
            code=(self.code.data or "") if is_party else "",
            party=party if is_office else "",
            organ=(self.organ.data or "").strip() if is_office else "",
            party_kind=(self.party_kind.data or "") if is_party else "",
            note=(self.note.data or "").strip(),
        )


class DecideForm(FlaskForm):  # type: ignore[misc]
    """Why, and which way."""

    reason = StringField(said("Reason"))
    confirm = SubmitField(said("Confirm and make the name public"))
    refuse = SubmitField(said("Refuse the proposal"))


@bp.get("/authorities/proposals")
@requires(Action.REGISTER)
def index() -> str:
    """What waits for a decision, and what was decided, as far as this registrar may read it."""
    found = proposal_service.list_proposals(current_principal(), request_work())
    return render_template("authorities/proposals.html", proposals=found)


@bp.route("/authorities/propose", methods=["GET", "POST"])
@requires(Action.REGISTER)
def propose() -> ResponseReturnValue:
    """A form for a new entry; `kind`, `name` and `record` may be given in the address."""
    form = ProposeForm()
    if not form.is_submitted():
        for field in (form.kind, form.name, form.record):
            field.data = request.args.get(field.name, "")
    elif form.validate():
        try:
            with current_house().work(writing=True) as work:
                _propose(work, form)
                work.commit()
        except InvalidInput as error:
            tell(form, error)
        else:
            flash(said("The name is proposed. It is on record once it is confirmed."), "good")
            return redirect(url_for("proposals.index"))
    answer = render_template("authorities/propose.html", form=form)
    return answer, 400 if form.is_submitted() else 200


@bp.route("/authorities/proposals/<uuid:proposal_id>", methods=["GET", "POST"])
@requires(Action.REGISTER)
def show(proposal_id: UUID) -> ResponseReturnValue:
    """One proposal: what confirming it makes public, and the decision."""
    principal, form, named = current_principal(), DecideForm(), str(proposal_id)
    if form.validate_on_submit():
        decide = proposal_service.confirm if form.confirm.data else proposal_service.refuse
        try:
            with current_house().work(writing=True) as work:
                decide(principal, work, named, form.reason.data or "")
                work.commit()
        except InvalidInput as error:
            tell(form, InvalidInput("reason", error.message))
        else:
            flash(said("The name is on record.") if form.confirm.data else said("Refused."), "good")
            return redirect(url_for("proposals.index"))
    proposal = proposal_service.read_proposal(principal, request_work(), named)
    answer = render_template(
        "authorities/proposal.html",
        proposal=proposal,
        form=form,
        may_confirm=proposal_service.may_confirm(principal, request_work(), proposal),
    )
    return answer, 400 if form.is_submitted() else 200


def _propose(work: Work, form: ProposeForm) -> None:
    try:
        kind = EntryKind.of(form.kind.data or "")
    except NotFound as error:
        raise InvalidInput("kind", "Choose what the name is of.") from error
    party = proposal_service.party_code(current_principal(), work, form.party.data or "")
    draft = form.draft(kind, party)
    proposal_service.propose(current_principal(), work, draft, source=_source(work, form))


def _source(work: Work, form: ProposeForm) -> RecordId | None:
    reference = (form.record.data or "").strip()
    if not reference:
        return None
    try:
        return record_service.find_reference(current_principal(), work, reference)
    except NotFound as error:
        raise InvalidInput("record", NO_SUCH_RECORD) from error
