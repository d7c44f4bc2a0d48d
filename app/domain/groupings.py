"""Groupings of parties (EU, NATO, G7 ...) with dated memberships, and what share of one signed.

Memberships are looked up at the letter's date; intervals are closed at both ends. Where a date is
less exact than a day (a letter of October 2014, a membership from about 1999) the bounds decide, in
favour of membership. A grouping known only as today's snapshot gives no share for any date.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.dates import CalendarDate
from app.domain.parties import fold_name
from app.domain.party_views import MembershipSpan
from app.domain.records import PartyCode
from app.domain.views import GroupingShare
from app.domain.wording import Name, Wording, every_name, said

FIRST_IN_INTEREST = ("EU", "NATO", "G7", "FIVE_EYES")
NOT_COUNTED = said("participant, not counted")


@dataclass(frozen=True, slots=True)
class Membership:
    """One stay of one party in a grouping; both bounds None = known for today only."""

    party: PartyCode
    first: CalendarDate | None = None
    last: CalendarDate | None = None
    note: str = ""

    @property
    def is_counted(self) -> bool:
        """The EU takes part in the G7 without being one of the seven."""
        return self.note != NOT_COUNTED

    @property
    def note_in_words(self) -> str:
        """The note, which came with Chancery and is said like any sentence of ours."""
        return Wording(self.note) if self.is_counted else NOT_COUNTED

    @property
    def is_dated(self) -> bool:
        return self.first is not None or self.last is not None

    def covers(self, date: CalendarDate) -> bool:
        """Whether the stay and the date have a day in common."""
        begins = self.first.lower if self.first else None
        ends = self.last.upper if self.last else None
        has_begun = begins is None or date.upper is None or begins <= date.upper
        return has_begun and (ends is None or date.lower is None or date.lower <= ends)


@dataclass(frozen=True, slots=True)
class Grouping:
    code: str
    name: Name
    short_name: Name
    kind: str
    members: tuple[Membership, ...]
    notes: str = ""

    @property
    def is_dated(self) -> bool:
        return any(one.is_dated for one in self.members)

    @property
    def folded_names(self) -> frozenset[str]:
        """Its code, short names and names, as `fold_name` makes them."""
        names = (self.code, *every_name(self.short_name), *every_name(self.name))
        return frozenset(map(fold_name, names))

    def members_at(self, date: CalendarDate) -> frozenset[PartyCode]:
        """The counted members at a date; empty for a grouping known only as a snapshot."""
        return frozenset(
            one.party
            for one in self.members
            if one.is_counted and one.is_dated and one.covers(date)
        )


class Groupings:
    """All groupings; a value, built once per process from the tables."""

    def __init__(self, groupings: Iterable[Grouping]) -> None:
        self._by_code = {one.code: one for one in groupings}

    @classmethod
    def from_rows(cls, rows: Iterable[Grouping]) -> Groupings:
        """From the groupings as the tables or the seed hold them."""
        return cls(rows)

    @property
    def groupings(self) -> tuple[Grouping, ...]:
        return tuple(self._by_code.values())

    def grouping(self, code: str) -> Grouping | None:
        return self._by_code.get(code)

    def called(self, text: str) -> Grouping | None:
        """The grouping with this code or name, in whatever case, accents and language of ours."""
        wanted = fold_name(text)
        return next((one for one in self._by_code.values() if wanted in one.folded_names), None)

    def members_at(self, code: str, date: CalendarDate) -> frozenset[PartyCode]:
        """Counted members of one grouping at a date; empty for a code not on record."""
        grouping = self._by_code.get(code)
        return grouping.members_at(date) if grouping else frozenset()

    def shares(
        self, codes: Iterable[PartyCode], date: CalendarDate | None
    ) -> tuple[GroupingShare, ...]:
        """Each dated grouping with a member among `codes`: EU, NATO, G7, Five Eyes, then by number.

        Empty when the letter's date is not known: a share without a date would be a guess.
        """
        if date is None:
            return ()
        signatories = frozenset(codes)
        shares = []
        for grouping in self._by_code.values():
            members = grouping.members_at(date)
            if signed := members & signatories:
                shares.append(
                    GroupingShare(
                        grouping.code, grouping.name, grouping.short_name, len(members), signed
                    )
                )
        return tuple(sorted(shares, key=_interest))

    def spans(self, code: PartyCode) -> tuple[MembershipSpan, ...]:
        """Every stay of a party in a grouping, oldest first, undated ones last."""
        spans = [
            (one, MembershipSpan(grouping.code, _name_of(grouping, one), one.first, one.last))
            for grouping in self._by_code.values()
            for one in grouping.members
            if one.party == code
        ]
        spans.sort(key=lambda pair: (pair[0].first is None, _first_day(pair[0]), pair[1].name))
        return tuple(span for _, span in spans)


def _name_of(grouping: Grouping, membership: Membership) -> str:
    return (
        grouping.name
        if membership.is_counted
        else said("{grouping}, as participant", grouping=grouping.name)
    )


def groupings_from_json(text: str) -> tuple[Grouping, ...]:
    """The groupings that ship with Chancery (`app/db/seeds/groups.json`)."""
    return tuple(_grouping(row) for row in json.loads(text))


def _grouping(row: Mapping[str, object]) -> Grouping:
    members = row["members"]
    assert isinstance(members, list)  # noqa: S101 - the seed is ours; a wrong shape is a defect
    return Grouping(
        code=str(row["id"]),
        name=_named(row, "name"),
        short_name=_named(row, "short"),
        kind=str(row["kind"]),
        members=tuple(_membership(one) for one in members),
        notes=str(row.get("notes") or ""),
    )


def _named(row: Mapping[str, object], field: str) -> Name:
    others = row["names"]
    assert isinstance(others, dict)  # noqa: S101 - the seed is ours; a wrong shape is a defect
    return Name.of(str(row[field]), {tag: str(one[field]) for tag, one in others.items()})


def _membership(row: Mapping[str, str]) -> Membership:
    first, last = row.get("from"), row.get("to")
    return Membership(
        PartyCode(row["party"]),
        CalendarDate.parse(first) if first else None,
        CalendarDate.parse(last) if last else None,
        row.get("note", ""),
    )


def _interest(share: GroupingShare) -> tuple[int, int, str]:
    rank = FIRST_IN_INTEREST.index(share.code) if share.code in FIRST_IN_INTEREST else 99
    return rank, 0 if rank < len(FIRST_IN_INTEREST) else -share.signed, share.name


def _first_day(membership: Membership) -> str:
    day = membership.first.lower if membership.first else None
    return day.isoformat() if day else ""
