"""Mistakes around reading a text where it was found."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.db.files import pages_of
from app.db.gate import Gate
from app.db.models.files import record_file
from app.domain.errors import NotFound
from app.domain.searches import Spot
from app.services import reading
from tests.noninterference.leaks.planted import Leak, told_at


@told_at("/text")
def a_file_that_is_hidden_is_not_absent(patch: pytest.MonkeyPatch) -> None:
    """Whether a file exists is looked up before anybody asks who may read it."""
    honest = reading.read_file

    def read_file(principal: Any, work: Any, file_id: str, at: Spot, asked: Any) -> Any:
        found = work.session.scalar(
            select(record_file.c.id).where(record_file.c.public_id == file_id)
        )
        try:
            return honest(principal, work, file_id, at, asked)
        except NotFound:
            if found is None:
                raise
            raise reading.Unavailable("files", "Ask for access to this file.") from None

    patch.setattr(reading, "read_file", read_file)


@told_at("/text")
def the_text_of_a_file_goes_on_in_the_next(patch: pytest.MonkeyPatch) -> None:
    """The pages are read by their place in the table, and run over into the files of hidden records."""

    def pages(gate: Gate, file_id: str) -> list[tuple[int, str]]:
        own = pages_of(gate, file_id)
        others = gate.session.scalars(select(record_file.c.name)).all()
        return [*own, *((len(own) + place, name) for place, name in enumerate(others, start=1))]

    patch.setattr(reading.files, "pages_of", pages)


LEAKS: tuple[Leak, ...] = (
    a_file_that_is_hidden_is_not_absent,
    the_text_of_a_file_goes_on_in_the_next,
)
