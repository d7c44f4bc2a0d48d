"""Leaks of reports on several records."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.db import party_reading, person_reading
from app.db.catalogue import Catalogue
from app.db.gate import Gate
from app.services import reports
from app.services.importing import importing_principal
from tests.noninterference.leaks.planted import Leak, told_at


def _wide_open(gate: Gate) -> Catalogue:
    """A gate through which everything passes, for what is only counted."""
    everybody = importing_principal(gate.labels).clearance
    return Catalogue(gate.session, everybody, gate.labels)


@told_at("/reports/country-sheet")
def companions_are_counted_in_the_whole_register(patch: pytest.MonkeyPatch) -> None:
    """With whom a party signed most is counted without the gate: no hidden record is named."""
    honest = party_reading.companions

    def companions(gate: Gate, code: Any, limit: int) -> Any:
        return honest(_wide_open(gate), code, limit)

    patch.setattr(party_reading, "companions", companions)


@told_at("/reports/case-sheet")
def hidden_texts_on_a_person_are_counted(patch: pytest.MonkeyPatch) -> None:
    """The texts that name somebody are found without the gate; those hidden are not shown, but counted."""
    honest = person_reading.records_naming

    def records_naming(gate: Gate, names: Any, keys: Any = ()) -> Any:
        return honest(_wide_open(gate), names, keys)

    patch.setattr(person_reading, "records_naming", records_naming)


@told_at("/reports/chronology.pdf")
def a_report_is_based_on_the_whole_register(patch: pytest.MonkeyPatch) -> None:
    """ "Based on n texts" counts the whole register."""
    honest = reports.dossier_of

    def dossier_of(principal: Any, work: Any, *rest: Any, **named: Any) -> Any:
        made = honest(principal, work, *rest, **named)
        everybody = importing_principal(work.labels).clearance
        total = Catalogue(work.session, everybody, work.labels).total()
        return replace(made, readable_total=total)

    patch.setattr(reports, "dossier_of", dossier_of)


LEAKS: tuple[Leak, ...] = (
    companions_are_counted_in_the_whole_register,
    hidden_texts_on_a_person_are_counted,
    a_report_is_based_on_the_whole_register,
)
