"""Withdrawing a record and bringing it back: each a page that says what will happen, and asks why.

A withdrawn record answers 410 at its own address and reference for those who may read its cell, and 404
like everything absent for all others.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField

from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Action
from app.domain.records import RecordId
from app.domain.wording import said
from app.services import records as record_service
from app.services import registration, withdrawing
from app.web.context import current_house, current_principal, request_work
from app.web.form_errors import tell
from app.web.policy import requires

bp = Blueprint("withdrawals", __name__)
GONE = 410


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why."""

    reason = StringField(said("Reason"))


def stub_page(record_id: RecordId) -> ResponseReturnValue:
    """What is left of a withdrawn record. Raises NotFound where nothing is."""
    stub = withdrawing.open_stub(current_principal(), request_work(), record_id)
    return render_template("records/withdrawn.html", stub=stub), GONE


@bp.route("/records/<uuid:record_id>/withdraw", methods=["GET", "POST"])
@requires(Action.REGISTER)
def withdraw(record_id: UUID) -> ResponseReturnValue:
    """Say what withdrawing does, ask why, and do it."""
    form, found = ReasonForm(), RecordId(str(record_id))
    principal = current_principal()
    if form.validate_on_submit():
        try:
            with current_house().work(writing=True) as work:
                registration.withdraw(principal, work, found, form.reason.data or "")
                work.commit()
        except InvalidInput as error:
            tell(form, error)
        else:
            flash(said("The record is withdrawn."), "good")
            return redirect(url_for("records.show", record_id=found))
    view = record_service.open_record(principal, request_work(), found)
    page = render_template("records/withdraw.html", form=form, view=view)
    return page, 400 if form.is_submitted() else 200


@bp.route("/records/<uuid:record_id>/reinstate", methods=["GET", "POST"])
@requires(Action.REGISTER)
def reinstate(record_id: UUID) -> ResponseReturnValue:
    """Ask why a withdrawn record comes back, and bring it back."""
    form, found = ReasonForm(), RecordId(str(record_id))
    principal = current_principal()
    try:
        stub = withdrawing.read_stub(principal, request_work(), found)
    except NotFound:
        view = record_service.read_record(principal, request_work(), found)
        return redirect(url_for("records.show", record_id=view.id))
    if form.validate_on_submit():
        try:
            with current_house().work(writing=True) as work:
                withdrawing.reinstate(principal, work, found, form.reason.data or "")
                work.commit()
        except InvalidInput as error:
            tell(form, error)
        else:
            flash(said("The record is back in the register."), "good")
            return redirect(url_for("records.show", record_id=found))
    page = render_template("records/reinstate.html", form=form, stub=stub)
    return page, 400 if form.is_submitted() else 200
