"""Holds as pages, and what a record's page shows registrars of its retention."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField

from app.domain.errors import Conflict, InvalidInput
from app.domain.principals import Action
from app.domain.retention import Hold, Series
from app.domain.views import RecordView
from app.domain.vocabularies import RecordState
from app.domain.wording import said
from app.services import holds, series
from app.services.holds import HoldForm
from app.web.context import current_house, current_principal, request_work
from app.web.form_errors import tell
from app.web.policy import requires
from app.web.withdrawals import ReasonForm

bp = Blueprint("holds", __name__)
_LONGEST_LIST = 20_000


class SetForm(FlaskForm):  # type: ignore[misc]
    """What is held, by whose word, and why."""

    series_id = SelectField(said("A whole series"), validate_choice=False)
    references = TextAreaField(said("Or these records"))
    authority = StringField(said("Authority"), render_kw={"dir": "auto"})
    reason = StringField(said("Reason"), render_kw={"dir": "auto"})


@dataclass(frozen=True, slots=True)
class RetentionPanel:
    """What the record's page says to registrars: its series, and the holds in force."""

    series: Series | None
    holds: tuple[Hold, ...]


def retention_panel(view: RecordView) -> RetentionPanel | None:
    """None for everybody but registrars."""
    principal = current_principal()
    if not principal.may(Action.REGISTER) or view.state is not RecordState.REGISTERED:
        return None
    work = request_work()
    filed = series.filed(principal, work, view.id)
    return RetentionPanel(filed.series, holds.on_record(principal, work, view.id))


@bp.route("/retention/holds/new", methods=["GET", "POST"])
@requires(Action.REGISTER)
def new() -> ResponseReturnValue:
    """Set a hold on a series, or on records by reference."""
    form = SetForm()
    lines = series.list_series(current_principal(), request_work())
    form.series_id.choices = {"": said("No series: the records below")} | {
        one.series.id: f"{one.series.code} {one.series.title}" for one in lines
    }
    if form.validate_on_submit():
        try:
            with current_house().work(writing=True) as work:
                made = holds.set_hold(current_principal(), work, _asked(form))
                work.commit()
        except InvalidInput as error:
            tell(form, error)
        else:
            flash(said("The hold is set. It works from now on."), "good")
            return redirect(url_for("holds.show", hold_id=made))
    elif not form.is_submitted():
        form.references.data = request.args.get("reference", "")[:20]
        form.series_id.data = request.args.get("series", "")
    page = render_template("retention/hold_form.html", form=form)
    return page, 400 if form.errors else 200


@bp.get("/retention/holds/<uuid:hold_id>")
@requires(Action.REGISTER)
def show(hold_id: UUID) -> ResponseReturnValue:
    """One hold, with those of its records that one may read."""
    return _hold_page(str(hold_id), ReasonForm(formdata=None)), 200


@bp.post("/retention/holds/<uuid:hold_id>/lift")
@requires(Action.REGISTER)
def lift(hold_id: UUID) -> ResponseReturnValue:
    """Lift it, with a reason."""
    form, named = ReasonForm(), str(hold_id)
    try:
        with current_house().work(writing=True) as work:
            holds.lift(current_principal(), work, named, form.reason.data or "")
            work.commit()
    except InvalidInput as error:
        tell(form, error)
        return _hold_page(named, form), 400
    except Conflict as error:
        flash(error.words, "warn")
        return _hold_page(named, form), 409
    flash(said("The hold is lifted."), "good")
    return redirect(url_for("holds.show", hold_id=named))


def _asked(form: SetForm) -> HoldForm:
    typed = re.split(r"[\s,;]+", (form.references.data or "")[:_LONGEST_LIST])
    return HoldForm(
        series_id=form.series_id.data or "",
        references=[one for one in typed if one],
        authority=form.authority.data or "",
        reason=form.reason.data or "",
    )


def _hold_page(hold_id: str, form: ReasonForm) -> str:
    found, label = holds.page(current_principal(), request_work(), hold_id)
    return render_template("retention/hold.html", hold=found, label=label, form=form)
