"""Records for printing: the founding letter as a reader sees it, and views with any part changed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from app.domain.access import AccessLabel, Level
from app.domain.dates import CalendarDate, DatedFact
from app.domain.grades import Grade
from app.domain.nothing import NOT_KNOWN
from app.domain.records import (
    AbsenceReport,
    Addressee,
    Concern,
    Demand,
    Description,
    Evidence,
    NamedPerson,
    PartyCode,
    RecordId,
    Response,
    Signature,
)
from app.domain.views import (
    ExtractionState,
    FileView,
    GroupingShare,
    RecordSummary,
    RecordView,
    RelatedRecord,
)
from app.domain.vocabularies import (
    AbsenceKind,
    Causality,
    ConcernStep,
    DateBasis,
    DemandClass,
    DemandStrength,
    Disclosure,
    FileRole,
    Holding,
    PersonRole,
    Rank,
    RecordKind,
    RecordState,
    RelationKind,
    ResponseKind,
)

OFFICIAL = AccessLabel(Level(1, "Official"), frozenset({"HR-CHN"}))
REGISTERED = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
NAMES = {
    "AUS": "Australia",
    "CAN": "Canada",
    "JPN": "Japan",
    "CHE": "Switzerland",
    "BEL": "Belgium",
    "CZE": "Czechia",
    "EST": "Estonia",
    "FRA": "France",
    "DEU": "Germany",
    "SWE": "Sweden",
    "GBR": "United Kingdom",
    "CHN": "China",
    "HUN": "Hungary",
    "USA": "United States",
    "EU": "European Union",
}
PARTY_NAMES = {PartyCode(code): name for code, name in NAMES.items()}
SIGNERS = tuple(NAMES)[:11]


def a_date(edtf: str) -> CalendarDate:
    return CalendarDate.parse(edtf)


def graded(code: str, source: str, *, is_anonymous: bool = False) -> Evidence:
    return Evidence(source, Grade(code), is_anonymous)


def founding_description() -> Description:
    """The letter of 27 February 2017, in our own words."""
    return Description(
        kind=RecordKind.JOINT_LETTER,
        title="[Letter of eleven missions to the Chinese Minister of Public Security on torture of "
        "rights lawyers]",
        title_is_supplied=True,
        summary="Ambassadors and chargés of eleven states wrote privately to the police minister about "
        "reports that detained human rights lawyers had been tortured. They asked for an independent "
        "inquiry, for the end of custody at undisclosed locations and for repeal of the rules that "
        "permit it. The text became known when a Canadian newspaper obtained a copy in March 2017.",
        dated=DatedFact(a_date("2017-02-27"), DateBasis.REPORTED_BY_SOURCE),
        disclosed=DatedFact(a_date("2017-03-20"), DateBasis.EXTERNAL),
        place="Beijing",
        place_is_inferred=True,
        disclosure=Disclosure.LEAKED_PARTIAL,
        holding=Holding.SECONDARY_SOURCE_ONLY,
        targets=(PartyCode("CHN"),),
        signatures=tuple(
            Signature(
                PartyCode(code),
                "the Czech Republic" if code == "CZE" else NAMES[code],
                ranks=(Rank.AMBASSADOR, Rank.CHARGE_DAFFAIRES),
            )
            for code in SIGNERS
        ),
        signatures_note="Order as printed in the source",
        addressees=(
            Addressee(
                party=PartyCode("CHN"), office="Minister of Public Security", person="Guo Shengkun"
            ),
        ),
        concern=Concern("growing concern", ConcernStep.GROWING_CONCERN),
        demands=_demands(),
        responses=_responses(),
        persons=_persons(),
        absences=_absences(),
        evidence=graded("B2", "Newspaper article, March 2017"),
    )


def a_file(role: FileRole) -> FileView:
    """A note of nine bytes whose text has been read."""
    return FileView(
        "f",
        "note.txt",
        "text/plain",
        9,
        "0" * 64,
        role,
        NOT_KNOWN,
        "",
        datetime(2026, 11, 20, tzinfo=UTC),
        ExtractionState.DONE,
        "",
        None,
    )


def founding_letter() -> RecordView:
    return a_view(
        founding_description(),
        groupings=(
            a_share("EU", "EU", 28, "BEL CZE EST FRA DEU SWE GBR"),
            a_share("NATO", "NATO", 28, "CAN BEL CZE EST FRA DEU GBR"),
            a_share("G7", "G7", 7, "CAN JPN FRA DEU GBR"),
            a_share("FVEY", "Five Eyes", 5, "AUS CAN GBR"),
        ),
        relations=(
            a_relation("JL-2016-4QX2B", "Four ambassadors on three security laws"),
            a_relation("JL-2016-W0N5H", "EU ambassador, same three laws"),
            a_relation("JS-2016-9C3RD", "Twelve states, Human Rights Council"),
            a_relation("JL-2019-T6Y8M", "22 states on Xinjiang", is_inverse=False),
        ),
    )


def a_view(
    description: Description,
    *,
    groupings: Sequence[GroupingShare] = (),
    relations: Sequence[RelatedRecord] = (),
    names: dict[PartyCode, str] | None = None,
) -> RecordView:
    return RecordView(
        id=RecordId("0b7c3f52-6a0e-4f6d-9d3c-1f2a3b4c5d6e"),
        reference="JL-2017-7K3QF",
        label=OFFICIAL,
        revision=3,
        state=RecordState.REGISTERED,
        description=description,
        party_names=names or PARTY_NAMES,
        groupings=tuple(groupings),
        relations=tuple(relations),
        files=(),
        history=(),
        sealed_notes=(),
        page_label=OFFICIAL,
        text="",
        registered_at=REGISTERED,
        readable_total=70,
    )


def a_share(code: str, short_name: str, members: int, signed_by: str) -> GroupingShare:
    codes = frozenset(PartyCode(one) for one in signed_by.split())
    return GroupingShare(code, short_name, short_name, members, codes)


def a_relation(reference: str, title: str, *, is_inverse: bool = True) -> RelatedRecord:
    kind = RelationKind.PRECURSOR_OF
    label = kind.inverse_label if is_inverse else kind.label
    record = a_summary(reference, title)
    return RelatedRecord(kind, is_inverse, label, record, "", record.date, "", Evidence())


def a_summary(reference: str, title: str) -> RecordSummary:
    return RecordSummary(
        id=RecordId(str(uuid.uuid5(uuid.NAMESPACE_URL, reference))),
        reference=reference,
        label=OFFICIAL,
        revision=1,
        kind=RecordKind.JOINT_LETTER,
        title=title,
        title_is_supplied=False,
        date=a_date("2016-01-27"),
        place=NOT_KNOWN,
        addressees="",
        signatory_codes=(),
        signatures_are_complete=True,
        signatories_published=None,
        disclosure=NOT_KNOWN,
        holding=NOT_KNOWN,
        registered_at=REGISTERED,
        changed_at=REGISTERED,
    )


def many_signatories(count: int) -> RecordView:
    """A letter with `count` signatories, every one of a party of its own."""
    codes = [PartyCode(f"X{number:03}") for number in range(1, count + 1)]
    names = {code: f"Party number {number}" for number, code in enumerate(codes, start=1)}
    description = replace(
        founding_description(),
        signatures=tuple(Signature(code, names[code]) for code in codes),
    )
    share = GroupingShare("UN", "United Nations", "UN", 193, frozenset(codes[::2]))
    return a_view(description, groupings=(share,), names={**names, **PARTY_NAMES})


def _demands() -> tuple[Demand, ...]:
    wanted = (
        (
            DemandClass.INVESTIGATE,
            "Carry out a prompt and independent inquiry into the torture allegations",
        ),
        (
            DemandClass.END_PRACTICE,
            "End the practice of residential surveillance at a designated place",
        ),
        (
            DemandClass.RELEASE,
            "Release suspects from residential surveillance at designated places",
        ),
        (DemandClass.CHANGE_LAW, "Repeal the legislation that enables such custody"),
    )
    return tuple(Demand(text, kind, DemandStrength.CALLS_ON) for kind, text in wanted)


def _responses() -> tuple[Response, ...]:
    return (
        Response(
            ResponseKind.REBUTTAL_STATE_MEDIA,
            "State media campaign calling the torture reports invented.",
            date=a_date("2017-03-01/.."),
            causality=Causality.TEMPORAL_ONLY,
            evidence=graded("C3", "A monitoring group"),
        ),
        Response(
            ResponseKind.NO_COMMENT_TO_MEDIA,
            "Two ministries did not answer press questions.",
            date=a_date("2017-03-20"),
            note="Silence to the press, not to the letter.",
            evidence=graded("B2", "Newspaper article, March 2017"),
        ),
    )


def _persons() -> tuple[NamedPerson, ...]:
    lawyers = ("Xie Yang", "Li Heping", "Wang Quanzhang", "Li Chunfu")
    named = [
        NamedPerson(
            name,
            PersonRole.SUBJECT,
            other_names=("谢阳",) if name == "Xie Yang" else (),
            occupation="lawyer",
            is_public_here=True,
        )
        for name in lawyers
    ]
    activist = NamedPerson("Wu Gan", PersonRole.SUBJECT, occupation="activist", is_public_here=True)
    return (*named, activist)


def _absences() -> tuple[AbsenceReport, ...]:
    held_a_copy = graded("B1", "the newspaper that held a copy")
    return (
        AbsenceReport(
            PartyCode("HUN"),
            AbsenceKind.REPORTED_BLOCK,
            "Blocked a signature by the whole EU.",
            graded("C3", "several diplomatic sources", is_anonymous=True),
        ),
        AbsenceReport(
            PartyCode("USA"),
            AbsenceKind.REPORTED_ABSENT,
            "Absent from the letter.",
            held_a_copy,
        ),
        AbsenceReport(
            PartyCode("EU"), AbsenceKind.REPORTED_DECLINED, "Did not sign as a body.", held_a_copy
        ),
    )
