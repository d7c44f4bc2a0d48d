"""Searches that a person keeps: what is kept of them, what is new in a watched one, when a digest is due.

A watched search remembers what it found at the last visit as marks: keyed digests of ids, made only of
records that its owner could read then. New is what matches now, may be read now, and has no mark.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from app.domain.errors import InvalidInput
from app.domain.records import RecordId
from app.domain.searches import FacetFilter, FacetName, SearchRequest, SortOrder
from app.domain.wording import said

MOST_SAVED = 100
MOST_WATCHED = 5
"""Each is searched for whenever its owner opens the start page."""
MOST_MATCHES = 5_000
"""What finds more is too wide to be watched: everything new would be in it."""
LONGEST_NAME = 120
LONGEST_NOTE = 500
LONGEST_TEXT = 2_000
ONE_VISIT = timedelta(hours=1)
"""Looking again within it is the same visit: what was new stays marked."""
SENT_FROM = timedelta(hours=5)
"""A period begins at five in the morning, UTC, so that the mail is there when people come."""
_MARK_SIZE = 8

Marks = frozenset[bytes]
NO_MARKS: Marks = frozenset()


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """One search of one account. `asked` None: it was kept in a form that cannot be asked any more."""

    id: str
    name: str
    note: str
    asked: SearchRequest | None
    saved_at: datetime
    share_id: str
    """The public id of its link; empty when it is not shared."""
    is_watched: bool


class AlertState(Enum):
    LOOKED = "looked"
    TOO_MANY = "too many"
    """More than `MOST_MATCHES` match."""
    NOT_NOW = "not now"
    """A part of the index is being rebuilt, or the search does not answer."""
    CANNOT_BE_ASKED = "cannot be asked"
    """The query is no longer one."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A watched search at this moment. `new` counts what its owner may read."""

    id: str
    name: str
    state: AlertState
    new: int = 0


class DigestFrequency(Enum):
    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class DigestChoice:
    """What a person chose. `address` is empty while it is off."""

    frequency: DigestFrequency = DigestFrequency.OFF
    address: str = ""


def period_of(frequency: DigestFrequency, now: datetime) -> str:
    """The name of the day or the week in which one digest is sent; empty when it is off."""
    day = (now - SENT_FROM).date()
    if frequency is DigestFrequency.DAILY:
        return day.isoformat()
    if frequency is DigestFrequency.WEEKLY:
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    return ""


def marks_of(key: bytes, record_ids: Iterable[RecordId]) -> Marks:
    """The marks of these records under the key of one watched search."""
    return frozenset(mark_of(key, one) for one in record_ids)


def mark_of(key: bytes, record_id: RecordId) -> bytes:
    return hashlib.blake2b(record_id.encode(), key=key, digest_size=_MARK_SIZE).digest()


def packed_marks(marks: Marks) -> bytes:
    """As they are stored: one after the other, sorted, so that no order is kept."""
    return b"".join(sorted(marks))


def read_marks(stored: bytes) -> Marks:
    return frozenset(
        stored[start : start + _MARK_SIZE] for start in range(0, len(stored), _MARK_SIZE)
    )


def packed_request(asked: SearchRequest) -> dict[str, Any]:
    """The whole state of a search but its page, as it is stored; what is usual is left out."""
    packed: dict[str, Any] = {
        "text": asked.text,
        "filters": [[one.facet.value, one.code, one.negated] for one in asked.filters],
        "from": asked.date_from,
        "to": asked.date_to,
        "sort": "" if asked.sort is SortOrder.RELEVANCE else asked.sort.value,
        "exact": asked.exact_words_only,
    }
    return {name: value for name, value in packed.items() if value}


def read_packed_request(packed: Mapping[str, Any]) -> SearchRequest | None:
    """The search that was stored; None when a filter or an order of it exists no more."""
    try:
        return SearchRequest(
            text=packed.get("text", ""),
            filters=tuple(
                FacetFilter(FacetName(facet), code, negated)
                for facet, code, negated in packed.get("filters", ())
            ),
            date_from=packed.get("from", ""),
            date_to=packed.get("to", ""),
            sort=SortOrder(packed.get("sort") or SortOrder.RELEVANCE.value),
            exact_words_only=packed.get("exact", False),
        )
    except (ValueError, TypeError):
        return None


def checked_name(text: str) -> str:
    """Raises InvalidInput("name")."""
    name = " ".join(text.split())
    if not name:
        raise InvalidInput("name", "Give the search a name.")
    if len(name) > LONGEST_NAME:
        raise InvalidInput(
            "name", said("A name has at most {longest:,} characters.", longest=LONGEST_NAME)
        )
    return name


def checked_note(text: str) -> str:
    """Raises InvalidInput("note")."""
    note = text.strip()
    if len(note) > LONGEST_NOTE:
        raise InvalidInput(
            "note", said("A note has at most {longest:,} characters.", longest=LONGEST_NOTE)
        )
    return note
