"""Who may open a draft of a briefing, and what they see of it. Open `held`: every service of drafts does.

The owner always may: the words are the owner's. Records that the owner may not read any more are not there,
and nothing says that they were. A colleague it is shared with may while every part is open to them: the
draft's own words (its floor) and every record that is picked. For everybody else it does not exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.db import briefing_store
from app.db.catalogue import Catalogue
from app.db.models.accounts import AccountRow
from app.db.models.briefings import BriefingRow
from app.domain.access import AccessLabel, Clearance, join_labels, may_read
from app.domain.briefing_drafts import BriefingDraft, Colleague
from app.domain.briefings import Briefing, unpacked
from app.domain.errors import NotFound, NotPermitted
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.wording import said
from app.services.principals import principal_now, principal_unattended
from app.services.work import Work

NOT_HERE = said("There is no such briefing among those you may open.")


@dataclass(frozen=True, slots=True)
class Held:
    """A draft that the principal may open. `whole` is as stored: what is hidden stays in it when it is
    changed. `labels` are those of the picked records that the principal may read."""

    row: BriefingRow
    whole: Briefing
    floor: AccessLabel
    labels: Mapping[RecordId, AccessLabel]
    is_own: bool

    @property
    def label(self) -> AccessLabel:
        """How guarded it is, as far as this principal sees it."""
        return join_labels(self.labels.values(), self.floor)

    @property
    def seen(self) -> Briefing:
        """The briefing with the records that may be read."""
        picks = tuple(one for one in self.whole.picks if one.record in self.labels)
        return replace(self.whole, picks=picks)


def held(principal: Principal, work: Work, briefing_id: str) -> Held:
    """A draft of one's own, or shared and open in every part. Raises NotFound, one text for all."""
    principal.require(Action.MAKE_BRIEFINGS)
    row = briefing_store.one(work.session, principal.account_id, briefing_id)
    found = next(_open_ones(principal, work, [row] if row else []), None)
    if found is None:
        raise NotFound(NOT_HERE)
    return found


def all_held(principal: Principal, work: Work) -> tuple[Held, ...]:
    """One's own drafts and those shared that are open in every part, the one saved last first.

    The number of statements grows with every few hundred records that are picked, not with the drafts.
    """
    principal.require(Action.MAKE_BRIEFINGS)
    rows = briefing_store.visible(work.session, principal.account_id)
    return tuple(_open_ones(principal, work, rows))


def own(principal: Principal, work: Work, briefing_id: str) -> Held:
    """A draft of one's own. Raises NotFound; NotPermitted for one that is shared with the principal."""
    found = held(principal, work, briefing_id)
    if not found.is_own:
        raise NotPermitted(said("Only whoever began this briefing may do that."))
    return found


def owner_clearance(principal: Principal, work: Work, one: Held) -> Clearance:
    """What the owner may read now."""
    return principal.clearance if one.is_own else principal_now(work, one.row.account).clearance


def view(work: Work, one: Held) -> BriefingDraft:
    """The draft for its page."""
    row = one.row
    return BriefingDraft(
        id=row.public_id,
        briefing=one.seen,
        floor=one.floor,
        label=one.label,
        revision=row.revision,
        owner=row.account.display_name,
        is_own=one.is_own,
        saved_at=row.saved_at,
        saved_by=row.saved_by,
        shared_with=tuple(_colleague(work, share.account, one.label) for share in row.shares),
    )


def may_open(work: Work, account: AccountRow, label: AccessLabel) -> bool:
    """Whether a colleague may open a draft that asks for so much, as far as its owner sees it."""
    colleague = principal_unattended(work, account)
    return (
        colleague is not None
        and colleague.may(Action.MAKE_BRIEFINGS)
        and may_read(colleague.clearance, label)
    )


def _open_ones(principal: Principal, work: Work, rows: Sequence[BriefingRow]) -> Iterator[Held]:
    wholes = [unpacked(row.spec) for row in rows]
    named = {pick.record for whole in wholes for pick in whole.picks}
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    labels = briefing_store.labels_of(catalogue, named)
    hidden = briefing_store.registered(work.session, named - labels.keys())
    for row, whole in zip(rows, wholes, strict=True):
        records = {pick.record for pick in whole.picks}
        one = Held(
            row=row,
            whole=whole,
            floor=work.labels.parse_or_intake(row.floor),
            labels={record: labels[record] for record in records if record in labels},
            is_own=row.account.public_id == principal.account_id,
        )
        if one.is_own or (principal.may_read(one.floor) and not records & hidden):
            yield one


def _colleague(work: Work, account: AccountRow, label: AccessLabel) -> Colleague:
    return Colleague(account.public_id, account.display_name, may_open(work, account, label))
