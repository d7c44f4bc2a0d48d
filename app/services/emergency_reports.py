"""The report of an emergency: what was done under it, from the audit trail, in ids only.

A job makes it at the emergency's end, and once: what stands in it is what the trail said then. Every
entry that names the emergency is in it, up to a limit, with the number of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.db import admission_store, audit_store
from app.db.jobs import Job, JobKind
from app.db.models.admission import EmergencyRow
from app.services import accounts, audit, leases
from app.services.work import OpenWork, Work

MOST_ENTRIES = 5_000


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One entry of the trail."""

    sequence: int
    at: datetime
    action: str
    objects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """`total` counts every entry; `lines` are the first of them, in order."""

    made_at: datetime
    lines: tuple[ReportLine, ...]
    total: int


def report_of(row: EmergencyRow) -> Report | None:
    """The report as it was kept; None before it is made."""
    if row.reported_at is None or row.report is None:
        return None
    lines = tuple(
        ReportLine(sequence, datetime.fromisoformat(moment), action, tuple(objects))
        for sequence, moment, action, objects in row.report["entries"]
    )
    return Report(row.reported_at, lines, row.report["total"])


def make_due_report(open_work: OpenWork) -> int:
    """Make one report that is due; for the worker. Returns how many jobs were claimed."""

    def make(claimed: Sequence[Job]) -> dict[str, str]:
        for one in claimed:
            with open_work(writing=True) as work:
                _make(work, one.subject)
                work.session.commit()
        return {}

    return leases.work_on(open_work, [JobKind.EMERGENCY_REPORT], 1, make)


def _make(work: Work, emergency_id: str) -> None:
    """Stage the report; nothing where it is made already, or where the emergency still runs."""
    row = admission_store.emergency_by_public_id(work.session, emergency_id)
    now = work.clock.now()
    if row is None or row.reported_at is not None or row.ends_at is None or now < row.ends_at:
        return
    entries = [
        entry
        for entry in audit_store.of_actor(
            work.session, row.account.public_id, row.starts_at or row.asked_at, now
        )
        if entry.details.get("emergency") == row.public_id
    ]
    row.report = {
        "total": len(entries),
        "entries": [
            [entry.sequence, entry.moment, entry.action, list(entry.objects)]
            for entry in entries[:MOST_ENTRIES]
        ],
    }
    row.reported_at = now
    system = accounts.system_principal(work.labels)
    audit.record_change(
        system,
        work,
        "emergency reported",
        [row.public_id, row.account.public_id],
        {"entries": str(len(entries))},
    )
