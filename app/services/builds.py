"""Builds of a briefing: begun, followed, stopped, fetched; the register of copies; what has changed since.

Open `begin`. The work itself is a job (`building.py`). A build is there for whoever began it and whoever may
open its draft, while every record in it may be read; for everybody else, and afterwards, it is not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from app.db import build_store, jobs
from app.db.catalogue import Catalogue
from app.db.jobs import JobKind
from app.domain.access import AccessLabel
from app.domain.briefing_drafts import BriefingDraft
from app.domain.briefings import Briefing, Depth, packed
from app.domain.build_changes import Since, since
from app.domain.builds import (
    Build,
    BuildState,
    BuiltRecord,
    Copy,
    recipients_of,
)
from app.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.wording import said
from app.services import audit, briefing_drafts
from app.services.briefing_selection import Chosen, SearchState, Selection, evaluate
from app.services.result_exports import marked_name
from app.services.work import Work

BEGUN, STOPPED, VIEWED = "briefing build begun", "briefing build stopped", "briefing build viewed"
FETCHED = "briefing fetched"
NOT_HERE = said("There is no such book among those you may read.")


@dataclass(frozen=True, slots=True)
class FetchedBook:
    """A book or a copy to take away. Whoever gets it closes `stream`."""

    stream: BinaryIO
    size_bytes: int
    filename: str
    label: AccessLabel


def begin(principal: Principal, work: Work, briefing_id: str, recipients: str = "") -> str:
    """Stage a build of a draft as it stands, and the job that does it. Returns the build's id.

    `recipients` are names, one on each line, each of whom gets a numbered copy. Raises NotFound for the
    draft; Conflict where its audience may not read all of it, or a search does not answer; InvalidInput
    (recipients, or picks for an empty book); NotPermitted under emergency access, which is for a person who
    is there and not for paper that stays.
    """
    draft = briefing_drafts.draft(principal, work, briefing_id)
    refuse_emergency(principal)
    if build_store.is_going_on(work.session, draft.id):
        raise Conflict(
            said("A book of this briefing is being built. Wait for it, or stop it first.")
        )
    names = recipients_of(recipients)
    selection = evaluate(principal, work, draft.briefing, draft.floor)
    _check(draft.briefing, selection)
    build_id = work.ids.new_id("briefing build", f"{briefing_id} {principal.name}")
    values = {
        "public_id": build_id,
        "briefing_public_id": draft.id,
        "account_id": principal.account_id,
        "begun_by": principal.display_name,
        "begun_at": work.clock.now(),
        "spec": packed(draft.briefing),
        "recipients": list(names),
        "floor": str(draft.floor),
        "label": str(selection.label),
    }
    build_store.add(work.session, values, _records(selection))
    jobs.enqueue(work.session, JobKind.BUILD_BRIEFING, build_id, work.clock.now(), work.ids)
    audit.record_change(
        principal, work, BEGUN, [build_id, draft.id], {"label": str(selection.label)}
    )
    return build_id


def builds_of(principal: Principal, work: Work, briefing_id: str) -> tuple[Build, ...]:
    """The last builds of a draft that the principal may open, newest first. Raises NotFound."""
    draft = briefing_drafts.draft(principal, work, briefing_id)
    found = build_store.of_briefing(_catalogue(principal, work), draft.id, work.labels)
    return tuple(build for build, _ in found)


def one(principal: Principal, work: Work, build_id: str) -> Build:
    """One build. Raises NotFound for another's, a gone and an absent one alike."""
    principal.require(Action.MAKE_BRIEFINGS)
    found = build_store.find(_catalogue(principal, work), build_id, work.labels)
    if found is None:
        raise NotFound(NOT_HERE)
    build, account = found
    if account != principal.account_id:
        try:
            briefing_drafts.draft(principal, work, build.briefing_id)
        except NotFound as error:
            raise NotFound(NOT_HERE) from error
    return build


def open_build(principal: Principal, work: Work, build_id: str) -> Build:
    """One build for its page. Recorded above Public."""
    build = one(principal, work, build_id)
    if build.label != work.labels.bottom:
        audit.record_reading(principal, work, VIEWED, [build.id])
    return build


