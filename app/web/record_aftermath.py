"""What came of a letter, in display order: responses and outcomes, and apart from them press lines."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.dates import CalendarDate
from app.domain.records import Evidence, PartyCode, Response
from app.domain.views import RecordView
from app.domain.vocabularies import Causality, OutcomeStatus, ResponseKind
from app.domain.wording import joined, said
from app.web.presentation import capital, sentence, sort_day

_CAUSALITY = {
    Causality.TEMPORAL_ONLY: said(
        "Later in time only. No source shows it was caused by the letter."
    ),
    Causality.ASSERTED_BY_THIRD_PARTY: said("Others say that the letter caused it."),
    Causality.ASSERTED_BY_RESPONDENT: said("Its author says that the letter caused it."),
    Causality.DOCUMENTED: said("Documented as caused by the letter."),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One row of "what came of it"; a date of None is not known."""

    date: CalendarDate | None
    text: str
    remarks: tuple[str, ...]
    evidence: Evidence
    status: OutcomeStatus | None = None


def happenings(view: RecordView) -> tuple[Happening, ...]:
    description = view.description
    found = [
        _happening(view, one)
        for one in description.responses
        if one.kind is not ResponseKind.PRESS_LINE
    ]
    found += [
        Happening(one.date, one.text, (), one.evidence, one.status)
        for one in description.outcomes
        if one.demand_number is None
    ]
    return tuple(sorted(found, key=lambda one: sort_day(one.date)))


def press_lines(view: RecordView) -> tuple[Happening, ...]:
    lines = [one for one in view.description.responses if one.kind is ResponseKind.PRESS_LINE]
    return tuple(
        Happening(
            one.date,
            one.text or capital(one.kind.label),
            tuple(filter(None, [one.by or (view.name_of(one.by_party) if one.by_party else "")])),
            one.evidence,
        )
        for one in lines
    )


def _happening(view: RecordView, one: Response) -> Happening:
    remarks = _response_remarks(view, one.by, one.by_party, one.kind, one.causality, one.note)
    return Happening(one.date, one.text or capital(one.kind.label), remarks, one.evidence)


def _response_remarks(
    view: RecordView,
    by: str,
    by_party: PartyCode | None,
    kind: ResponseKind,
    causality: Causality | None,
    note: str,
) -> tuple[str, ...]:
    who = by or (view.name_of(by_party) if by_party else "")
    what = "" if kind is ResponseKind.OTHER else kind.label
    remarks = [sentence(capital(joined([what, who], ", ")))] if what or who else []
    if kind is ResponseKind.NO_COMMENT_TO_MEDIA and not note:
        remarks.append(said("Silence to the press, not to the letter."))
    if causality:
        remarks.append(_CAUSALITY[causality])
    if note:
        remarks.append(sentence(note))
    return tuple(remarks)
