"""One's own second factor: set up with a QR code, confirmed by a first code, replaced, removed.

Everything that changes it asks for the password again. Recovery codes are shown once, on the answer to
the form that made them.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from app.domain.errors import InvalidInput, NotFound, TooManyAttempts
from app.domain.principals import Action
from app.domain.wording import said
from app.services import factors, sign_in
from app.services.sign_in import SignedIn
from app.services.work import Work
from app.web.auth import put_token
from app.web.context import (
    current_house,
    current_principal,
    request_origin,
    request_work,
    session_limits,
)
from app.web.policy import FACTOR_BLUEPRINT, requires
from app.web.qr import qr_svg

bp = Blueprint(FACTOR_BLUEPRINT, __name__)


class ProofForm(FlaskForm):  # type: ignore[misc]
    """The password again, before the factor is touched."""

    current = PasswordField(said("Your password"), [InputRequired(said("Write your password."))])


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """The first code of the new entry in the app."""

    code = StringField(
        said("Code your app shows"), [InputRequired(said("Write the code your app shows."))]
    )


@bp.get("/account/factor")
@requires(Action.OWN_ACCOUNT)
def show() -> ResponseReturnValue:
    """What there is, and what can be done about it."""
    return _page(ProofForm())


@bp.post("/account/factor/begin")
@requires(Action.OWN_ACCOUNT)
def begin() -> ResponseReturnValue:
    """Make a new secret; the factor of before holds until the new one is confirmed."""
    form = ProofForm()
    problem = _proved(form, lambda work: factors.begin(current_principal(), work))
    return problem or redirect(url_for("factor.confirm"))


@bp.route("/account/factor/confirm", methods=["GET", "POST"])
@requires(Action.OWN_ACCOUNT)
def confirm() -> ResponseReturnValue:
    """The QR code, and the field for the first code; then the recovery codes, once."""
    form = ConfirmForm()
    try:
        enrolment = factors.enrolment(current_principal(), request_work())
    except NotFound:
        return redirect(url_for("factor.show"))
    if not form.is_submitted():
        return render_template("account/factor_confirm.html", form=form, enrolment=enrolment)
    if form.validate():
        try:
            codes, signed_in = _confirm(form.code.data)
        except InvalidInput as error:
            form.code.errors = [error.message]
        else:
            put_token(signed_in)
            return render_template("account/recovery_codes.html", codes=codes)
    return render_template("account/factor_confirm.html", form=form, enrolment=enrolment), 400


@bp.get("/account/factor/qr.svg")
@requires(Action.OWN_ACCOUNT)
def qr() -> Response:
    """The secret that waits for its first code, for the app's camera. Never kept by a browser."""
    enrolment = factors.enrolment(current_principal(), request_work())
    answer = make_response(qr_svg(enrolment.address))
    answer.headers["Content-Type"] = "image/svg+xml"
    return answer


@bp.post("/account/factor/codes")
@requires(Action.OWN_ACCOUNT)
def renew_codes() -> ResponseReturnValue:
    """Ten new recovery codes in the place of the old ones."""
    form = ProofForm()
    made: list[tuple[str, ...]] = []
    problem = _proved(
        form, lambda work: made.append(factors.renew_codes(current_principal(), work))
    )
    return problem or render_template("account/recovery_codes.html", codes=made[0])


@bp.post("/account/factor/remove")
@requires(Action.OWN_ACCOUNT)
def remove() -> ResponseReturnValue:
    """Sign in with the password alone from now on; every session ends and this one begins anew."""
    form = ProofForm()
    problem = _proved(form, lambda work: factors.remove(current_principal(), work), renews=True)
    if problem is None:
        flash(said("Your second factor is removed. All your other sessions are ended."), "good")
    return problem or redirect(url_for("factor.show"))


def _confirm(code: str) -> tuple[tuple[str, ...], SignedIn]:
    house = current_house()
    with house.work(writing=True) as work:
        codes = factors.confirm(current_principal(), work, code)
        limits = session_limits(house.settings)
        return codes, sign_in.renew_session(current_principal(), work, request_origin(), limits)


def _proved(
    form: ProofForm, change: Callable[[Work], object], *, renews: bool = False
) -> ResponseReturnValue | None:
    """Make the change once the password is proved; the page that says what is wrong, or None."""
    if not form.validate():
        return _page(form), 400
    house, origin = current_house(), request_origin()
    try:
        with house.work(writing=True) as work:
            sign_in.prove_password(current_principal(), work, form.current.data, origin)
            change(work)
            if renews:
                limits = session_limits(house.settings)
                put_token(sign_in.renew_session(current_principal(), work, origin, limits))
            work.commit()
    except InvalidInput as error:
        form.current.errors = [error.message]
        return _page(form), 400
    except TooManyAttempts as error:
        form.current.errors = [error.words]
        answer = make_response(_page(form), 429)
        answer.headers["Retry-After"] = str(error.retry_after_s)
        return answer
    return None


def _page(form: ProofForm) -> str:
    state = factors.state(current_principal(), request_work())
    return render_template("account/factor.html", form=form, state=state)
