"""The facts of a record in two columns: when, where, to whom; how held, disclosed and known.

What every record should say is always there, as *not known* if need be; the rest only where known.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.dates import DatedFact
from app.domain.nothing import NOT_KNOWN, MaybeText, Nothing
from app.domain.views import RecordView
from app.domain.vocabularies import AddresseeRole, Disclosure
from app.domain.wording import Wording, joined, said
from app.pdf.blocks import Block, Columns
from app.pdf.speech import listed, say, tongue
from app.pdf.tables import AUTO, Table, cell
from app.pdf.text import Piece, para
from app.pdf.typography import BODY, LABEL
from app.pdf.wording import (
    addressees,
    capitalised,
    dated_words,
    grade_pieces,
    languages,
    main_source,
    source_name,
    term_or,
)

_LABEL_PT, _LONGER_LABEL_PT = 50.0, 62.0
"""How wide the labels are in English, and in other languages."""
NOBODY = said("none, no addressee is named")
_DISCLOSED = {
    Disclosure.BY_ORIGINATORS: said("disclosed by originators"),
    Disclosure.BY_RECIPIENT: said("disclosed by recipient"),
}
"""Where the word of the vocabulary needs another before it to stand alone."""


@dataclass(frozen=True, slots=True)
class _Fact:
    name: Wording
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
    return [columns, _table([_Fact(said("About"), about)])] if about else [columns]


def _when_and_to_whom(view: RecordView) -> list[_Fact]:
    told = view.description
    to = addressees(view, AddresseeRole.TO) or [say(NOBODY)]
    return [
        _Fact(said("Dated"), dated_words(told.dated)),
        _Fact(said("Dispatched"), dated_words(told.dispatched), is_always_shown=False),
        _Fact(said("Received"), dated_words(told.received), is_always_shown=False),
        _Fact(said("Published"), dated_words(told.published), is_always_shown=False),
        _Fact(said("Place"), _place(view)),
        *(_Fact(said("To"), one) for one in to),
        *(_Fact(said("Through"), one) for one in addressees(view, AddresseeRole.THROUGH)),
        *(_Fact(said("Copied to"), one) for one in addressees(view, AddresseeRole.CC)),
        _Fact(said("Language"), languages(told.languages)),
        _Fact(said("Symbol"), told.document_symbol, is_always_shown=False),
        _Fact(
            said("Source"),
            source_name(main_source(told)),
            grade_pieces(told.evidence, BODY),
        ),
    ]


def _place(view: RecordView) -> MaybeText:
    place = view.description.place
    if isinstance(place, Nothing) or not view.description.place_is_inferred:
        return place
    return say(said("{place}, inferred", place=place))


def _about(view: RecordView) -> str:
    """`China: torture, rule of law`: whom the text is about, then its subjects."""
    told = view.description
    targets = listed(view.name_of(code) for code in told.targets)
    return say(joined([targets, listed(told.subjects)], ": "))


def _how_held(view: RecordView) -> list[_Fact]:
    told = view.description
    concern = capitalised(say(told.concern.step.label)) if told.concern else NOT_KNOWN
    return [
        _Fact(said("Marking"), _marking(view)),
        _Fact(said("This sheet"), _raised(view), is_always_shown=False),
        _Fact(said("On the text"), told.marking_original, is_always_shown=False),
        _Fact(said("Holding"), term_or(told.holding)),
        _Fact(said("Disclosure"), _disclosure(view)),
        _Fact(said("Intended as"), _intended(view), is_always_shown=False),
        _Fact(said("Concern"), concern, is_always_shown=False),
    ]


def _marking(view: RecordView) -> str:
    """The record's own marking and to whom it may go."""
    marking = view.label.as_marked
    if view.label.releasable_to is None:
        return say(said("{marking}; no release list", marking=marking))
    return marking


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
    by += [
        say(Wording(one.kind)) for one in view.sealed_notes if not view.label.dominates(one.label)
    ]
    return say(said("raised by {what}", what=listed(dict.fromkeys(by))))


def _intended(view: RecordView) -> MaybeText:
    """`Confidential, mission to ministry`; one word where both say the same."""
    known = [
        say(term.label)
        for term in (view.description.publicity, view.description.channel)
        if not isinstance(term, Nothing)
    ]
    return capitalised(listed(dict.fromkeys(known))) if known else NOT_KNOWN


def _disclosure(view: RecordView) -> MaybeText:
    told = view.description
    if isinstance(told.disclosure, Nothing):
        return told.disclosure
    words: str = _DISCLOSED.get(told.disclosure, told.disclosure.label)
    if isinstance(told.disclosed, DatedFact):
        words = joined([words, told.disclosed.date.in_words()], ", ")
    return capitalised(say(words))


def _table(shown: list[_Fact]) -> Table:
    rows = tuple(
        (
            cell(para(say(one.name), style=LABEL)),
            cell(para(one.value, *one.after, style=BODY)),
        )
        for one in shown
        if one.is_shown
    )
    label_pt = _LABEL_PT if tongue().is_english else _LONGER_LABEL_PT
    return Table((label_pt, AUTO), rows, rule=None, padding_pt=0.35)
