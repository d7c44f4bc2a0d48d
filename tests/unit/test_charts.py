"""Charts: what they draw, what they say, and that page and paper draw the same."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from reportlab.graphics.shapes import Circle, Group, Line, Polygon, PolyLine, Rect, String

from app.charts.chart import FACES, SIDE_A, SIDE_B, Chart, fitted, width_of, words
from app.charts.coalition import ROWS_AT_MOST as TEXTS_AT_MOST
from app.charts.coalition import CoalitionPoint, coalition
from app.charts.matrix import COLUMNS_AT_MOST, ROWS_AT_MOST, matrix
from app.charts.matrix_signs import Sign
from app.charts.matrix_table import Matrix, MatrixColumn, MatrixFoot, MatrixRow
from app.charts.mirroring import mirrored
from app.charts.svg import as_file
from app.charts.timeline import COLUMNS_AT_MOST as BARS_AT_MOST
from app.charts.timeline import YearBar, timeline
from app.languages.tongue import Tongue
from app.pdf.blocks import Block
from app.pdf.figures import Figure
from app.pdf.speech import speaking
from app.pdf.text import para
from app.pdf.typography import NOTE
from tests.printing import cabinet, letters_of, simply_printed

SHAPES = (Line, Rect, Circle, Polygon, PolyLine, String)
HOSTILE = '<script>alert(1)</script> & "quoted" \N{RIGHT-TO-LEFT OVERRIDE}x]]>'


def a_matrix(rows: int = 3, columns: int = 3, counters: int = 1) -> Matrix:
    drawn = random.Random(7)  # noqa: S311 - the same each time
    signs = list(Sign)
    heads = tuple(
        MatrixColumn(("27 Feb", "2017", f"HRC {number}"), number >= columns - counters)
        for number in range(columns)
    )
    return Matrix(
        heads,
        tuple(
            MatrixRow(f"State {number}", tuple(drawn.choice(signs) for _ in range(columns)))
            for number in range(rows)
        ),
        (MatrixFoot("European Union", tuple("7/28" for _ in range(columns))),),
    )


def some_points(count: int = 3) -> list[CoalitionPoint]:
    return [
        CoalitionPoint(
            f"{number + 1} Mar 2017",
            f"Letter {number}",
            10 + number,
            7,
            28,
            number,
            1,
            is_counter=number % 3 == 2,
        )
        for number in range(count)
    ]


def every_chart() -> list[Chart]:
    return [
        timeline([YearBar(2016, 2, 1), YearBar(2019, 4)]),
        *coalition(some_points(), "European Union"),
        *matrix(a_matrix()),
    ]


def shapes(contents: list[Any]) -> Iterator[Any]:
    for one in contents:
        if isinstance(one, Group):
            assert tuple(one.transform[:4]) == (1, 0, 0, 1), "groups are only moved"
            yield from shapes(one.contents)
        else:
            yield one


def drawn_words(chart: Chart) -> list[str]:
    return [one.text for one in shapes(chart.drawing.contents) if isinstance(one, String)]


def on_paper(*blocks: Block, language: str = "en") -> bytes:
    with speaking(Tongue(language)):
        return simply_printed(blocks, "Charts")


def test_charts_are_made_of_plain_shapes_in_the_faces_of_the_house() -> None:
    for chart in every_chart():
        for one in shapes(chart.drawing.contents):
            assert type(one) in SHAPES
            if isinstance(one, String):
                assert one.fontName in FACES


def test_everything_lies_within_the_drawing() -> None:
    charts = [*every_chart(), *matrix(a_matrix(60, 20)), *coalition(some_points(90), "EU")]
    for chart in charts:
        width, height = chart.drawing.width, chart.drawing.height
        for one in shapes(chart.drawing.contents):
            left, low, right, high = one.getBounds() if not isinstance(one, String) else _box(one)
            assert left >= -1.5, one
            assert low >= -1.5, one
            assert right <= width + 1.5, (one, getattr(one, "text", ""))
            assert high <= height + 1.5, one


def _box(one: String) -> tuple[float, float, float, float]:
    width = width_of(one.text, one.fontSize)
    left = one.x - {"start": 0.0, "middle": width / 2, "end": width}[one.textAnchor]
    return left, one.y, left + width, one.y + one.fontSize * 0.75


def test_a_bar_says_its_number_and_the_words_say_every_bar() -> None:
    chart = timeline([YearBar(2016, 2, 1), YearBar(2019, 40)])

    assert {"2016", "2017", "2018", "2019", "2", "1", "40"} <= set(drawn_words(chart))
    assert "2016: 2 letters and statements, 1 counter-letter." in chart.alternative
    assert "2019: 40 letters and statements." in chart.alternative
    assert "2017" not in chart.alternative


@pytest.mark.parametrize("span", [(1648, 2026), (1895, 2026), (2000, 2020), (2020, 2020)])
def test_a_long_span_is_gathered_and_loses_nothing(span: tuple[int, int]) -> None:
    years = [YearBar(year, 1, 1) for year in range(span[0], span[1] + 1)]

    chart = timeline(years)

    counts = re.findall(r"(\d+) letters? (?:and|or) statement", chart.alternative)
    bars = [one for one in shapes(chart.drawing.contents) if isinstance(one, Rect)]
    assert sum(map(int, counts)) == len(years)
    assert len(bars) <= 2 * BARS_AT_MOST + 2


def test_letters_are_filled_and_counter_letters_outlined() -> None:
    """So that they are told apart in grey, and by who sees no colours."""
    chart = timeline([YearBar(2016, 3, 2)])

    bars = [one for one in shapes(chart.drawing.contents) if isinstance(one, Rect)]
    assert {(one.fillColor == SIDE_A, one.strokeColor == SIDE_B) for one in bars} == {
        (True, False),
        (False, True),
    }


def test_the_filled_part_of_a_bar_is_the_grouping() -> None:
    (chart,) = coalition([CoalitionPoint("27 Feb 2017", "A letter", 28, 7, 28)], "European Union")

    whole, part = [
        one.width
        for one in shapes(chart.drawing.contents)
        if isinstance(one, Rect) and one.height > 6 and one.x > 100
    ]
    assert part == pytest.approx(whole / 4, abs=1.0)
    assert "7/28" in drawn_words(chart)
    assert "27 Feb 2017, A letter: 28 signatories. Of European Union 7 of 28." in chart.alternative


def test_who_came_and_went_is_said() -> None:
    (chart,) = coalition(
        [CoalitionPoint("27 Feb 2017", "A letter", 28, joined=5, left=2)], "European Union"
    )

    assert "+5 \N{MINUS SIGN}2" in drawn_words(chart)
    assert "Compared with the text before: 5 new, 2 gone." in chart.alternative


def test_more_texts_than_a_page_holds_make_more_charts() -> None:
    charts = coalition(some_points(2 * TEXTS_AT_MOST + 1), "European Union")

    assert len(charts) == 3
    assert sum(chart.alternative.count(" signator") for chart in charts) == 2 * TEXTS_AT_MOST + 1
    assert coalition([], "European Union") == []


def test_a_large_matrix_loses_no_state_and_no_text() -> None:
    whole = a_matrix(rows=2 * ROWS_AT_MOST + 3, columns=COLUMNS_AT_MOST + 1)

    charts = matrix(whole)

    assert len(charts) == 6
    names = [name for chart in charts for name in drawn_words(chart) if name.startswith("State")]
    heads = [name for chart in charts for name in drawn_words(chart) if name.startswith("HRC")]
    assert sorted(names) == sorted(row.name for row in whole.rows for _ in range(2))
    assert len(heads) == 3 * len(whole.columns)


def test_totals_are_those_of_the_whole_matrix_in_every_part() -> None:
    columns = 2 * COLUMNS_AT_MOST
    signs = (Sign.SIGNED,) * columns
    heads = tuple(MatrixColumn(("2017",)) for _ in range(columns))

    charts = matrix(Matrix(heads, (MatrixRow("Canada", signs),)))

    assert len(charts) == 2
    for chart in charts:
        assert {f"of {columns}", str(columns)} <= set(drawn_words(chart))
        assert f"Canada: {columns} of {columns} letters." in chart.alternative


def test_every_sign_has_a_shape_of_its_own() -> None:
    """Without colour: which shapes, filled or not."""
    column = (MatrixColumn(("2017",)),)
    drawn = {}
    for sign in Sign:
        (chart,) = matrix(Matrix(column, (MatrixRow("Canada", (sign,)),)))
        drawn[sign] = [
            (type(one).__name__, bool(getattr(one, "fillColor", None)), one.strokeColor is None)
            for one in shapes(chart.drawing.contents)
            if not isinstance(one, String)
        ]
    assert all(drawn[one] != drawn[other] for one, other in combinations(Sign, 2))


def test_the_words_of_the_matrix_name_what_is_unusual() -> None:
    rows = (
        MatrixRow("Canada", (Sign.SIGNED, Sign.WITHDREW)),
        MatrixRow("Hungary", (Sign.REPORTED_ABSENT, Sign.NOT_LISTED)),
    )
    heads = (MatrixColumn(("27 Feb", "2017")), MatrixColumn(("8 July", "2019")))

    (chart,) = matrix(Matrix(heads, rows))

    assert "Canada: 1 of 2 letters; withdrew: 8 July 2019." in chart.alternative
    assert "Hungary: 0 of 2 letters; reported absent: 27 Feb 2017." in chart.alternative


def test_a_mirrored_chart_has_the_same_words_on_the_other_side() -> None:
    chart = timeline([YearBar(2016, 2), YearBar(2019, 4, 2)])

    turned = mirrored(chart)

    assert sorted(drawn_words(turned)) == sorted(drawn_words(chart))
    first = {one.text: one.x for one in shapes(chart.drawing.contents) if isinstance(one, String)}
    last = {one.text: one.x for one in shapes(turned.drawing.contents) if isinstance(one, String)}
    assert last["2016"] == pytest.approx(chart.drawing.width - first["2016"])
    assert as_file(mirrored(turned), "Chart") == as_file(chart, "Chart")


def test_svg_is_well_formed_and_says_what_it_shows_without_any_style() -> None:
    for chart in [*every_chart(), *coalition([CoalitionPoint(HOSTILE, HOSTILE, 3)], HOSTILE)]:
        root = ElementTree.fromstring(as_file(chart, HOSTILE))  # noqa: S314 - our own

        names = {element.tag.rpartition("}")[2] for element in root.iter()}
        attributes = {name for element in root.iter() for name in element.attrib}
        assert names <= {
            *("svg", "title", "desc", "line", "rect", "circle", "polygon", "polyline", "text"),
        }
        assert not attributes & {"style", "onload", "href", "id"}
        assert root.get("role") == "img"
        assert root.findtext("{*}title")
        assert root.findtext("{*}desc")


def test_the_same_chart_gives_the_same_file() -> None:
    assert [as_file(one, "Chart") for one in every_chart()] == [
        as_file(one, "Chart") for one in every_chart()
    ]


def test_a_figure_on_paper_shows_its_words_in_every_script() -> None:
    points = [
        CoalitionPoint("27 Feb 2017", name, 11) for name in ("一封联合信", "رسالة", "Côte d’Ivoire")
    ]

    pdf = on_paper(Figure(coalition(points, "European Union")[0], para("Who signed", style=NOTE)))

    letters = letters_of(pdf)
    assert "一封联合信" in letters
    assert "Côted’Ivoire" in letters
    assert "Whosigned" in letters
    assert b"Helvetica" not in pdf


def test_a_figure_carries_its_alternative_into_the_structure() -> None:
    chart = timeline([YearBar(2016, 2)])

    pdf = on_paper(Figure(chart))

    with pikepdf.open(io.BytesIO(pdf)) as document:
        elements = [one for one in document.objects if isinstance(one, pikepdf.Dictionary)]
        alternatives = [str(one.Alt) for one in elements if one.get("/S") == "/Figure"]
    assert alternatives == [Figure(chart).alternative] == [str(chart.alternative)]


def test_a_figure_never_breaks_and_fits_the_page() -> None:
    charts = matrix(a_matrix(rows=ROWS_AT_MOST, columns=COLUMNS_AT_MOST))

    strips = Figure(charts[0]).strips(_faces(charts[0]), 504.0)

    assert len([strip for strip in strips if not strip.is_space]) == 1
    assert strips[0].height <= 600


def test_a_figure_on_a_paper_from_right_to_left_is_drawn() -> None:
    pdf = on_paper(Figure(timeline([YearBar(2016, 2), YearBar(2017, 3, 1)])), language="ar")

    assert "2016" in letters_of(pdf)


def _faces(chart: Chart) -> Any:
    from app.pdf.faces import DocumentFaces

    return DocumentFaces(cabinet(), Figure(chart).words())


def test_words_are_cut_where_there_is_no_room() -> None:
    assert fitted("Saint Vincent and the Grenadines", 7, 60).endswith("\N{HORIZONTAL ELLIPSIS}")
    assert width_of(fitted("Saint Vincent and the Grenadines", 7, 60), 7) <= 60
    assert fitted("Canada", 7, 60) == "Canada"
    assert words(0, 0, "x").fontName == "sans"
