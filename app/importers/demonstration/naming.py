"""Who is addressed and who was missing, as the compiled facts name them.

The facts say of nobody who noted an absence: such a note is the register's own, unsourced, unless our
readings name the source whose own title says it. Offices of international bodies are addressed as such;
the state their holder comes from is not addressed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from app.domain.nothing import NONE, NOT_KNOWN
from app.domain.parties import PartyDirectory
from app.domain.records import AbsenceReport, Addressee, Evidence, PartyCode
from app.domain.vocabularies import AbsenceKind

_ORGANS = (
    "Government",
    "Central authorities",
    "Ministry",
    "Sublime Porte",
    "European Commission",
    "Security Council",
    "Hamas",
    "Presidency of the Council",
    "Office of the UN",
)
SAID = "Did not sign"
"""All that the title of a source says; what else is noted stays the register's own."""
_KIND = AbsenceKind.REPORTED_ABSENT
_OFFICES_OF_NO_STATE = ("President of the Human Rights Council",)

_Row = Mapping[str, str]


def addressee_of(row: _Row, parties: PartyDirectory) -> Addressee:
    """One addressee; an office without a party belongs to none."""
    office, party = row.get("office") or "", row.get("party") or ""
    if office in _OFFICES_OF_NO_STATE:
        party = ""
    nobody = NONE if office else NOT_KNOWN
    is_organ = office.startswith(_ORGANS)
    return Addressee(
        party=parties.resolve(party).code if party else nobody,
        organ=office if office and is_organ else NOT_KNOWN,
        office=office if office and not is_organ else NOT_KNOWN,
        person=row.get("name") or NOT_KNOWN,
    )


def absences_of(
    rows: Sequence[_Row],
    said_by: Mapping[str, str],
    standing: Collection[PartyCode],
    parties: PartyDirectory,
) -> Iterator[AbsenceReport]:
    """One for each party noted as missing; not for one that has joined since."""
    for row in rows:
        code = parties.resolve(row["party"]).code
        if code in standing:
            continue
        if source := said_by.get(code, ""):
            yield AbsenceReport(code, _KIND, SAID, Evidence(source))
        if not source or row["note"] != SAID:
            yield AbsenceReport(code, _KIND, row["note"])
