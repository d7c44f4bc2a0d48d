"""Changing a draft of a briefing: sections written and ordered, titles, audience, how guarded its words are.

Every change is one more version, kept whole. Open `stage`, through which all of them go. What is picked is
changed in `briefing_picking.py`.

Words may tell what a record says, so they stay as guarded as the records were that stood in the draft when
they were written: a record that is taken out of a draft with words in it leaves its label behind as the
draft's floor, until the owner says otherwise (`set_floor`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.db import account_store, briefing_store
from app.db.authorities import authorities
from app.db.catalogue import Catalogue
from app.db.models.briefings import BriefingVersionRow
from app.domain.access import AccessLabel, join_labels, may_read
from app.domain.briefing_drafts import VERSIONS_SHOWN, EarlierText, Part, moved
from app.domain.briefing_merging import (
    FieldsConflict,
    Lines,
    Output,
    SectionConflict,
    changed_by,
    lines_of,
    merged,
    output_of,
)
from app.domain.briefings import Audience, Briefing, Section, packed, unpacked
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Principal
from app.domain.wording import said
from app.services import audit
from app.services.briefing_access import Held, held, own, owner_clearance
from app.services.briefing_selection import NO_READER, evaluate, reads
from app.services.principals import principal_of
from app.services.work import Work

CHANGED = "briefing changed"


def write_section(
    principal: Principal, work: Work, briefing_id: str, section: Section, text: str, revision: int
) -> None:
    """Stage the words of a written section; `revision` is the one they were begun from.

    Other sections may have changed meanwhile. Raises SectionConflict when this one did, NotFound, and
    InvalidInput("text") for too many words.
    """
    if not section.is_written:
        raise NotFound
    found = held(principal, work, briefing_id)
    words = text.replace("\r\n", "\n").strip()
    changed = found.whole.with_text(section, words)
    standing, began = found.whole.text(section), _began(work, found, revision)
    if standing != words and (began is None or standing != began.text(section)):
        raise SectionConflict(standing_text(work, found, section), found.row.revision)
    floor = _floor_of_words(principal, work, found, changed) if words else None
    stage(principal, work, found, changed, [section.value], floor=floor)


def set_lines(
    principal: Principal, work: Work, briefing_id: str, lines: Lines, revision: int
) -> None:
    """Stage title, occasion and the like; the counterpart as people name it.

    Raises FieldsConflict where somebody changed the same lines since `revision`, NotFound, InvalidInput
    with the field it belongs to.
    """
    found = held(principal, work, briefing_id)
    lines = checked_lines(work, lines)
    began = _began(work, found, revision)
    both, clashes = merged(lines_of(began) if began else None, lines_of(found.whole), lines)
    if clashes:
        raise FieldsConflict(clashes, found.row.revision, found.row.saved_by)
    stage(principal, work, found, changed_by(found.whole, both), [Part.DETAILS])


def set_output(
    principal: Principal, work: Work, briefing_id: str, output: Output, revision: int
) -> None:
    """Stage for whom it is and how it is printed. Raises as `set_lines`; the account or the clearance
    must be one there is (InvalidInput: account, clearance, party)."""
    found = held(principal, work, briefing_id)
    output = replace(output, audience=_audience(principal, work, output.audience))
    began = _began(work, found, revision)
    both, clashes = merged(output_of(began) if began else None, output_of(found.whole), output)
    if clashes:
        raise FieldsConflict(clashes, found.row.revision, found.row.saved_by)
    stage(principal, work, found, changed_by(found.whole, both), [Part.AUDIENCE])


def arrange(
    principal: Principal, work: Work, briefing_id: str, section: Section, deed: str
) -> None:
    """Stage a section `up`, `down`, left `out` or put `in` at the end. Raises NotFound."""
    found = held(principal, work, briefing_id)
    sections = found.whole.sections
    if deed in _STEPS:
        sections = moved(sections, section, _STEPS[deed], sections)
    elif deed == "out":
        sections = tuple(one for one in sections if one is not section)
    elif deed == "in" and section not in sections:
        sections = (*sections, section)
    stage(principal, work, found, replace(found.whole, sections=sections), [Part.ORDER])


_STEPS = {"up": -1, "down": 1}


def set_floor(principal: Principal, work: Work, briefing_id: str, floor: AccessLabel) -> None:
    """Stage how guarded the draft's own words are; with its records it is never less guarded than they.

    Raises NotFound, NotPermitted for whoever does not own it, InvalidInput("level") for a label that one
    may not read oneself.
    """
    found = own(principal, work, briefing_id)
    if not principal.may_read(floor):
        raise InvalidInput("level", said("You are not cleared for {label}.", label=floor))
    if floor == found.floor:
        return
    details = {"from": str(found.floor), "to": str(floor)}
    audit.record_change(principal, work, "briefing marking changed", [found.row.public_id], details)
    _keep(principal, work, found, found.whole, [Part.MARKING], floor)


def stage(
    principal: Principal,
    work: Work,
    found: Held,
    changed: Briefing,
    parts: Sequence[str],
    *,
    floor: AccessLabel | None = None,
) -> None:
    """Stage the next version of a draft, unless nothing is changed. `floor` is joined to its own."""
    if changed == found.whole:
        return
    raised = _floor_after(principal, work, found, changed)
    if floor is not None:
        raised = raised.join(floor)
    objects = [found.row.public_id]
    if changed.audience.account != found.whole.audience.account:
        objects += _account_ids(work, changed.audience.account)
    audit.record_change(principal, work, CHANGED, objects, {"parts": ", ".join(parts)})
    _keep(principal, work, found, changed, parts, raised)


def standing_text(work: Work, found: Held, section: Section) -> EarlierText:
    """What a section says now, and who left it so."""
    text = found.whole.text(section)
    latest = None
    for row in briefing_store.versions(work.session, found.row.id, VERSIONS_SHOWN):
        if unpacked(row.spec).text(section) != text:
            break
        latest = row
    if latest is None:
        return EarlierText(found.row.revision, found.row.saved_at, found.row.saved_by, text)
    return EarlierText(latest.revision, latest.at, latest.by, text)


def add_version(
    principal: Principal, work: Work, found: Held, parts: Sequence[str], label: AccessLabel
) -> None:
    """Stage the version row of a draft as its row stands."""
    row = found.row
    briefing_store.add(
        work.session,
        BriefingVersionRow(
            briefing_id=row.id,
            revision=row.revision,
            at=row.saved_at,
            by=row.saved_by,
            account_id=principal.account_id,
            parts=tuple(parts),
            label=str(label),
            spec=row.spec,
        ),
    )


def _floor_of_words(
    principal: Principal, work: Work, found: Held, changed: Briefing
) -> AccessLabel:
    """What is written beside texts may say what they say: it is as guarded as all that the draft finds.

    As far as its owner may read it now; the owner may lower it again.
    """
    selection = evaluate(principal, work, replace(changed, audience=Audience()))
    clearance = owner_clearance(principal, work, found)
    labels = (one.summary.label for one in selection.records)
    return join_labels((one for one in labels if may_read(clearance, one)), found.floor)


def _has_words(told: Briefing) -> bool:
    return any(told.texts.values()) or bool(told.subtitle or told.occasion or told.prepared_for)


def _floor_after(principal: Principal, work: Work, found: Held, changed: Briefing) -> AccessLabel:
    """The floor with the labels that records leave behind when they are taken out of a draft with words.

    Only records that its owner may read now raise it: the owner sees it, whoever changes the draft.
    """
    leaving = {one.record for one in found.whole.picks} - {one.record for one in changed.picks}
    if not leaving or not _has_words(found.whole):
        return found.floor
    clearance = owner_clearance(principal, work, found)
    labels = (found.labels[one] for one in leaving if one in found.labels)
    return join_labels((one for one in labels if may_read(clearance, one)), found.floor)


def _keep(
    principal: Principal,
    work: Work,
    found: Held,
    changed: Briefing,
    parts: Sequence[str],
    floor: AccessLabel,
) -> None:
    row = found.row
    row.spec, row.floor = packed(changed), str(floor)
    row.revision += 1
    row.saved_at, row.saved_by = work.clock.now(), principal.display_name
    work.session.flush()
    catalogue = Catalogue(work.session, owner_clearance(principal, work, found), work.labels)
    labels = briefing_store.labels_of(catalogue, [one.record for one in changed.picks])
    add_version(principal, work, found, parts, join_labels(labels.values(), floor))


def _began(work: Work, found: Held, revision: int) -> Briefing | None:
    """The draft as it stood when somebody began to write; None where that is not known."""
    if revision == found.row.revision:
        return found.whole
    row = briefing_store.version(work.session, found.row.id, revision)
    return unpacked(row.spec) if row else None


def checked_lines(work: Work, lines: Lines) -> Lines:
    """With the code of the party that is met. Raises InvalidInput("counterpart")."""
    try:
        return replace(lines, counterpart=_party(work, lines.counterpart, "counterpart"))
    except InvalidInput as error:
        hint = said(
            "{message} Write the state or body; the office may stand under Occasion.",
            message=error.message,
        )
        raise InvalidInput("counterpart", hint) from error


def _audience(principal: Principal, work: Work, audience: Audience) -> Audience:
    """Checked, and in one spelling. Raises InvalidInput (account, clearance, party)."""
    if audience.account:
        if audience.clearance:
            raise InvalidInput("account", said("Choose a person or a clearance, not both."))
        return Audience(account=reader_account(work, audience.account))
    if not audience.clearance:
        return Audience()
    label = work.labels.parse(audience.clearance)
    if not principal.may_read(AccessLabel(label.level, label.compartments)):
        raise InvalidInput("clearance", said("Choose a clearance from the list."))
    return Audience(
        clearance=str(AccessLabel(label.level, label.compartments)),
        party=_party(work, audience.party, "party"),
    )


def reader_account(work: Work, name: str) -> str:
    """The name of an open account of somebody who reads texts. Raises InvalidInput("account")."""
    row = account_store.by_name(work.session, name)
    if row is None or not reads(row):
        raise InvalidInput("account", NO_READER)
    return principal_of(row, work.labels).name


def _party(work: Work, text: str, field: str) -> str:
    """The code of a party as people name it; empty for none. Raises InvalidInput with the field."""
    if not text.strip():
        return ""
    try:
        return authorities(work.session).parties.resolve(text).code
    except InvalidInput as error:
        raise InvalidInput(field, error.message) from error


def _account_ids(work: Work, name: str) -> list[str]:
    row = account_store.by_name(work.session, name) if name else None
    return [row.public_id] if row else []
