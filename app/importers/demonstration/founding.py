"""The letter of eleven missions of 27 February 2017, described in full by hand, in our own words.

It is known only through one newspaper article; nobody here has seen it. What cannot be known from that
stays not known: who signed, which of them were chargés d'affaires, the letter's language, its marking,
who held the pen, any formal reply.
"""

from __future__ import annotations

from dataclasses import replace

from app.domain.access import LabelScheme
from app.domain.dates import CalendarDate, DatedFact
from app.domain.grades import Grade
from app.domain.records import (
    AbsenceReport,
    Addressee,
    Concern,
    Demand,
    Draft,
    Evidence,
    NamedPerson,
    PartyCode,
    Quote,
    RelationDraft,
    Response,
    SealedNoteDraft,
    Signature,
)
from app.domain.vocabularies import (
    AbsenceKind,
    Causality,
    ConcernStep,
    DateBasis,
    DemandClass,
    DemandStrength,
    PersonRole,
    Publicity,
    Rank,
    RelationKind,
    ResponseKind,
)

FOUNDING_ID = "eleven-missions-mps-2017"
ARTICLE = "The Globe and Mail, March 2017"
PEN_HOLDER_LABEL = "Official/HR-CHN/PEN/REL SWE"
_CHINA = PartyCode("CHN")
_HELD_A_COPY = Evidence(ARTICLE, Grade("B2"))
_NAMES_AS_SIGNED = {
    "AUS": "Australia",
    "CAN": "Canada",
    "JPN": "Japan",
    "CHE": "Switzerland",
    "BEL": "Belgium",
    "CZE": "the Czech Republic",
    "EST": "Estonia",
    "FRA": "France",
    "DEU": "Germany",
    "SWE": "Sweden",
    "GBR": "United Kingdom",
}


def describe_founding_letter(draft: Draft, labels: LabelScheme) -> Draft:
    """The compiled draft with everything its source lets one say."""
    description = replace(
        draft.description,
        received=_fact("2017-02-27", DateBasis.EXTERNAL, "China Change, 1 March 2017"),
        disclosed=_fact(
            "2017-03-20",
            DateBasis.EXTERNAL,
            "Tibetan Review, 23 March 2017; the article itself is undated",
        ),
        place="Beijing",
        place_is_inferred=True,
        publicity=Publicity.CONFIDENTIAL,
        languages=(),
        signatures=tuple(_signature(one) for one in draft.description.signatures),
        signatures_note="Order as printed in the source, not protocol order.",
        capacity_note=(
            "Ambassador or chargé d'affaires; the source does not say which for any of them."
        ),
        addressees=(
            Addressee(
                party=_CHINA,
                organ="Ministry of Public Security",
                office="Minister of Public Security",
                person="Guo Shengkun",
            ),
        ),
        concern=Concern(
            "Growing concern over recent reports that detained rights lawyers and other defenders "
            "of human rights were tortured or treated cruelly",
            ConcernStep.GROWING_CONCERN,
        ),
        assertions=(
            (
                "Holding people in secret places, cut off from everybody, puts them at high risk of "
                "torture and ill-treatment"
            ),
            (
                "Detention for long periods without any contact with the outside is against China's "
                "international obligations on human rights"
            ),
        ),
        demands=_demands(draft.description.demands),
        responses=_responses(),
        persons=_persons(),
        absences=_absences(),
        quotes=tuple(Quote(span, ARTICLE) for span in _PUBLIC_SPANS),
        evidence=_HELD_A_COPY,
        notes="",  # what the compiled remark says stands in the capacities and in the language
    )
    pen_holder = SealedNoteDraft(
        "pen-holder", "Not known: no source says who drafted it.", labels.parse(PEN_HOLDER_LABEL)
    )
    return replace(
        draft,
        description=description,
        relations=draft.relations + _parallels(),
        sealed_notes=(pen_holder,),
    )


_PUBLIC_SPANS = (
    "growing concern",
    "residential surveillance at a designated place",
    "incommunicado detention",
    "Detaining people",
    "credible claims of torture",
)


def _fact(edtf: str, basis: DateBasis, source: str) -> DatedFact:
    return DatedFact(CalendarDate.parse(edtf), basis, source)


def _signature(signature: Signature) -> Signature:
    return replace(
        signature,
        name_as_signed=_NAMES_AS_SIGNED[signature.party],
        ranks=(Rank.AMBASSADOR, Rank.CHARGE_DAFFAIRES),
        evidence=_HELD_A_COPY,
    )


