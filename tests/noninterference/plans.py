"""Plans of archives: what is registered, under which label, and what happens to it later.

A plan says nothing of readers. `twin(plan, reader)` is the same plan without everything that reader
may not see, as if it had never existed: what noninterference compares against.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from app.domain.access import Clearance, LabelScheme, may_read
from app.domain.vocabularies import RecordKind, RelationKind

SCHEME = LabelScheme.of(
    ("Public", "Official", "Restricted", "Confidential", "Secret"), ("INTAKE", "HR-CHN", "PEN")
)
READER_CLEARANCE = Clearance(SCHEME.level("Official"), frozenset({"HR-CHN"}), "CAN")
VISIBLE_LABELS = ("Public", "Official", "Official/HR-CHN", "Official/REL CAN,GBR")
HIDDEN_LABELS = ("Restricted/HR-CHN", "Secret", "Official/PEN", "Official/REL JPN")
WORDS = [
    "detention",
    "lawyers",
    "torture",
    "detained",
    "detentions",
    "treaty",
    "minister",
    "border",
    "harbour",
    "grain",
    "convention",
    "residential",
    "surveillance",
    "designated",
    "place",
    "détention",
    "заявление",
    "谢阳",
    "zanzibarium",
]
ASKED_AT_MOST = 4
SHARES = 6
PARTIES = ("AUS", "CAN", "JPN", "CHE", "CZE", "DEU", "FRA", "GBR", "HUN", "USA", "CHN")
KINDS = (RecordKind.JOINT_LETTER, RecordKind.COUNTER_LETTER, RecordKind.JOINT_STATEMENT_ORAL)


@dataclass(frozen=True, slots=True)
class PlannedRecord:
    """One record of a plan. `later_label` is a relabelling; `withdrawn` comes after it."""

    name: str
    label: str
    later_label: str | None
    withdrawn: bool
    amended: bool
    title: str
    text: str
    year: int
    kind: RecordKind
    signatories: tuple[str, ...]
    target: str
    subject: str
    person: str
    relates_to: str | None
    has_file: bool
    sealed_note: str | None

    @property
    def final_label(self) -> str:
        return self.later_label or self.label


@dataclass(frozen=True, slots=True)
class Plan:
    """`records` are registered first; `meanwhile` come between the two rounds of requests.

    `asked` names the records whose own pages are asked for; lists and searches tell of all. `share`
    is the n-th of so many equal parts of the requests. A random plan asks for some records and one
    part, because requests are what takes the time and other plans ask for others.
    """

    records: tuple[PlannedRecord, ...]
    meanwhile: tuple[PlannedRecord, ...]
    worker_runs_after_changes: bool
    asked: frozenset[str]
    share: tuple[int, int] = (0, 1)
    language: str = "en"
    """Of the pages: names of parties and the order of their lists differ by it."""


def is_visible(record: PlannedRecord, clearance: Clearance = READER_CLEARANCE) -> bool:
    """Whether the record, in the end, is one the reader may read."""
    return not record.withdrawn and may_read(clearance, SCHEME.parse(record.final_label))


def is_stub(record: PlannedRecord) -> bool:
    """Whether the reader finds a stub at the record's address, and nothing of it anywhere else."""
    return record.withdrawn and may_read(READER_CLEARANCE, SCHEME.parse(record.final_label))


def twin(plan: Plan) -> Plan:
    """The plan as if what the reader may not see had never existed."""
    kept = tuple(_without_sealed(one) for one in plan.records if is_visible(one))
    names = {one.name for one in kept}
    return replace(
        plan,
        records=tuple(
            one if one.relates_to in names else replace(one, relates_to=None) for one in kept
        ),
        meanwhile=(),
    )


def _without_sealed(record: PlannedRecord) -> PlannedRecord:
    note = record.sealed_note
    readable = note is not None and may_read(READER_CLEARANCE, SCHEME.parse(note))
    return record if readable else replace(record, sealed_note=None)


_WORDS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
_TEXTS = st.lists(st.sampled_from(WORDS), min_size=3, max_size=25).map(" ".join)


