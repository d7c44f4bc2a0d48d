"""Dossiers for tests: views as a reader has them, with the parties and groupings that ship with Chancery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from app.domain.dossiers import Dossier
from app.domain.groupings import Groupings, groupings_from_json
from app.domain.parties import PartyDirectory
from app.domain.party_seed import parties_from_json
from app.domain.views import RecordView
from tests.papers import OFFICIAL

SEEDS = Path(__file__).resolve().parents[1] / "app" / "db" / "seeds"


@cache
def directory() -> PartyDirectory:
    """The parties that ship with Chancery."""
    return PartyDirectory.from_rows(parties_from_json((SEEDS / "parties.json").read_text("utf-8")))


@cache
def groupings() -> Groupings:
    """The groupings that ship with Chancery."""
    return Groupings.from_rows(groupings_from_json((SEEDS / "groups.json").read_text("utf-8")))


def a_dossier(views: Sequence[RecordView], **fields: Any) -> Dossier:
    """A dossier of these views, in their order; further `fields` as in `domain.dossiers.Dossier`."""
    made = Dossier(
        subject="Human rights lawyers in China",
        records=tuple(views),
        label=OFFICIAL,
        readable_total=70,
        parties=directory(),
        groupings=groupings(),
        total=len(views),
    )
    return replace(made, **fields)
