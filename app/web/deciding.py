"""What the pages on which a second person decides have in common."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.domain.errors import Conflict, InvalidInput
from app.domain.releases import Decision
from app.web.problems import Problems


def read_decision() -> Decision:
    """The button that was pressed. Raises InvalidInput."""
    try:
        return Decision(request.form.get("decision", ""))
    except ValueError as error:
        raise InvalidInput("decision", "Say whether you approve or refuse.") from error


def answer_decision(
    act: Callable[[], str], page: Callable[[Problems], str], problems: Problems, done_at: str
) -> ResponseReturnValue:
    """Do it, say what `act` says was done, and go to `done_at`; else the page with all that was typed."""
    try:
        done = act()
    except InvalidInput as error:
        problems.add(error)
        return page(problems), 400
    except Conflict as error:
        flash(error.words, "warn")
        return page(problems), 409
    flash(done, "good")
    return redirect(done_at)
