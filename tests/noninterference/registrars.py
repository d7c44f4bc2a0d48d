"""What the registrars of an archive have in hand.

In both worlds every record of the plan gets a proposal of release, one of an export and, where somebody
signed it, a list of originators; the twin has only the records that the reader may read.
"""

from __future__ import annotations

from app.domain.access import Clearance
from app.domain.consents import OWN_SERVICE, ConsentState
from app.domain.principals import Principal, Role
from app.services import accounts, consents, export_approvals, records, releases
from app.services.consents import ConsentAnswer
from app.services.work import Work
from tests.houses import NOON
from tests.noninterference import retention
from tests.noninterference.plans import SCHEME, Plan, PlannedRecord
from tests.noninterference.worlds import PASSWORD, World


def prepare(world: World, plan: Plan) -> None:
    """Propose and ask on every record of the plan, as colleagues who may read it."""
    with world.house.work(writing=True) as work:
        for party in ("CAN", "JPN"):
            clearance = Clearance(SCHEME.levels[-1], SCHEME.compartments, party)
            _account(work, f"colleague.{party.lower()}", clearance)
        work.commit()
    for planned in plan.records:
        if not planned.withdrawn:
            _propose(world, planned)
    retention.prepare(world, plan)


def _account(work: Work, name: str, clearance: Clearance) -> None:
    officer = accounts.operator_principal(SCHEME)
    draft = accounts.AccountDraft(name, name.title(), Role.REGISTRAR, clearance)
    accounts.create(officer, work, draft, PASSWORD)


def _colleague(work: Work, planned: PlannedRecord) -> Principal:
    party = "jpn" if planned.final_label.endswith("JPN") else "can"
    return accounts.principal_for(work, f"colleague.{party}")


def _propose(world: World, planned: PlannedRecord) -> None:
    """A proposal where anything is wider than the label, and a refusal on the list of originators."""
    record_id = world.ids[planned.name]
    with world.house.work(writing=True) as work:
        colleague = _colleague(work, planned)
        view = records.read_record(colleague, work, record_id)
        if view.label != SCHEME.bottom:
            reason = f"Known to all: {planned.title}"
            releases.propose(colleague, work, record_id, view.revision, SCHEME.bottom, reason)
        export_approvals.propose(colleague, work, [record_id], f"To show: {planned.title}")
        if planned.signatories:
            consents.begin(colleague, work, record_id)
            answer = ConsentAnswer(ConsentState.REFUSED, planned.person, NOON.date())
            seen = consents.matrix(colleague, work, record_id).last_number
            consents.enter(colleague, work, record_id, seen, [OWN_SERVICE], answer)
        work.commit()
