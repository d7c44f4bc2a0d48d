"""The digest: a mail that says in how many of one's watched searches something is new. Nothing else.

It names no search, no record and no number of records; how many searches is counted as on the start
page, with what the person may read at this moment, without emergencies. A period (a day, a week) is
marked as done with before its mail is handed over, so that a worker that dies in between sends no
second one; when the relay refuses, the mark is taken back and the job is tried again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.db import account_store, jobs, saved_search_store
from app.db.jobs import Job, JobKind
from app.db.models.saved_searches import SearchDigestRow
from app.domain.errors import InvalidInput, NotFound, Unavailable
from app.domain.principals import Action, Principal
from app.domain.saved_searches import (
    AlertState,
    DigestChoice,
    DigestFrequency,
    Marks,
    packed_marks,
    period_of,
    read_marks,
)
from app.mail.mail_room import Mail, checked_address
from app.services import accounts, audit, leases, search_alerts
from app.services.principals import principal_unattended
from app.services.work import OpenWork, Work

MAILED, NOT_MAILED = "search digest mailed", "search digest not mailed"


@dataclass(frozen=True, slots=True)
class _Due:
    """A digest that is due: for whom, and what is new and not announced, by key of its search."""

    principal: Principal
    address: str
    period: str
    period_before: str
    new: dict[int, Marks]
    told_before: dict[int, bytes]
    has_news: int
    """In how many searches there is something that was not announced."""


def can_send(work: Work) -> bool:
    return work.mail.is_open


def choice(principal: Principal, work: Work) -> DigestChoice:
    """What this account chose; off when it never did."""
    principal.require(Action.KEEP_SEARCHES)
    row = saved_search_store.digest(work.session, principal.account_id)
    return DigestChoice(DigestFrequency(row.frequency), row.address) if row else DigestChoice()


def choose(principal: Principal, work: Work, wanted: DigestChoice) -> None:
    """Stage a choice; the first mail comes in the next period. Off keeps no address.

    Raises InvalidInput("address"), and Unavailable where no mail leaves this house.
    """
    principal.require(Action.KEEP_SEARCHES)
    address = ""
    if wanted.frequency is not DigestFrequency.OFF:
        if not work.mail.is_open:
            raise Unavailable("mail", "No mail relay is set up here.")
        address = checked_address(wanted.address)
    account = account_store.by_public_id(work.session, principal.account_id)
    if account is None:
        raise NotFound
    row = saved_search_store.digest(work.session, principal.account_id)
    if row is None:
        row = SearchDigestRow(account_id=account.id, frequency="", address="", period="")
        saved_search_store.add(work.session, row)
    if row.frequency != wanted.frequency.value:
        row.period = period_of(wanted.frequency, work.clock.now())
    row.frequency, row.address = wanted.frequency.value, address
    details = {"frequency": wanted.frequency.value}
    audit.record_change(principal, work, "search digest chosen", [account.public_id], details)


def enqueue_due(open_work: OpenWork) -> int:
    """Write a job for every account whose period is not done with; for the timetable."""
    with open_work() as work:
        if not work.mail.is_open:
            return 0
        due = [
            row.account.public_id
            for frequency in (DigestFrequency.DAILY, DigestFrequency.WEEKLY)
            for row in saved_search_store.digests(work.session, frequency.value)
            if row.period != period_of(frequency, work.clock.now())
        ]
    if due:
        with open_work(writing=True) as work:
            for account_id in due:
                kind, now = JobKind.SEARCH_DIGEST, work.clock.now()
                jobs.enqueue(work.session, kind, account_id, now, work.ids)
            work.commit()
    return len(due)


def send_due_digest(open_work: OpenWork) -> int:
    """Send one digest that is due; for the worker. Returns how many jobs were claimed."""

    def send(claimed: Sequence[Job]) -> dict[str, str]:
        for one in claimed:
            _send(open_work, one.subject)
        return {}

    return leases.work_on(open_work, [JobKind.SEARCH_DIGEST], 1, send)


def _send(open_work: OpenWork, account_id: str) -> None:
    with open_work() as work:
        due = _due(work, account_id)
    if due is None:
        return
    with open_work(writing=True) as work:
        if not _is_still(work, account_id, due):
            raise Unavailable("account", "The account changed meanwhile.")
        _mark(work, account_id, due.period, {one: packed_marks(due.new[one]) for one in due.new})
        if due.has_news:
            _record(work, MAILED, account_id)
        work.commit()
    if not due.has_news:
        return
    try:
        work.mail.send(_mail(due, work.base_url))
    except (Unavailable, InvalidInput):
        with open_work(writing=True) as work:
            row = saved_search_store.digest(work.session, account_id)
            if row is not None and row.period == due.period:  # or another choice was made meanwhile
                _mark(work, account_id, due.period_before, due.told_before)
            _record(work, NOT_MAILED, account_id)
            work.commit()
        raise


def _due(work: Work, account_id: str) -> _Due | None:
    """None when the period is done with, or the person may not be told anything now."""
    row = saved_search_store.digest(work.session, account_id)
    if row is None or not work.mail.is_open:
        return None
    period = period_of(DigestFrequency(row.frequency), work.clock.now())
    principal = principal_unattended(work, row.account)
    if not period or row.period == period or principal is None:
        return None
    if not principal.may(Action.KEEP_SEARCHES):
        return None
    new: dict[int, Marks] = {}
    told: dict[int, bytes] = {}
    for one in saved_search_store.watched(work.session, account_id):
        found = search_alerts.look(principal, work, one)
        if found.state is AlertState.NOT_NOW:
            raise Unavailable("search", "The search cannot answer in full now.")
        new[one.id] = search_alerts.new_in(one, found)
        told[one.id] = one.watch.told if one.watch else b""
    has_news = sum(1 for key, marks in new.items() if marks - read_marks(told[key]))
    return _Due(principal, row.address, period, row.period, new, told, has_news)


def _is_still(work: Work, account_id: str, due: _Due) -> bool:
    """Whether the account may read what it was looked at with, and wants this mail still."""
    row = saved_search_store.digest(work.session, account_id)
    return (
        row is not None
        and principal_unattended(work, row.account) == due.principal
        and (row.period, row.address) == (due.period_before, due.address)
    )


def _mark(work: Work, account_id: str, period: str, told: dict[int, bytes]) -> None:
    row = saved_search_store.digest(work.session, account_id)
    if row is not None:
        row.period = period
    for one in saved_search_store.watched(work.session, account_id):
        if one.watch is not None and one.id in told:
            one.watch.told = told[one.id]


def _record(work: Work, action: str, account_id: str) -> None:
    audit.record_change(accounts.system_principal(work.labels), work, action, [account_id])


def _mail(due: _Due, base_url: str) -> Mail:
    """Names nothing of the archive, nor what kind of archive it is. In English, as all mails are."""
    text = f"There are new matches for {due.has_news} of your saved searches.\n\n{base_url}/\n"
    return Mail(due.address, "New matches", text)
