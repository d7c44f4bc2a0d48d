"""The language of the pages: whose it is, and how sentences, numbers and dates are said in it.

`set_up_language` runs in the factory. The language is the one the signed-in account chose; else the one
chosen on a page in this browser (`language_switch.py`), else the house's (`CHANCERY_LANGUAGE`). What the
browser says of itself is not asked: what a page says must not depend on the machine it is read on.

Templates call `_` and `ngettext`; what Python says is a `Wording` (`app/domain/wording.py`) and is
translated when it is put on a page. Both look their English sentence up in `app/translations`.
"""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from babel import Locale
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_locale, refresh
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import escape

from app.domain.admission import INTERFACE_LANGUAGES
from app.domain.dates import Point
from app.domain.wording import Wording, speak_with
from app.languages.tongue import Tongue
from app.web.context import current_house, current_session, language_cookie

SOURCE_LANGUAGE = INTERFACE_LANGUAGES[0]
"""The language in which sentences are written; it needs no catalogue."""


def set_up_language(app: Flask) -> None:
    """Give the application its languages, and its templates `_`, `ngettext` and `page_language`."""
    Babel(app, default_locale=SOURCE_LANGUAGE, locale_selector=_chosen_language)
    environment = app.jinja_env
    environment.policies["ext.i18n.trimmed"] = True
    environment.globals["ngettext"] = _counting(environment.globals["ngettext"])
    environment.globals["page_language"] = page_language
    environment.filters["number"] = number
    environment.filters["t"] = translated
    speak_with(_on_a_page)


def page_language() -> str:
    """The language of the page being made, as `<html lang>` names it."""
    found = get_locale() if has_request_context() else None
    return found.language if found else SOURCE_LANGUAGE


def page_tongue() -> Tongue:
    """Sentences, numbers and dates in the language of the page being made."""
    return Tongue(page_language())


def own_name(tag: str) -> str:
    """What a language calls itself: `English`, `Français`."""
    name = str(Locale.parse(tag).get_display_name(tag))
    return name[:1].upper() + name[1:]


def speak(language: str) -> None:
    """Go on in another language for the rest of this request, as when it has just been chosen."""
    g.language = language
    refresh()


def translated(text: str) -> str:
    """A wording in the reader's language. A plain text of ours (a label, a word of a vocabulary) is
    looked up whole and stays as it is when the catalogue does not know it."""
    if not text:
        return ""  # and not an empty wording, which would ask for its words again
    tongue = page_tongue()
    return tongue.say(text) if isinstance(text, Wording) else tongue.word(text)


def in_language(text: str) -> str:
    """A wording in the reader's language, for what is made of its letters; other texts as they are."""
    return translated(text) if isinstance(text, Wording) else text


def number(value: int) -> str:
    """`1,204`, grouped as the reader groups it."""
    return page_tongue().number(value)


def short_day_words(day: date) -> str:
    """`23 Nov 2026`."""
    return page_tongue().point(Point(f"{day:%Y}", day.month, day.day, is_short=True))


def _on_a_page(wording: Wording) -> str:
    return escape(translated(wording))


def _counting(found: Any) -> Any:
    """Jinja's `ngettext`, with `%(num)s` grouped as the reader groups it."""

    @pass_context
    def counted(context: Context, one: str, many: str, count: int, /, **values: object) -> str:
        filled = {"num": number(count), **values}
        return cast(str, found(context, one, many, count, **filled))

    return counted


def _chosen_language() -> str:
    """Raises nothing: the page that says that the database is down asks for it too."""
    if not has_request_context():
        return SOURCE_LANGUAGE
    if "language" in g:
        return str(g.language)
    found, settings = current_session(), current_house().settings
    if found and found.preferences.language:
        return found.preferences.language
    kept = request.cookies.get(language_cookie(settings), "")
    return kept if kept in INTERFACE_LANGUAGES else settings.language
