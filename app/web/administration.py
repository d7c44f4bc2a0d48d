"""The administrator's page: the machine, never the archive."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template

from app.domain.principals import Action
from app.domain.wording import joined, said, said_many
from app.services import administration, engine_advice, keeping_status
from app.services.health import Severity
from app.web.context import current_house, current_principal, request_work
from app.web.policy import requires
from app.worker import is_working

bp = Blueprint("administration", __name__)
_DAYS_FROM_HOURS = 48


@bp.app_template_filter("age")
def age(span: timedelta) -> str:
    """`less than an hour`, `3 hours`, `12 days`."""
    hours = max(int(span.total_seconds() // 3600), 0)
    if hours == 0:
        return said("less than an hour")
    if hours < _DAYS_FROM_HOURS:
        return said_many("{number} hour", "{number} hours", hours)
    return said("{days} days", days=hours // 24)


@bp.get("/administration")
@requires(Action.ADMINISTER)
def index() -> str:
    """Jobs, sizes, versions, and whether a worker works."""
    house = current_house()
    state = administration.machine_state(
        current_principal(), request_work(), house.engine, house.settings
    )
    return render_template(
        "administration/index.html",
        state=state,
        is_working=is_working(house),
        mode=house.settings.mode,
        engine_advice=joined([engine_advice.REASON, engine_advice.TO_DO]),
    )


@bp.get("/administration/examination")
@requires(Action.ADMINISTER)
def examination() -> str:
    """What `flask doctor` says, made now; a page of its own because it takes a while."""
    house = current_house()
    findings = administration.examination(
        current_principal(), house.work, house.engine, house.settings
    )
    return render_template(
        "administration/examination.html", findings=findings, severities=Severity
    )


@bp.get("/administration/backups")
@requires(Action.ADMINISTER)
def backups() -> str:
    """The last backup and the last trial restore, the originals, and the end of the audit trail."""
    found = keeping_status.status(current_principal(), request_work(), current_house().settings)
    return render_template("administration/backups.html", status=found)
