"""Who agreed to release a joint text: the matrix of its originators, kept by registrars.

Open `matrix` and `enter`. Only registrars see it: a refusal or a silence of a partner is more delicate
than the text (docs/decisions/consent-is-for-registrars.md). Entries are added, never changed, and do not
raise the record's revision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.db import record_reading, release_store
from app.db.authorities import authorities
from app.db.catalogue import Catalogue
from app.db.gate import Located
from app.db.summaries import standing_signatories
from app.domain.consents import (
    OWN_SERVICE,
    ConsentEntry,
    ConsentLine,
    ConsentMatrix,
    ConsentState,
)
from app.domain.errors import Conflict, InvalidInput
from app.domain.principals import Action, Principal
from app.domain.records import Description, PartyCode, RecordId
from app.domain.releases import HouseTime
from app.domain.wording import said
from app.pdf.frame import render
from app.pdf.reports import consent_matrix
from app.services import audit, records
from app.services.sheets import SheetFile, imprint_of
from app.services.work import Work

BEGUN, ENTERED, PAPER_MADE = "consent begun", "consent entered", "consent paper made"
LONGEST_CONTACT, LONGEST_NOTE = 200, 2_000
OWN_NAME = "Our own service"
_ASKED_FOR_DATE = frozenset(set(ConsentState) - {ConsentState.NOT_ASKED})


@dataclass(frozen=True, slots=True)
class ConsentAnswer:
    """What is entered for one or several originators at once."""

    state: ConsentState
    contact: str = ""
    answered_on: date | None = None
    silence_counts_after: date | None = None
    note: str = ""


def matrix(principal: Principal, work: Work, record_id: RecordId) -> ConsentMatrix:
    """Every originator and where it stands now. Raises NotFound."""
    _, located = _at_hand(principal, work, record_id)
    return matrices(principal, work, [located.id])[located.id]


def matrices(
    principal: Principal, work: Work, record_ids: Sequence[RecordId]
) -> Mapping[RecordId, ConsentMatrix]:
    """As `matrix` for several records; one that may not be read is not there. Four statements."""
    principal.require(Action.REGISTER)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    keys = catalogue.keys(record_ids)
    entries = release_store.consents_of(catalogue, keys.values())
    signed = standing_signatories(catalogue, sorted(entries))
    time = HouseTime(work.clock.now(), release_store.latest_seen(work.session))
    return {
        record_id: _matrix(work, _originators(signed.get(key, ())), entries[key], time)
        if key in entries
        else ConsentMatrix((), (), time)
        for record_id, key in keys.items()
    }


def begin(principal: Principal, work: Work, record_id: RecordId) -> None:
    """Put every originator on the list, not yet asked. From now on a release needs them all.

    Raises InvalidInput for a text without a signatory, Conflict when it was begun already.
    """
    catalogue, located = _at_hand(principal, work, record_id)
    if release_store.consents(catalogue, located):
        raise Conflict("The originators stand on the list already.")
    codes = originators(record_reading.description_of(catalogue, located))
    if codes == (OWN_SERVICE,):
        raise InvalidInput("originators", "Nobody has signed this text, so nobody can be asked.")
    _add(principal, work, located, codes, ConsentAnswer(ConsentState.NOT_ASKED), 1)
    audit.record_change(principal, work, BEGUN, [record_id], {"originators": str(len(codes))})


def enter(
    principal: Principal,
    work: Work,
    record_id: RecordId,
    seen: int,
    chosen: Iterable[str],
    answer: ConsentAnswer,
) -> int:
    """Enter one answer for the chosen originators; how many they are. `seen` is the last number shown.

    Raises NotFound, Conflict when somebody entered another meanwhile, InvalidInput by field.
    """
    _, located = _at_hand(principal, work, record_id)
    found = matrix(principal, work, record_id)
    if not found.is_begun or found.last_number != seen:
        raise Conflict(release_store.ENTERED_MEANWHILE)
    known = {line.entry.originator for line in found.lines}
    codes = tuple(dict.fromkeys(chosen))
    if not codes or not known.issuperset(codes):
        raise InvalidInput("originators", "Tick at least one of the originators.")
    _check(answer, found.time)
    _add(principal, work, located, codes, answer, seen + 1)
    details = {"state": answer.state.value, "originators": str(len(codes))}
    audit.record_change(principal, work, ENTERED, [record_id], details)
    return len(codes)


def paper(
    principal: Principal, work: Work, record_id: RecordId, *, printed_at: datetime
) -> SheetFile:
    """The matrix on paper, with the record's marking on every page. Recorded first."""
    view = records.read_record(principal, work, record_id)
    found = matrix(principal, work, record_id)
    audit.record_reading(principal, work, PAPER_MADE, [record_id], {})
    imprint = replace(
        imprint_of(principal, work, view, "Release by consent", printed_at), label=view.label
    )
    content = render(consent_matrix.blocks(view, found), imprint, work.fonts)
    return SheetFile(content, f"{view.reference}-consent.pdf", view.label)


