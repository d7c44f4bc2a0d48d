"""One's own settings: language of the interface, single letters as keys, the digest by mail."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField

from app.domain.admission import INTERFACE_LANGUAGES, Preferences
from app.domain.errors import InvalidInput
from app.domain.principals import Action
from app.domain.wording import said
from app.services import preferences, search_digests
from app.web.context import current_house, current_principal, current_session
from app.web.digest_form import DigestForm, digest_form
from app.web.form_errors import tell
from app.web.language import own_name, page_language, speak
from app.web.policy import requires

bp = Blueprint("account_settings", __name__)
_LANGUAGES = {tag: own_name(tag) for tag in INTERFACE_LANGUAGES}
"""Each language by its own name, so that whoever reads it finds it."""


class SettingsForm(FlaskForm):  # type: ignore[misc]
    """Only languages in which every page exists are offered."""

    language = SelectField(said("Language of the pages"), choices=_LANGUAGES)
    single_keys = BooleanField(
        said("Single letters are keys"),
        description=said("as / for the search field; never inside a field"),
    )


@bp.route("/account/settings", methods=["GET", "POST"])
@requires(Action.OWN_ACCOUNT)
def settings() -> ResponseReturnValue:
    """Show and keep them, for every browser in which the person signs in."""
    form = _settings_form()
    if form.is_submitted() and form.validate():
        try:
            with current_house().work(writing=True) as work:
                chosen = Preferences(form.language.data, form.single_keys.data)
                preferences.save(current_principal(), work, chosen)
                work.commit()
        except InvalidInput as error:
            form.language.errors = [error.message]
        else:
            speak(form.language.data)
            flash(said("Your settings are kept with your account."), "good")
            return redirect(url_for("account_settings.settings"))
    return _page(form, digest_form()), 400 if form.is_submitted() else 200


@bp.post("/account/settings/digest")
@requires(Action.KEEP_SEARCHES)
def digest() -> ResponseReturnValue:
    """Keep how often a mail says that there is something new, and where it goes."""
    form = DigestForm()
    if form.validate():
        try:
            with current_house().work(writing=True) as work:
                search_digests.choose(current_principal(), work, form.wanted)
                work.commit()
        except InvalidInput as error:
            tell(form, error)
        else:
            flash(said("Your choice for the mails is kept."), "good")
            return redirect(url_for("account_settings.settings"))
    return _page(_settings_form(formdata=None), form), 400


def _page(form: SettingsForm, digest: DigestForm | None) -> str:
    return render_template("account/settings.html", form=form, digest=digest)


def _settings_form(**more: object) -> SettingsForm:
    """As kept, or as sent; `formdata=None` when another form of the page was sent."""
    found = current_session()
    kept = found.preferences if found else Preferences()
    return SettingsForm(language=page_language(), single_keys=kept.has_single_keys, **more)
