"""A line of time on paper: date, sign on a hairline, sentence, where it comes from. Open `facts_in_time`.

The chronology and the background of a briefing book are made of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.chronicles import Fact, FactKind
from app.domain.wording import said
from app.fonts.cabinet import Face
from app.pdf.blocks import Block, Space
from app.pdf.citing import cited
from app.pdf.faces import DocumentFaces
from app.pdf.pen import Pen
from app.pdf.reports.signs import Legend, Sign, draw
from app.pdf.speech import say
from app.pdf.strips import Draw, Strip, lefts_of, lines_of
from app.pdf.structure import ARTIFACT, Node
from app.pdf.text import Para, para
from app.pdf.typography import BODY, CODE, NOTE, RULE, STRONG
from app.pdf.wording import capitalised, short_date

DATE_PT = 84.0
_SIGN_PT = 14.0
_GAP_PT = 5.0
_BETWEEN_PT = 4.6
"""Free below each fact."""
_AROUND_SIGN_PT = 4.6
_KEPT_LINES = 8
"""A fact of no more lines stands on one page."""
_SIGNS = {FactKind.TEXT: Sign.RING, FactKind.COUNTER: Sign.DIAMOND, FactKind.FOLLOWED: Sign.DASH}
_MEANINGS = {
    FactKind.TEXT: said("joint text"),
    FactKind.FOLLOWED: said("what followed"),
    FactKind.COUNTER: said("counter-text"),
}


def facts_in_time(facts: Sequence[Fact]) -> list[Block]:
    """A legend of the signs that occur, then the facts one below the other."""
    kinds = {one.kind for one in facts}
    legend = tuple(
        (_SIGNS[kind], kind is FactKind.COUNTER, para(say(words), style=NOTE))
        for kind, words in _MEANINGS.items()
        if kind in kinds
    )
    return [Legend(legend), Space(4, keeps_next=True), Timeline(tuple(_row(one) for one in facts))]


@dataclass(frozen=True, slots=True)
class TimelineRow:
    date: Para
    kind: FactKind
    paras: tuple[Para, ...]
    """The sentence, then the line that says where it is from."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows on one hairline, which begins at the first sign."""

    rows: tuple[TimelineRow, ...]

    def words(self) -> Iterator[tuple[Face, str]]:
        for row in self.rows:
            for one in (row.date, *row.paras):
                yield from one.words()

    def strips(self, faces: DocumentFaces, width: float) -> list[Strip]:
        whole = Node("L")
        last = len(self.rows) - 1
        return [
            strip
            for at, row in enumerate(self.rows)
            for strip in self._row(row, faces, width, whole, is_first=at == 0, is_last=at == last)
        ]

    def _row(
        self,
        row: TimelineRow,
        faces: DocumentFaces,
        width: float,
        whole: Node,
        *,
        is_first: bool,
        is_last: bool,
    ) -> list[Strip]:
        widths = [DATE_PT, _SIGN_PT, width - DATE_PT - _SIGN_PT - 2 * _GAP_PT]
        lefts, _ = lefts_of(widths, _GAP_PT, faces)
        item = Node("LI", whole)
        label, body = Node("Lbl", item), Node("LBody", item)
        dates = lines_of(row.date, faces, widths[0], label)
        texts = [one for para in row.paras for one in lines_of(para, faces, widths[2], body)]
        strips: list[Strip] = []
        for at in range(max(len(dates), len(texts))):
            date = dates[at] if at < len(dates) else None
            text = texts[at] if at < len(texts) else None
            sign = _Knot(row.kind, label, is_first=is_first) if at == 0 else None
            strips.append(_line(date, sign, text, lefts))
        ending = strips[-1]
        strips[-1] = replace(
            ending,
            height=ending.height + _BETWEEN_PT,
            draw=_with_line(ending, lefts[1], 0.0 if is_last else _BETWEEN_PT),
        )
        return _kept_together(strips)


@dataclass(frozen=True, slots=True)
class _Knot:
    """The sign of a fact on the line."""

    kind: FactKind
    node: Node
    is_first: bool

    def draw(self, pen: Pen, x: float, top: float, height: float) -> None:
        """The sign in the middle of the first line, and the hairline above and below it."""
        middle = top - height / 2
        pen.mark(ARTIFACT)
        if not self.is_first:
            pen.line((x, top), (x, middle + _AROUND_SIGN_PT), RULE, 0.6)
        pen.line((x, middle - _AROUND_SIGN_PT), (x, top - height), RULE, 0.6)
        pen.mark(Node("Span", self.node, alternative=say(_MEANINGS[self.kind])))
        draw(pen, _SIGNS[self.kind], x, middle, is_counter=self.kind is FactKind.COUNTER)
        pen.mark(ARTIFACT)


def _row(fact: Fact) -> TimelineRow:
    evidence = fact.evidence
    return TimelineRow(
        para(short_date(fact.date), style=STRONG, align="end"),
        fact.kind,
        (
            para(capitalised(say(fact.sentence)), style=BODY),
            para(*cited(fact.record, say(fact.place), evidence), style=CODE),
        ),
    )


def _line(
    date: Strip | None, sign: _Knot | None, text: Strip | None, lefts: Sequence[float]
) -> Strip:
    height = max(one.height for one in (date, text) if one is not None)

    def drawn(pen: Pen, x: float, top: float) -> None:
        middle = x + lefts[1] + _SIGN_PT / 2
        if date is not None:
            date.put(pen, x + lefts[0], top)
        if sign is not None:
            sign.draw(pen, middle, top, height)
        else:
            pen.mark(ARTIFACT)
            pen.line((middle, top), (middle, top - height), RULE, 0.6)
        if text is not None:
            text.put(pen, x + lefts[2], top)

    return Strip(height, drawn)


def _with_line(strip: Strip, left: float, below: float) -> Draw:
    """The strip, and the hairline that goes on below it."""

    def drawn(pen: Pen, x: float, top: float) -> None:
        strip.draw(pen, x, top)
        if below:
            middle, start = x + left + _SIGN_PT / 2, top - strip.height
            pen.mark(ARTIFACT)
            pen.line((middle, start), (middle, start - below), RULE, 0.6)

    return drawn


def _kept_together(strips: list[Strip]) -> list[Strip]:
    """A fact is not parted; one of very many lines leaves no single line behind."""
    last = len(strips) - 1
    kept = range(last) if len(strips) <= _KEPT_LINES else {0, last - 1}
    return [replace(strip, keeps_next=at in kept) for at, strip in enumerate(strips)]
