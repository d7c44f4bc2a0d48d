"""Large exports that wait for a second registrar: looking at one, deciding, and taking the bag away."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.errors import InvalidInput
from app.domain.export_proposals import APPROVED_FOR
from app.domain.principals import Action
from app.domain.releases import Decision
from app.domain.wording import said
from app.services import export_approvals
from app.web.bags import bag_answer
from app.web.context import current_house, current_principal, request_work
from app.web.deciding import answer_decision, read_decision
from app.web.policy import requires
from app.web.problems import Problems

bp = Blueprint("export_proposals", __name__)
_FIELDS = {"reason": said("Reason"), "decision": "", "references": ""}
_DONE = {
    Decision.APPROVE: said("The export is approved. Who proposed it can make it for a day."),
    Decision.REFUSE: said("The export is refused."),
    Decision.TAKE_BACK: said("The proposal is taken back."),
}


@bp.get("/hand-over/proposals")
@requires(Action.REGISTER)
def index() -> str:
    """What waits for a second registrar, and what one proposed oneself."""
    found = export_approvals.waiting_and_own(current_principal(), request_work())
    return render_template("handing_over/proposals.html", found=found)


@bp.get("/hand-over/proposals/<uuid:export_id>")
@requires(Action.REGISTER)
def show(export_id: UUID) -> str:
    """One proposal with every record on it."""
    return _page(export_id, Problems(_FIELDS))


@bp.post("/hand-over/proposals/<uuid:export_id>/decision")
@requires(Action.REGISTER)
def decide(export_id: UUID) -> ResponseReturnValue:
    """Approve, refuse, or take back; with a reason."""

    def act() -> str:
        decision, reason = read_decision(), request.form.get("reason", "")
        with current_house().work(writing=True) as work:
            export_approvals.decide(current_principal(), work, str(export_id), decision, reason)
            work.commit()
        return _DONE[decision]

    here = url_for("export_proposals.show", export_id=export_id)
    return answer_decision(act, partial(_page, export_id), Problems(_FIELDS), here)


@bp.post("/hand-over/proposals/<uuid:export_id>/bag")
@requires(Action.REGISTER)
def bag(export_id: UUID) -> ResponseReturnValue:
    """The bag, for who proposed it, while the approval holds."""
    principal, work = current_principal(), request_work()
    try:
        chosen = export_approvals.approved(principal, work, str(export_id))
        return bag_answer(chosen, approval=str(export_id))
    except InvalidInput as error:
        problems = Problems(_FIELDS)
        problems.add(error)
        return _page(export_id, problems), 400


def _page(export_id: UUID, problems: Problems) -> str:
    found = export_approvals.view(current_principal(), request_work(), str(export_id))
    return render_template(
        "handing_over/proposal.html",
        found=found,
        made=found.proposal,
        problems=problems,
        reason=request.form.get("reason", ""),
        hours=round(APPROVED_FOR.total_seconds() / 3600),
    )
