"""Requests for every report: over searches that find hidden records too, parties, persons; page and PDF."""

from __future__ import annotations

from collections.abc import Iterator

from app.services import reports

_SEARCHES = ("source=search", "q=zanzibarium", "q=detention&f=signatory:CAN&sort=oldest")
_PARTIES = ("CAN", "HUN", "JPN", "ZZGONE", "ZZZ")
_PERSONS = ("Canary+alpha", "canary-alpha", "Xie+Yang", "Nobody+Known")
_OF_ALL = "source=search&language=ar"
"""One report in another language, whose labels are set otherwise."""


def reporting_requests() -> Iterator[tuple[str, str]]:
    """Endpoint and path."""
    yield "reports.index", "/reports"
    for one in reports.of_selections():
        yield "reports.choose", f"/reports/{one.name}?source=search"
        for source in _SEARCHES:
            yield "reports.paper", f"/reports/{one.name}.pdf?{source}"
    yield "reports.paper", f"/reports/coalition-sheet.pdf?{_OF_ALL}"
    for name, field, values in (
        ("country-sheet", "party", _PARTIES),
        ("case-sheet", "person", _PERSONS),
    ):
        for value in values:
            yield "reports.choose", f"/reports/{name}?{field}={value}"
            yield "reports.paper", f"/reports/{name}.pdf?{field}={value}"
    for name in ("chronology", "record-sheet", "nothing"):
        yield "reports.choose", f"/reports/{name}?source=basket"
        yield "reports.paper", f"/reports/{name}.pdf?source=basket"
