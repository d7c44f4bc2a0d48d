"""A chart on a page: the same marks as in the file, escaped, without any style of their own."""

from __future__ import annotations

from flask import Flask, render_template_string

from app.charts.coalition import CoalitionPoint, coalition
from app.charts.svg import marks

PAGE = (
    '{% from "components/charts.html" import chart_figure with context %}'
    "{{ chart_figure(chart, title) }}"
)


def test_a_page_draws_the_same_marks_escaped(app: Flask) -> None:
    points = [CoalitionPoint("2017", "<script>alert(1)</script>", 3, 1, 28)]
    (chart,) = coalition(points, "European Union")

    with app.test_request_context():
        page = render_template_string(PAGE, chart=chart, title="Coalition & more")

    drawn = marks(chart)
    assert page.count("<rect") == sum(mark.tag == "rect" for mark in drawn) > 0
    assert page.count("<text") == sum(mark.tag == "text" for mark in drawn) > 0
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "style=" not in page
    assert "<title>Coalition &amp; more</title>" in page
    assert "Of European Union 1 of 28." in page
