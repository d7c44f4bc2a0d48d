"""What templates call to show a chart: `chart_svg(chart)`; the macro is in `components/charts.html`."""

from __future__ import annotations

from flask import Flask

from app.services import drawn_charts


def set_up_charts(app: Flask) -> None:
    """Let every template draw charts."""
    app.jinja_env.globals["chart_svg"] = drawn_charts.drawn
