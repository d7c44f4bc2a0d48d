"""The principal of an account, as it stands in the database now. Nothing of it is kept between requests.

`principal_now` is who asks: the account's own clearance and whatever is granted for this moment.
`principal_of` leaves the grants out. Who asks without an account is in `accounts.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.db import admission_store, credential_store
from app.db.models.accounts import AccountRow
from app.db.models.admission import GrantRow
from app.domain.access import Clearance, LabelScheme
from app.domain.admission import Grant, cleared_with
from app.domain.errors import InvalidInput
from app.domain.principals import Principal, Role
from app.services.work import Work


def principal_now(work: Work, row: AccountRow) -> Principal:
    """The principal of this moment: the account as it stands, and the grants that count now."""
    now = work.clock.now()
    rows = admission_store.live_grants(work.session, row.id, now)
    standing = principal_of(row, work.labels)
    if not rows:
        return standing
    return _with_grants(work, standing, [grant_of(each, work.labels) for each in rows])


def principal_unattended(work: Work, row: AccountRow) -> Principal | None:
    """The principal for what is done by itself on somebody's behalf: without emergencies, which are for
    a person who is there. None where the person could read nothing now: the account is disabled, or
    its role or clearance asks for a second factor that it does not have."""
    if row.is_disabled:
        return None
    rows = admission_store.live_grants(work.session, row.id, work.clock.now())
    grants = [grant_of(each, work.labels) for each in rows]
    standing = principal_of(row, work.labels)
    found = _with_grants(work, standing, [one for one in grants if not one.emergency])
    asks = work.rules.factor.asks(found.role, found.clearance)
    return None if asks and not credential_store.has_factor(work.session, row.id) else found


def _with_grants(work: Work, standing: Principal, grants: Sequence[Grant]) -> Principal:
    return replace(
        standing,
        clearance=cleared_with(standing.clearance, grants, work.clock.now(), work.labels),
        emergency=next((grant.emergency for grant in grants if grant.emergency), ""),
    )


def grant_of(row: GrantRow, labels: LabelScheme) -> Grant:
    """The grant of a row; a level that settings no longer know is not granted."""
    try:
        level = labels.level(row.level) if row.level else None
    except InvalidInput:
        level = None
    emergency = row.emergency.public_id if row.emergency else ""
    ends_at = min(row.ends_at, row.ended_at or row.ends_at)
    return Grant(row.starts_at, ends_at, level, frozenset(row.compartments), emergency)


def principal_of(row: AccountRow, labels: LabelScheme) -> Principal:
    """The principal of an account row without what is granted for a while."""
    return Principal(
        row.public_id, row.name, row.display_name, Role(row.role), standing_clearance(row, labels)
    )


def standing_clearance(row: AccountRow, labels: LabelScheme) -> Clearance:
    """What the row grants; a level that settings no longer know grants only the lowest."""
    try:
        level = labels.level(row.level)
    except InvalidInput:
        return Clearance(labels.levels[0])
    return Clearance(level, frozenset(row.compartments) & labels.compartments, row.party)
