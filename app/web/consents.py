"""Who agreed to release a joint text: the list of originators, entering answers, the paper."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.consents import ConsentMatrix, ConsentState
from app.domain.errors import Conflict, InvalidInput
from app.domain.principals import Action
from app.domain.records import RecordId
from app.domain.views import RecordView
from app.domain.wording import said, said_many
from app.services import consents, records
from app.services.consents import ConsentAnswer
from app.web.attachments import attachment
from app.web.context import current_house, current_principal, request_work
from app.web.policy import requires
from app.web.problems import Problems, read_day

bp = Blueprint("consents", __name__)
_FIELDS = {
    "originators": said("Originators"),
    "state": said("Answer"),
    "contact": said("By whom"),
    "answered_on": said("On which day"),
    "silence_counts_after": said("Silence counts after"),
    "note": said("Source or note"),
}


@bp.route("/records/<uuid:record_id>/consent", methods=["GET", "POST"])
@requires(Action.REGISTER)
def show(record_id: UUID) -> ResponseReturnValue:
    """The list with the form beneath it, and everything that was ever entered.

    Sent back, it begins the list, or enters one answer for the originators that are ticked.
    """
    problems = Problems(_FIELDS)
    if request.method != "POST":
        return _page(record_id, problems)
    try:
        words = _begin(record_id) if request.form.get("step") == "begin" else _enter(record_id)
    except InvalidInput as error:
        problems.add(error)
        return _page(record_id, problems), 400
    except Conflict as error:
        flash(error.words, "warn")
        return _page(record_id, problems), 409
    flash(words, "good")
    return redirect(url_for("consents.show", record_id=record_id))


@bp.get("/records/<uuid:record_id>/consent.pdf")
@requires(Action.REGISTER)
def paper(record_id: UUID) -> Response:
    """The list on paper, with the record's marking on every page."""
    sheet = consents.paper(
        current_principal(),
        request_work(),
        RecordId(str(record_id)),
        printed_at=current_house().clock.now(),
    )
    answer = Response(sheet.content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = attachment(sheet.filename)
    return answer


def consent_panel(view: RecordView) -> ConsentMatrix | None:
    """What the record's page shows of it: to registrars; None for everybody else."""
    principal = current_principal()
    if not principal.may(Action.REGISTER):
        return None
    return consents.matrix(principal, request_work(), view.id)


def _begin(record_id: UUID) -> str:
    with current_house().work(writing=True) as work:
        consents.begin(current_principal(), work, RecordId(str(record_id)))
        work.commit()
    return said("Every originator is on the list. A release now needs them all.")


def _enter(record_id: UUID) -> str:
    form = request.form
    answer = ConsentAnswer(
        _state(),
        form.get("contact", ""),
        read_day(form.get("answered_on", ""), "answered_on"),
        read_day(form.get("silence_counts_after", ""), "silence_counts_after"),
        form.get("note", ""),
    )
    seen = form.get("seen", "")
    with current_house().work(writing=True) as work:
        count = consents.enter(
            current_principal(),
            work,
            RecordId(str(record_id)),
            int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0,
            form.getlist("originators"),
            answer,
        )
        work.commit()
    return said(
        "Entered for {originators}: {state}.",
        originators=said_many("{number:,} originator", "{number:,} originators", count),
        state=answer.state.label,
    )


def _state() -> ConsentState:
    try:
        return ConsentState(request.form.get("state", ""))
    except ValueError as error:
        raise InvalidInput("state", "Choose what they answered.") from error


def _page(record_id: UUID, problems: Problems) -> str:
    principal, work = current_principal(), request_work()
    view = records.open_record(principal, work, RecordId(str(record_id)))
    return render_template(
        "consents/show.html",
        view=view,
        matrix=consents.matrix(principal, work, view.id),
        states=list(ConsentState),
        problems=problems,
        given=request.form,
        chosen=frozenset(request.form.getlist("originators")),
    )
