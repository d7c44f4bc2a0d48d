"""What a book has otherwise than the one before it: records, words, and how it is made. Open `since`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.briefings import Briefing, Depth, Section
from app.domain.builds import BuiltRecord
from app.domain.records import RecordId
from app.domain.wording import Wording, said

_SETTINGS = (
    (said("title and other lines of the cover"), ("title", "subtitle", "occasion", "date")),
    (said("for whom it is prepared"), ("prepared_for",)),
    (said("who is met"), ("counterpart",)),
    (said("audience"), ("audience",)),
    (said("saved searches"), ("searches",)),
    (said("paper"), ("paper",)),
    (said("language of the labels"), ("language",)),
    (said("whether names are masked"), ("masks_persons",)),
)


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed since a build: in those of its records that this reader may read, and in the draft."""

    changed: tuple[tuple[BuiltRecord, int], ...]
    """With the revision that the record has now."""
    added: tuple[BuiltRecord, ...]
    removed: tuple[BuiltRecord, ...]
    rewritten: tuple[Section, ...] = ()
    """Sections written by people whose words are others now."""
    deeper: tuple[tuple[BuiltRecord, Depth, Depth], ...] = ()
    """Texts picked by hand of which the book holds more or less: before, and now."""
    sections_added: tuple[Section, ...] = ()
    sections_left_out: tuple[Section, ...] = ()
    settings: tuple[Wording, ...] = ()
    """What else is otherwise, each in a few words."""

    @property
    def count(self) -> int:
        """How many texts, sections and other things differ."""
        lists = (self.changed, self.added, self.removed, self.rewritten, self.deeper)
        return sum(map(len, (*lists, self.sections_added, self.sections_left_out, self.settings)))

    @property
    def is_nothing(self) -> bool:
        return not self.count


def since(
    before: tuple[BuiltRecord, ...],
    now: tuple[BuiltRecord, ...],
    written: tuple[Briefing, Briefing],
) -> Since:
    """What differs between the records of two builds, in the order of the later one, and in what is `written`
    in the two briefings."""
    old, new = written
    earlier = {one.id: one for one in before}
    ids = {one.id for one in now}
    return Since(
        changed=tuple(
            (earlier[one.id], one.revision)
            for one in now
            if one.id in earlier and earlier[one.id].revision != one.revision
        ),
        added=tuple(one for one in now if one.id not in earlier),
        removed=tuple(one for one in before if one.id not in ids),
        rewritten=tuple(
            one for one in Section if one.is_written and old.text(one) != new.text(one)
        ),
        deeper=tuple(_other_depths(now, _depths(old), _depths(new))),
        sections_added=tuple(one for one in new.sections if one not in old.sections),
        sections_left_out=tuple(one for one in old.sections if one not in new.sections),
        settings=tuple(_settings(old, new)),
    )


def _depths(told: Briefing) -> Mapping[RecordId, Depth]:
    return {one.record: one.depth for one in told.picks}


def _other_depths(
    now: tuple[BuiltRecord, ...], old: Mapping[RecordId, Depth], new: Mapping[RecordId, Depth]
) -> Iterator[tuple[BuiltRecord, Depth, Depth]]:
    for one in now:
        before, after = old.get(one.id), new.get(one.id)
        if before and after and before is not after:
            yield one, before, after


def _settings(old: Briefing, new: Briefing) -> Iterator[Wording]:
    for words, names in _SETTINGS:
        if any(getattr(old, name) != getattr(new, name) for name in names):
            yield words
    if _is_reordered(old.sections, new.sections):
        yield said("order of the sections")
    if _is_reordered(tuple(_depths(old)), tuple(_depths(new))):
        yield said("order of the texts")


def _is_reordered(old: tuple[object, ...], new: tuple[object, ...]) -> bool:
    """Whether what stands in both stands in another order."""
    both = set(old) & set(new)
    return [one for one in old if one in both] != [one for one in new if one in both]
