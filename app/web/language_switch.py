"""The other languages of the pages, on every page: one button each that leads back to the same page.

What somebody chooses is kept with the account, and in the browser for the pages before sign-in. Until then
nothing about the browser counts (`language.py`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flask import Blueprint, Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import AnyOf

from app.domain.admission import INTERFACE_LANGUAGES
from app.services import preferences
from app.web.auth import own_address
from app.web.context import current_house, current_session, language_cookie
from app.web.language import own_name
from app.web.policy import public_page

bp = Blueprint("language", __name__)
_CHOICE_HOLDS_FOR = timedelta(days=365)
_SEE_OTHER = 303


class LanguageForm(FlaskForm):  # type: ignore[misc]
    """`next` is the page where the button stood; only an address of ours is followed."""

    language = StringField(validators=[AnyOf(INTERFACE_LANGUAGES)])
    next = HiddenField()


@bp.post("/language")
@public_page("Pages before sign-in are read in a language too; it changes nothing but that.")
def choose() -> ResponseReturnValue:
    """Go on in another language on the same page."""
    form = LanguageForm()
    back = own_address(form.next.data) or url_for("pages.start")
    answer = redirect(back, _SEE_OTHER)
    if not form.validate():
        return answer
    language = str(form.language.data)
    _keep_with_account(language)
    settings = current_house().settings
    answer.set_cookie(
        language_cookie(settings),
        language,
        max_age=_CHOICE_HOLDS_FOR,
        secure=settings.secure_cookies,
        httponly=True,
        samesite="Lax",
    )
    return answer


def set_up_language_switch(app: Flask) -> None:
    """Let every template offer the languages there are, and say where its page is."""
    app.jinja_env.globals["page_languages"] = {tag: own_name(tag) for tag in INTERFACE_LANGUAGES}
    app.jinja_env.globals["this_page"] = this_page


def this_page() -> str:
    """Where to come back to: this page, or the first one where it only answers a form."""
    methods = request.url_rule.methods if request.url_rule else None
    if request.method == "POST" and "GET" not in (methods or ()):
        return url_for("pages.start")
    return request.full_path.removesuffix("?")


def _keep_with_account(language: str) -> None:
    found = current_session()
    if found is None:
        return
    with current_house().work(writing=True) as work:
        chosen = replace(found.preferences, language=language)
        preferences.save(found.principal, work, chosen)
        work.commit()
