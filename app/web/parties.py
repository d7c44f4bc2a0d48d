"""Pages on parties: the list with its filter, what one party did, and who belongs to a grouping."""

from __future__ import annotations

from dataclasses import replace

from anyascii import anyascii
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.errors import InvalidInput, NotFound
from app.domain.party_views import MembershipSpan, PartyView
from app.domain.principals import Action
from app.domain.searches import FacetFilter, FacetName, SearchRequest, SortOrder
from app.services import groupings
from app.services import parties as party_service
from app.web.context import current_principal, request_work
from app.web.drawings import party_timeline
from app.web.language import in_language
from app.web.policy import requires
from app.web.search_links import DATE_LENGTH_LIMIT, search_url
from app.web.shown_order import by_name

bp = Blueprint("parties", __name__)
NAME_LENGTH_LIMIT = 100


@bp.get("/parties")
@requires(Action.READ)
def index() -> str:
    """Every party that stands in a readable text, and the groupings; `q` narrows by name or code."""
    wanted = request.args.get("q", "").strip()[:NAME_LENGTH_LIMIT]
    principal, work = current_principal(), request_work()
    found = party_service.list_parties(principal, work)
    on_record = groupings.list_groupings(principal, work)
    if wanted:
        found = tuple(one for one in found if _is_named(wanted, one.name, one.code))
        on_record = tuple(
            one for one in on_record if _is_named(wanted, one.name, one.short_name, one.code)
        )
    known = (one for one in found if one.kind != party_service.NOT_ON_RECORD)
    others = (one for one in found if one.kind == party_service.NOT_ON_RECORD)
    return render_template(
        "parties/index.html",
        parties=(*by_name(known), *by_name(others)),
        wanted=wanted,
        groupings=on_record,
    )


@bp.get("/parties/<code>")
@requires(Action.READ)
def show(code: str) -> ResponseReturnValue:
    """One party, from the texts this reader may read, or one grouping; the EU is both."""
    principal, work = current_principal(), request_work()
    at = request.args.get(groupings.DATE_FIELD, "").strip()[:DATE_LENGTH_LIMIT]
    wrong = ""
    try:
        grouping = groupings.find_grouping(principal, work, code, at)
    except InvalidInput as error:
        wrong = error.message
        grouping = groupings.find_grouping(principal, work, code)
    if grouping is not None:
        members, others = by_name(grouping.members), by_name(grouping.others)
        grouping = replace(grouping, members=members, others=others)
    asked = {"grouping": grouping, "at": at, "date_error": wrong}
    status = 400 if wrong else 200
    try:
        party = party_service.read_party(principal, work, code)
    except NotFound:
        if grouping is None:
            raise
        return render_template("parties/grouping.html", **asked), status
    if party.code != code.strip().upper():
        return redirect(url_for("parties.show", code=party.code))
    page = render_template(
        "parties/show.html",
        party=party,
        region=_region(party),
        timeline=party_timeline(party, work.clock.now().date()),
        signed_href=_texts(FacetName.SIGNATORY, party.code),
        received_href=_texts(FacetName.ADDRESSEE, party.code),
        target_href=_texts(FacetName.TARGET, party.code),
        **asked,
    )
    return page, status


def _region(party: PartyView) -> MembershipSpan | None:
    """The regional group at the United Nations, under which the party stands in the way back."""
    return next((one for one in party.memberships if one.grouping.startswith("UN_")), None)


def _texts(facet: FacetName, code: str) -> str:
    chosen = (FacetFilter(facet, code),)
    return search_url(SearchRequest(), filters=chosen, sort=SortOrder.NEWEST)


def _is_named(wanted: str, *names: str) -> bool:
    """In the reader's language or in English."""
    plain = _plain(wanted)
    return any(plain in _plain(one) for name in names for one in (name, in_language(name)))


def _plain(text: str) -> str:
    return anyascii(text).casefold()
