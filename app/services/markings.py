"""The marking of a letter as a registrar gives it: typed, chosen, or both. Open `settle`.

A typed marking is read (`domain/markings`); a chosen label is taken as it is, unless it would admit more
readers than what was understood of the typed one. Who may know how many accounts a label admits is
decided in `admitted.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.db.authorities import authorities
from app.domain.access import AccessLabel
from app.domain.dates import CalendarDate
from app.domain.errors import InvalidInput
from app.domain.markings import MarkingReading, read_label
from app.domain.markings.releases import COUNTRIES, EU, NATO
from app.domain.nothing import NOT_KNOWN, MaybeText
from app.domain.principals import Action, Principal
from app.domain.wording import said
from app.services import admitted, releasable
from app.services.admitted import Admission
from app.services.work import Work

LONGEST_TEXT = 400
GROUPED = frozenset({EU, NATO})


@dataclass(frozen=True, slots=True)
class MarkingInput:
    """What stands in the four fields. `releasable_to` as people type it: `CAN, GBR`.

    `date` is the letter's: groupings stand for their members on that day.
    """

    text: str = ""
    level: str = ""
    compartments: tuple[str, ...] = ()
    releasable_to: str = ""
    date: CalendarDate | None = None


@dataclass(frozen=True, slots=True)
class SettledMarking:
    """The label, what the typed text says of it, and how many accounts it admits, where one may know.

    `original` goes into `Description.marking_original`, as it was written.
    """

    label: AccessLabel
    reading: MarkingReading | None
    is_chosen: bool
    original: MaybeText
    admission: Admission | None


def settle(principal: Principal, work: Work, given: MarkingInput) -> SettledMarking:
    """The label of what was typed or chosen. Raises InvalidInput with the field it belongs to."""
    principal.require(Action.REGISTER)
    if len(given.text) > LONGEST_TEXT:
        raise InvalidInput(
            "marking_original",
            said("Use at most {longest_text} characters.", longest_text=LONGEST_TEXT),
        )
    reading = read_label(given.text, work.labels) if given.text.strip() else None
    chosen = _chosen(given, work)
    if reading is not None:
        reading = _with_parties_on_record(reading, work, given, is_chosen=chosen is not None)
    if chosen is None and reading is None:
        raise InvalidInput(
            "level", "Choose a level, or write the marking as it stands; Public is a choice too."
        )
    label = chosen or (reading.label if reading else work.labels.intake)
    if chosen is not None and reading is not None and not chosen.dominates(reading.floor):
        raise InvalidInput(
            "level",
            said(
                "The marking as written means at least {floor}. Choose a label that admits no "
                "more readers; a wider one is a release, which two people decide.",
                floor=reading.floor,
            ),
        )
    if not principal.may_read(label):
        field = "marking_original" if chosen is None else "level"
        raise InvalidInput(
            field,
            said("You are not cleared for {label}; another registrar must do it.", label=label),
        )
    original = given.text.strip() or NOT_KNOWN
    count = admitted.admitted(principal, work, label)
    return SettledMarking(label, reading, chosen is not None, original, count)


def check_release(principal: Principal, work: Work, given: MarkingInput) -> None:
    """Raise InvalidInput for a name in the release list, also where no level makes it a label yet."""
    principal.require(Action.REGISTER)
    if given.releasable_to.strip():
        releasable.on_record(_parties(given.releasable_to, work), work, given.date, "releasable_to")


def _with_parties_on_record(
    reading: MarkingReading, work: Work, given: MarkingInput, *, is_chosen: bool
) -> MarkingReading:
    """Groupings taken apart; where a person chose a label, what cannot be taken apart only bounds it."""
    try:
        return releasable.settled(reading, work, given.date)
    except InvalidInput:
        if not is_chosen or reading.floor.releasable_to is None:
            raise
        bound = releasable.widest(reading.floor.releasable_to)
        return replace(reading, floor=replace(reading.floor, releasable_to=bound))


def _chosen(given: MarkingInput, work: Work) -> AccessLabel | None:
    if not given.level:
        if given.compartments or given.releasable_to.strip():
            raise InvalidInput("level", "Choose a level too, or leave the choice below empty.")
        return None
    level = work.labels.level(given.level)
    unknown = set(given.compartments) - work.labels.compartments
    if unknown:
        raise InvalidInput(
            "compartments", said("There is no compartment {unknown!r}.", unknown=sorted(unknown)[0])
        )
    parties: frozenset[str] | None = None
    if given.releasable_to.strip():
        typed = _parties(given.releasable_to, work)
        parties = releasable.on_record(typed, work, given.date, "releasable_to").parties
    return AccessLabel(level, frozenset(given.compartments), parties)


def _parties(text: str, work: Work) -> frozenset[str]:
    """Codes or names between commas; a party nobody has on record would be a list for nobody."""
    directory = authorities(work.session).parties
    found: set[str] = set()
    for one in text.replace(";", ",").split(","):
        code = one.strip().upper()
        if code in COUNTRIES or code in GROUPED or directory.party(code):
            found.add(code)
            continue
        try:
            found.add(directory.resolve(one).code)
        except InvalidInput as error:
            message = said("{message} Write codes or names: CAN, GBR.", message=error.message)
            raise InvalidInput("releasable_to", message) from error
    return frozenset(found)
