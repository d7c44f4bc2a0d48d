"""Charts for pages: the marks of a drawing, which a template writes as SVG. No record is read here.

Whoever makes a chart has read its values through the gate; here nothing but shapes goes on.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.charts.chart import Chart
from app.charts.mirroring import mirrored
from app.charts.svg import Mark, marks, view_box


@dataclass(frozen=True, slots=True)
class DrawnChart:
    """What a template writes. `width` and `height` are the drawing's own, in points."""

    view_box: str
    width: float
    height: float
    alternative: str
    marks: tuple[Mark, ...]


def drawn(chart: Chart, *, is_right_to_left: bool = False) -> DrawnChart:
    """The chart as marks, turned around for a page that runs from right to left."""
    shown = mirrored(chart) if is_right_to_left else chart
    return DrawnChart(
        view_box=view_box(shown),
        width=float(shown.drawing.width),
        height=float(shown.drawing.height),
        alternative=shown.alternative,
        marks=tuple(marks(shown)),
    )
