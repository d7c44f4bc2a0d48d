"""The facts of a record in two columns: when, where, to whom; how held, disclosed and known.

What every record should say is always there, as *not known* if need be; the rest only where known.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.dates import DatedFact
from app.domain.nothing import NOT_KNOWN, MaybeText, Nothing
from app.domain.views import RecordView
from app.domain.vocabularies import AddresseeRole
from app.pdf.blocks import Block, Columns
from app.pdf.tables import AUTO, Table, cell
from app.pdf.text import Piece, inline, para
from app.pdf.typography import BODY, LABEL
from app.pdf.wording import (
    addressees,
    capitalised,
    dated_words,
    grade_pieces,
    languages,
    source_name,
    term_or,
)

_LABEL_PT = 50.0
NOBODY = "none, no addressee is named"


@dataclass(frozen=True, slots=True)
class _Fact:
    name: str
    value: MaybeText
    after: tuple[Piece, ...] = ()
    is_always_shown: bool = True

    @property
    def is_shown(self) -> bool:
        return self.is_always_shown or self.value not in (NOT_KNOWN, Nothing.NONE, "")


def facts(view: RecordView) -> list[Block]:
    """Two columns, one below the other where they are long; then what it is about, in one line."""
    left, right = _table(_when_and_to_whom(view)), _table(_how_held(view))
    columns = Columns((left,), (right,), left_share=0.54)
    about = _about(view)
    return [columns, _table([_Fact("About", about)])] if about else [columns]


def _when_and_to_whom(view: RecordView) -> list[_Fact]:
    told = view.description
    is_inferred = told.place_is_inferred and isinstance(told.place, str)
    return [
        _Fact("Dated", dated_words(told.dated)),
        _Fact("Dispatched", dated_words(told.dispatched), is_always_shown=False),
        _Fact("Received", dated_words(told.received), is_always_shown=False),
        _Fact("Published", dated_words(told.published), is_always_shown=False),
        _Fact("Place", told.place, (inline(", inferred", BODY),) if is_inferred else ()),
        *(_Fact("To", one) for one in addressees(view, AddresseeRole.TO) or [NOBODY]),
        *(_Fact("Through", one) for one in addressees(view, AddresseeRole.THROUGH)),
        *(_Fact("Copied to", one) for one in addressees(view, AddresseeRole.CC)),
        _Fact("Language", languages(told.languages)),
        _Fact("Symbol", told.document_symbol, is_always_shown=False),
        _Fact("Source", source_name(told.evidence.source), grade_pieces(told.evidence, BODY)),
    ]


def _about(view: RecordView) -> str:
    """`China: torture, rule of law`: whom the text is about, then its subjects."""
    told = view.description
    targets = ", ".join(view.name_of(code) for code in told.targets)
    return ": ".join(filter(None, [targets, ", ".join(told.subjects)]))


def _how_held(view: RecordView) -> list[_Fact]:
    told = view.description
    concern = capitalised(told.concern.step.label) if told.concern else NOT_KNOWN
    return [
        _Fact("Marking", _marking(view)),
        _Fact("This sheet", _raised(view), is_always_shown=False),
        _Fact("On the text", told.marking_original, is_always_shown=False),
        _Fact("Holding", term_or(told.holding)),
        _Fact("Disclosure", _disclosure(view)),
        _Fact("Intended as", _intended(view), is_always_shown=False),
        _Fact("Concern", concern, is_always_shown=False),
    ]


def _marking(view: RecordView) -> str:
    """The record's own marking and to whom it may go."""
    released = view.label.releasable_to
    if released is None:
        return f"{view.label.as_marked}; no release list"
    return view.label.as_marked


def _raised(view: RecordView) -> str:
    """`raised by JL-2016-22Q4D`; empty where the sheet is marked as its record.

    The sheet's own marking stands at the head and foot of every page.
    """
    if view.page_label == view.label:
        return ""
    by = [
        one.record.reference
        for one in view.relations
        if one.record and not view.label.dominates(one.record.label)
    ]
    by += [one.kind for one in view.sealed_notes if not view.label.dominates(one.label)]
    return f"raised by {', '.join(dict.fromkeys(by))}"


def _intended(view: RecordView) -> MaybeText:
    """`Confidential, mission to ministry`; one word where both say the same."""
    known = [
        term.label
        for term in (view.description.publicity, view.description.channel)
        if not isinstance(term, Nothing)
    ]
    return capitalised(", ".join(dict.fromkeys(known))) if known else NOT_KNOWN


def _disclosure(view: RecordView) -> MaybeText:
    told = view.description
    words = term_or(told.disclosure)
    if isinstance(words, str) and words.startswith("By "):
        words = f"Disclosed b{words[1:]}"
    if isinstance(words, str) and isinstance(told.disclosed, DatedFact):
        return f"{words}, {told.disclosed.date.in_words()}"
    return words


def _table(shown: list[_Fact]) -> Table:
    rows = tuple(
        (
            cell(para(one.name, style=LABEL)),
            cell(para(one.value, *one.after, style=BODY)),
        )
        for one in shown
        if one.is_shown
    )
    return Table((_LABEL_PT, AUTO), rows, rule=None, padding_pt=0.35)
