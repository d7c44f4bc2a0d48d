"""Books built from a draft: begun, followed, stopped, fetched; numbered copies, with a password where wanted.

The panel on the draft's page is `templates/briefings/build.html`; what it shows comes from `panel_of`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from app.domain.briefing_drafts import BriefingDraft
from app.domain.build_changes import Since
from app.domain.builds import Build, BuildState, Progress
from app.domain.errors import Conflict, InvalidInput, NotPermitted
from app.domain.principals import Action
from app.domain.wording import joined, said
from app.services import builds, copies
from app.services.briefing_selection import Selection
from app.services.builds import FetchedBook
from app.web.attachments import attachment
from app.web.briefings import draft_page
from app.web.context import current_house, current_principal, request_work
from app.web.form_errors import tell
from app.web.language import in_language
from app.web.policy import requires

bp = Blueprint("builds", __name__)
CHUNK_BYTES = 256 * 1024
_SEE_OTHER = 303


class BuildForm(FlaskForm):  # type: ignore[misc]
    """Who gets a numbered copy."""

    recipients = TextAreaField(
        said("Copies for"), description=said("One name on each line; may stay empty.")
    )


class CopyForm(FlaskForm):  # type: ignore[misc]
    """One more copy."""

    recipient = StringField(said("For whom"))
    after = HiddenField()
    """How many copies the book had when the form was shown: sent twice, it makes one."""
    is_encrypted = BooleanField(said("Encrypt it with a password (AES-256)"))


@dataclass(frozen=True, slots=True)
class Panel:
    """What the draft's page shows of its builds: the one that goes on, and the last that is done."""

    form: BuildForm
    going_on: Build | None
    last: Build | None
    others: tuple[Build, ...]
    since: Since | None
    """What a book built now would have otherwise than the last; None where that cannot be told."""


def panel_of(draft: BriefingDraft, selection: Selection) -> Panel:
    """The builds of a draft that the reader may open."""
    found = builds.builds_of(current_principal(), request_work(), draft.id)
    going_on = next((one for one in found if one.state.is_going_on), None)
    last = next((one for one in found if one.state is BuildState.DONE), None)
    others = tuple(one for one in found if one not in (going_on, last))
    since = builds.differing(last, draft, selection) if last else None
    return Panel(g.get("build_form") or BuildForm(formdata=None), going_on, last, others, since)


@bp.post("/briefings/<uuid:briefing_id>/builds")
@requires(Action.MAKE_BRIEFINGS)
def begin(briefing_id: UUID) -> ResponseReturnValue:
    """Build the draft as it stands."""
    form = BuildForm()
    try:
        with current_house().work(writing=True) as work:
            names = form.recipients.data or ""
            build_id = builds.begin(current_principal(), work, str(briefing_id), names)
            work.commit()
    except (InvalidInput, Conflict, NotPermitted) as error:
        if isinstance(error, InvalidInput) and error.field in form:
            tell(form, error)
        else:
            flash(error.words, "bad")
        g.build_form = form
        return draft_page(str(briefing_id), status=400)
    return redirect(_address(build_id), _SEE_OTHER)


@bp.get("/books/<uuid:build_id>")
@requires(Action.MAKE_BRIEFINGS)
def show(build_id: UUID) -> ResponseReturnValue:
    """How far it is, or the book with its copies and what has changed since."""
    return _page(build_id, CopyForm(formdata=None), 200)


@bp.get("/books/<uuid:build_id>/progress")
@requires(Action.MAKE_BRIEFINGS)
def progress(build_id: UUID) -> ResponseReturnValue:
    """The same in figures, for the page that looks again by itself."""
    build = builds.one(current_principal(), request_work(), str(build_id))
    return jsonify(
        is_going_on=build.state.is_going_on,
        done=build.progress.percent,
        total=100,
        words=in_language(progress_words(build.progress)),
    )


@bp.post("/books/<uuid:build_id>/stop")
@requires(Action.MAKE_BRIEFINGS)
def stop(build_id: UUID) -> ResponseReturnValue:
    """Ask it to end."""
    with current_house().work(writing=True) as work:
        builds.stop(current_principal(), work, str(build_id))
        work.commit()
    flash(said("The build is being stopped."), "info")
    return redirect(_address(build_id), _SEE_OTHER)


@bp.get("/books/<uuid:build_id>/book.pdf")
@requires(Action.MAKE_BRIEFINGS)
def book(build_id: UUID) -> Response:
    """The book itself, for reading; to hand it on, make a copy."""
    return _sent(builds.fetch(current_principal(), request_work(), str(build_id)))


@bp.get("/books/<uuid:build_id>/copies/<int:number>.pdf")
@requires(Action.MAKE_BRIEFINGS)
def copy(build_id: UUID, number: int) -> Response:
    """One numbered copy."""
    return _sent(builds.fetch_copy(current_principal(), request_work(), str(build_id), number))


@bp.post("/books/<uuid:build_id>/copies")
@requires(Action.MAKE_BRIEFINGS)
def make_copy(build_id: UUID) -> ResponseReturnValue:
    """One more copy; the password of an encrypted one is shown on this answer and nowhere else."""
    form = CopyForm()
    if not form.validate():
        return _page(build_id, form, 400)
    try:
        with current_house().work(writing=True) as work:
            made = copies.make_copy(
                current_principal(),
                work,
                str(build_id),
                form.recipient.data or "",
                is_encrypted=bool(form.is_encrypted.data),
                after=form.after.data or "",
            )
            work.commit()
    except InvalidInput as error:
        tell(form, error)
        return _page(build_id, form, 400)
    except Conflict as error:
        flash(error.words, "info")
        return redirect(_address(build_id), _SEE_OTHER)
    if made.password:
        return _page(build_id, CopyForm(formdata=None), 200, made)
    flash(said("Copy {number} is made.", number=made.number), "good")
    return redirect(_address(build_id), _SEE_OTHER)


def progress_words(now: Progress) -> str:
    """`Setting the letters: 40 of 200 letters, 96 pages`."""
    if not now.of:
        return now.step.words
    counted = said(
        "{step}: {done:,} of {of:,} {unit}",
        step=now.step.words,
        done=now.done,
        of=now.of,
        unit=now.step.unit,
    )
    if not now.pages:
        return counted
    return joined([counted, said("{pages:,} pages so far", pages=now.pages)], ", ")


def _page(
    build_id: UUID,
    form: CopyForm,
    status: int,
    sealed: copies.SealedCopy | None = None,
) -> ResponseReturnValue:
    principal, work = current_principal(), request_work()
    build = builds.open_build(principal, work, str(build_id))
    is_done = build.state is BuildState.DONE
    page = render_template(
        "briefings/built.html",
        build=build,
        words=progress_words(build.progress),
        since=builds.changed_since(principal, work, build) if is_done else None,
        form=form,
        sealed=sealed,
    )
    return page, status


def _sent(fetched: FetchedBook) -> Response:
    response = Response(_chunks(fetched.stream), content_type="application/pdf")
    if request.method == "HEAD":
        fetched.stream.close()
    response.call_on_close(fetched.stream.close)
    response.content_length = fetched.size_bytes
    response.headers["Content-Disposition"] = attachment(fetched.filename)
    return response


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk


def _address(build_id: UUID | str) -> str:
    return url_for("builds.show", build_id=build_id)
