"""Sharing a draft of a briefing with colleagues who may read every part of it. Open `share`.

Whoever it is shared with may change it, too, and may open it only while every part of it is open to them
(`briefing_access.py`). An unknown name and a colleague who may not read all of it get one answer.
"""

from __future__ import annotations

from app.db import account_store, briefing_store
from app.db.models.accounts import AccountRow
from app.db.models.briefings import BriefingShareRow
from app.domain.briefings import MOST_SHARES
from app.domain.errors import InvalidInput, NotFound, NotPermitted
from app.domain.principals import Principal
from app.domain.wording import said
from app.services import audit
from app.services.briefing_access import Held, held, may_open, own
from app.services.work import Work


def share(principal: Principal, work: Work, briefing_id: str, name: str) -> None:
    """Stage sharing a draft of one's own with an account. Raises NotFound, NotPermitted,
    InvalidInput("name")."""
    found = own(principal, work, briefing_id)
    account = account_store.by_name(work.session, name)
    if account is not None and account.id in (one.account_id for one in found.row.shares):
        return
    if len(found.row.shares) >= MOST_SHARES:
        raise InvalidInput(
            "name", said("A briefing is shared with at most {most} colleagues.", most=MOST_SHARES)
        )
    if account is None or not _may_open(principal, work, found, account):
        raise InvalidInput(
            "name", said("No colleague of that name may read every part of this briefing.")
        )
    row = BriefingShareRow(
        briefing_id=found.row.id,
        account_id=account.id,
        shared_by=principal.account_id,
        shared_at=work.clock.now(),
    )
    briefing_store.add(work.session, row)
    work.session.expire(found.row, ["shares"])
    objects = [found.row.public_id, account.public_id]
    audit.record_change(principal, work, "briefing shared", objects)


def end(principal: Principal, work: Work, briefing_id: str, account_id: str) -> None:
    """Stage the end of sharing with one account: by the owner, or by that colleague. Raises NotFound,
    NotPermitted."""
    found = held(principal, work, briefing_id)
    if not found.is_own and account_id != principal.account_id:
        raise NotPermitted(said("Only whoever began this briefing may do that."))
    row = next((one for one in found.row.shares if one.account.public_id == account_id), None)
    if row is None:
        raise NotFound
    found.row.shares.remove(row)
    work.session.flush()
    objects = [found.row.public_id, account_id]
    audit.record_change(principal, work, "briefing sharing ended", objects)


def _may_open(principal: Principal, work: Work, found: Held, account: AccountRow) -> bool:
    if account.public_id == principal.account_id:
        return False
    return may_open(work, account, found.label)
