"""The country sheet: what one party signed, received, was target of and was reported absent from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.domain.dated_names import NameUse
from app.domain.dates import CalendarDate
from app.domain.dossiers import Dossier
from app.domain.masking import Mask
from app.domain.party_views import PartyTogether
from app.domain.records import AbsenceReport, PartyCode, Signature
from app.domain.views import RecordView
from app.domain.vocabularies import AddresseeRole, SignatureStatus
from app.domain.wording import Wording, joined, said, said_many
from app.pdf.blocks import Block, Columns, Reported, Space, Text
from app.pdf.citing import cited
from app.pdf.report import Report, Subject
from app.pdf.reports.opening import basis, labelled, nothing, on_grades, opening, section
from app.pdf.reports.texts import has_gaps, kind_of, list_state, title_of, who_signed
from app.pdf.speech import say
from app.pdf.tables import AUTO, Table, cell
from app.pdf.text import Para, inline, para
from app.pdf.typography import BODY, CODE, LABEL, NOTE, QUIET, SAID_HEADING, STRONG
from app.pdf.wording import capitalised, sentence, short_date, source_words

_DATE_PT = 60.0
_RIGHT_PT = 122.0
_HAS_PART = frozenset({SignatureStatus.WITHDREW})


def _blocks(dossier: Dossier) -> list[Block]:
    party = dossier.party
    if party is None:
        return [*opening(REPORT.title, dossier.subject), *basis(dossier)]
    return [
        *opening(REPORT.title, _heading(dossier, party), _totals(dossier, party)),
        *basis(dossier),
        *_texts(said("Texts signed"), dossier, _signed(party), _how_signed(party)),
        *_texts(said("Texts received"), dossier, _received(party), _by_whom),
        *_texts(said("Texts it was target of"), dossier, _target_of(party), _by_whom),
        *_absent(dossier, party),
        *_company(dossier),
        *_itself(dossier, party),
        *on_grades(),
    ]


def _heading(dossier: Dossier, party: PartyCode) -> str:
    return said("{name} ({code})", name=dossier.name_of(party), code=party)


Chosen = Callable[[RecordView], bool]
Told = Callable[[RecordView], str]


def _signed(party: PartyCode) -> Chosen:
    return lambda view: _signature(view, party) is not None


def _signature(view: RecordView, party: PartyCode) -> Signature | None:
    """The party's signature where it stands, or was withdrawn."""
    found = (one for one in view.description.signatures if one.party == party)
    return next((one for one in found if one.status.stands or one.status in _HAS_PART), None)


def _received(party: PartyCode) -> Chosen:
    return lambda view: any(
        one.party == party and one.role is AddresseeRole.TO for one in view.description.addressees
    )


def _target_of(party: PartyCode) -> Chosen:
    return lambda view: party in view.description.targets


def _totals(dossier: Dossier, party: PartyCode) -> list[tuple[str, str]]:
    """In how many texts of this sheet it has which part."""
    parts = (
        (said("Signed"), _signed(party)),
        (said("Received"), _received(party)),
        (said("Target of"), _target_of(party)),
        (said("Reported absent"), lambda view: bool(_reports(view, party))),
    )
    counts = [(label, sum(chosen(one) for one in dossier.records)) for label, chosen in parts]
    return [
        (label, said_many("{number:,} text", "{number:,} texts", count) if count else said("none"))
        for label, count in counts
    ]


def _texts(heading: Wording, dossier: Dossier, chosen: Chosen, told: Told) -> list[Block]:
    views = [one for one in dossier.records if chosen(one)]
    if not views:
        return [section(heading), nothing(said("None that you may read."))]
    rows = tuple(
        (
            cell(para(short_date(one.description.calendar_date), style=QUIET)),
            cell(para(title_of(one), style=BODY), _citation(one)),
            cell(para(told(one), style=BODY, align="end")),
        )
        for one in views
    )
    return [section(heading), Table((_DATE_PT, AUTO, _RIGHT_PT), rows)]


def _citation(view: RecordView) -> Para:
    return para(
        *cited(view, "", view.description.evidence), inline(f"  {kind_of(view)}", NOTE), style=CODE
    )


def _how_signed(party: PartyCode) -> Told:
    """`with 10 others`; how, where it did not simply sign; what is known of an incomplete list."""

    def told(view: RecordView) -> str:
        signature = _signature(view, party)
        words: list[str] = []
        if signature and signature.status is not SignatureStatus.SIGNED:
            label = signature.status.label
            words.append(
                said("{status} {day}", status=label, day=signature.date.in_words(short=True))
                if signature.date
                else label
            )
        if not has_gaps(view.description):
            others = {one.party for one in view.description.standing_signatures} - {party}
            words.append(
                said_many("with {number:,} other", "with {number:,} others", len(others))
                if others
                else said("alone")
            )
        else:
            words.append(list_state(view.description))
        return capitalised(say(joined(words, "; ")))

    return told


