"""Holds: stopping all disposal of a series or of named records, until somebody lifts it. Registrars only.

A hold on named records exists for those who may read one of them, and shows them only what they may read.
Lifting it lifts it for those; whether it goes on for others is told to nobody who may not read them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.db import hold_store, series_store
from app.db.catalogue import Catalogue
from app.domain.access import AccessLabel
from app.domain.errors import Conflict, InvalidInput, NotFound
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.retention import LONGEST_AUTHORITY, Hold, Series
from app.domain.wording import said
from app.services import audit, series
from app.services.hands import hand_of
from app.services.work import Work

SET, LIFTED, VIEWED = "hold set", "hold lifted", "hold viewed"
NOT_HERE = said("There is no such hold among those you may know of.")
LIFTED_ALREADY = said("This hold was lifted already.")


@dataclass(frozen=True, slots=True)
class HoldForm:
    """What a registrar asks: a series, or references, never both."""

    series_id: str
    references: Sequence[str]
    authority: str
    reason: str


def set_hold(principal: Principal, work: Work, asked: HoldForm) -> str:
    """Set a hold; it works at once. Returns its id. Raises InvalidInput by field."""
    catalogue = _catalogue(principal, work)
    if bool(asked.series_id) == bool(asked.references):
        raise InvalidInput("references", "Choose a series, or write references: one of the two.")
    if len(asked.references) > series.MOST_AT_ONCE:
        raise InvalidInput(
            "references",
            said("At most {most_at_once} records at once.", most_at_once=series.MOST_AT_ONCE),
        )
    authority = asked.authority.strip()
    if not authority or len(authority) > LONGEST_AUTHORITY:
        raise InvalidInput(
            "authority",
            said(
                "Say by whose word, in at most {longest_authority} characters.",
                longest_authority=LONGEST_AUTHORITY,
            ),
        )
    hand = hand_of(principal, work, asked.reason)
    if asked.series_id:
        held = _series(work, asked.series_id)
        hold_id = work.ids.new_id("hold", held.id)
        hold_store.add(work.session, hold_id, authority, hand, held)
        audit.record_change(principal, work, SET, [hold_id], {"series": held.id})
        return hold_id
    found = series.located_by_references(catalogue, asked.references, with_withdrawn=True)
    hold_id = work.ids.new_id("hold", found[0].id)
    hold_store.add(work.session, hold_id, authority, hand, found)
    audit.record_change(principal, work, SET, [hold_id, *(one.id for one in found)], {})
    return hold_id


def lift(principal: Principal, work: Work, hold_id: str, reason: str) -> None:
    """Lift a hold for everything that this registrar may know it to hold. Raises NotFound, Conflict."""
    found = _find(principal, work, hold_id)
    hand = hand_of(principal, work, reason)
    if not found.is_in_force:
        raise Conflict(LIFTED_ALREADY)
    lifted = hold_store.lift(_catalogue(principal, work), hold_id, hand)
    audit.record_change(principal, work, LIFTED, [hold_id, *lifted], {})


def list_holds(principal: Principal, work: Work) -> tuple[list[Hold], AccessLabel]:
    """The holds this registrar may know of, those in force first; and the marking of the page.

    Looking at guarded ones is recorded.
    """
    catalogue = _catalogue(principal, work)
    found = hold_store.holds(catalogue)
    label = catalogue.join(one for hold in found for one in hold.labels)
    if label != work.labels.bottom:
        audit.record_reading(principal, work, VIEWED, [one.id for one in found])
    return sorted(found, key=lambda one: not one.is_in_force), label


def page(principal: Principal, work: Work, hold_id: str) -> tuple[Hold, AccessLabel]:
    """One hold for its page, with the page's marking; recorded above Public. Raises NotFound."""
    found = _find(principal, work, hold_id)
    label = _catalogue(principal, work).join(found.labels)
    if label != work.labels.bottom:
        audit.record_reading(principal, work, VIEWED, [hold_id])
    return found, label


def on_record(principal: Principal, work: Work, record_id: RecordId) -> tuple[Hold, ...]:
    """The holds in force on a record, by name or by its series. Raises NotFound."""
    catalogue = _catalogue(principal, work)
    located = catalogue.locate(record_id)
    return hold_store.in_force_on(catalogue, [located.key]).get(located.key, ())


def _series(work: Work, series_id: str) -> Series:
    try:
        return series_store.find(work.session, series_id)
    except NotFound as error:
        raise InvalidInput("series_id", "Choose one of the series.") from error


def _find(principal: Principal, work: Work, hold_id: str) -> Hold:
    found = hold_store.holds(_catalogue(principal, work), hold_id=hold_id)
    if not found:
        raise NotFound(NOT_HERE)
    return found[0]


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    principal.require(Action.REGISTER)
    return Catalogue(work.session, principal.clearance, work.labels)
