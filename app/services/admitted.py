"""How many accounts a label admits: for registrars who are cleared for that label, and nobody else.

Counted are the accounts that are not disabled and whose role reads records. The number tells of
accounts, never of records (docs/decisions/admits-n-accounts.md).
"""

from __future__ import annotations

from dataclasses import dataclass

from app.db import account_store
from app.domain.access import AccessLabel
from app.domain.label_changes import change_words
from app.domain.principals import Action, Principal
from app.services.principals import principal_of
from app.services.work import Work


@dataclass(frozen=True, slots=True)
class Admission:
    """`Would admit 14 of 31 accounts`."""

    count: int
    total: int


@dataclass(frozen=True, slots=True)
class AdmissionChange:
    """Who gains and who loses between two labels. Numbers are None for whom may not know them."""

    old: AccessLabel
    new: AccessLabel
    words: tuple[str, ...]
    gains: int | None
    loses: int | None
    admitted: Admission | None

    @property
    def is_narrower(self) -> bool:
        """Whether the new label admits nobody that the old one does not: one person may do that."""
        return self.new.dominates(self.old)


def admitted(principal: Principal, work: Work, label: AccessLabel) -> Admission | None:
    """How many accounts may read what carries this label; None for whoever may not know."""
    if not _may_know(principal, label):
        return None
    readers = _readers(work)
    return Admission(sum(one.may_read(label) for one in readers), len(readers))


def compare(
    principal: Principal, work: Work, old: AccessLabel, new: AccessLabel
) -> AdmissionChange:
    """What relabelling changes, in words and, for whom may know, in numbers of accounts."""
    words = change_words(old, new)
    if not (_may_know(principal, old) and _may_know(principal, new)):
        return AdmissionChange(old, new, words, None, None, None)
    readers = _readers(work)
    before = {one.account_id for one in readers if one.may_read(old)}
    after = {one.account_id for one in readers if one.may_read(new)}
    count = Admission(len(after), len(readers))
    return AdmissionChange(old, new, words, len(after - before), len(before - after), count)


def _may_know(principal: Principal, label: AccessLabel) -> bool:
    return principal.may(Action.REGISTER) and principal.may_read(label)


def _readers(work: Work) -> list[Principal]:
    principals = (
        principal_of(row, work.labels)
        for row in account_store.all_accounts(work.session)
        if not row.is_disabled
    )
    return [one for one in principals if one.may(Action.READ)]