@st.composite
def planned_records(
    draw: st.DrawFn, name: str, earlier: tuple[str, ...], hidden_only: bool
) -> PlannedRecord:
    """One record; a record that starts hidden stays hidden, since its history would say so."""
    label = draw(st.sampled_from(HIDDEN_LABELS if hidden_only else VISIBLE_LABELS + HIDDEN_LABELS))
    later = HIDDEN_LABELS if label in HIDDEN_LABELS else VISIBLE_LABELS + HIDDEN_LABELS
    return PlannedRecord(
        name=name,
        label=label,
        later_label=draw(st.none() | st.sampled_from(later)),
        withdrawn=draw(st.sampled_from((False, False, False, True))),
        amended=draw(st.booleans()),
        title=draw(_WORDS),
        text=draw(_TEXTS),
        year=draw(st.integers(2014, 2020)),
        kind=draw(st.sampled_from(KINDS)),
        signatories=tuple(draw(st.lists(st.sampled_from(PARTIES), max_size=5, unique=True))),
        target=draw(st.sampled_from(PARTIES)),
        subject=draw(st.sampled_from(WORDS)),
        person=draw(st.sampled_from(("Xie Yang", "Wu Gan", "Li Heping"))),
        relates_to=draw(st.none() | st.sampled_from(earlier)) if earlier else None,
        has_file=draw(st.sampled_from((False, False, False, True))),
        sealed_note=draw(st.sampled_from((None, "Official/PEN", "Official/HR-CHN"))),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """An archive of up to nine records and what happens in between."""
    names = [f"letter-{number}" for number in range(draw(st.integers(3, 9)))]
    records: list[PlannedRecord] = []
    for number, name in enumerate(names):
        records.append(draw(planned_records(name, tuple(names[:number]), hidden_only=False)))
    meanwhile = [
        draw(planned_records(f"meanwhile-{number}", tuple(names), hidden_only=True))
        for number in range(draw(st.integers(1, 2)))
    ]
    asked = draw(st.sets(st.sampled_from(names), min_size=2, max_size=ASKED_AT_MOST))
    share = (draw(st.integers(0, SHARES - 1)), SHARES)
    return Plan(tuple(records), tuple(meanwhile), draw(st.booleans()), frozenset(asked), share)


def telling_plan() -> Plan:
    """A fixed plan in which every planted leak has something to tell."""

    def record(name: str, label: str, **changes: object) -> PlannedRecord:
        plain = PlannedRecord(
            name=name,
            label=label,
            later_label=None,
            withdrawn=False,
            amended=False,
            title=f"detention of lawyers {name}",
            text="detention lawyers torture grain harbour border",
            year=2017,
            kind=RecordKind.JOINT_LETTER,
            signatories=("CAN", "DEU", "JPN"),
            target="CHN",
            subject="torture",
            person="Xie Yang",
            relates_to=None,
            has_file=False,
            sealed_note=None,
        )
        return replace(plain, **changes)  # type: ignore[arg-type]

    records = (
        record(
            "alpha", "Public", has_file=True, title="grain detention", text="grain detention " * 3
        ),
        record(
            "beta", "Official/HR-CHN", relates_to="alpha", text="lawyers torture detention " * 4
        ),
        record("gamma", "Official", text="harbour grain lawyers", kind=RecordKind.COUNTER_LETTER),
        record(
            "delta",
            "Secret",
            has_file=True,
            relates_to="beta",
            text="zanzibarium detention grain " * 9,
        ),
        record("epsilon", "Restricted/HR-CHN", relates_to="alpha", signatories=("USA", "HUN")),
        record(
            "zeta", "Public", later_label="Secret", text="zanzibarium detentions " * 5, year=2015
        ),
        record("eta", "Official", withdrawn=True, text="zanzibarium detained torture " * 5),
        record("theta", "Official/HR-CHN", sealed_note="Official/PEN", amended=True),
        record("iota", "Official/REL JPN", text="grain torture seldom " * 8, relates_to="gamma"),
        record("kappa", "Official/REL CAN,GBR", text="torture detention border seldom " * 2),
    )
    meanwhile = (
        record("lambda", "Secret", text="zanzibarium grain lawyers " * 7, relates_to="alpha"),
    )
    names = frozenset(one.name for one in records)
    return Plan(records, meanwhile, worker_runs_after_changes=False, asked=names)


def moving_plan() -> Plan:
    """A record moves, before the worker has run, into a cell whose only other record was withdrawn.

    The archive has a partition of that cell already, the twin has none; neither may tell which.
    """
    gone, moved, *_ = telling_plan().records
    records = (
        replace(gone, label="Public", withdrawn=True, has_file=False),
        replace(moved, label="Official/HR-CHN", later_label="Public", relates_to=None),
    )
    names = frozenset(one.name for one in records)
    return Plan(records, (), worker_runs_after_changes=False, asked=names, language="fr")


RELATION = RelationKind.REITERATES
