"""Retention and disposal: what stands in both worlds, and what a registrar of the reader's clearance asks.

Every record of the plan stands in a series and on a list of its own; a hold goes over all of them, and the
archive alone has one that was disposed of. The twin has only the records that the reader may read.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.principals import Principal
from app.domain.records import RecordId
from app.domain.releases import Decision
from app.domain.retention import RetentionRule, SeriesDraft
from app.domain.retention_terms import DisposalAction, DisposalMethod, RetentionTrigger
from app.services import accounts, disposals, holds, records, registration, series
from app.services.holds import HoldForm
from app.services.importing import importing_principal
from app.services.work import Work
from tests.builders import a_draft
from tests.houses import DerivedIdentifiers
from tests.noninterference.plans import SCHEME, Plan, PlannedRecord, is_stub, is_visible
from tests.noninterference.worlds import World

CODE, GONE = "HR/CHN", "plan:gone"
NOBODYS = RecordId("00000000-0000-4000-8000-00000000000f")
Asked = tuple[str, str, str, tuple[tuple[str, str], ...]]
"""Endpoint, path, method and form of a request."""


def prepare(world: World, plan: Plan) -> None:
    """A series, a hold over everything in it, a list for each record, and one that was disposed of."""
    system = importing_principal(SCHEME)
    kept = sorted((one for one in plan.records if not one.withdrawn), key=_hidden_last)
    with world.house.work(writing=True) as work:
        rule = RetentionRule(1, RetentionTrigger.DATED, DisposalAction.REVIEW, "Schedule 4")
        own = series.create(system, work, SeriesDraft(CODE, "Human rights", rule), "Begun")
        for planned in kept:
            _retain(system, work, world.ids[planned.name], own, planned)
        if kept:
            every = [world.ids[planned.name] for planned in kept if len(planned.name) % 2]
            _hold(system, work, every)
        if any(not is_visible(one) and not is_stub(one) for one in plan.records):
            _dispose_of_a_hidden_one(system, work, own)
        work.commit()


def reading_requests(record_ids: list[RecordId]) -> Iterator[Asked]:
    """What changes nothing."""
    ids = [*record_ids, RecordId(_id("record", GONE)), NOBODYS]
    own = _id("series", CODE)
    paths = ["/retention", "/retention/due", "/retention/series", "/retention/series/new"]
    paths += [f"/retention/series/{own}{tail}" for tail in ("", "/amend")]
    paths += ["/retention/holds/new", f"/retention/series/{ids[-1]}"]
    for one in ids:
        listed = f"/retention/disposals/{_id('disposal', one)}"
        paths += [listed, f"{listed}/certificate.pdf", f"/retention/holds/{_id('hold', one)}"]
        paths += [f"/records/{one}/retention"]
    for path in paths:
        yield "retention", path, "GET", ()
    yield "records", f"/records/{ids[len(record_ids)]}", "GET", ()


def changing_requests(record_ids: list[RecordId], references: list[str]) -> Iterator[Asked]:
    """Forms with hidden ids and references in them; the last ones dispose of what may be read."""
    own = _id("series", CODE)
    typed = {"authority": "Court", "reason": "Suit"}
    for code in [*references, "JL-2017-0000F"]:
        fill = {"references": code, "reason": "It belongs there"}
        yield _post(f"/retention/series/{own}/records", **fill)
        yield _post("/retention/holds/new", references=code, **typed)
    yield _post("/retention/series/new", code=CODE, title="Twice", keep="permanent", **typed)
    amended = {"code": CODE, "title": "Another", "keep": "years", "years": "1", "revision": "1"}
    chosen = {"trigger": "dated", "action": "review"}
    yield _post(f"/retention/series/{own}/amend", **amended, **chosen, **typed)
    yield _post("/retention/due", *(("record", one) for one in record_ids), **_PROPOSED)
    for one in [*record_ids, NOBODYS]:
        listed, held = (f"/retention/{kind}/{_id(word, one)}" for kind, word in _KINDS)
        yield _post("/retention/due", ("record", one), **_PROPOSED)
        yield _post(f"/records/{one}/retention", series_id=own, reason="")
        yield _post(f"{listed}/take-off", off_record=one, off_reason="")
        yield _post(f"{held}/lift", reason="Over")
        yield _post(f"{listed}/decision", decision="approve", reason="Agreed")
    yield from reading_requests(record_ids)


_PROPOSED = {"section": "review", "method": "destroy", "reason": "Over"}
_KINDS = (("disposals", "disposal"), ("holds", "hold"))


def _post(path: str, *pairs: tuple[str, str], **fields: str) -> Asked:
    return "retention", path, "POST", (*pairs, *fields.items())


def _hidden_last(planned: PlannedRecord) -> bool:
    return not is_visible(planned)


def _retain(
    system: Principal, work: Work, record_id: RecordId, own: str, planned: PlannedRecord
) -> None:
    series.put(system, work, record_id, own, f"As all: {planned.title}")
    party = "jpn" if planned.final_label.endswith("JPN") else "can"
    colleague = accounts.principal_for(work, f"colleague.{party}")
    reason = f"Its time is over: {planned.title}"
    disposals.propose(colleague, work, DisposalMethod.DESTROY, [record_id], reason)


def _hold(system: Principal, work: Work, record_ids: list[RecordId]) -> None:
    if record_ids:
        codes = [records.read_record(system, work, one).reference for one in record_ids]
        holds.set_hold(system, work, HoldForm("", codes, "Court", "Suit"))


def _dispose_of_a_hidden_one(system: Principal, work: Work, own: str) -> None:
    draft = a_draft(label="Secret", title="zanzibarium gone", source=GONE)
    record_id = registration.register(system, work, draft)
    series.put(system, work, record_id, own, "As all")
    first, second = (accounts.principal_for(work, f"colleague.{one}") for one in ("can", "jpn"))
    made = disposals.propose(first, work, DisposalMethod.DESTROY, [record_id], "zanzibarium")
    disposals.decide(second, work, made, Decision.APPROVE, "Agreed")


def _id(kind: str, logical_name: str) -> str:
    """Ids derive from logical names: the first of that name."""
    return DerivedIdentifiers().new_id(kind, logical_name)
