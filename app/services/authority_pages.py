"""Persons, offices, subjects and parties on record, with the texts a reader may read; merging two of them.

Entries are public; which records name them is told from what the principal may read, and from nothing
else. A merge moves nothing: undoing it restores both entries exactly, whatever happened meanwhile. What
a merge of two parties needs besides is in `party_merging.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.db import authority_entries, authority_writing
from app.db.authority_writing import Merge
from app.db.catalogue import Catalogue
from app.domain.access import AccessLabel
from app.domain.authorities import Entry, EntryKind, EntryName
from app.domain.entry_merges import root_of
from app.domain.errors import InvalidInput
from app.domain.principals import Action, Principal
from app.domain.views import RecordSummary
from app.domain.wording import said
from app.services import audit, party_merging
from app.services.hands import hand_of
from app.services.work import Work

MERGED, PARTED = "entries merged", "merge undone"
RECORDS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry in a list; `records` counts what this reader may read."""

    entry: Entry
    records: int


@dataclass(frozen=True, slots=True)
class MergeView:
    """A merge with the names its two entries bear by themselves."""

    merge: Merge
    kept_name: str
    gone_name: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry: public names, and the records this reader may read, newest first."""

    entry: Entry
    records: tuple[RecordSummary, ...]
    total: int
    merges: tuple[MergeView, ...]
    label: AccessLabel


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would do; numbers count only what this registrar may read."""

    kept: Entry
    gone: Entry
    names_gained: tuple[EntryName, ...]
    records_kept: int
    records_gone: int
    records_together: int


def list_entries(principal: Principal, work: Work, kind: EntryKind) -> tuple[EntryLine, ...]:
    """Every entry of a kind, by name, with how many readable records name it."""
    principal.require(Action.READ)
    counts = authority_entries.counts(_catalogue(principal, work), kind)
    return tuple(
        EntryLine(one, _together(counts, one.keys))
        for one in authority_entries.entries(work.session, kind)
    )


def read_entry(principal: Principal, work: Work, kind: EntryKind, code: str) -> EntryPage:
    """One entry, or the one that stands for it. Raises NotFound."""
    principal.require(Action.READ)
    catalogue = _catalogue(principal, work)
    entry = authority_entries.entry(work.session, kind, code)
    ids = authority_entries.records_of(catalogue, kind, entry.keys)
    records = tuple(catalogue.summaries(ids[:RECORDS_SHOWN]))
    merges = _merges_of(work, kind, entry)
    label = catalogue.join(one.label for one in records)
    return EntryPage(entry, records, len(ids), merges, label)


def preview_merge(
    principal: Principal, work: Work, kind: EntryKind, kept_code: str, gone: str
) -> MergePreview:
    """What would happen if `kept_code` stood for `gone`, a name or a code, from now on."""
    principal.require(Action.REGISTER)
    kept = authority_entries.entry(work.session, kind, kept_code)
    other = _named(work, kind, gone)
    if other.code == kept.code:
        raise InvalidInput("other", "These are one entry already.")
    if kind is EntryKind.PARTY:
        party_merging.check(work, kept, other)
    counts = authority_entries.counts(_catalogue(principal, work), kind)
    return MergePreview(
        kept=kept,
        gone=other,
        names_gained=tuple(one for one in other.names if one not in kept.names),
        records_kept=_together(counts, kept.keys),
        records_gone=_together(counts, other.keys),
        records_together=_together(counts, kept.keys | other.keys),
    )


def merge(
    principal: Principal, work: Work, kind: EntryKind, kept_code: str, gone_code: str, reason: str
) -> str:
    """Let one entry stand for another. Returns the code of the one kept."""
    preview = preview_merge(principal, work, kind, kept_code, gone_code)
    hand = hand_of(principal, work, reason)
    kept, gone = preview.kept.code, preview.gone.code
    merge_id = work.ids.new_id("merge", f"{kind.value} {kept} {gone}")
    if kind is EntryKind.PARTY:
        party_merging.index_anew(work, kept, gone)
    authority_writing.merge(work.session, merge_id, kind, kept, gone, hand)
    audit.record_change(principal, work, MERGED, [merge_id], {"kind": kind.value})
    return kept


def undo_merge(principal: Principal, work: Work, merge_id: str, reason: str) -> EntryKind:
    """Undo a merge; both entries are again what they were. Raises NotFound."""
    principal.require(Action.REGISTER)
    found = authority_writing.find_merge(work.session, merge_id)
    kind = found.kind
    if kind is EntryKind.PARTY:
        party_merging.index_anew(work, found.kept_code, found.gone_code)
    authority_writing.part(work.session, merge_id, hand_of(principal, work, reason))
    audit.record_change(principal, work, PARTED, [merge_id], {"kind": kind.value})
    return kind


def _named(work: Work, kind: EntryKind, text: str) -> Entry:
    """The entry of a code, or of exactly this name."""
    text = text.strip()
    if not text:
        raise InvalidInput("other", "Name the entry that means the same.")
    found = authority_entries.entries(work.session, kind)
    same = [one for one in found if one.code == text] or [
        one for one in found if any(name.name.casefold() == text.casefold() for name in one.names)
    ]
    if not same:
        raise InvalidInput("other", "No entry on record bears that name.")
    if len(same) > 1:
        codes = ", ".join(one.code for one in same)
        raise InvalidInput(
            "other", said("Several entries bear that name. Write which code: {codes}.", codes=codes)
        )
    return same[0]


def _merges_of(work: Work, kind: EntryKind, entry: Entry) -> tuple[MergeView, ...]:
    found = list(authority_writing.merges(work.session, kind))
    into = {one.gone_code: one.kept_code for one in found if one.undone_at is None}
    family = {entry.code}
    family |= {gone for gone in into if root_of(gone, into) == entry.code}
    names = authority_entries.names_by_code(work.session, kind)
    return tuple(
        MergeView(
            one,
            names.get(one.kept_code, one.kept_code),
            names.get(one.gone_code, one.gone_code),
        )
        for one in found
        if {one.kept_code, one.gone_code} & family
    )


def _together(counts: Mapping[int, frozenset[int]], keys: Collection[int]) -> int:
    return len(frozenset[int]().union(*(counts.get(key, frozenset()) for key in keys)))


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    return Catalogue(work.session, principal.clearance, work.labels)