def originators(description: Description) -> tuple[str, ...]:
    """Our own service, then the parties whose signatures stand, each once, in the record's order."""
    return _originators([signature.party for signature in description.standing_signatures])


def _originators(signed: Iterable[PartyCode]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([OWN_SERVICE, *signed]))


def _matrix(
    work: Work, needed: Sequence[str], entries: Sequence[ConsentEntry], time: HouseTime
) -> ConsentMatrix:
    newest: dict[str, ConsentEntry] = {}
    for entry in entries:
        newest.setdefault(entry.originator, entry)
    parties = authorities(work.session).parties

    def name(code: str) -> str:
        if code == OWN_SERVICE:
            return work.organisation or OWN_NAME
        return parties.own_name(code)  # who was asked, whatever was merged since

    codes = [*needed, *(code for code in reversed(newest) if code not in needed)]
    lines = tuple(
        ConsentLine(name(code), newest.get(code, _not_asked(code)), code in needed)
        for code in codes
    )
    history = tuple(ConsentLine(name(one.originator), one) for one in entries)
    return ConsentMatrix(lines, history, time)


def _not_asked(code: str) -> ConsentEntry:
    """What stands for an originator that was added to the record after the list was begun."""
    return ConsentEntry(0, code, ConsentState.NOT_ASKED, "", None, None, "", "", None)


def _check(answer: ConsentAnswer, time: HouseTime) -> None:
    if len(answer.contact) > LONGEST_CONTACT:
        raise InvalidInput(
            "contact",
            said("Use at most {longest_contact} characters.", longest_contact=LONGEST_CONTACT),
        )
    if len(answer.note) > LONGEST_NOTE:
        raise InvalidInput(
            "note", said("Use at most {longest_note:,} characters.", longest_note=LONGEST_NOTE)
        )
    is_deemed = answer.state is ConsentState.DEEMED
    if answer.state in _ASKED_FOR_DATE and answer.answered_on is None:
        raise InvalidInput("answered_on", "Say on which day they were asked or answered.")
    if answer.answered_on is not None and answer.answered_on > time.now.date():
        raise InvalidInput("answered_on", "That day has not come yet.")
    if is_deemed and answer.silence_counts_after is None:
        raise InvalidInput("silence_counts_after", "Say after which day silence counts.")
    if not is_deemed and answer.silence_counts_after is not None:
        raise InvalidInput("silence_counts_after", "Only where consent is deemed.")
    needs_note = is_deemed or answer.state is ConsentState.AGREED_WITH_CUTS
    if needs_note and not answer.note.strip():
        cuts, silence = said("Say which cuts they ask for."), said("Say why silence counts.")
        raise InvalidInput("note", silence if is_deemed else cuts)


def _add(
    principal: Principal,
    work: Work,
    located: Located,
    codes: Sequence[str],
    answer: ConsentAnswer,
    first_number: int,
) -> None:
    entries = [
        ConsentEntry(
            number=number,
            originator=code,
            state=answer.state,
            contact=answer.contact.strip(),
            answered_on=answer.answered_on,
            silence_counts_after=answer.silence_counts_after,
            note=answer.note.strip(),
            by=principal.display_name,
            at=work.clock.now(),
        )
        for number, code in enumerate(codes, start=first_number)
    ]
    release_store.add_consents(work.session, located, entries, principal.account_id)


def _at_hand(principal: Principal, work: Work, record_id: RecordId) -> tuple[Catalogue, Located]:
    principal.require(Action.REGISTER)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    return catalogue, catalogue.locate(record_id)