def _demands(compiled: tuple[Demand, ...]) -> tuple[Demand, ...]:
    inquiry, *others = (
        replace(one, strength=DemandStrength.CALLS_ON, evidence=_HELD_A_COPY) for one in compiled
    )
    assert inquiry.demand_class is DemandClass.INVESTIGATE  # noqa: S101
    beneficiaries = tuple(one.name for one in _persons() if one.role is PersonRole.SUBJECT)
    return (replace(inquiry, beneficiaries=beneficiaries), *others)


def _persons() -> tuple[NamedPerson, ...]:
    lawyers = (
        ("Xie Yang", "谢阳"),
        ("Li Heping", "李和平"),
        ("Wang Quanzhang", "王全璋"),
        ("Li Chunfu", "李春富"),
    )
    subjects = tuple(
        NamedPerson(name, PersonRole.SUBJECT, (chinese,), "lawyer", is_public_here=True)
        for name, chinese in lawyers
    )
    return (
        *subjects,
        NamedPerson("Wu Gan", PersonRole.SUBJECT, ("吴淦",), "activist", is_public_here=True),
        NamedPerson(
            "Chen Jian'gang",
            PersonRole.COUNSEL,
            ("陈建刚", "Chen Jiangang"),
            "lawyer",
            is_public_here=True,
            note="of Xie Yang",
        ),
    )


def _responses() -> tuple[Response, ...]:
    reported = Evidence(ARTICLE, Grade("C3"))
    return (
        Response(
            ResponseKind.REBUTTAL_STATE_MEDIA,
            "State media ran a campaign that called the reports of torture invented",
            by="People's Daily",
            by_party=_CHINA,
            date=CalendarDate.parse("2017-03-01/2017-03-08~"),
            causality=Causality.TEMPORAL_ONLY,
            note="Its start is dated by China Change, 22 March 2017.",
            evidence=reported,
        ),
        Response(
            ResponseKind.REBUTTAL_STATE_MEDIA,
            "Xinhua called the reports lies, put together to a plan",
            by="Xinhua",
            by_party=_CHINA,
            causality=Causality.TEMPORAL_ONLY,
            evidence=reported,
        ),
        Response(
            ResponseKind.OTHER,
            "Counsel of Xie Yang called what the state media said of his client groundless",
            by="Chen Jian'gang",
            evidence=reported,
        ),
        Response(
            ResponseKind.NO_COMMENT_TO_MEDIA,
            "The ministries of public security and of foreign affairs did not answer the press",
            by="Ministry of Public Security and Ministry of Foreign Affairs",
            by_party=_CHINA,
            date=CalendarDate.parse("2017-03-20"),
            note="Silence to the press, not to the letter.",
            evidence=_HELD_A_COPY,
        ),
        *(
            Response(ResponseKind.PRESS_LINE, text, by, PartyCode(party), evidence=_HELD_A_COPY)
            for party, by, text in _PRESS_LINES
        ),
    )


_PRESS_LINES = (
    (
        "CAN",
        "Embassy of Canada",
        "It said that such matters are sometimes raised in public but often better in private",
    ),
    ("JPN", "Embassy of Japan", "It declined to comment"),
    ("DEU", "Embassy of Germany", "It said that it was not in a position to comment"),
)


def _absences() -> tuple[AbsenceReport, ...]:
    by_the_paper = Evidence(ARTICLE, Grade("B1"))
    return (
        AbsenceReport(
            PartyCode("HUN"),
            AbsenceKind.REPORTED_BLOCK,
            "Blocked a signature by the whole EU",
            Evidence("Several diplomatic sources, not named, in the press", Grade("C3"), True),
        ),
        AbsenceReport(
            PartyCode("USA"), AbsenceKind.REPORTED_ABSENT, "Absent from the letter", by_the_paper
        ),
        AbsenceReport(
            PartyCode("EU"),
            AbsenceKind.REPORTED_ABSENT,
            "Did not sign as a body; had called for an inquiry in January 2017",
            by_the_paper,
        ),
    )


def _parallels() -> tuple[RelationDraft, ...]:
    return (
        RelationDraft(
            RelationKind.PARALLEL_TO,
            to_external="Statement of the EU on the same reports of torture",
            date=CalendarDate.parse("2017-01"),
            evidence=Evidence(ARTICLE, Grade("B2")),
        ),
        RelationDraft(
            RelationKind.PARALLEL_TO,
            to_external="UN Special Procedures, urgent appeal CHN 3/2017",
            date=CalendarDate.parse("2017-03-22"),
            note="same form of custody; four lawyers and defenders",
        ),
        RelationDraft(
            RelationKind.PARALLEL_TO,
            to_external="UN Committee against Torture, report on China",
            date=CalendarDate.parse("2015-11/2015-12"),
            note="date inferred; no dependence claimed",
            evidence=Evidence(ARTICLE, Grade("B2")),
        ),
    )
