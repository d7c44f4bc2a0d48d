"""The page behind an invitation or a password link: set the password, once.

A link that is used, replaced, too old or made up gets one and the same answer.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired

from app.domain.admission import LinkPurpose
from app.domain.errors import InvalidInput, NotFound
from app.domain.wording import said
from app.services import account_links, passwords
from app.services.account_links import OpenLink
from app.web.context import current_house, request_work
from app.web.policy import FACTOR_BLUEPRINT, public_page

bp = Blueprint("links", __name__)


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    """The new password, twice."""

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


@bp.route("/link/<token>", methods=["GET", "POST"])
@public_page("Whoever holds the link has no password yet; the link itself is the key, once.")
def accept(token: str) -> ResponseReturnValue:
    """The form, and what it does. Looking at it uses nothing up."""
    form = NewPasswordForm()
    try:
        link = account_links.opened(request_work(), token)
        if form.is_submitted() and form.validate():
            return _set(form, token)
    except NotFound:
        return render_template("links/closed.html", leads_home=True), 404
    except InvalidInput as error:
        form.password.errors = [error.message]
    return _page(form, link), 400 if form.is_submitted() else 200


def _set(form: NewPasswordForm, token: str) -> ResponseReturnValue:
    with current_house().work(writing=True) as work:
        done = account_links.accept(work, token, form.password.data)
    flash(
        said("Your password is set. Sign in as {account_name}.", account_name=done.account_name),
        "good",
    )
    following = url_for(f"{FACTOR_BLUEPRINT}.show") if done.needs_factor else None
    return redirect(url_for("auth.sign_in", next=following))


def _page(form: NewPasswordForm, link: OpenLink) -> str:
    is_invitation = link.purpose is LinkPurpose.INVITATION
    return render_template("links/open.html", form=form, link=link, is_invitation=is_invitation)
