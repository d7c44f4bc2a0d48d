"""Checking a marking: what it means here and how many accounts it would admit. For registrars."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.principals import Action
from app.web.context import current_principal, request_work
from app.web.marking_panel import blank_panel, read_panel
from app.web.policy import requires

bp = Blueprint("marking", __name__)


@bp.route("/marking/check", methods=["GET", "POST"])
@requires(Action.REGISTER)
def check() -> ResponseReturnValue:
    """The panel on a page of its own; with `partial` only its result, for a form that is open."""
    principal, work = current_principal(), request_work()
    if request.method != "POST":
        return render_template("marking/check.html", panel=blank_panel(principal, work))
    panel = read_panel(principal, work, request.form)
    template = "marking/result.html" if request.form.get("partial") else "marking/check.html"
    return render_template(template, panel=panel), 400 if panel.problems else 200
