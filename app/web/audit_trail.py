"""The audit trail for auditors and security officers: ids, never titles, with filters."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, StringField

from app.domain.audit_chain import AuditFilter
from app.domain.dates import day_of
from app.domain.errors import InvalidInput
from app.domain.principals import Action
from app.domain.wording import said
from app.services import audit
from app.web.context import current_principal, request_work
from app.web.language import translated
from app.web.page_numbers import page_number
from app.web.policy import requires

bp = Blueprint("audit_trail", __name__)
_FILTERS = ("actor", "action", "object", "from", "to")
_LONGEST_FILTER = 100
_EVERYTHING = {"": said("everything")}
_SHORT_ID = re.compile(r"[0-9a-fA-F]{8}\Z")
"""What the rows of the page show of an id."""


class TrailForm(FlaskForm):  # type: ignore[misc]
    """What to narrow the trail to; it changes nothing, so it travels in the address."""

    class Meta:
        csrf = False

    actor = StringField(said("Who"), description=said("The name one signs in with"))
    action = SelectField(said("What"), choices=_EVERYTHING)
    object_id = StringField(
        said("On which"), name="object", description=said("The id, or its first eight signs")
    )
    first_day = StringField(said("From"), name="from", description=said("A day, as 2026-11-24"))
    last_day = StringField(said("To"), name="to", description=said("A day, inclusive"))


@bp.get("/audit")
@requires(Action.READ_AUDIT)
def index() -> ResponseReturnValue:
    """One page of the trail, newest first. Looking at it is itself recorded."""
    filters = {
        name: text[:_LONGEST_FILTER]
        for name in _FILTERS
        if (text := request.args.get(name, "").strip())
    }
    form = TrailForm(MultiDict(filters))
    wanted, errors = _read(filters)
    for name, message in errors.items():
        form[name].errors = [message]
    found = audit.entries(
        current_principal(), request_work(), wanted, page=page_number(request.args)
    )
    form.action.choices = _EVERYTHING | {name: translated(name) for name in found.actions}
    page = render_template(
        "audit/index.html",
        entries=found.entries,
        filters=filters,
        form=form,
        page=found.page,
        page_count=found.page_count,
        total=found.total,
    )
    return page, 400 if errors else 200


def _read(filters: dict[str, str]) -> tuple[AuditFilter, dict[str, str]]:
    """The filter, and per field of the form what is wrong with it; a wrong field does not narrow."""
    errors: dict[str, str] = {}

    def day(name: str, field: str) -> date | None:
        try:
            return _day(filters.get(name, ""), field)
        except InvalidInput as error:
            errors[field] = error.message
            return None

    object_id = filters.get("object", "").rstrip("…")
    if object_id and not _is_id(object_id):
        errors["object_id"] = said(
            "Write the id as it stands in the trail, whole or its first eight signs."
        )
        object_id = ""
    first_day, last_day = day("from", "first_day"), day("to", "last_day")
    if first_day and last_day and first_day > last_day:
        errors["last_day"] = said("This day lies before the one in From. Exchange the two.")
        last_day = None
    wanted = AuditFilter(
        actor=filters.get("actor", "").casefold(),
        action=filters.get("action", ""),
        object_id=object_id.casefold(),
        first_day=first_day,
        last_day=last_day,
    )
    return wanted, errors


def _day(text: str, field: str) -> date | None:
    if not text:
        return None
    try:
        found = day_of(text, "2026-11-24")
    except InvalidInput as error:
        raise InvalidInput(field, error.message) from error
    if found >= date.max:
        raise InvalidInput(field, said("Write the day as {example}.", example="2026-11-24"))
    return found


def _is_id(text: str) -> bool:
    if _SHORT_ID.match(text):
        return True
    try:
        UUID(text)
    except ValueError:
        return False
    return True
