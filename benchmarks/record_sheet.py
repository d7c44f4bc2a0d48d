"""How long a record sheet takes, beside bare ReportLab setting as many paragraphs of the same words.

The fonts are cut before the clock starts. The goal: the founding letter under 150 ms at the median.
Fails (exit 1) when the goal is missed.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Paragraph, SimpleDocTemplate

from app.domain.views import RecordView
from app.fonts.cabinet import SANS_REGULAR
from app.pdf.faces import base_font
from app.pdf.reports import REPORTS
from tests.dossiers import a_dossier
from tests.papers import founding_letter, many_signatories
from tests.printing import cabinet, printed

GOAL_MS = 150.0
RUNS = 25


def bare_reportlab(view: RecordView) -> bytes:
    """The same words, one Paragraph for each, one after the other in one style."""
    font = base_font(cabinet(), SANS_REGULAR, is_extended=False)
    pdfmetrics.registerFont(font)
    style = ParagraphStyle("body", fontName=font.fontName, fontSize=8.5, leading=12.07)
    out = io.BytesIO()
    SimpleDocTemplate(out, invariant=1).build(
        [Paragraph(escape(one), style) for one in words(view)]
    )
    return out.getvalue()


def words(view: RecordView) -> list[str]:
    """Every run of words that the sheet sets."""
    blocks = REPORTS["record-sheet"].blocks(a_dossier([view]))
    return [text for block in blocks for _, text in block.words() if text.strip()]


def median_ms(make: Callable[[], bytes]) -> float:
    make()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        make()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> int:
    cases = {
        "founding letter, 11 signatories": founding_letter(),
        "155 signatories": many_signatories(155),
        "500 signatories": many_signatories(500),
    }
    print(f"{'record sheet':<34}{'median':>9}{'bare':>9}{'ratio':>7}{'runs of words':>15}")
    medians = []
    for name, view in cases.items():
        sheet = median_ms(lambda view=view: printed(view))  # type: ignore[misc]
        bare = median_ms(lambda view=view: bare_reportlab(view))  # type: ignore[misc]
        medians.append(sheet)
        count = len(words(view))
        print(f"{name:<34}{sheet:>6.0f} ms{bare:>6.0f} ms{sheet / bare:>7.2f}{count:>15}")
    reached = medians[0] <= GOAL_MS
    print(
        f"Goal: under {GOAL_MS:.0f} ms for the founding letter: {'met' if reached else 'missed'}."
    )
    return 0 if reached else 1


if __name__ == "__main__":
    raise SystemExit(main())
