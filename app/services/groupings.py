"""Groupings of parties: who belonged when, and how much members signed.

Who belongs to a grouping is public; how much its members signed is counted from the texts the
principal may read, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.db import grouping_reading
from app.db.authorities import Authorities, authorities
from app.db.catalogue import Catalogue
from app.domain.dates import CalendarDate
from app.domain.errors import InvalidInput
from app.domain.grouping_views import GroupingLine, GroupingView, MemberLine
from app.domain.groupings import Grouping, Membership
from app.domain.parties import fold_name
from app.domain.principals import Action, Principal
from app.domain.records import PartyCode
from app.domain.wording import Wording
from app.domain.written_dates import as_edtf
from app.services.work import Work

DATE_FIELD = "at"


def list_groupings(principal: Principal, work: Work) -> tuple[GroupingLine, ...]:
    """Every grouping on record, in the order of the register, with its members of today."""
    principal.require(Action.READ)
    today = _today(work)
    return tuple(
        GroupingLine(one.code, one.name, one.short_name, len(_members_at(one, today)))
        for one in authorities(work.session).groupings.groupings
    )


def find_grouping(principal: Principal, work: Work, code: str, at: str = "") -> GroupingView | None:
    """The grouping of that code at a date (EDTF), today without one; None for a code not on record.

    Raises InvalidInput for a date that cannot be read.
    """
    principal.require(Action.READ)
    known = authorities(work.session)
    grouping = known.groupings.grouping(code.strip().upper())
    if grouping is None:
        return None
    date = _date(at) if at.strip() else _today(work)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    signed = grouping_reading.signed_by_members(catalogue, grouping.members)
    members = _members_at(grouping, date)
    others = tuple(one for one in grouping.members if one not in members)
    counted = [one for one in grouping.members if one.is_counted]
    return GroupingView(
        code=grouping.code,
        name=grouping.name,
        short_name=grouping.short_name,
        kind=Wording(grouping.kind),
        notes=Wording(grouping.notes),
        at=date,
        is_dated=grouping.is_dated,
        members=_lines(members, known, date, signed),
        others=_lines(others, known, date, signed),
        signed=grouping_reading.signed_by_any(catalogue, counted),
    )


def _members_at(grouping: Grouping, date: CalendarDate) -> tuple[Membership, ...]:
    """The counted stays that cover the date; of a grouping without dates every one."""
    counted = [one for one in grouping.members if one.is_counted]
    if not grouping.is_dated:
        return tuple(counted)
    return tuple(one for one in counted if one.is_dated and one.covers(date))


def _lines(
    stays: tuple[Membership, ...],
    known: Authorities,
    date: CalendarDate,
    signed: Mapping[PartyCode, int],
) -> tuple[MemberLine, ...]:
    lines = [
        MemberLine(
            one.party,
            known.parties.name_at(one.party, date),
            one.first,
            one.last,
            one.note_in_words,
            signed.get(one.party, 0),
        )
        for one in stays
    ]
    return tuple(sorted(lines, key=lambda line: (fold_name(line.name), line.name, line.code)))


def _date(text: str) -> CalendarDate:
    try:
        return CalendarDate.parse(as_edtf(text))
    except InvalidInput as error:
        raise InvalidInput(DATE_FIELD, error.message) from error


def _today(work: Work) -> CalendarDate:
    return CalendarDate.parse(work.clock.now().date().isoformat())
