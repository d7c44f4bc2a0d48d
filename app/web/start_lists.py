"""The lists that the start page begins, as pages of their own: what is new, what waits for a reply."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from app.domain.principals import Action
from app.services import start
from app.web.context import current_principal, request_work
from app.web.page_numbers import page_number
from app.web.policy import requires

bp = Blueprint("start_lists", __name__)


@bp.get("/new")
@requires(Action.READ)
def new() -> str:
    """Registered or changed in the last thirty days, newest first."""
    found = start.new_and_changed(current_principal(), request_work(), page_number(request.args))
    return render_template("pages/new.html", found=found, days=start.NEW_FOR.days)


@bp.get("/awaiting-reply")
@requires(Action.READ)
def awaiting_reply() -> str:
    """Letters to which no reply is known, those that wait longest first."""
    found = start.awaiting_reply(current_principal(), request_work(), page_number(request.args))
    return render_template("pages/awaiting_reply.html", found=found)
