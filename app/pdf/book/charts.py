"""The charts of a book from what was computed of its records: texts by year, the coalition over time."""

from __future__ import annotations

from collections import Counter

from app.charts.chart import Chart
from app.charts.coalition import CoalitionPoint, coalition
from app.charts.timeline import YearBar, timeline
from app.domain.coalitions import Coalition, Column, is_counter
from app.domain.dossiers import Dossier
from app.domain.wording import Wording, said
from app.pdf.reports.matrix import name_of_grouping
from app.pdf.speech import say
from app.pdf.wording import short_date

_GROUPING = "EU"


def charts_of(found: Coalition, dossier: Dossier) -> list[tuple[Wording, list[Chart]]]:
    """Each with what its heading says; none where no date is known."""
    charts: list[tuple[Wording, list[Chart]]] = []
    bars = _bars(dossier)
    if bars:
        charts.append((said("Texts by year"), [timeline(bars, say)]))
    grouping = name_of_grouping(_GROUPING, dossier)
    points = [_point(one, found) for one in found.columns]
    charts.append((said("How many signed"), coalition(points, grouping, say)))
    return charts


def _bars(dossier: Dossier) -> list[YearBar]:
    letters: Counter[int] = Counter()
    counters: Counter[int] = Counter()
    for view in dossier.records:
        when = view.description.calendar_date
        if when is not None and when.year:
            (counters if is_counter(view) else letters)[when.year] += 1
    return [YearBar(year, letters[year], counters[year]) for year in sorted({*letters, *counters})]


def _point(column: Column, found: Coalition) -> CoalitionPoint:
    view = column.view
    share = next((one for one in column.shares if one.grouping == _GROUPING), None)
    drift = next((one for one in found.drifts if one.later.number == column.number), None)
    return CoalitionPoint(
        date=str(short_date(view.description.calendar_date)),
        name=f"{column.number}  {view.reference}",
        signatories=len(column.signatories),
        of_grouping=share.signed if share else 0,
        members=share.members if share else 0,
        joined=len(drift.joined) if drift else None,
        left=len(drift.left) if drift else None,
        is_counter=column.is_counter,
    )
