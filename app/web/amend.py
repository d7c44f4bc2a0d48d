"""Amending a record: the same form, a new version, and what to do when somebody else saved first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access import AccessLabel
from app.domain.errors import Conflict, InvalidInput
from app.domain.merging import Side
from app.domain.principals import Action
from app.domain.records import Description, RecordId
from app.domain.views import RecordView
from app.domain.wording import said
from app.services import describing, drafting, records, relating, versions
from app.services.describing import WantedRelation
from app.web.context import current_house, current_principal, request_work
from app.web.describing import matching, relation_rows, sending
from app.web.describing.controls import YES
from app.web.describing.mapping import in_form, read_description
from app.web.describing.page import memberships, signatory_lines
from app.web.describing.sending import TEXT, Sent
from app.web.describing.typed import Typed
from app.web.marking_panel import CHECK
from app.web.policy import requires

bp = Blueprint("amend", __name__)
sending.raise_limits(bp)
DRAFT_KEPT = said("Your draft is kept. Only you can see it.")
NOTHING_DIFFERS = said("Nothing differs from the version that stands. Nothing was saved.")
TEXT_SHOWN = "text.shown"
"""Says that the form showed the text, so that an empty field means that it was taken out."""
CHOOSE_EACH = said("Choose a side for every field, then save.")


@bp.route("/records/<uuid:record_id>/amend", methods=["GET", "POST"])
@requires(Action.REGISTER)
def form(record_id: UUID) -> ResponseReturnValue:
    """The form of a record as it stands, or as one's own draft left it. Its buttons send it here."""
    return _pressed(record_id) if request.method == "POST" else _opened(record_id)


def _opened(record_id: UUID) -> str:
    view = _view(record_id)
    records.record_opening(current_principal(), request_work(), view.id, _label(view))
    draft = drafting.draft_of(current_principal(), request_work(), view.id)
    if draft is not None:
        typed = matching.rematched(Typed.of(draft.fields), sending.desk().parties)
        kept = _with_text(typed, view)
        sent = Sent(kept, "", draft.id, view.id, draft.revision)
        return _page(sent, view, draft.updated_at)
    typed = _with_text(in_form(view.written, sending.desk()), view)
    draft_id = current_house().ids.new_id("draft", f"{current_principal().name} {view.id}")
    return _page(Sent(typed, "", draft_id, view.id, view.revision), view)


def _pressed(record_id: UUID) -> ResponseReturnValue:
    """A button of the form: save it, keep it as a draft, settle a conflict, or change its rows."""
    sent = sending.sent_form(RecordId(str(record_id)))
    if sent.do == "autosave":
        sending.keep(sent)
        return "", 204
    sending.act(sent)
    sending.keep(sent)
    if sent.do in sending.FOR_THE_WHOLE:
        return _reviewed(sent, record_id)
    if sent.do == "draft" and not sent.problems:
        flash(DRAFT_KEPT, "good")
        return redirect(url_for("amend.form", record_id=record_id))
    return _answer(sent, record_id)


def _reviewed(sent: Sent, record_id: UUID) -> ResponseReturnValue:
    """Checked, saved, or settled; everything that is wrong is told at once."""
    at = sending.desk()
    at.problems = sent.problems
    yours, relations = read_description(sent.typed, at), sending.read_wanted(sent, at)
    reason = sending.read_reason(sent, at)
    if yours is None or at.problems or sent.do == CHECK:
        return _answer(sent, record_id, is_whole=yours is not None and not at.problems)
    revision = sent.began or 0
    if sent.do == sending.SETTLE:
        settled = versions.settled(
            current_principal(),
            request_work(),
            RecordId(str(record_id)),
            yours,
            _sides(),
            _text(sent),
        )
        if settled is None:
            return _clash(sent, yours, CHOOSE_EACH)
        revision = _against()
        return _amend(sent, settled, yours, revision, reason, relations, _sides())
    return _amend(sent, yours, yours, revision, reason, relations)


