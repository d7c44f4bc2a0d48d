"""What a sent form asks for, and what is kept of it whatever comes of it.

Shared by the pages that register and amend: reading the request, keeping the draft and its files,
saying what is wrong. The limits of these forms are raised before anything is read of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, cast

from flask import Blueprint, request

from app.domain.access import AccessLabel
from app.domain.errors import InvalidInput
from app.domain.principals import Action
from app.domain.records import FileDraft, RecordId
from app.domain.vocabularies import FileRole
from app.domain.wording import joined, said
from app.services import drafting, naming, records
from app.services.describing import WantedRelation
from app.web.context import current_house, current_principal, principal_or_none, request_work
from app.web.describing import actions, matching, relation_rows
from app.web.describing.controls import Desk, Problem
from app.web.describing.page import FormPage
from app.web.describing.typed import Typed
from app.web.marking_panel import (
    CHECK,
    FIELD_LABELS,
    LEVEL,
    MarkingPanel,
    panel_of_form,
    panel_of_record,
)
from app.web.problems import Problems
from app.web.steady_stream import SteadyStream

MOST_PARTS = 40_000
FORM_BYTES = 4 * 1024 * 1024
REASON, FILES, TEXT = "reason", "files", "text"
SAVE, SETTLE = "save", "settle"
FOR_THE_WHOLE = frozenset({SAVE, SETTLE, CHECK})
"""Buttons that ask for the letter as a whole, and tell all that is wrong with it."""
NO_REASON = said("Say why; the reason is kept in the history.")


@dataclass(slots=True)
class Sent:
    """One sent form: what is typed, which button, which draft, and what is wrong with it."""

    typed: Typed
    do: str
    draft_id: str
    record_id: RecordId | None = None
    began: int | None = None
    problems: list[Problem] = field(default_factory=list)


def raise_limits(bp: Blueprint) -> None:
    """Let this family's forms be as large as 155 signatories and some files make them."""

    @bp.url_value_preprocessor
    def _(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
        principal = principal_or_none()
        may_send_files = principal is not None and principal.may(Action.REGISTER)
        limit = current_house().settings.upload_limit_bytes if may_send_files else 0
        request.max_content_length = limit + FORM_BYTES
        request.max_form_memory_size = FORM_BYTES
        request.max_form_parts = MOST_PARTS
        request.environ["wsgi.input"] = SteadyStream(request.environ["wsgi.input"])


def sent_form(record_id: RecordId | None = None) -> Sent:
    """What this request brings."""
    began = request.form.get("revision", "")
    return Sent(
        Typed.of_request(request.form.items(multi=True)),
        request.form.get("do", "look"),
        request.form.get("draft", ""),
        record_id,
        int(began) if began.isascii() and began.isdigit() and len(began) < 10 else None,
    )


def desk() -> Desk:
    """The parties and groupings on record, for reading and writing forms."""
    principal, work = current_principal(), request_work()
    return Desk(naming.parties(principal, work), groupings=naming.groupings(principal, work))


def act(sent: Sent) -> None:
    """Do what a button asks: rows, a pasted list, files dropped. Problems are noted.

    Rows whose name was changed are matched again first; a button that asks for the whole letter also
    turns into rows what was pasted and left.
    """
    verb, _, target = sent.do.partition(":")
    at = desk()
    try:
        sent.typed = matching.rematched(sent.typed, at.parties)
        if verb == "drop":
            sent.typed = sent.typed.without(f"file.{target}.")
        elif verb in FOR_THE_WHOLE:
            sent.typed = actions.finished(sent.typed, at)
        else:
            sent.typed = actions.act(sent.typed, sent.do, at)
    except InvalidInput as error:
        sent.problems.append(Problem(error.field, said("The pasted list"), error.message))


def keep(sent: Sent) -> None:
    """Keep the draft, and the files that came along, in a transaction of its own."""
    principal, house = current_principal(), current_house()
    files = [one for one in request.files.getlist(FILES) if one.filename]
    verb, _, target = sent.do.partition(":")
    more: dict[str, Any] = {"record_id": sent.record_id, "revision": sent.began}
    with house.work(writing=True) as work:
        drafting.keep(principal, work, sent.draft_id, sent.typed.pairs(), **more)
        if verb == "drop":
            drafting.drop_files(principal, work, sent.draft_id, [target], sent.record_id)
        work.commit()
    if not files:
        return
    try:
        with house.work(writing=True) as work:
            streams = [(one.filename or "", cast(BinaryIO, one.stream)) for one in files]
            limit = house.settings.upload_limit_bytes
            drafting.keep_files(
                principal, work, sent.draft_id, sent.typed.pairs(), streams, limit, **more
            )
            work.commit()
    except InvalidInput as error:
        sent.problems.append(Problem(FILES, said("Files"), error.message))


def read_wanted(sent: Sent, at: Desk) -> tuple[WantedRelation, ...]:
    """The relations the form asks for, each end looked up through the gate."""
    principal, work = current_principal(), request_work()

    def find(reference: str) -> RecordId:
        return records.find_reference(principal, work, reference)

    return relation_rows.read_relations(sent.typed, at, find)


def read_label(typed: Typed, at: Desk) -> AccessLabel | None:
    """The label written or chosen; None with a problem noted."""
    panel = panel_of_form(current_principal(), request_work(), typed)
    at.problems.extend(Problem(name, label, message) for name, label, message in panel.problems)
    return panel.settled.label if panel.settled else None


def read_reason(sent: Sent, at: Desk) -> str:
    """Why this is saved; a problem where nobody says so."""
    reason = sent.typed.get(REASON)
    if not reason.strip():
        at.problems.append(Problem(REASON, said("Reason"), NO_REASON))
    return reason


def waiting_drafts(sent: Sent) -> tuple[FileDraft, ...]:
    """The files that wait with the draft, with the role and language chosen for each."""
    work = request_work()
    waiting = drafting.waiting_files(current_principal(), work, sent.draft_id, sent.record_id)
    known = {str(role.value): role for role in FileRole}
    chosen = {one.id: sent.typed.get(f"file.{one.id}.role") for one in waiting}
    roles = {key: known[code] for key, code in chosen.items() if code in known}
    languages = {one.id: sent.typed.get(f"file.{one.id}.language") for one in waiting}
    return drafting.file_drafts(waiting, roles, languages)


def form_page(
    sent: Sent, label: AccessLabel, own: AccessLabel | None = None, **more: Any
) -> FormPage:
    """The page of a form as it stands, marked with that label; `own` is the label of its record."""
    principal, work = current_principal(), request_work()
    return FormPage(
        typed=sent.typed,
        problems=told_once(sent.problems),
        label=label,
        marking=_marking(sent, own or label),
        parties=naming.parties(principal, work),
        groupings=naming.groupings(principal, work),
        draft_id=sent.draft_id,
        record_id=sent.record_id or "",
        began=sent.began,
        touched=sent.do.partition(":")[2],
        waiting=drafting.waiting_files(principal, work, sent.draft_id, sent.record_id),
        **more,
    )


def told_once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each field once, with everything that is wrong with it."""
    by_name: dict[str, Problem] = {}
    for one in problems:
        held = by_name.setdefault(one.name, one)
        if one.message not in held.message:
            by_name[one.name] = replace(held, message=joined([held.message, one.message]))
    return tuple(by_name.values())


def _marking(sent: Sent, label: AccessLabel) -> MarkingPanel:
    """The panel of the marking; of what is wrong with it, what the form says is wrong."""
    principal, work = current_principal(), request_work()
    if sent.record_id:
        panel = panel_of_record(principal, work, sent.typed, label)
    else:
        panel = panel_of_form(principal, work, sent.typed)
    told = {one.name: one.message for one in sent.problems if one.name in FIELD_LABELS}
    return replace(panel, problems=Problems(FIELD_LABELS, told))


def refused(error: InvalidInput) -> Problem:
    """A problem that only the service could see, at the field it belongs to."""
    names = {"label": (LEVEL, FIELD_LABELS[LEVEL]), "reason": (REASON, said("Reason"))}
    name, label = names.get(error.field, (error.field, error.field.capitalize()))
    return Problem(name, label, error.message)
