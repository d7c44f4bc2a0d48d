"""Controls of small values made of several fields: dates, evidence, concern, ranks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.dates import CalendarDate, DatedFact
from app.domain.errors import InvalidInput
from app.domain.grades import Grade
from app.domain.nothing import NOT_KNOWN, MaybeText, Nothing
from app.domain.records import Concern, Evidence
from app.domain.vocabularies import ConcernStep, DateBasis, Rank
from app.domain.wording import alternatives, said
from app.domain.written_dates import as_edtf
from app.web.describing.controls import (
    NOTHINGS,
    YES,
    Choice,
    Desk,
    Maybe,
    OptionalChoice,
    Text,
    Written,
)
from app.web.describing.typed import Typed

EDTF_HELP = said("27 February 2017 or 2017-02-27; also 2017-02, 2017~, 201X, 2017-03-01/2017-03-08")
NO = "no"
_SOURCE = Maybe()
_BASIS = Choice(DateBasis, DateBasis.STATED)
_STEP = OptionalChoice(ConcernStep)
COMMON_RANKS: tuple[tuple[Rank, ...], ...] = (
    (Rank.HEAD_OF_MISSION,),
    (Rank.AMBASSADOR, Rank.CHARGE_DAFFAIRES),
    (Rank.AMBASSADOR, Rank.CHARGE_DAFFAIRES_AD_INTERIM),
    (Rank.AMBASSADOR, Rank.HIGH_COMMISSIONER),
    (Rank.PERMANENT_REPRESENTATIVE, Rank.CHARGE_DAFFAIRES_AD_INTERIM),
    (Rank.HEAD_OF_STATE, Rank.HEAD_OF_GOVERNMENT),
)


@dataclass(frozen=True, slots=True)
class Day:
    """An EDTF date, or none."""

    widget = "day"

    def write(self, name: str, value: CalendarDate | None, desk: Desk) -> Written:
        return {name: (value.edtf,)} if value else {}

    def read(self, name: str, typed: Typed, desk: Desk) -> CalendarDate | None:
        text = typed.get(name)
        return CalendarDate.parse(as_edtf(text)) if text else None

    def is_blank(self, name: str, typed: Typed) -> bool:
        return not typed.get(name)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date with how it is known and by whom, or one of the three nothings."""

    widget = "dated"

    def bases(self) -> list[tuple[str, str]]:
        return _BASIS.options()

    def write(self, name: str, value: DatedFact | Nothing, desk: Desk) -> Written:
        if isinstance(value, Nothing):
            code = next((code for code, nothing in NOTHINGS.items() if nothing is value), "")
            return {f"{name}.is": (code,)} if code else {}
        return {
            name: (value.date.edtf,),
            **_BASIS.write(f"{name}.basis", value.basis, desk),
            **_SOURCE.write(f"{name}.source", value.source, desk),
        }

    def read(self, name: str, typed: Typed, desk: Desk) -> DatedFact | Nothing:
        text, kind = typed.get(name), typed.get(f"{name}.is")
        source = _SOURCE.read(f"{name}.source", typed, desk)
        if text and kind in NOTHINGS:
            raise InvalidInput(
                name,
                said(
                    "Write the date, or say that it is {nothing}: not both.",
                    nothing=NOTHINGS[kind].label,
                ),
            )
        if not text:
            if source is not NOT_KNOWN:
                raise InvalidInput(name, "A source is named, but no date. Write it or clear both.")
            return NOTHINGS.get(kind, NOT_KNOWN)
        basis = _BASIS.read(f"{name}.basis", typed, desk)
        assert isinstance(basis, DateBasis)  # noqa: S101 - the vocabulary of this choice
        return DatedFact(CalendarDate.parse(as_edtf(text)), basis, source)

    def is_blank(self, name: str, typed: Typed) -> bool:
        return not typed.get(name) and not typed.get(f"{name}.is")


