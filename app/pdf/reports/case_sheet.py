"""The case sheet: one named person over several texts, for whoever raises the case next.

Do no harm: texts in which the person is not public are counted, not shown, and nobody else is named who is
not public in a text. Where no text lets the name stand, the sheet does not print it at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.asks import Ask
from app.domain.cases import Case, Mention, case_of
from app.domain.chronicles import outcome_in_words, response_in_words
from app.domain.dossiers import Dossier
from app.domain.masking import Mask
from app.domain.nothing import text_or
from app.domain.views import RecordView
from app.domain.vocabularies import PersonRole
from app.domain.wording import Wording, joined, said, said_many
from app.pdf.blocks import Block, Space, Text
from app.pdf.citing import cited
from app.pdf.report import Report, Subject
from app.pdf.reports.opening import basis, note, nothing, on_grades, opening, section
from app.pdf.reports.texts import dated, title_of, who_signed, written_to
from app.pdf.speech import say
from app.pdf.tables import AUTO, Cell, StatusCell, Table, cell
from app.pdf.text import Para, Piece, para
from app.pdf.typography import BODY, CODE, LABEL, NOTE, QUIET, STATUS
from app.pdf.wording import capitalised, sentence, short_date

_DATE_PT = 60.0
_STATUS_PT = 86.0
_MOST_NAMED = 15
"""Of those who signed; whoever raises a case next wants to know with whom."""
UNNAMED = said("A person whose name is in the register only")


def _blocks(dossier: Dossier) -> list[Block]:
    case = case_of(dossier)
    name = dossier.person if case.may_name else UNNAMED
    return [
        *opening(REPORT.title, name, _facts(case)),
        *basis(dossier),
        *_unnamed(case),
        *_raised(case),
        *_asked(case),
        *_followed(case),
        *_in_office(case),
        *on_grades(),
    ]


def _facts(case: Case) -> list[tuple[str, str]]:
    facts: list[tuple[str, str]] = []
    if case.names:
        facts.append((said("Other names"), "; ".join(case.names)))
    if case.mentions:
        facts += _of_person(case.mentions)
        first, last = case.mentions[0].view, case.mentions[-1].view
        facts.append((said("First raised"), _day(first)))
        facts.append((said("Last raised"), _day(last)))
        number = said_many("in {number:,} text", "in {number:,} texts", len(case.mentions))
        facts.append((said("Raised"), number))
    return facts


def _of_person(mentions: Sequence[Mention]) -> list[tuple[str, str]]:
    """Occupation and part in the texts, as far as they say."""
    occupations = dict.fromkeys(text_or(one.person.occupation) for one in mentions)
    roles = dict.fromkeys(
        one.person.role.label for one in mentions if one.person.role is not PersonRole.MENTIONED
    )
    facts: list[tuple[str, str]] = []
    if any(occupations):
        facts.append((said("Occupation"), joined(filter(None, occupations), ", ")))
    if roles:
        facts.append((said("Part in the texts"), joined(roles, ", ")))
    return facts


def _day(view: RecordView) -> str:
    dated = view.description.calendar_date
    return dated.in_words() if dated else said("on a day that is not known")


def _unnamed(case: Case) -> list[Block]:
    """How many texts are kept off the sheet, and why."""
    if not case.unnamed:
        return []
    words = said_many(
        "{number:,} text that you may read names the person, but not publicly: it is left unnamed here.",
        "{number:,} texts that you may read name the person, but not publicly: they are left unnamed here.",
        case.unnamed,
    )
    return [note(words, said("A name that is not public in a text is printed as […]."))]


def _raised(case: Case) -> list[Block]:
    heading = section(said("By whom the case was raised"))
    if not case.mentions:
        words = said("No text that you may read names the person publicly.")
        return [heading, nothing(words)]
    return [heading, Table((_DATE_PT, AUTO), tuple(_raised_row(one) for one in case.mentions))]


def _raised_row(mention: Mention) -> tuple[Cell, ...]:
    view = mention.view
    by = said("by {who}", who=who_signed(view, most=_MOST_NAMED))
    parts = [capitalised(say(by))] if _signed(view) else []
    parts += [to] if (to := written_to(view)) else []
    number = 1 + list(view.description.persons).index(mention.person)
    place = say(said("person {number}", number=number))
    return (
        cell(para(short_date(view.description.calendar_date), style=QUIET)),
        cell(
            para(title_of(view), style=BODY),
            *(para(words, style=NOTE) for words in parts),
            *_remark(mention),
            para(*cited(view, place, view.description.evidence), style=CODE),
        ),
    )


def _remark(mention: Mention) -> list[Para]:
    remark = Mask.of(mention.view.description).text(mention.person.note)
    if not remark.strip():
        return []
    words = joined([mention.person.role.label, remark])
    return [para(sentence(capitalised(say(words))), style=NOTE)]


def _signed(view: RecordView) -> bool:
    return bool(view.description.standing_signatures)


def _asked(case: Case) -> list[Block]:
    heading = section(said("What was asked for the person"))
    rows = [_asked_row(one, ask) for one in case.mentions for ask in one.asks]
    if not rows:
        return [heading, nothing(said("No demand is recorded."))]
    labels = (said("Dated"), said("What was asked"), said("Where it stands"))
    head = tuple(
        cell(para(say(words), style=LABEL, align="end" if at == 2 else "start"))
        for at, words in enumerate(labels)
    )
    return [heading, Table((_DATE_PT, AUTO, _STATUS_PT), tuple(rows), head=head)]


def _asked_row(mention: Mention, ask: Ask) -> tuple[Cell, ...]:
    view, status = mention.view, ask.demand.status
    general: list[Para] = []
    if not mention.is_for_person:
        general = [para(say(said("For everybody whom the text names.")), style=NOTE)]
    place = say(said("demand {number}", number=ask.number))
    return (
        cell(para(short_date(view.description.calendar_date), style=QUIET)),
        cell(
            para(ask.text, style=BODY),
            *general,
            para(*cited(view, place, ask.demand.evidence), style=CODE),
        ),
        StatusCell(status, para(capitalised(say(status.label)), style=STATUS, align="end")),
    )


def _followed(case: Case) -> list[Block]:
    heading = section(said("What followed that speaks of the person"))
    lines = [line for one in case.mentions for line in _follow_lines(one)]
    if not lines:
        return [heading, nothing(said("Nothing is recorded."))]
    return [heading, *lines]


def _follow_lines(mention: Mention) -> list[Block]:
    view = mention.view
    mask = Mask.of(view.description)
    lines: list[Block] = []
    for number, response in mention.responses:
        words = capitalised(say(response_in_words(view, response, mask)))
        place = say(said("response {number}", number=number))
        lines += _line(dated(response.date, words), cited(view, place, response.evidence))
    for number, outcome in mention.outcomes:
        words = capitalised(say(outcome_in_words(outcome, mask)))
        place = say(said("outcome {number}", number=number))
        lines += _line(dated(outcome.date, words), cited(view, place, outcome.evidence))
    return lines


def _line(words: str, citation: Sequence[Piece]) -> list[Block]:
    return [
        Text(para(words, style=BODY), keeps_next=True),
        Text(para(*citation, style=CODE)),
        Space(2),
    ]


def _in_office(case: Case) -> list[Block]:
    """Whoever signs or is written to in an office stands there openly."""
    if not case.in_office:
        return []
    rows = tuple(
        (
            cell(para(short_date(view.description.calendar_date), style=QUIET)),
            cell(
                para(title_of(view), style=BODY),
                para(*cited(view, "", view.description.evidence), style=CODE),
            ),
        )
        for view in case.in_office
    )
    heading: Wording = said("Texts that the person signed, or that are written to the person")
    return [section(heading), Table((_DATE_PT, AUTO), rows)]


REPORT = Report(
    "case-sheet",
    said("Case sheet"),
    said("A named person over all texts: who raised the case, what was asked, what followed."),
    Subject.PERSON,
    _blocks,
)
