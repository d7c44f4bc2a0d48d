"""Asking to see more: requests for access, emergency access, and being somebody's second person."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.errors import InvalidInput
from app.domain.principals import Action, Principal
from app.domain.wording import said
from app.services import access_requests, emergencies
from app.services.emergency_views import Stage
from app.services.work import Work
from app.web.account_forms import WishForm, put_error
from app.web.context import current_house, current_principal, request_work
from app.web.policy import requires

bp = Blueprint("own_access", __name__)


@bp.route("/account/requests", methods=["GET", "POST"])
@requires(Action.OWN_ACCOUNT)
def requests() -> ResponseReturnValue:
    """Ask in one's own words; see what was answered."""
    form = WishForm()
    done = _asked(form, access_requests.ask, said("Your request is sent."), "own_access.requests")
    if done is not None:
        return done
    own = access_requests.own(current_principal(), request_work())
    page = render_template("account/requests.html", form=form, requests=own)
    return page, 400 if form.is_submitted() else 200


@bp.post("/account/requests/<uuid:request_id>/withdraw")
@requires(Action.OWN_ACCOUNT)
def withdraw(request_id: UUID) -> ResponseReturnValue:
    """Take back one's own open request."""
    done = said("Your request is withdrawn.")
    return _ended(access_requests.withdraw, request_id, done, "own_access.requests")


@bp.route("/account/emergency", methods=["GET", "POST"])
@requires(Action.OWN_ACCOUNT)
def emergency() -> ResponseReturnValue:
    """Ask for emergency access; see how it stands, and end it."""
    form = WishForm()
    done = _asked(
        form, emergencies.ask, said("The officers see your call."), "own_access.emergency"
    )
    if done is not None:
        return done
    own = emergencies.own(current_principal(), request_work())
    hours = current_house().settings.account_rules.emergency_hours
    page = render_template(
        "account/emergency.html", form=form, emergencies=own, hours=hours, stages=Stage
    )
    return page, 400 if form.is_submitted() else 200


@bp.post("/account/emergency/<uuid:emergency_id>/end")
@requires(Action.OWN_ACCOUNT)
def end_emergency(emergency_id: UUID) -> ResponseReturnValue:
    """End one's own emergency access before its time."""
    done = said("Your emergency access is ended.")
    return _ended(emergencies.end, emergency_id, done, "own_access.emergency")


@bp.get("/account/approvals")
@requires(Action.SECOND_EMERGENCY)
def approvals() -> str:
    """Emergencies that an officer approved and that this person may be the second to approve."""
    found = emergencies.to_second(current_principal(), request_work())
    return render_template("account/approvals.html", emergencies=found)


@bp.post("/account/approvals/<uuid:emergency_id>")
@requires(Action.SECOND_EMERGENCY)
def approve(emergency_id: UUID) -> ResponseReturnValue:
    """The second approval: the access begins now."""
    try:
        with current_house().work(writing=True) as work:
            emergencies.second(current_principal(), work, str(emergency_id))
            work.commit()
    except InvalidInput as error:
        flash(error.message, "bad")
    else:
        flash(said("The emergency access has begun."), "good")
    return redirect(url_for("own_access.approvals"))


def _asked(
    form: WishForm,
    ask: Callable[[Principal, Work, str, str], object],
    message: str,
    endpoint: str,
) -> ResponseReturnValue | None:
    """Keep what was asked; None when there is nothing to keep or something is wrong with it."""
    if not form.is_submitted() or not form.validate():
        return None
    try:
        with current_house().work(writing=True) as work:
            ask(current_principal(), work, form.asked_for.data, form.reason.data)
            work.commit()
    except InvalidInput as error:
        put_error(form, error, "asked_for")
        return None
    flash(message, "good")
    return redirect(url_for(endpoint))


def _ended(
    end: Callable[[Principal, Work, str], object], own_id: UUID, message: str, endpoint: str
) -> ResponseReturnValue:
    """Take back or end something of one's own, and go back to where it stood."""
    with current_house().work(writing=True) as work:
        end(current_principal(), work, str(own_id))
        work.commit()
    flash(message, "good")
    return redirect(url_for(endpoint))