def _amend(
    sent: Sent,
    description: Description,
    yours: Description,
    revision: int,
    reason: str,
    relations: tuple[WantedRelation, ...],
    sides: Mapping[str, Side] = MappingProxyType({}),
) -> ResponseReturnValue:
    assert sent.record_id is not None  # noqa: S101 - an amendment is of a record
    files, unrelated = sending.waiting_drafts(sent), sent.typed.all(relation_rows.REMOVED)
    try:
        with current_house().work(writing=True) as work:
            saved = describing.amend(
                current_principal(),
                work,
                sent.record_id,
                revision,
                description,
                reason=reason,
                files=files,
                relations=relations,
                unrelated=unrelated,
                text=None if sides.get(TEXT) is Side.THEIRS else _text(sent),
            )
            work.commit()
    except Conflict:
        return _clash(sent, yours)
    except InvalidInput as error:
        sent.problems.append(sending.refused(error))
        return _answer(sent, UUID(sent.record_id))
    is_saved = saved != revision or bool(relations) or bool(unrelated)
    flash(
        said("Saved as version {saved}.", saved=saved) if is_saved else NOTHING_DIFFERS,
        "good" if is_saved else "info",
    )
    return redirect(url_for("records.show", record_id=sent.record_id))


def _clash(sent: Sent, yours: Description, notice: str = "") -> ResponseReturnValue:
    """Both versions side by side; nothing of either is lost."""
    assert sent.record_id is not None  # noqa: S101 - an amendment is of a record
    found = versions.clash(
        current_principal(), request_work(), sent.record_id, sent.began or 0, yours, _text(sent)
    )
    page = render_template(
        "register/clash.html",
        clash=found,
        sent=sent,
        notice=notice,
        chosen=_sides(),
        page_label=found.label,
    )
    return page, 409


def _with_text(typed: Typed, view: RecordView) -> Typed:
    """The form with the text as it stands, unless it shows one already or the text is a file's."""
    if typed.has(TEXT_SHOWN, YES):
        return typed
    own = describing.own_text(current_principal(), request_work(), view.id)
    if view.files and not own:
        return typed
    return typed.put({TEXT: (own,), TEXT_SHOWN: (YES,)}).without_empty()


def _text(sent: Sent) -> str | None:
    """The text of the letter as the form has it; None where the form showed none."""
    return sent.typed.get(TEXT) if sent.typed.has(TEXT_SHOWN, YES) else None


def _sides() -> dict[str, Side]:
    """Which side was chosen for each field of a conflict."""
    known = {side.value: side for side in Side}
    return {
        name.removeprefix("side."): known[value]
        for name, value in request.form.items()
        if name.startswith("side.") and value in known
    }


def _against() -> int:
    """The version that stood when the conflict was shown."""
    text = request.form.get("against", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _answer(sent: Sent, record_id: UUID, *, is_whole: bool = False) -> ResponseReturnValue:
    view = _view(record_id)
    records.record_opening(current_principal(), request_work(), view.id, _label(view))
    return _page(sent, view, is_whole=is_whole), 400 if sent.problems else 200


def _view(record_id: UUID) -> RecordView:
    return records.read_record(current_principal(), request_work(), RecordId(str(record_id)))


def _label(view: RecordView) -> AccessLabel:
    """Of the page: the record and the texts it is related to; sealed notes are not on it."""
    label = view.label
    for one in view.relations:
        label = label.join(one.record.label) if one.record else label
    return label


def _page(
    sent: Sent, view: RecordView, kept_at: datetime | None = None, *, is_whole: bool = False
) -> str:
    page = sending.form_page(
        sent,
        _label(view),
        view.label,
        address=url_for("amend.form", record_id=view.id),
        reference=view.reference,
        attached=view.files,
        related=relating.edges_of(view),
        is_whole=is_whole,
        kept_at=f"{kept_at.astimezone(UTC):%H:%M} UTC" if kept_at else "",
    )
    lines = signatory_lines(page)
    return render_template(
        "register/form.html",
        page=page,
        lines=lines,
        shares=memberships(page, lines),
        next_version=view.revision + 1,
        view=view,
    )
