"""Signing in, in one step or two, and out. The rules are in `services/sign_in.py`; here are the forms.

Between the two steps the cookie holds a token that opens the second step and nothing else.
"""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from app.domain.errors import InvalidInput, NotFound, TooManyAttempts, Unavailable
from app.domain.wording import said
from app.services import sessions
from app.services import sign_in as sign_in_service
from app.services.sign_in import CodeAwaited, SignedIn
from app.web import kept_forms
from app.web.context import (
    TOKEN_KEY,
    current_house,
    current_token,
    device_cookie,
    landing_endpoint,
    principal_or_none,
    request_origin,
    session_limits,
)
from app.web.policy import public_page

bp = Blueprint("auth", __name__)
_CONTROL_OR_BACKSLASH = re.compile(r"[\x00-\x20\x7f\\]")
_LONGEST_NEXT = 2_000
_DEVICE_KNOWN_FOR = timedelta(days=180)
_HALF_KEY, _NEXT_KEY = "half", "next"


class SignInForm(FlaskForm):  # type: ignore[misc]
    """`next` is where the person was going; only an address of ours is followed."""

    name = StringField(said("User name"), [InputRequired(said("Write your user name."))])
    password = PasswordField(said("Password"), [InputRequired(said("Write your password."))])
    next = HiddenField()


class CodeForm(FlaskForm):  # type: ignore[misc]
    """The second step."""

    code = StringField(said("Code"), [InputRequired(said("Write the code your app shows now."))])


@bp.route("/sign-in", methods=["GET", "POST"])
@public_page("Nobody is signed in before signing in.")
def sign_in() -> ResponseReturnValue:
    """The form, and its answer: one text for a wrong name and a wrong password."""
    form = SignInForm(next=request.args.get("next", ""))
    if request.method != "POST":  # GET, and HEAD, which asks the same without the body
        principal = principal_or_none()
        if principal is not None and not principal.is_anonymous:
            return redirect(url_for(landing_endpoint(principal)))
        return _page(form)
    if not form.validate():
        return _page(form, said("Write your user name and your password.")), 400
    try:
        signed_in = _start(form)
    except InvalidInput:
        return _page(form, said("That name and password do not match.")), 400
    except TooManyAttempts as error:
        answer = make_response(_page(form, wait_s=error.retry_after_s), 429)
        answer.headers["Retry-After"] = str(error.retry_after_s)
        return answer
    if isinstance(signed_in, CodeAwaited):
        session.clear()
        session[_HALF_KEY] = signed_in.token
        session[_NEXT_KEY] = own_address(form.next.data)
        if kept_forms.kept_fields():  # it travels in the page, so the page is the answer
            kept_forms.forget_token()
            return _code_page(CodeForm(formdata=None))
        return redirect(url_for("auth.code"))
    return _arrive(signed_in, own_address(form.next.data))


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public_page("The second step of signing in; without the first it leads back to it.")
def code() -> ResponseReturnValue:
    """The code of the second factor, or a recovery code. Only after a right password."""
    form = CodeForm()
    if not session.get(_HALF_KEY):
        return redirect(url_for("auth.sign_in"))
    if request.method != "POST":
        return _code_page(form)
    if not form.validate():
        return _code_page(form), 400
    target = own_address(session.get(_NEXT_KEY))
    try:
        signed_in = _finish(form)
    except NotFound:
        session.clear()
        flash(said("Signing in took too long, or does not hold any more. Begin again."), "warn")
        return redirect(url_for("auth.sign_in"))
    except (InvalidInput, Unavailable) as error:
        form.code.errors = [error.message]
        return _code_page(form), 400
    except TooManyAttempts as error:
        form.code.errors = [error.words]
        answer = make_response(_code_page(form), 429)
        answer.headers["Retry-After"] = str(error.retry_after_s)
        return answer
    return _arrive(signed_in, target)


@bp.post("/sign-out")
@public_page("Signing out works even when the session has ended already.")
def sign_out() -> ResponseReturnValue:
    """End the session on our side, then in the browser, with everything it kept of our pages."""
    house = current_house()
    with house.work(writing=True) as work:
        sessions.end(work, current_token())
        work.commit()
    session.clear()
    answer = make_response(redirect(url_for("auth.sign_in")))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def sign_in_page(form: SignInForm, error: str = "", wait_s: int = 0, kept: str = "") -> str:
    """The form; `kept` is what somebody had typed when their session ended, carried along."""
    return render_template(
        "auth/sign_in.html",
        form=form,
        error=error,
        wait_s=wait_s,
        next=form.next.data,
        kept=kept or kept_forms.kept_fields(),
        idle_minutes=current_house().settings.session_idle_minutes,
    )


def put_token(signed_in: SignedIn) -> None:
    """Begin the cookie anew: nothing from before signing in survives in it."""
    session.clear()
    session[TOKEN_KEY] = signed_in.token


def own_address(target: str | None) -> str:
    """The target when it is a path of this site; empty otherwise.

    Browsers read `//host`, `/\\host` and a tab after the first slash as another site.
    """
    if not target or len(target) > _LONGEST_NEXT or _CONTROL_OR_BACKSLASH.search(target):
        return ""
    parts = urlsplit(target)
    is_path = target.startswith("/") and not target.startswith("//")
    return target if is_path and not parts.scheme and not parts.netloc else ""


def _arrive(signed_in: SignedIn, target: str) -> ResponseReturnValue:
    """Where a person lands, and a browser that is known from now on."""
    answer = make_response(_landing(signed_in, target))
    settings = current_house().settings
    answer.set_cookie(
        device_cookie(settings),
        signed_in.kept,
        max_age=_DEVICE_KNOWN_FOR,
        secure=settings.secure_cookies,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _landing(signed_in: SignedIn, target: str) -> ResponseReturnValue:
    put_token(signed_in)
    left = signed_in.recovery_codes_left
    if left is not None:
        flash(
            said(
                "You signed in with a recovery code; {left} are left. If your telephone is lost, "
                "set up your second factor anew; if it was not you who used a code before, tell "
                "your security officer.",
                left=left,
            ),
            "warn",
        )
    given_back = kept_forms.go_on_after_sign_in(target)
    if given_back is not None:
        return given_back
    # Whoever opens the archive is sent here from its start page, which is not everybody's beginning.
    if target in ("", url_for("pages.start")):
        target = url_for(landing_endpoint(signed_in.principal))
    return redirect(target)


def _code_page(form: CodeForm) -> str:
    return render_template("auth/code.html", form=form, kept=kept_forms.kept_fields())


def _finish(form: CodeForm) -> SignedIn:
    house = current_house()
    with house.work(writing=True) as work:
        return sign_in_service.sign_in_with_code(
            work,
            session[_HALF_KEY],
            form.code.data,
            request_origin(),
            session_limits(house.settings),
        )


def _start(form: SignInForm) -> SignedIn | CodeAwaited:
    house = current_house()
    with house.work(writing=True) as work:
        signed_in = sign_in_service.sign_in(
            work,
            form.name.data,
            form.password.data,
            request_origin(),
            session_limits(house.settings),
        )
        old_token = current_token()
        if old_token:  # the session this one takes the place of
            sessions.end(work, old_token)
            work.commit()
    return signed_in


def _page(form: SignInForm, error: str = "", wait_s: int = 0) -> str:
    return sign_in_page(form, error, wait_s)
