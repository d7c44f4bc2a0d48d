"""Texts read where a search found them: a file's extracted text, or a record's own, by page and paragraph.

`page` and `paragraph` name the place that is wanted; the way back to the search is carried along and says
what is marked. Addresses of places are made in `place_url`.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from app.domain.principals import Action
from app.domain.records import RecordId
from app.domain.searches import Excerpt, Spot
from app.services import reading
from app.services.reading import Reading
from app.web.context import current_principal, request_work
from app.web.policy import requires
from app.web.way_back import search_in_url, way_back, way_pairs

bp = Blueprint("reading", __name__)
MOST_PAGES_NAMED = 60
_LARGEST = 9
"""Figures of a page's or paragraph's number."""
_NUMBERED = re.compile(r"demand (\d+)")
_ANCHORS = {
    "quoted": "quotes",
    "person": "persons-heading",
    "subject": "about-heading",
    "target": "about-heading",
    "instruments": "about-heading",
    "document symbol": "about-heading",
    "signatory": "signed-heading",
    "who was missing": "missing-heading",
    "concern": "asked-heading",
    "assertion": "asked-heading",
    "response": "came-heading",
    "outcome": "came-heading",
    "notes": "remarks-heading",
    "scope": "remarks-heading",
    "sources": "holding-heading",
}
"""Where on a record's page a place stands whole; what is missing here stands at its top."""


@bp.get("/files/<uuid:file_id>/text")
@requires(Action.READ)
def file_text(file_id: UUID) -> str:
    """The text read from a file, as far as the window goes that holds the place asked for."""
    read = reading.read_file(
        current_principal(), request_work(), str(file_id), _asked_spot(), search_in_url()
    )
    return _page(read)


@bp.get("/records/<uuid:record_id>/text")
@requires(Action.READ)
def record_text(record_id: UUID) -> str:
    """The text that the register holds of a record, likewise."""
    record = RecordId(str(record_id))
    read = reading.read_text(
        current_principal(), request_work(), record, _asked_spot(), search_in_url()
    )
    return _page(read)


def spot_url(record_id: RecordId, spot: Spot, way: dict[str, str] | None = None) -> str:
    """The address of a place in a text, with the way back to a search."""
    where = {"page": spot.page, "paragraph": spot.paragraph}
    pairs = {**(way or {}), **{name: str(number) for name, number in where.items() if number}}
    address = (
        url_for("reading.file_text", file_id=spot.file_id)
        if spot.file_id
        else url_for("reading.record_text", record_id=record_id)
    )
    anchor = f"#{name}" if (name := place_id(spot.page, spot.paragraph)) else ""
    return address + (f"?{urlencode(pairs)}" if pairs else "") + anchor


def place_url(record_id: RecordId, excerpt: Excerpt, way: dict[str, str] | None = None) -> str:
    """Where an excerpt stands whole: in the text it was cut from, or on the record's page."""
    if excerpt.spot is not None:
        return spot_url(record_id, excerpt.spot, way)
    numbered = _NUMBERED.fullmatch(excerpt.place)
    anchor = f"demand-{numbered[1]}" if numbered else _ANCHORS.get(_kind_of(excerpt.place), "")
    address = url_for("records.show", record_id=record_id)
    return address + (f"?{urlencode(way)}" if way else "") + (f"#{anchor}" if anchor else "")


def place_id(page: int, paragraph: int) -> str:
    """The id of a paragraph, or of a page: `page-3-paragraph-2`."""
    parts = (("page", page), ("paragraph", paragraph))
    return "-".join(f"{name}-{number}" for name, number in parts if number)


def _kind_of(place: str) -> str:
    """`response 2` is a response."""
    return place.rstrip("0123456789").rstrip()


def _page(read: Reading) -> str:
    return render_template(
        "records/reading.html",
        read=read,
        way_back=way_back(),
        way=way_pairs(),
        most_named=MOST_PAGES_NAMED,
    )


def _asked_spot() -> Spot:
    return Spot(page=_number("page"), paragraph=_number("paragraph"))


def _number(name: str) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LARGEST else 0
