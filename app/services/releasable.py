"""To which parties on record a marking may be released: groupings taken apart at the letter's date.

Open `on_record`. A grouping that is no party on record (NATO) stands for those who were its members on
every day the date can mean and still are. What is on record as a party (the EU) stays beside them. In
doubt the list is the shorter one: it never names anybody whom the marking did not (fail closed).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from app.db.authorities import Authorities, authorities
from app.domain.access import AccessLabel
from app.domain.dates import CalendarDate
from app.domain.errors import InvalidInput
from app.domain.groupings import Grouping
from app.domain.markings import MarkingReading
from app.domain.markings.releases import GROUPS
from app.domain.records import PartyCode
from app.domain.wording import said
from app.services.registration import check_parties
from app.services.work import Work

_CODE = re.compile(r"\b[A-Z]{3}\b")


@dataclass(frozen=True, slots=True)
class Releasable:
    """A list of parties that are all on record, and what became of the groupings in it."""

    parties: frozenset[str]
    remarks: tuple[str, ...] = ()


def settled(reading: MarkingReading, work: Work, written: CalendarDate | None) -> MarkingReading:
    """The reading with a label that can be registered. Raises InvalidInput("marking_original")."""
    field = "marking_original"
    named = frozenset(_CODE.findall(reading.text.upper()))
    floor, label, remarks = reading.floor, reading.label, reading.remarks
    if floor.releasable_to is not None:
        found = on_record(floor.releasable_to, work, written, field, named)
        floor = replace(floor, releasable_to=found.parties)
        remarks = (*remarks, *found.remarks)
    if label.releasable_to is not None:
        label = replace(
            label, releasable_to=on_record(label.releasable_to, work, written, field, named).parties
        )
    return replace(reading, floor=floor, label=label, remarks=remarks)


def on_record(
    codes: frozenset[str],
    work: Work,
    written: CalendarDate | None,
    field: str,
    named: frozenset[str] = frozenset(),
) -> Releasable:
    """The parties that the codes mean. `named` stand in the text by themselves and not only as members.

    Raises InvalidInput of the field for a grouping of an unknown day, and for what is not on record.
    """
    known = authorities(work.session)
    today = work.clock.now().date()
    taken, given, remarks = set[str](), set[str](), []
    for code in sorted(codes):
        grouping = known.groupings.grouping(code)
        is_written_out = GROUPS.get(code, frozenset(" ")) <= codes
        is_party = code in known.parties
        if grouping is None or (is_party and not (is_written_out and _days(written))):
            continue
        members = _members(grouping, written, today, field)
        taken |= GROUPS[code] if is_written_out else {code}
        given |= members & GROUPS[code] if is_written_out else members
        given |= {code} if is_party else set()
        remarks.append(_remark(grouping, members, written))
    found = frozenset((codes - (taken - named)) | given)
    if codes and not found:
        raise InvalidInput(field, "Nobody was a member then. Write the parties it goes to.")
    _check(found, known, work, field)
    return Releasable(found, tuple(remarks))


def widest(codes: frozenset[str]) -> frozenset[str]:
    """What the codes can mean at most, for the bound of a choice: groupings with their members."""
    return codes.union(*(GROUPS.get(code, frozenset()) for code in codes))


def _members(
    grouping: Grouping, written: CalendarDate | None, today: date, field: str
) -> frozenset[PartyCode]:
    days = _days(written)
    if not days:
        raise InvalidInput(
            field,
            said(
                "{grouping} is a grouping, not a party: who its members are hangs on the letter's "
                "date, which is not known. Write the date, or choose a level below and write the "
                "parties.",
                grouping=grouping.short_name,
            ),
        )
    members = grouping.members_at(_on(today))
    for day in days:
        members &= grouping.members_at(_on(day))
    return members


def _days(written: CalendarDate | None) -> list[date]:
    """The first and the last day it can mean, as far as they are known."""
    return [one for one in (written.lower, written.upper) if one] if written else []


def _remark(grouping: Grouping, members: frozenset[PartyCode], written: CalendarDate | None) -> str:
    named = ", ".join(sorted(members - {grouping.code}))
    if written is None:
        return said(
            "{grouping} stands for its members that still are: {members}.",
            grouping=grouping.short_name,
            members=named,
        )
    return said(
        "{grouping} stands for its members of {day} that still are: {members}.",
        grouping=grouping.short_name,
        day=written.in_words(),
        members=named,
    )


def _check(codes: frozenset[str], known: Authorities, work: Work, field: str) -> None:
    try:
        check_parties(AccessLabel(work.labels.bottom.level, frozenset(), codes), known.parties)
    except InvalidInput as error:
        raise InvalidInput(field, error.message) from error


def _on(day: date) -> CalendarDate:
    return CalendarDate.parse(day.isoformat())
