"""Requests for access and emergencies, for those who decide and those who look on."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.admission import RequestState
from app.domain.errors import InvalidInput
from app.domain.principals import Action
from app.domain.wording import said
from app.services import access_requests, emergencies
from app.services.work import Work
from app.web.account_forms import AnswerForm, ApprovalForm, put_error
from app.web.context import current_house, current_principal, request_work
from app.web.policy import requires

bp = Blueprint("admissions", __name__)


@bp.get("/accounts/requests")
@requires(Action.MANAGE_ACCOUNTS)
def requests() -> str:
    """What waits for an answer, oldest first, and what was answered lately."""
    principal, work = current_principal(), request_work()
    return render_template(
        "accounts/requests.html",
        waiting=access_requests.waiting(principal, work),
        answered=access_requests.answered(principal, work),
    )


@bp.route("/accounts/requests/<uuid:request_id>", methods=["GET", "POST"])
@requires(Action.MANAGE_ACCOUNTS)
def answer(request_id: UUID) -> ResponseReturnValue:
    """One request and its answer: granted until, or refused, with the words the asker reads."""
    asked = access_requests.show(current_principal(), request_work(), str(request_id))
    form = AnswerForm()
    form.offer(current_house().settings.label_scheme)
    if form.is_submitted() and form.validate():
        try:
            with current_house().work(writing=True) as work:
                _answer(form, work, str(request_id))
                work.commit()
        except InvalidInput as error:
            put_error(form, error, "reason")
        else:
            flash(said("Your answer is given."), "good")
            return redirect(url_for("admissions.requests"))
    status = 400 if form.is_submitted() else 200
    page = render_template(
        "accounts/request.html",
        asked=asked,
        form=form,
        is_open=asked.state is RequestState.OPEN
        and asked.account_id != current_principal().account_id,
    )
    return page, status


@bp.get("/accounts/emergencies")
@requires(Action.READ_AUDIT)
def emergency_list() -> str:
    """The latest, newest first: asked, running, over, reported, acknowledged."""
    found = emergencies.all_of_them(current_principal(), request_work())
    return render_template("accounts/emergencies.html", emergencies=found)


@bp.get("/accounts/emergencies/<uuid:emergency_id>")
@requires(Action.READ_AUDIT)
def emergency(emergency_id: UUID) -> str:
    """One, with its report once it is over. Looking at it is recorded."""
    return _emergency_page(emergency_id, _approval_form())


@bp.post("/accounts/emergencies/<uuid:emergency_id>/decide")
@requires(Action.MANAGE_ACCOUNTS)
def decide(emergency_id: UUID) -> ResponseReturnValue:
    """The first approval, or a refusal."""
    form = _approval_form()
    if form.validate():
        try:
            with current_house().work(writing=True) as work:
                _decide(form, work, str(emergency_id))
                work.commit()
        except InvalidInput as error:
            put_error(form, error, "decision")
        else:
            flash(said("Your decision is kept."), "good")
            return redirect(url_for("admissions.emergency", emergency_id=emergency_id))
    return _emergency_page(emergency_id, form), 400


@bp.post("/accounts/emergencies/<uuid:emergency_id>/end")
@requires(Action.MANAGE_ACCOUNTS)
def end(emergency_id: UUID) -> ResponseReturnValue:
    """End it now; the report follows."""
    with current_house().work(writing=True) as work:
        emergencies.end(current_principal(), work, str(emergency_id))
        work.commit()
    flash(said("The emergency access is ended."), "good")
    return redirect(url_for("admissions.emergency", emergency_id=emergency_id))


@bp.post("/accounts/emergencies/<uuid:emergency_id>/acknowledge")
@requires(Action.READ_AUDIT)
def acknowledge(emergency_id: UUID) -> ResponseReturnValue:
    """Say that the report was read."""
    try:
        with current_house().work(writing=True) as work:
            emergencies.acknowledge(current_principal(), work, str(emergency_id))
            work.commit()
    except InvalidInput as error:
        flash(error.message, "bad")
    else:
        flash(said("You have acknowledged the report."), "good")
    return redirect(url_for("admissions.emergency", emergency_id=emergency_id))


def _answer(form: AnswerForm, work: Work, request_id: str) -> None:
    principal = current_principal()
    if form.decision.data == "grant":
        access_requests.grant(principal, work, request_id, form.draft(work.clock.now()))
    else:
        access_requests.refuse(principal, work, request_id, form.reason.data)


def _decide(form: ApprovalForm, work: Work, emergency_id: str) -> None:
    principal = current_principal()
    if form.decision.data == "refuse":
        emergencies.refuse(principal, work, emergency_id, form.reason.data or "")
        return
    emergencies.approve(
        principal,
        work,
        emergency_id,
        level=form.level.data or "",
        compartments=frozenset(form.compartments.data or ()),
        hours=form.hours.data or 0,
    )


def _approval_form() -> ApprovalForm:
    settings = current_house().settings
    form = ApprovalForm(hours=settings.account_rules.emergency_hours)
    form.offer(settings.label_scheme)
    return form


def _emergency_page(emergency_id: UUID, form: ApprovalForm) -> str:
    found = emergencies.show(current_principal(), request_work(), str(emergency_id))
    hours = current_house().settings.account_rules.emergency_hours
    return render_template("accounts/emergency.html", one=found, form=form, most_hours=hours)