@dataclass(frozen=True, slots=True)
class EvidenceControl:
    """Source, grade, and whether the source is not named.

    In a row that was added in this form an empty one is the record's main source and its grade, unless
    a choice says that the source is not known, none or withheld.
    """

    widget = "evidence"

    def write(self, name: str, value: Evidence, desk: Desk) -> Written:
        written = _SOURCE.write(f"{name}.source", value.source, desk)
        if value.grade:
            written[f"{name}.grade"] = (value.grade.code,)
        if value.is_anonymous:
            written[f"{name}.anonymous"] = (YES,)
        return written

    def read(self, name: str, typed: Typed, desk: Desk) -> Evidence:
        grade = typed.get(f"{name}.grade").upper()
        own = Evidence(
            _SOURCE.read(f"{name}.source", typed, desk),
            Grade(grade) if grade else None,
            typed.get(f"{name}.anonymous") == YES,
        )
        is_silent = own.source is NOT_KNOWN and not own.is_anonymous
        if is_silent and takes_main_source(name, typed):
            return replace(desk.main, grade=own.grade or desk.main.grade)
        return own

    def is_blank(self, name: str, typed: Typed) -> bool:
        return not typed.under(f"{name}.")


@dataclass(frozen=True, slots=True)
class PublishedIn(Maybe):
    """Where words were published; in a new row the record's main source, unless another is written."""

    takes_main = True

    def read(self, name: str, typed: Typed, desk: Desk) -> MaybeText:
        found = Maybe.read(self, name, typed, desk)
        if found is NOT_KNOWN and is_new_row(name, typed) and not typed.get(f"{name}.is"):
            return desk.main.source
        return found


def is_new_row(name: str, typed: Typed) -> bool:
    """Whether a field stands in a row that was added in this form."""
    return typed.get(f"{name.rpartition('.')[0]}.new") == YES


def takes_main_source(name: str, typed: Typed) -> bool:
    """Whether evidence is left to the record's main source: in a new row, with nothing chosen."""
    return is_new_row(name, typed) and not typed.get(f"{name}.source.is")


@dataclass(frozen=True, slots=True)
class Completeness:
    """Whether a list is complete: yes, no, or nobody knows, which nothing is taken for."""

    widget = "choice"

    def options(self) -> list[tuple[str, str]]:
        return [
            ("", said("not known whether complete")),
            (YES, said("complete")),
            (NO, said("incomplete")),
        ]

    def write(self, name: str, value: bool | None, desk: Desk) -> Written:
        return {} if value is None else {name: (YES if value else NO,)}

    def read(self, name: str, typed: Typed, desk: Desk) -> bool | None:
        return {YES: True, NO: False}.get(typed.get(name))

    def is_blank(self, name: str, typed: Typed) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class GroupingChoice(Text):
    """A grouping by its code, or none said; the page knows which groupings there are."""

    widget = "grouping"


@dataclass(frozen=True, slots=True)
class ConcernControl:
    """A step on the ladder with the wording, or nothing at all."""

    widget = "concern"

    def steps(self) -> list[tuple[str, str]]:
        return _STEP.options()

    def write(self, name: str, value: Concern | None, desk: Desk) -> Written:
        if value is None:
            return {}
        written = _STEP.write(f"{name}.step", value.step, desk)
        return written | ({name: (value.text,)} if value.text else {})

    def read(self, name: str, typed: Typed, desk: Desk) -> Concern | None:
        step, text = _STEP.read(f"{name}.step", typed, desk), typed.get(name)
        if step is None:
            if text:
                raise InvalidInput(name, "Choose the step on the ladder that this wording has.")
            return None
        assert isinstance(step, ConcernStep)  # noqa: S101 - the vocabulary of this choice
        return Concern(text, step)

    def is_blank(self, name: str, typed: Typed) -> bool:
        return not typed.get(name) and not typed.get(f"{name}.step")


@dataclass(frozen=True, slots=True)
class Ranks:
    """As what somebody signed: one rank, one of several, or not known. Codes divided by commas."""

    widget = "choice"

    def options(self) -> list[tuple[str, str]]:
        single = [(rank,) for rank in Rank if (rank,) not in COMMON_RANKS]
        return [("", said("not known")), *(map(self.option, (*COMMON_RANKS, *single)))]

    def option(self, ranks: tuple[Rank, ...]) -> tuple[str, str]:
        """The code and the wording of one choice."""
        words = alternatives(rank.label for rank in ranks) if ranks else ""
        return ",".join(str(rank.value) for rank in ranks), words

    def write(self, name: str, value: tuple[Rank, ...], desk: Desk) -> Written:
        return {name: (self.option(value)[0],)} if value else {}

    def read(self, name: str, typed: Typed, desk: Desk) -> tuple[Rank, ...]:
        text = typed.get(name)
        try:
            return tuple(Rank(code) for code in text.split(",")) if text else ()
        except ValueError as error:
            raise InvalidInput(name, "Choose one of the list.") from error

    def is_blank(self, name: str, typed: Typed) -> bool:
        return True
