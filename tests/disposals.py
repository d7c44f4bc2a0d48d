"""What tests of retention share: two registrars, a series with a rule, records that are due, lists."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.domain.disposals import DisposalEnd
from app.domain.principals import Principal, Role
from app.domain.records import FileDraft, RecordId
from app.domain.releases import Decision
from app.domain.retention import RetentionRule, SeriesDraft
from app.domain.retention_terms import DisposalAction, DisposalMethod, RetentionTrigger
from app.services import disposals, holds, records, registration, series
from app.services.holds import HoldForm
from app.wiring import House
from tests.builders import SCHEME, a_draft, a_principal, a_registrar

FIRST = a_registrar()
SECOND = a_principal("Secret", *SCHEME.compartments, role=Role.REGISTRAR, name="second")
LOW = a_principal("Official", role=Role.REGISTRAR, name="low")
AUTHORITY = "Records schedule 2019, item 4"


def a_series(
    house: House,
    code: str = "HR/CHN",
    *,
    years: int | None = 5,
    trigger: RetentionTrigger = RetentionTrigger.DATED,
    action: DisposalAction = DisposalAction.DESTROY,
) -> str:
    """A series that is in the file plan; its id."""
    draft = SeriesDraft(
        code, "Human rights, China", RetentionRule(years, trigger, action, AUTHORITY)
    )
    with house.work(writing=True) as work:
        made = series.create(FIRST, work, draft, "In the schedule")
        work.commit()
    return made


def a_filed_record(
    house: House, series_id: str, *, content: bytes = b"", **described: Any
) -> RecordId:
    """A record that stands in a series; with `content`, it has a file that is a week old."""
    with house.work(writing=True) as work:
        draft = a_draft(**described)
        if content:
            stored = work.originals.put(io.BytesIO(content), 1_000_000)
            grow_old(house, stored.sha256)
            file = FileDraft(stored.sha256, stored.size_bytes, "text/plain", "letter.txt")
            draft = replace(draft, files=(file,))
        record_id = registration.register(FIRST, work, draft)
        series.put(FIRST, work, record_id, series_id, "It belongs there")
        work.commit()
    return record_id


def grow_old(house: House, sha256: str) -> None:
    """Let an original look as if it had been put a week before the house's today."""
    path = house.settings.documents_dir / sha256[:2] / sha256[2:4] / sha256
    moment = (house.clock.now() - timedelta(days=7)).timestamp()
    os.utime(path, (moment, moment))


def propose(
    house: House,
    chosen: Sequence[RecordId],
    *,
    by: Principal = FIRST,
    method: DisposalMethod = DisposalMethod.DESTROY,
) -> str:
    with house.work(writing=True) as work:
        made = disposals.propose(by, work, method, chosen, "Its time is over")
        work.commit()
    return made


def decide(
    house: House,
    list_id: str,
    decision: Decision = Decision.APPROVE,
    *,
    by: Principal = SECOND,
    end: DisposalEnd | None = None,
) -> int:
    with house.work(writing=True) as work:
        done = disposals.decide(by, work, list_id, decision, "Agreed", end or DisposalEnd())
        work.commit()
    return done


def hold(house: House, record_ids: Sequence[RecordId], series_id: str = "") -> str:
    """A hold on records, or on a series; its id."""
    with house.work(writing=True) as work:
        asked = HoldForm(series_id, [reference(house, one) for one in record_ids], "Legal", "Suit")
        made = holds.set_hold(FIRST, work, asked)
        work.commit()
    return made


def reference(house: House, record_id: RecordId) -> str:
    with house.work() as work:
        return records.read_record(FIRST, work, record_id).reference


def due_ids(house: House, by: Principal = FIRST) -> list[RecordId]:
    """What the due list shows to somebody, held records left out."""
    with house.work() as work:
        return [one.id for one in disposals.due(by, work).records if not one.is_held]