def stop(principal: Principal, work: Work, build_id: str) -> None:
    """Ask a build that is going on to end. One that has ended stays as it is."""
    build = one(principal, work, build_id)
    if not build.state.is_going_on:
        return
    build_store.stop(work.session, build.id)
    if not jobs.is_waiting(work.session, build.id, (JobKind.BUILD_BRIEFING,)):
        now = work.clock.now()  # nobody works on it any more
        build_store.settle(work.session, build.id, BuildState.CANCELLED, now)
    audit.record_change(principal, work, STOPPED, [build.id])


def fetch(principal: Principal, work: Work, build_id: str) -> FetchedBook:
    """The book itself, for reading; recorded before the first byte. Raises NotFound."""
    build = one(principal, work, build_id)
    return _fetched(principal, work, build, build.sha256, build.size_bytes, "")


def fetch_copy(principal: Principal, work: Work, build_id: str, number: int) -> FetchedBook:
    """One numbered copy; recorded before the first byte. Raises NotFound."""
    build = one(principal, work, build_id)
    copy = next((one for one in build.copies if one.number == number), None)
    if copy is None:
        raise NotFound(NOT_HERE)
    tail = f"-copy-{number}-encrypted" if copy.is_encrypted else f"-copy-{number}"
    return _fetched(principal, work, build, copy.sha256, copy.size_bytes, tail)


def changed_since(principal: Principal, work: Work, build: Build) -> Since | None:
    """What has changed in the register since a build, as this principal may read it now.

    None where that cannot be told: the draft is gone, its audience is, or a search does not answer.
    """
    try:
        draft = briefing_drafts.draft(principal, work, build.briefing_id)
        selection = evaluate(principal, work, draft.briefing, draft.floor)
    except (NotFound, InvalidInput):
        return None
    return differing(build, draft, selection)


def differing(build: Build, draft: BriefingDraft, selection: Selection) -> Since | None:
    """The same for a draft whose selection is evaluated already; None where a search does not answer."""
    if any(one.state is not SearchState.ANSWERED for one in selection.searches):
        return None
    now = tuple(_built(one) for one in selection.records)
    return since(build.records, now, (build.briefing, draft.briefing))


def copies_of(principal: Principal, work: Work, briefing_id: str) -> tuple[Copy, ...]:
    """The register of copies of a draft, by number."""
    every = [copy for build in builds_of(principal, work, briefing_id) for copy in build.copies]
    return tuple(sorted(every, key=lambda copy: copy.number))


def refuse_emergency(principal: Principal) -> None:
    """Raises NotPermitted: emergency access is for a person who is there, and a book is paper that stays."""
    if principal.emergency:
        raise NotPermitted(
            said(
                "Books are neither built nor fetched under emergency access. Make sheets of the records "
                "you need; they say that it was an emergency."
            )
        )


def _check(briefing: Briefing, selection: Selection) -> None:
    if selection.is_blocked:
        raise Conflict(said("The audience may not read all of it. Decide that first."))
    waiting = [one for one in selection.searches if one.state is not SearchState.ANSWERED]
    if waiting:
        raise Conflict(
            said(
                "The search {name} is {state}. Try again later, or take it out.",
                name=waiting[0].name,
                state=waiting[0].state.words,
            )
        )
    has_words = any(text.strip() for text in briefing.texts.values())
    if not selection.records and not has_words:
        raise InvalidInput("picks", said("There is nothing in this briefing yet."))


def _records(selection: Selection) -> list[tuple[BuiltRecord, Depth]]:
    return [(_built(one), one.depth) for one in selection.records]


def _built(one: Chosen) -> BuiltRecord:
    told = one.summary
    return BuiltRecord(RecordId(told.id), told.reference, told.revision)


def _fetched(
    principal: Principal, work: Work, build: Build, sha256: str, size_bytes: int, tail: str
) -> FetchedBook:
    refuse_emergency(principal)
    if build.state is not BuildState.DONE or not sha256:
        raise NotFound(NOT_HERE)
    stream = work.originals.open(sha256, size_bytes)
    try:
        details = {"copy": tail.removeprefix("-copy-").removesuffix("-encrypted")} if tail else {}
        audit.record_reading(
            principal, work, FETCHED, [build.id, *(one.id for one in build.records)], details
        )
    except BaseException:
        stream.close()
        raise
    stem = f"briefing-{build.begun_at:%Y%m%d-%H%M}{tail}"
    return FetchedBook(stream, size_bytes, marked_name(stem, build.label, "pdf"), build.label)


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    return Catalogue(work.session, principal.clearance, work.labels)
