"""Leaks of books: what is counted in them, and who finds them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.db.catalogue import Catalogue
from app.domain.access import EVERY_PARTY, Clearance
from app.services import books, briefing_drafts
from app.services.briefing_access import held
from tests.noninterference.leaks.planted import Leak, tells_from_the_start, told_at


@tells_from_the_start
@told_at("/books/")
def a_book_is_based_on_all_there_is(patch: pytest.MonkeyPatch) -> None:
    """The line "based on 70 texts" counts those that its maker may not read."""

    def catalogue(session: Any, _clearance: Any, labels: Any) -> Catalogue:
        everything = Clearance(labels.levels[-1], labels.compartments, EVERY_PARTY)
        return Catalogue(session, everything, labels)

    patch.setattr(books, "Catalogue", catalogue)


@tells_from_the_start
@told_at("/books/")
def a_book_holds_what_was_picked_once(patch: pytest.MonkeyPatch) -> None:
    """The build keeps the draft as stored, with the ids of what is hidden by now; its digest tells."""
    honest = briefing_drafts.draft

    def draft(principal: Any, work: Any, briefing_id: str) -> Any:
        found = honest(principal, work, briefing_id)
        return replace(found, briefing=held(principal, work, briefing_id).whole)

    patch.setattr(briefing_drafts, "draft", draft)


LEAKS: tuple[Leak, ...] = (a_book_is_based_on_all_there_is, a_book_holds_what_was_picked_once)
