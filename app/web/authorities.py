"""Names on record: persons, offices and subjects, each with the texts a reader may read; merging two.

Everything said of an entry itself is public knowledge. Proposals for new ones are in `proposals.py`.
"""

from __future__ import annotations

from uuid import UUID

from anyascii import anyascii
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField, SubmitField

from app.domain.authorities import NAMED_IN_WORDS, EntryKind
from app.domain.errors import InvalidInput
from app.domain.principals import Action
from app.domain.wording import said
from app.services import authority_pages, synonyms
from app.services.authority_pages import EntryLine, MergePreview
from app.web.context import current_house, current_principal, request_work
from app.web.form_errors import tell
from app.web.policy import requires
from app.web.shown_order import shown

bp = Blueprint("authorities", __name__)
NAME_LENGTH_LIMIT = 100


class MergeForm(FlaskForm):  # type: ignore[misc]
    """Which entry means the same, and why."""

    other = StringField(said("The entry that means the same"))
    reason = StringField(said("Reason"))
    show = SubmitField(said("Show what would change"))
    merge = SubmitField(said("Merge the two entries"))


class SynonymForm(FlaskForm):  # type: ignore[misc]
    """One more wording of a subject."""

    name = StringField(said("Synonym"), render_kw={"dir": "auto"})
    language = StringField(said("Language"))


@bp.get("/authorities")
@requires(Action.READ)
def index() -> str:
    """Which lists there are."""
    return render_template("authorities/index.html", kinds=NAMED_IN_WORDS)


@bp.get("/authorities/<kind>")
@requires(Action.READ)
def entries(kind: str) -> str:
    """Every entry of one list; `q` narrows by name."""
    chosen = EntryKind.of(kind)
    wanted = request.args.get("q", "").strip()[:NAME_LENGTH_LIMIT]
    found = authority_pages.list_entries(current_principal(), request_work(), chosen)
    if wanted:
        plain = _plain(wanted)
        found = tuple(one for one in found if plain in _names(one))
    found = tuple(sorted(found, key=lambda line: (*shown(line.entry.name), line.entry.code)))
    return render_template("authorities/entries.html", kind=chosen, entries=found, wanted=wanted)


@bp.get("/authorities/<kind>/<entry_code>")
@requires(Action.READ)
def show(kind: str, entry_code: str) -> ResponseReturnValue:
    """One entry; the address of a merged one leads to the one that stands for it."""
    chosen = EntryKind.of(kind)
    page = authority_pages.read_entry(current_principal(), request_work(), chosen, entry_code)
    if page.entry.code != entry_code:
        return redirect(url_for("authorities.show", kind=kind, entry_code=page.entry.code))
    return entry_page(chosen, entry_code, SynonymForm(formdata=None))


def entry_page(kind: EntryKind, entry_code: str, form: SynonymForm) -> str:
    """The page of one entry; of a subject with its synonyms and the form for one more."""
    principal, work = current_principal(), request_work()
    page = authority_pages.read_entry(principal, work, kind, entry_code)
    is_subject = kind is EntryKind.SUBJECT
    added = synonyms.synonyms_of(principal, work, page.entry.code) if is_subject else ()
    return render_template("authorities/entry.html", page=page, form=form, synonyms=added)


@bp.route("/authorities/<kind>/<entry_code>/merge", methods=["GET", "POST"])
@requires(Action.REGISTER)
def merge(kind: str, entry_code: str) -> ResponseReturnValue:
    """Name the other entry, see what would change, say why, merge."""
    chosen, form = EntryKind.of(kind), MergeForm()
    principal = current_principal()
    page = authority_pages.read_entry(principal, request_work(), chosen, entry_code)
    preview: MergePreview | None = None
    if form.validate_on_submit():
        try:
            preview = authority_pages.preview_merge(
                principal, request_work(), chosen, entry_code, form.other.data or ""
            )
            if form.merge.data:
                return _merged(chosen, preview, form.reason.data or "")
        except InvalidInput as error:
            tell(form, error)
    answer = render_template("authorities/merge.html", page=page, form=form, preview=preview)
    return answer, 400 if form.errors else 200


@bp.post("/authorities/merges/<uuid:merge_id>/undo")
@requires(Action.REGISTER)
def undo(merge_id: UUID) -> ResponseReturnValue:
    """Undo a merge."""
    with current_house().work(writing=True) as work:
        kind = authority_pages.undo_merge(
            current_principal(), work, str(merge_id), request.form.get("reason", "")
        )
        work.commit()
    flash(said("The merge is undone. Both entries are again what they were."), "good")
    return redirect(url_for("authorities.entries", kind=kind.value))


def _merged(kind: EntryKind, preview: MergePreview, reason: str) -> ResponseReturnValue:
    with current_house().work(writing=True) as work:
        kept = authority_pages.merge(
            current_principal(), work, kind, preview.kept.code, preview.gone.code, reason
        )
        work.commit()
    flash(said("The two entries are one. The merge can be undone below."), "good")
    return redirect(url_for("authorities.show", kind=kind.value, entry_code=kept))


def _names(line: EntryLine) -> str:
    return _plain(" ".join(one.name for one in line.entry.names))


def _plain(text: str) -> str:
    return anyascii(text).casefold()
