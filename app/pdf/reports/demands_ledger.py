"""The demands ledger: what was asked, of whom, how often, where it stands and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from app.domain.asks import Ask, Chain, Ledger, ledger_of
from app.domain.chronicles import outcome_in_words, response_in_words
from app.domain.coalitions import by_date
from app.domain.dates import CalendarDate
from app.domain.dossiers import Dossier
from app.domain.enumerations import enumerated
from app.domain.masking import Mask
from app.domain.records import Evidence, Outcome, PartyCode
from app.domain.views import RecordView
from app.domain.vocabularies import DemandClass, ResponseKind
from app.domain.wording import Wording, joined, said, said_many
from app.pdf.blocks import Block, Heading, Space, Text
from app.pdf.citing import cited
from app.pdf.report import Report, Subject
from app.pdf.reports.opening import basis, note, nothing, on_grades, opening, section
from app.pdf.reports.texts import dated, who_signed
from app.pdf.speech import say
from app.pdf.tables import AUTO, Cell, StatusCell, Table, cell
from app.pdf.text import Para, para
from app.pdf.typography import BODY, CODE, LABEL, NOTE, QUIET, STATUS, STRONG
from app.pdf.wording import capitalised, short_date

MADE_AGAIN = said(
    "A demand counts as made again when an earlier text put one of the same class to the same party; "
    "it need not be for the same people. Counted are the texts of this paper."
)
_NO_PARTY = said("Asked of bodies and offices that are no party, or of nobody by name")
BETWEEN = " \N{MIDDLE DOT} "
_DATE_PT = 60.0
_TIME_PT = 74.0
_STATUS_PT = 86.0


def _blocks(dossier: Dossier) -> list[Block]:
    ledger = ledger_of(dossier)
    blocks = [*opening(REPORT.title, dossier.subject, dossier.chosen_by), *basis(dossier)]
    if not ledger.chains:
        heading = section(said("What was asked"))
        return [*blocks, heading, nothing(said("No demand is recorded in a text you may read."))]
    by_whom = groupby(ledger.chains, key=lambda chain: chain.of_whom)
    return [
        *blocks,
        *_totals(ledger),
        *(block for whom, chains in by_whom for block in _of_one(whom, list(chains), dossier)),
        *_answers(dossier),
        *_without(ledger),
        *on_grades(),
    ]


def _totals(ledger: Ledger) -> list[Block]:
    """`23 demands: 12 unknown, 6 refused.`, and when a demand counts as made again."""
    stand = [
        said("{number:,} {status}", number=number, status=status.label)
        for status, number in ledger.statuses
    ]
    total = said_many(
        "{number:,} demand: {statuses}.",
        "{number:,} demands: {statuses}.",
        ledger.total,
        statuses=joined(stand, ", "),
    )
    return [Space(6), Text(para(say(total), style=STRONG)), Space(1), note(MADE_AGAIN)]


def _of_one(whom: Sequence[PartyCode], chains: Sequence[Chain], dossier: Dossier) -> list[Block]:
    names = enumerated([dossier.name_of(code) for code in whom])
    heading = said("Asked of {party}", party=names) if whom else _NO_PARTY
    blocks: list[Block] = [section(heading)]
    for chain in chains:
        blocks += [_chain_heading(chain), _table(chain)]
    return blocks


def _chain_heading(chain: Chain) -> Heading:
    """`Release: 12 demands in 9 texts, 2016 to 2024`."""
    name = class_of(chain)
    parts = [
        said_many("{number:,} demand", "{number:,} demands", len(chain.asks)),
        said_many("in {number:,} text", "in {number:,} texts", chain.texts),
    ]
    words = say(joined([said("{name}:", name=name), *parts]))
    if chain.first_year and chain.last_year:
        years = (
            said("{year}", year=chain.first_year)
            if chain.first_year == chain.last_year
            else said("{first} to {last}", first=chain.first_year, last=chain.last_year)
        )
        words = say(joined([words, years], ", "))
    return Heading(
        para(capitalised(words), style=STRONG), space_before_pt=6.0, level=3, has_rule=False
    )


def _table(chain: Chain) -> Table:
    labels = (said("Dated"), said("What was asked"), said("How often"), said("Where it stands"))
    head = tuple(
        cell(para(say(words), style=LABEL, align="end" if at == 3 else "start"))
        for at, words in enumerate(labels)
    )
    rows = tuple(_row(one, chain) for one in chain.asks)
    return Table((_DATE_PT, AUTO, _TIME_PT, _STATUS_PT), rows, head=head, gap_pt=6.0)


def _row(ask: Ask, chain: Chain) -> tuple[Cell, ...]:
    view, status = ask.view, ask.demand.status
    return (
        cell(para(short_date(view.description.calendar_date), style=QUIET)),
        cell(*asked(ask)),
        cell(para(say(how_often(ask, chain)), style=QUIET)),
        StatusCell(status, para(capitalised(say(status.label)), style=STATUS, align="end")),
    )


def class_of(chain: Chain) -> Wording:
    """`Release`; `Of no class`."""
    if chain.demand_class is DemandClass.OTHER:
        return said("Of no class")
    return chain.demand_class.label


def how_often(ask: Ask, chain: Chain) -> Wording:
    """`first time`, `3 times since 2016`; a demand of no class is like no other."""
    if chain.demand_class is DemandClass.OTHER:
        return Wording("")
    if not ask.is_again:
        return said("first time")
    if chain.first_year is None:
        return said("{number:,} times", number=ask.time)
    return said("{number:,} times since {year}", number=ask.time, year=chain.first_year)


def asked(ask: Ask) -> list[Para]:
    """What was asked, by whom and for whom, its citation; then what came of it, each with its own."""
    demand = ask.demand
    parts: list[str] = [said("by {who}", who=who_signed(ask.view))]
    if demand.strength is not None:
        parts.append(demand.strength.label)
    if ask.beneficiaries:
        parts.append(said("for {names}", names=joined(ask.beneficiaries, ", ")))
    place = say(said("demand {number}", number=ask.number))
    lines = [
        para(ask.text, style=BODY),
        para(say(joined(parts, BETWEEN)), style=NOTE),
        para(*cited(ask.view, place, demand.evidence), style=CODE),
    ]
    for came in ask.came:
        lines += _came(ask.view, came.number, came.outcome)
    return lines


def _came(view: RecordView, number: int, outcome: Outcome) -> list[Para]:
    words = capitalised(say(outcome_in_words(outcome, Mask.of(view.description))))
    place = say(said("outcome {number}", number=number))
    return [
        para(
            dated(outcome.date, words),
            " ",
            *cited(view, place, outcome.evidence),
            style=NOTE,
        )
    ]


def _answers(dossier: Dossier) -> list[Block]:
    """What answered or came of texts as a whole."""
    heading = section(said("What came of the texts as a whole"))
    rows = [row for view in sorted(dossier.records, key=by_date) for row in _answer_rows(view)]
    if not rows:
        return [heading, nothing(said("Nothing is recorded."))]
    return [heading, Table((_DATE_PT, AUTO), tuple(rows))]


def _answer_rows(view: RecordView) -> list[tuple[Cell, ...]]:
    told, mask = view.description, Mask.of(view.description)
    rows: list[tuple[CalendarDate | None, list[Para]]] = []
    for number, one in enumerate(told.responses, start=1):
        if one.kind is not ResponseKind.PRESS_LINE:
            words = capitalised(say(response_in_words(view, one, mask)))
            place = say(said("response {number}", number=number))
            rows.append((one.date, _cited_line(words, view, place, one.evidence)))
    for number, came in enumerate(told.outcomes, start=1):
        if came.demand_number is None:
            words = capitalised(say(outcome_in_words(came, mask)))
            place = say(said("outcome {number}", number=number))
            rows.append((came.date, _cited_line(words, view, place, came.evidence)))
    return [(cell(para(short_date(date), style=QUIET)), cell(*lines)) for date, lines in rows]


def _cited_line(words: str, view: RecordView, place: str, evidence: Evidence) -> list[Para]:
    return [para(words, style=BODY), para(*cited(view, place, evidence), style=CODE)]


def _without(ledger: Ledger) -> list[Block]:
    if not ledger.without:
        return []
    words = said_many(
        "In {number:,} text no demand is recorded.",
        "In {number:,} texts no demand is recorded.",
        len(ledger.without),
    )
    return [Space(4), note(words)]


REPORT = Report(
    "demands-ledger",
    said("Demands ledger"),
    said(
        "What was asked, of whom, how often, where it stands and what came of it, with sources and grades."
    ),
    Subject.SELECTION,
    _blocks,
)
