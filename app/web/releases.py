"""Relabelling a record, the proposals that wait for a second registrar, and deciding on one."""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.errors import Conflict, InvalidInput
from app.domain.nothing import NOT_KNOWN
from app.domain.principals import Action
from app.domain.records import RecordId
from app.domain.releases import Decision
from app.domain.views import RecordView
from app.domain.wording import said
from app.services import admitted, records, releases
from app.services.admitted import AdmissionChange
from app.web.context import current_house, current_principal, request_work
from app.web.deciding import answer_decision, read_decision
from app.web.marking_panel import FIELD_LABELS, MarkingPanel, blank_panel, is_check, read_panel
from app.web.page_numbers import page_number
from app.web.policy import requires
from app.web.problems import Problems, read_day

bp = Blueprint("releases", __name__)
_LABEL_FIELDS = {
    **FIELD_LABELS,
    "reason": said("Reason"),
    "not_before": said("Not before"),
}
_DECISION_FIELDS = {"reason": said("Reason"), "decision": ""}
_DONE = {
    Decision.APPROVE: said("The release is approved. The record has its new label."),
    Decision.REFUSE: said("The release is refused. The record keeps its label."),
    Decision.TAKE_BACK: said("The proposal is taken back."),
}


@bp.route("/records/<uuid:record_id>/label", methods=["GET", "POST"])
@requires(Action.REGISTER)
def label(record_id: UUID) -> ResponseReturnValue:
    """A new label: first checked, who gains and who loses; then given at once, or proposed."""
    principal, work = current_principal(), request_work()
    view = records.open_record(principal, work, RecordId(str(record_id)))
    if request.method != "POST":
        panel = blank_panel(principal, work, label=view.label)
        return _label_page(view, panel, Problems(_LABEL_FIELDS))
    dated = view.description.calendar_date or NOT_KNOWN
    panel, problems = read_panel(principal, work, request.form, dated), Problems(_LABEL_FIELDS)
    problems.by_field.update(panel.problems.by_field)
    change = _change(view, panel)
    is_checked = change is not None and request.form.get("checked") == str(change.new)
    if problems or is_check(request.form) or change is None or not is_checked:
        return _label_page(view, panel, problems, change), 400 if problems else 200
    try:
        made = _propose(view, change)
    except InvalidInput as error:
        problems.add(_at_its_field(error))
        return _label_page(view, panel, problems, change), 400
    except Conflict as error:
        flash(error.words, "warn")
        return _label_page(view, panel, problems, change), 409
    if made is None:
        flash(said("The record has its new label, from now on and everywhere."), "good")
        return redirect(url_for("records.show", record_id=record_id))
    flash(said("The release is proposed. A second registrar decides."), "good")
    return redirect(url_for("releases.show", release_id=made))


@bp.get("/releases")
@requires(Action.REGISTER)
def index() -> str:
    """What waits for a decision, for its date, or was overtaken; fifty a page."""
    found = releases.queue(current_principal(), request_work(), page_number(request.args))
    return render_template("releases/index.html", queue=found)


@bp.get("/releases/<uuid:release_id>")
@requires(Action.REGISTER)
def show(release_id: UUID) -> str:
    """One proposal with everything needed to decide on it."""
    return _proposal_page(release_id, Problems(_DECISION_FIELDS))


@bp.post("/releases/<uuid:release_id>/decision")
@requires(Action.REGISTER)
def decide(release_id: UUID) -> ResponseReturnValue:
    """Approve, refuse, or take back; with a reason."""

    def act() -> str:
        decision, reason = read_decision(), request.form.get("reason", "")
        with current_house().work(writing=True) as work:
            releases.decide(current_principal(), work, str(release_id), decision, reason)
            work.commit()
        return _DONE[decision]

    page = partial(_proposal_page, release_id)
    return answer_decision(act, page, Problems(_DECISION_FIELDS), url_for("releases.index"))


def _propose(view: RecordView, change: AdmissionChange) -> str | None:
    with current_house().work(writing=True) as work:
        made = releases.propose(
            current_principal(),
            work,
            view.id,
            _revision(),
            change.new,
            request.form.get("reason", ""),
            not_before=_not_before(),
        )
        work.commit()
    return made


def _at_its_field(error: InvalidInput) -> InvalidInput:
    """Services speak of a label; on this page it is chosen by its level."""
    return InvalidInput("level", error.message) if error.field == "label" else error


def _change(view: RecordView, panel: MarkingPanel) -> AdmissionChange | None:
    if panel.settled is None:
        return None
    principal, work = current_principal(), request_work()
    return admitted.compare(principal, work, view.label, panel.settled.label)


def _label_page(
    view: RecordView,
    panel: MarkingPanel,
    problems: Problems,
    change: AdmissionChange | None = None,
) -> str:
    return render_template(
        "releases/label.html",
        view=view,
        panel=panel,
        problems=problems,
        change=change,
        reason=request.form.get("reason", ""),
        not_before=request.form.get("not_before", ""),
        proposals=releases.of_record(current_principal(), request_work(), view.id),
    )


def _proposal_page(release_id: UUID, problems: Problems) -> str:
    principal, work = current_principal(), request_work()
    found = releases.proposal(principal, work, str(release_id))
    records.record_opening(principal, work, found.record.id, found.record.label)
    made = found.proposal
    return render_template(
        "releases/show.html",
        found=found,
        made=made,
        change=admitted.compare(principal, work, made.from_label, made.to_label),
        problems=problems,
        reason=request.form.get("reason", ""),
        time=releases.house_time(work),
    )


def _not_before() -> date | None:
    return read_day(request.form.get("not_before", ""), "not_before")


def _revision() -> int:
    text = request.form.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