def _by_whom(view: RecordView) -> str:
    if not view.description.standing_signatures:
        return ""
    return say(said("from {who}", who=who_signed(view)))


def _reports(view: RecordView, party: PartyCode) -> list[tuple[int, AbsenceReport]]:
    return [
        (number, one)
        for number, one in enumerate(view.description.absences, start=1)
        if one.party == party and one.evidence.is_attributed
    ]


def _absent(dossier: Dossier, party: PartyCode) -> list[Block]:
    heading = section(said("Texts it is reported absent from"))
    lines = [
        Text(_absent_line(view, number, one))
        for view in dossier.records
        for number, one in _reports(view, party)
    ]
    if not lines:
        return [heading, nothing(said("None that you may read."))]
    label = Text(para(say(said("Reported: others say so")), style=SAID_HEADING), keeps_next=True)
    return [heading, Reported((label, *lines))]


def _absent_line(view: RecordView, number: int, one: AbsenceReport) -> Para:
    mask = Mask.of(view.description)
    words = [sentence(mask.text(one.text) or say(one.kind.label)), source_words(one.evidence)]
    day = short_date(view.description.calendar_date)
    return para(
        inline(day, STRONG),
        f" {title_of(view, 90)}: ",
        " ".join(word for word in words if word),
        " ",
        *cited(view, say(said("absence {number}", number=number)), one.evidence),
        style=BODY,
    )


def _company(dossier: Dossier) -> list[Block]:
    heading = section(said("With whom most"))
    if not dossier.together:
        words = said("It signed no complete list together with another party that you may read.")
        return [heading, nothing(words)]
    half = -(-len(dossier.together) // 2)
    left, right = dossier.together[:half], dossier.together[half:]
    tables = [_company_table(part) for part in (left, right) if part]
    counted = Text(
        para(
            say(
                said(
                    "Together: texts with complete lists that both signed. In all: those that the other "
                    "party signed."
                )
            ),
            style=NOTE,
        )
    )
    if len(tables) == 1:
        return [heading, tables[0], Space(2), counted]
    return [heading, Columns((tables[0],), (tables[1],)), Space(2), counted]


def _company_table(part: Sequence[PartyTogether]) -> Table:
    labels = (said("Party"), said("Together"), said("In all"))
    head = tuple(
        cell(para(say(words), style=LABEL, align="end" if at else "start"))
        for at, words in enumerate(labels)
    )
    rows = tuple(
        (
            cell(para(say(one.name), style=BODY)),
            cell(para(str(one.together), style=BODY, align="end")),
            cell(para(str(one.in_all), style=QUIET, align="end")),
        )
        for one in part
    )
    return Table((AUTO, 46.0, 40.0), rows, head=head, padding_pt=0.3)


def _itself(dossier: Dossier, party: PartyCode) -> list[Block]:
    """Memberships and names: public knowledge of the register."""
    return [
        section(said("Memberships")),
        *_memberships(dossier, party),
        section(said("Names on record")),
        *_names(dossier, party),
    ]


def _memberships(dossier: Dossier, party: PartyCode) -> list[Block]:
    spans = dossier.groupings.spans(party)
    if not spans:
        return [nothing(said("No membership is on record."))]
    rows = tuple(
        (
            cell(para(say(span.name), style=BODY)),
            cell(para(_since(span.first, span.last), style=QUIET, align="end")),
        )
        for span in spans
    )
    return [Table((AUTO, 170.0), rows, padding_pt=0.3)]


def _since(first: CalendarDate | None, last: CalendarDate | None) -> str:
    """`1 Jan 1973 to 31 Jan 2020`; of a membership known only as today's, that."""
    if first and last:
        words = said(
            "{first} to {last}", first=first.in_words(short=True), last=last.in_words(short=True)
        )
        return say(words)
    if first:
        return say(said("from {day}", day=first.in_words(short=True)))
    if last:
        return say(said("until {day}", day=last.in_words(short=True)))
    return say(said("now; since when is not known"))


def _names(dossier: Dossier, party: PartyCode) -> list[Block]:
    """Names of the tables but for mere spellings, then other names as signed in these texts."""
    shown = dict.fromkeys(
        one.name for one in dossier.parties.names(party) if one.use is not NameUse.VARIANT
    )
    signed = dict.fromkeys(
        str(one.name_as_signed)
        for view in dossier.records
        for one in view.description.signatures
        if one.party == party and isinstance(one.name_as_signed, str)
    )
    as_signed = [name for name in signed if name not in shown]
    blocks: list[Block] = [Text(para("; ".join(shown), style=BODY))] if shown else []
    if as_signed:
        words = "; ".join(as_signed)
        blocks.append(labelled(said("As signed in these texts"), words))
    return blocks or [nothing(said("No name is on record."))]


REPORT = Report(
    "country-sheet",
    said("Country sheet"),
    said(
        "What one state or organisation signed, received, was target of and was missing from, and with whom."
    ),
    Subject.PARTY,
    _blocks,
)
