"""Reports on several records: the list of them, choosing how one is printed, the PDF. Open `choose`.

What a report is made from stands in its address: `source=basket`, a search as on the results page (`q`, `f`,
`from`, `to` ...; `source=search` alone finds every text), `party=CAN` or `person=Xie Yang`. Whoever opens the
address of another gets a report of what they may read themselves.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.briefings import LABEL_LANGUAGES
from app.domain.errors import InvalidInput
from app.domain.principals import Action
from app.domain.wording import said
from app.services import reports
from app.services.reports import Source
from app.services.sheets import PAPERS
from app.web.attachments import attachment
from app.web.context import current_house, current_principal, request_work
from app.web.language import own_name
from app.web.policy import requires
from app.web.search_links import query_pairs, read_request

bp = Blueprint("reports", __name__)
NAME_LENGTH_LIMIT = 200
_OF_A_SEARCH = ("q", "f", "from", "to")
_CHOSEN = ("paper", "language", "copy", "copies")
_NUMBER = said("Write a number.")


@bp.get("/reports")
@requires(Action.READ)
def index() -> str:
    """Which reports there are, and what each is for."""
    return render_template("reports/index.html", reports=reports.reports())


@bp.get("/reports/<name>")
@requires(Action.READ)
def choose(name: str) -> ResponseReturnValue:
    """What one report would be made from, with its marking, and how it is to be printed."""
    return _choosing(name)


def _choosing(name: str, wrong: InvalidInput | None = None) -> str:
    """The page; `wrong` is what was chosen and cannot be, and is said beside it."""
    report, source = reports.report_named(name), _source()
    principal, work = current_principal(), request_work()
    preview, needed = None, ""
    try:
        preview = reports.dossier_of(principal, work, name, source, is_preview=True)
    except InvalidInput as error:
        if error.field != "source":
            raise
        needed = error.message
    return render_template(
        "reports/choose.html",
        report=report,
        dossier=preview,
        needed=needed,
        pairs=_pairs(source),
        papers=PAPERS,
        languages={tag: own_name(tag) for tag in LABEL_LANGUAGES},
        wrong=wrong,
    )


@bp.get("/reports/<name>.pdf")
@requires(Action.READ)
def paper(name: str) -> ResponseReturnValue:
    """One report as a download, with its marking on every page and in its name; without anything that it is
    made from, the page that asks for it."""
    principal, work = current_principal(), request_work()
    try:
        dossier = reports.dossier_of(principal, work, name, _source())
        made = reports.make(
            principal,
            work,
            name,
            dossier,
            printed_at=current_house().clock.now(),
            copy_number=_number("copy"),
            copies=_number("copies"),
            paper=request.args.get("paper", "a4"),
            language=request.args.get("language", "en"),
        )
    except InvalidInput as error:
        if error.field == "source":
            pairs: dict[str, Any] = dict(_pairs(_source()))
            return redirect(url_for("reports.choose", name=name, **pairs))
        if error.field not in _CHOSEN:
            raise
        return _choosing(name, error), 400
    answer = Response(made.content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = attachment(made.filename)
    return answer


def _source() -> Source:
    """What the address names; nothing where it names nothing."""
    named = request.args.get("source", "")
    is_search = named == "search" or any(request.args.get(one) for one in _OF_A_SEARCH)
    parameters = request.args.to_dict(flat=False)
    return Source(
        asked=read_request(parameters) if is_search and named != "basket" else None,
        is_basket=named == "basket",
        party=request.args.get("party", "").strip()[:NAME_LENGTH_LIMIT],
        person=request.args.get("person", "").strip()[:NAME_LENGTH_LIMIT],
    )


def _pairs(source: Source) -> list[tuple[str, str]]:
    """The source as name and value pairs, for the hidden fields of the form."""
    if source.asked is not None:
        return [("source", "search"), *query_pairs(source.asked)]
    pairs = [("source", "basket")] if source.is_basket else []
    pairs += [("party", source.party)] if source.party else []
    return pairs + ([("person", source.person)] if source.person else [])


def _number(field: str) -> int:
    """A small number of the form; 1 where none is written. Raises InvalidInput."""
    text = request.args.get(field, "").strip()
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(reports.MOST_COPIES))):
        raise InvalidInput(field, _NUMBER)
    return int(text)
