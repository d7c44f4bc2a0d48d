"""Retention and disposal as pages: the overview, what is due, lists that two people decide, certificates."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.disposals import DisposalEnd
from app.domain.errors import Conflict, InvalidInput
from app.domain.principals import Action
from app.domain.records import RecordId
from app.domain.releases import Decision
from app.domain.retention_terms import DisposalAction, DisposalMethod
from app.domain.wording import said, said_many
from app.services import certificates, disposals, disposing, holds, series
from app.web.attachments import attachment
from app.web.context import current_house, current_principal, request_work
from app.web.deciding import answer_decision, read_decision
from app.web.policy import requires
from app.web.problems import Problems

bp = Blueprint("disposals", __name__)
GONE = 410
_FIELDS = {
    "reason": said("Reason"),
    "receiver": said("Archive that received them"),
    "confirmation": said("Its reference for the receipt"),
    "off_record": said("Record"),
    "off_reason": said("Reason for taking it off"),
    "decision": "",
}
_DONE = {
    Decision.REFUSE: said("The list is refused. Every record stays."),
    Decision.TAKE_BACK: said("The list is taken back. Every record stays."),
}


@bp.get("/retention")
@requires(Action.REGISTER)
def index() -> str:
    """What is due, what waits for a decision, what is held, and the file plan."""
    principal, work = current_principal(), request_work()
    found_holds, held_label = holds.list_holds(principal, work)
    found, due = disposals.lists(principal, work), disposals.due(principal, work)
    label = held_label.join(due.label)
    for one in found:
        label = label.join(one.label)
    return render_template(
        "retention/index.html",
        due=due,
        lists=found,
        holds=found_holds,
        lines=series.list_series(principal, work),
        label=label,
    )


@bp.route("/retention/due", methods=["GET", "POST"])
@requires(Action.REGISTER)
def due() -> ResponseReturnValue:
    """What is due; sent back, the ticked records become a list for a second registrar."""
    if request.method != "POST":
        return _due_page(Problems({}))
    section = request.form.get("section", "")
    try:
        method = _method()
        chosen = [RecordId(one) for one in request.form.getlist("record")]
        reason = request.form.get("reason", "")
        with current_house().work(writing=True) as work:
            made = disposals.propose(current_principal(), work, method, chosen, reason)
            work.commit()
    except InvalidInput as error:
        field = "reason" if error.field == "reason" else "records"
        problems = Problems(
            {f"reason-{section}": said("Reason"), f"records-{section}": said("Records")}
        )
        problems.add(InvalidInput(f"{field}-{section}", error.message))
        return _due_page(problems), 400
    flash(said("The list is proposed. A second registrar decides."), "good")
    return redirect(url_for("disposals.show", disposal_id=made))


@bp.get("/retention/disposals/<uuid:disposal_id>")
@requires(Action.REGISTER)
def show(disposal_id: UUID) -> str:
    """One list, with everything needed to decide on it, or what became of it."""
    return _list_page(disposal_id, Problems(_FIELDS))


@bp.post("/retention/disposals/<uuid:disposal_id>/take-off")
@requires(Action.REGISTER)
def take_off(disposal_id: UUID) -> ResponseReturnValue:
    """Take one record off a list that waits."""
    problems = Problems(_FIELDS)
    try:
        with current_house().work(writing=True) as work:
            disposals.take_off(
                current_principal(),
                work,
                str(disposal_id),
                RecordId(request.form.get("off_record", "")),
                request.form.get("off_reason", ""),
            )
            work.commit()
    except InvalidInput as error:
        problems.add(InvalidInput("off_reason", error.message))
        return _list_page(disposal_id, problems), 400
    except Conflict as error:
        flash(error.words, "warn")
        return _list_page(disposal_id, problems), 409
    flash(said("The record is taken off the list. It stays in the register."), "good")
    return redirect(url_for("disposals.show", disposal_id=disposal_id))


@bp.post("/retention/disposals/<uuid:disposal_id>/decision")
@requires(Action.REGISTER)
def decide(disposal_id: UUID) -> ResponseReturnValue:
    """Approve and carry out, refuse, or take back; with a reason."""

    def act() -> str:
        decision, reason = read_decision(), request.form.get("reason", "")
        end = DisposalEnd(request.form.get("receiver", ""), request.form.get("confirmation", ""))
        with current_house().work(writing=True) as work:
            done = disposals.decide(
                current_principal(), work, str(disposal_id), decision, reason, end
            )
            work.commit()
        return _DONE.get(
            decision,
            said_many("{number:,} record disposed of.", "{number:,} records disposed of.", done),
        )

    here = url_for("disposals.show", disposal_id=disposal_id)
    return answer_decision(act, partial(_list_page, disposal_id), Problems(_FIELDS), here)


@bp.get("/retention/disposals/<uuid:disposal_id>/certificate.pdf")
@requires(Action.REGISTER)
def certificate(disposal_id: UUID) -> Response:
    """The certificate of a list that was carried out."""
    paper = certificates.paper(current_principal(), request_work(), str(disposal_id))
    answer = Response(paper.content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = attachment(paper.filename)
    return answer


def disposed_page(record_id: RecordId) -> ResponseReturnValue:
    """What is left of a record that was disposed of. Raises NotFound where nothing is."""
    principal, work = current_principal(), request_work()
    stub = disposing.open_stub(principal, work, record_id)
    return render_template("retention/disposed.html", stub=stub), GONE


def _due_page(problems: Problems) -> str:
    found = disposals.due(current_principal(), request_work())
    coming = disposals.coming(current_principal(), request_work())
    sections = [(action, found.for_action(action)) for action in DisposalAction]
    ticked = request.form.getlist("record")
    return render_template(
        "retention/due.html",
        due=found,
        coming=coming,
        label=found.label.join(coming.label),
        sections=[(action, records) for action, records in sections if records],
        problems=problems,
        section=request.form.get("section", ""),
        ticked=ticked,
        reason=request.form.get("reason", ""),
    )


def _list_page(disposal_id: UUID, problems: Problems) -> str:
    found = disposals.page(current_principal(), request_work(), str(disposal_id))
    return render_template(
        "retention/disposal.html",
        found=found,
        made=found.made,
        problems=problems,
        typed={name: request.form.get(name, "") for name in _FIELDS},
    )


def _method() -> DisposalMethod:
    try:
        return DisposalMethod(request.form.get("method", ""))
    except ValueError as error:
        raise InvalidInput("record", "Say what is to be done with them.") from error
