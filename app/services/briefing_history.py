"""What a draft of a briefing said before: its versions, earlier words of a section, and bringing them back.

The owner sees every version. A colleague sees those that were open in every part then, as they stand now:
words that were more guarded once do not come out by being overwritten. What is brought back brings its
label along.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.db import briefing_store
from app.db.catalogue import Catalogue
from app.db.models.briefings import BriefingVersionRow
from app.domain.briefing_drafts import (
    VERSIONS_SHOWN,
    DraftVersion,
    EarlierText,
    Part,
    part_words,
)
from app.domain.briefing_merging import SectionConflict
from app.domain.briefings import Briefing, Section, unpacked
from app.domain.errors import Conflict, NotFound
from app.domain.principals import Principal
from app.domain.wording import said
from app.services.briefing_access import NOT_HERE, Held, held
from app.services.briefing_writing import stage, standing_text
from app.services.work import Work


def versions(principal: Principal, work: Work, briefing_id: str) -> tuple[DraftVersion, ...]:
    """The last versions that may be seen, newest first. Raises NotFound."""
    found = held(principal, work, briefing_id)
    return tuple(_versions(principal, work, found, VERSIONS_SHOWN))


def version(principal: Principal, work: Work, briefing_id: str, revision: int) -> DraftVersion:
    """One version. Raises NotFound for hidden and absent alike."""
    found = held(principal, work, briefing_id)
    return _version(principal, work, found, revision)


def earlier_texts(
    principal: Principal, work: Work, briefing_id: str, section: Section
) -> tuple[EarlierText, ...]:
    """What a section said before, newest first, each wording once for as long as it stood; not what it
    says now, and nothing for the time when it was empty. Raises NotFound."""
    found = held(principal, work, briefing_id)
    stretches: list[EarlierText] = []
    for one in _versions(principal, work, found, VERSIONS_SHOWN):
        text = one.briefing.text(section)
        if stretches and stretches[-1].text == text:
            stretches.pop()
        stretches.append(EarlierText(one.revision, one.at, one.by, text))
    standing = found.whole.text(section)
    return tuple(one for one in stretches if one.text and one.text != standing)


def saved_sections(
    principal: Principal, work: Work, briefing_id: str
) -> dict[Section, EarlierText]:
    """When each written section got the words it has, and by whom. Raises NotFound."""
    found = held(principal, work, briefing_id)
    since: dict[Section, EarlierText] = {}
    standing = {one: text for one, text in found.whole.texts.items() if text}
    for one in _versions(principal, work, found, VERSIONS_SHOWN):
        for section, text in list(standing.items()):
            if one.briefing.text(section) == text:
                since[section] = EarlierText(one.revision, one.at, one.by, text)
            else:
                del standing[section]
    return since


def restore(principal: Principal, work: Work, briefing_id: str, revision: int, seen: int) -> None:
    """Stage the draft as it stood at a revision; `seen` is the revision one looked at.

    Raises NotFound, and Conflict where the draft was changed since.
    """
    found = held(principal, work, briefing_id)
    if found.row.revision != seen:
        raise Conflict(
            said("Somebody changed this briefing since you opened its history. Look at it again.")
        )
    old = _version(principal, work, found, revision)
    words = old.label if any(old.briefing.texts.values()) else None
    stored = briefing_store.version(work.session, found.row.id, revision)
    whole = unpacked(stored.spec) if stored else old.briefing
    stage(principal, work, found, whole, [Part.RESTORED], floor=words)


def restore_text(
    principal: Principal,
    work: Work,
    briefing_id: str,
    section: Section,
    revision: int,
    seen: int,
) -> None:
    """Stage the words that a section had at a revision; `seen` is the revision one looked at.

    Raises NotFound, and SectionConflict where the section was changed since.
    """
    if not section.is_written:
        raise NotFound
    found = held(principal, work, briefing_id)
    old = _version(principal, work, found, revision)
    text = old.briefing.text(section)
    began = briefing_store.version(work.session, found.row.id, seen)
    standing = found.whole.text(section)
    if began is None or standing not in (text, unpacked(began.spec).text(section)):
        raise SectionConflict(standing_text(work, found, section), found.row.revision)
    changed = found.whole.with_text(section, text)
    stage(principal, work, found, changed, [section.value], floor=old.label)


def _version(principal: Principal, work: Work, found: Held, revision: int) -> DraftVersion:
    row = briefing_store.version(work.session, found.row.id, revision)
    one = next(_seen(principal, work, found, [row] if row else []), None)
    if one is None:
        raise NotFound(NOT_HERE)
    return one


def _versions(principal: Principal, work: Work, found: Held, limit: int) -> Iterator[DraftVersion]:
    rows = briefing_store.versions(work.session, found.row.id, limit)
    return _seen(principal, work, found, list(rows))


def _seen(
    principal: Principal, work: Work, found: Held, rows: list[BriefingVersionRow]
) -> Iterator[DraftVersion]:
    """Those of the versions that may be seen, without the records that may not be read."""
    wholes = [unpacked(row.spec) for row in rows]
    named = {pick.record for whole in wholes for pick in whole.picks}
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    labels = briefing_store.labels_of(catalogue, named)
    hidden = briefing_store.registered(work.session, named - labels.keys())
    for row, whole in zip(rows, wholes, strict=True):
        label = work.labels.parse_or_intake(row.label)
        names_hidden = any(pick.record in hidden for pick in whole.picks)
        if found.is_own or (principal.may_read(label) and not names_hidden):
            picks = tuple(pick for pick in whole.picks if pick.record in labels)
            seen: Briefing = replace(whole, picks=picks)
            parts = tuple(part_words(code) for code in row.parts)
            yield DraftVersion(row.revision, row.at, row.by, parts, label, seen)
