"""Relations between records, for the page of one record and for registrars who make them."""

from __future__ import annotations

from app.db.catalogue import Catalogue
from app.db.relations import related
from app.domain.principals import Action, Principal
from app.domain.records import RecordId, RelationDraft
from app.domain.views import RelatedRecord
from app.services import registration
from app.services.work import Work


def relations_of(
    principal: Principal, work: Work, record_id: RecordId
) -> tuple[RelatedRecord, ...]:
    """Every relation both ends of which the principal may read, by date. Raises NotFound."""
    principal.require(Action.READ)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    return related(catalogue, catalogue.locate(record_id))


def relate(
    principal: Principal,
    work: Work,
    from_id: RecordId,
    relation: RelationDraft,
    to_id: RecordId | None = None,
) -> bool:
    """As `registration.link`: relate a record to another or to a text outside the register."""
    return registration.link(principal, work, from_id, relation, to_id=to_id)
