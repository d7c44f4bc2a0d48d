"""Drafts of briefings: listed, begun, opened, copied, removed. Open `open_draft`.

Who may open one is decided in `briefing_access.py`; they are changed in `briefing_writing.py` and
`briefing_picking.py`, shared in `briefing_sharing.py`, looked back at in `briefing_history.py`. What a draft
finds in the register is evaluated in `briefing_selection.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.db import account_store, briefing_store
from app.db.catalogue import Catalogue
from app.db.models.briefings import BriefingRow
from app.domain.access import AccessLabel, join_labels
from app.domain.briefing_drafts import MOST_DRAFTS, BriefingDraft, DraftLine, Part
from app.domain.briefing_merging import Lines, changed_by
from app.domain.briefings import LONGEST_TITLE, Briefing, Pick, packed
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.wording import said
from app.services import audit
from app.services.briefing_access import Held, all_held, held, own, view
from app.services.briefing_writing import add_version, checked_lines
from app.services.work import Work

OPENED = "briefing opened"
_ANOTHER = " (2)"


def drafts(principal: Principal, work: Work) -> tuple[DraftLine, ...]:
    """One's own drafts and those of colleagues that are open in every part, the one saved last first."""
    return tuple(_line(one) for one in all_held(principal, work))


def draft(principal: Principal, work: Work, briefing_id: str) -> BriefingDraft:
    """One draft as this principal sees it, for services that record what they make of it. Raises NotFound."""
    return view(work, held(principal, work, briefing_id))


def open_draft(principal: Principal, work: Work, briefing_id: str) -> BriefingDraft:
    """One draft for its page. Recorded above Public.

    Raises NotFound; Unavailable when it cannot be recorded.
    """
    found = draft(principal, work, briefing_id)
    record_opening(principal, work, found.id, found.label)
    return found


def record_opening(principal: Principal, work: Work, briefing_id: str, label: AccessLabel) -> None:
    """Write the entry of a reading above Public; committed on return."""
    if label != work.labels.bottom:
        audit.record_reading(principal, work, OPENED, [briefing_id], {"label": str(label)})


def begin_with(
    principal: Principal, work: Work, lines: Lines, record_ids: Sequence[RecordId] = ()
) -> str:
    """Stage a draft with these lines and records. Returns its id. Raises InvalidInput with the field."""
    principal.require(Action.MAKE_BRIEFINGS)
    lines = checked_lines(work, lines)
    began = Briefing(lines.title, picks=tuple(Pick(one) for one in record_ids))
    return begin(principal, work, changed_by(began, lines))


def begin(principal: Principal, work: Work, briefing: Briefing) -> str:
    """Stage a draft of one's own; records that one may not read are left out. Returns its id.

    Raises InvalidInput("title") where one has too many drafts.
    """
    principal.require(Action.MAKE_BRIEFINGS)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    labels = briefing_store.labels_of(catalogue, [one.record for one in briefing.picks])
    picks = tuple(one for one in briefing.picks if one.record in labels)
    label = join_labels(labels.values(), work.labels.bottom)
    kept = replace(briefing, picks=picks)
    return _begin(principal, work, kept, work.labels.bottom, label)


def copy(principal: Principal, work: Work, briefing_id: str) -> str:
    """Stage a copy that is one's own, shared with nobody, as guarded as the original. Returns its id.

    Raises NotFound, and InvalidInput("title") as `begin`.
    """
    found = held(principal, work, briefing_id)
    title = found.whole.title[: LONGEST_TITLE - len(_ANOTHER)] + _ANOTHER
    kept = replace(found.whole, title=title)
    made = _begin(principal, work, kept, found.floor, found.label)
    audit.record_change(principal, work, "briefing copied", [found.row.public_id, made])
    return made


def remove(principal: Principal, work: Work, briefing_id: str) -> None:
    """Stage the end of a draft with all its versions. Raises NotFound, NotPermitted."""
    found = own(principal, work, briefing_id)
    briefing_store.remove(work.session, found.row)
    audit.record_change(principal, work, "briefing removed", [briefing_id])


def _begin(
    principal: Principal, work: Work, briefing: Briefing, floor: AccessLabel, label: AccessLabel
) -> str:
    account = account_store.by_public_id(work.session, principal.account_id)
    if account is None:
        raise NotFound
    if briefing_store.count(work.session, account.id) >= MOST_DRAFTS:
        raise InvalidInput(
            "title",
            said("You keep {most:,} briefings already. Remove one first.", most=MOST_DRAFTS),
        )
    now = work.clock.now()
    row = BriefingRow(
        public_id=work.ids.new_id("briefing", f"{account.public_id}/{briefing.title}"),
        account_id=account.id,
        revision=1,
        spec=packed(briefing),
        floor=str(floor),
        created_at=now,
        saved_at=now,
        saved_by=principal.display_name,
    )
    briefing_store.add(work.session, row)
    began = Held(row, briefing, floor, {}, is_own=True)
    add_version(principal, work, began, [Part.BEGUN], label)
    audit.record_change(principal, work, "briefing begun", [row.public_id])
    return row.public_id


def _line(found: Held) -> DraftLine:
    row = found.row
    return DraftLine(
        id=row.public_id,
        title=found.whole.title,
        label=found.label,
        records=len(found.labels),
        saved_at=row.saved_at,
        saved_by=row.saved_by,
        owner=row.account.display_name,
        is_own=found.is_own,
        is_shared=bool(row.shares),
    )
