"""The authorities as values for forms: parties by name, groupings by date. Public knowledge."""

from __future__ import annotations

from app.db.authorities import authorities
from app.domain.groupings import Groupings
from app.domain.parties import PartyDirectory
from app.domain.principals import Action, Principal
from app.services.work import Work


def parties(principal: Principal, work: Work) -> PartyDirectory:
    """Every party on record, with every way to name it."""
    principal.require(Action.READ)
    return authorities(work.session).parties


def groupings(principal: Principal, work: Work) -> Groupings:
    """Every grouping on record, with its dated memberships."""
    principal.require(Action.READ)
    return authorities(work.session).groupings
