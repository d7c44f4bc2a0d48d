"""One's own account: who one is here, where one is signed in, a new password."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired

from app.domain.errors import InvalidInput, TooManyAttempts
from app.domain.principals import Action
from app.domain.wording import said
from app.services import emergencies, grants, passwords, sessions, sign_in
from app.services import parties as party_service
from app.web.account_words import deeds_of
from app.web.auth import put_token
from app.web.context import (
    current_house,
    current_principal,
    current_token,
    request_origin,
    request_work,
    session_limits,
)
from app.web.policy import requires

bp = Blueprint("account", __name__)


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """The current password and the new one, twice."""

    current = PasswordField(
        said("Current password"), [InputRequired(said("Write your current password."))]
    )
    password = PasswordField(
        said("New password"),
        [InputRequired(said("Write a new password."))],
        description=said(
            "At least {shortest} characters; several words in a row do well.",
            shortest=passwords.SHORTEST,
        ),
    )
    again = PasswordField(
        said("New password, once more"),
        [EqualTo("password", said("The two new passwords differ."))],
    )


@bp.get("/account")
@requires(Action.OWN_ACCOUNT)
def show() -> str:
    """Role, clearance and open sessions of the person who asks."""
    principal = current_principal()
    limits = session_limits(current_house().settings)
    work = request_work()
    own = sessions.list_own(principal, work, current_token(), limits)
    is_second = principal.may(Action.SECOND_EMERGENCY)
    return render_template(
        "account/show.html",
        sessions=own,
        deeds=deeds_of(principal.role),
        serves=party_service.name_of_party(work, principal.clearance.party),
        grants=grants.own(principal, work),
        approvals=len(emergencies.to_second(principal, work)) if is_second else 0,
    )


@bp.post("/account/sessions/<uuid:session_id>/revoke")
@requires(Action.OWN_ACCOUNT)
def revoke(session_id: UUID) -> ResponseReturnValue:
    """End one of one's own sessions; from its next request on it is signed out."""
    with current_house().work(writing=True) as work:
        sessions.revoke(current_principal(), work, str(session_id))
        work.commit()
    flash(said("That session is ended."), "good")
    return redirect(url_for("account.show"))


@bp.post("/account/sessions/revoke-others")
@requires(Action.OWN_ACCOUNT)
def revoke_others() -> ResponseReturnValue:
    """End all of one's sessions but this one."""
    with current_house().work(writing=True) as work:
        sessions.revoke_others(current_principal(), work, current_token())
        work.commit()
    flash(said("All your other sessions are ended."), "good")
    return redirect(url_for("account.show"))


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Action.OWN_ACCOUNT)
def password() -> ResponseReturnValue:
    """Change one's own password; every session ends and this one begins anew."""
    form = PasswordForm()
    if not form.is_submitted():
        return render_template("account/password.html", form=form)
    if not form.validate():
        return render_template("account/password.html", form=form), 400
    try:
        _change(form)
    except InvalidInput as error:
        field = form.current if error.field == "current" else form.password
        field.errors = [error.message]
        return render_template("account/password.html", form=form), 400
    except TooManyAttempts as error:
        form.current.errors = [error.words]
        answer = make_response(render_template("account/password.html", form=form), 429)
        answer.headers["Retry-After"] = str(error.retry_after_s)
        return answer
    flash(said("Your password is changed. All your other sessions are ended."), "good")
    return redirect(url_for("account.show"))


def _change(form: PasswordForm) -> None:
    house = current_house()
    with house.work(writing=True) as work:
        signed_in = sign_in.change_password(
            current_principal(),
            work,
            form.current.data,
            form.password.data,
            request_origin(),
            session_limits(house.settings),
        )
    put_token(signed_in)
