"""Registering a new letter: one's drafts, and the form that becomes a record.

What every button does to the form is in `describing/actions.py`; how it becomes a description in
`describing/mapping.py`. Whatever is sent and not saved is kept as a draft in the same request.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access import AccessLabel
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Action
from app.domain.records import Draft, RecordId
from app.domain.wording import said
from app.services import describing, drafting, duplicates
from app.services.duplicates import LikelyRecords
from app.web.context import current_house, current_principal, request_work
from app.web.describing import likely, matching, sending
from app.web.describing.controls import Desk
from app.web.describing.mapping import blank_form, read_description
from app.web.describing.page import memberships, signatory_lines
from app.web.describing.sending import REASON, TEXT, Sent
from app.web.describing.typed import Typed
from app.web.language import in_language
from app.web.marking_panel import CHECK
from app.web.policy import requires

bp = Blueprint("register", __name__)
sending.raise_limits(bp)
DRAFT_KEPT = said("Your draft is kept. Only you can see it.")
USUAL_REASON = said("Registered")


@bp.get("/register")
@requires(Action.REGISTER)
def index() -> str:
    """One's own drafts, and the way to a new letter."""
    lines = drafting.own_drafts(current_principal(), request_work())
    scheme = current_house().settings.label_scheme
    labels = [_page_label(Typed.of(line.fields)) for line in lines if line.record is None]
    labels += [line.record.label for line in lines if line.record]
    label = scheme.bottom
    for one in labels:
        label = label.join(one)
    return render_template("register/index.html", drafts=lines, page_label=label)


@bp.route("/register/new", methods=["GET", "POST"])
@requires(Action.REGISTER)
def new() -> ResponseReturnValue:
    """The form of a new letter; `?draft=` goes on with one's own draft. Its buttons send it here."""
    return _pressed() if request.method == "POST" else _opened()


@bp.post("/register/drafts/<uuid:draft_id>/discard")
@requires(Action.REGISTER)
def discard(draft_id: UUID) -> ResponseReturnValue:
    """Throw one's own draft away; one that is gone already is gone."""
    try:
        with current_house().work(writing=True) as work:
            drafting.discard(current_principal(), work, str(draft_id))
            work.commit()
    except NotFound:
        pass
    flash(said("The draft is gone."), "good")
    return redirect(url_for("register.index"))


def _opened() -> str:
    draft_id = request.args.get("draft", "")
    if draft_id:
        draft = drafting.open_draft(current_principal(), request_work(), draft_id)
        if draft.record_id is not None:
            raise NotFound(drafting.NOT_HERE)
        typed = matching.rematched(Typed.of(draft.fields), sending.desk().parties)
        return _page(Sent(typed, "", draft.id), draft.updated_at)
    typed = blank_form(sending.desk()).put({REASON: (in_language(USUAL_REASON),)})
    return _page(Sent(typed, "", current_house().ids.new_id("draft", current_principal().name)))


def _pressed() -> ResponseReturnValue:
    """A button of the form: save it, keep it as a draft, or change its rows."""
    sent = sending.sent_form()
    if sent.do == "autosave":
        sending.keep(sent)
        return "", 204
    sending.act(sent)
    if sent.do in sending.FOR_THE_WHOLE:
        return _reviewed(sent)
    sending.keep(sent)
    if sent.do == "draft" and not sent.problems:
        flash(DRAFT_KEPT, "good")
        return redirect(url_for("register.new", draft=sent.draft_id))
    return _page(sent), 400 if sent.problems else 200


def _reviewed(sent: Sent) -> ResponseReturnValue:
    """Checked, or registered where nothing is wrong and no likeness is shown for the first time."""
    at = sending.desk()
    found = _likely(sent, at)
    is_seen = likely.is_seen(sent.typed, found)
    sent.typed = likely.with_seen(sent.typed, found)
    sending.keep(sent)
    at.problems = sent.problems
    draft, relations = _read(sent, at), sending.read_wanted(sent, at)
    reason = sending.read_reason(sent, at)
    if reason == in_language(USUAL_REASON):
        reason = USUAL_REASON  # as the form began: it speaks to each reader of the history
    if draft is None or at.problems:
        return _page(sent, found=found), 400
    if sent.do == CHECK or not is_seen:
        return _page(sent, found=found, is_whole=True)
    try:
        record_id = _register(sent, draft, relations, reason)
    except InvalidInput as error:
        sent.problems.append(sending.refused(error))
        return _page(sent, found=found), 400
    flash(said("The letter is registered. It will be found by the search shortly."), "good")
    return redirect(url_for("records.show", record_id=record_id))


def _likely(sent: Sent, at: Desk) -> LikelyRecords:
    marks = likely.marks_of(sent.typed, at)
    if marks is None:
        return LikelyRecords((), current_house().settings.label_scheme.bottom)
    return duplicates.likely(current_principal(), request_work(), marks)


def _read(sent: Sent, at: Desk) -> Draft | None:
    description = read_description(sent.typed, at)
    label = sending.read_label(sent.typed, at)
    if description is None or label is None:
        return None
    files = sending.waiting_drafts(sent)
    return Draft(description, label, sent.typed.get(TEXT), files=files)


def _register(
    sent: Sent,
    draft: Draft,
    relations: tuple[describing.WantedRelation, ...],
    reason: str,
) -> RecordId:
    with current_house().work(writing=True) as work:
        record_id = describing.register(
            current_principal(), work, draft, relations, reason=reason, draft_id=sent.draft_id
        )
        work.commit()
    return record_id


def _page(
    sent: Sent,
    kept_at: datetime | None = None,
    *,
    found: LikelyRecords | None = None,
    is_whole: bool = False,
) -> str:
    """The form; with the records that are perhaps of the same letter, whose labels mark it too."""
    chosen, guarded = sending.read_label(sent.typed, sending.desk()), _guarded(sent.typed)
    label, scheme = chosen or guarded, current_house().settings.label_scheme
    page = sending.form_page(
        sent,
        label.join(found.label) if found else label,
        address=url_for("register.new"),
        kept_at=f"{kept_at.astimezone(UTC):%H:%M} UTC" if kept_at else "",
        likely=found.found if found else (),
        unmarked=None if chosen or guarded == scheme.bottom else guarded,
        is_whole=is_whole,
    )
    lines = signatory_lines(page)
    return render_template(
        "register/form.html", page=page, lines=lines, shares=memberships(page, lines)
    )


def _page_label(typed: Typed) -> AccessLabel:
    """Of a page with a draft: the marking chosen, else that of what is not marked yet."""
    return sending.read_label(typed, sending.desk()) or _guarded(typed)


def _guarded(typed: Typed) -> AccessLabel:
    """Of a draft that nobody has marked: with a title it is guarded like unsorted mail."""
    scheme = current_house().settings.label_scheme
    return scheme.intake if typed.get("title") or typed.all("signatures") else scheme.bottom
