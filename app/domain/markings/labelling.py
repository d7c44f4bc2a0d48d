"""What a marking means in this archive: its access label, and in words what became of each part.

Open `read_label`. Foreign levels are laid on the levels of settings by the tables of equivalence; where
no level is high enough, where a caveat has no compartment to carry it, or where a text cannot be read,
the label is the intake's. Nothing that restricts is dropped without a word.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.access import AccessLabel, LabelScheme, Level
from app.domain.markings.letters import plain_form, why_unreadable
from app.domain.markings.marking import Degree, Effect, Marking, Scheme
from app.domain.markings.reading import level_row, read_marking, render_marking
from app.domain.wording import Wording, said, together

_NAMES = {
    Degree.OPEN: {"public", "open"},
    Degree.LIMITED: {"official", "internal", "limited", "unclassified"},
    Degree.RESTRICTED: {"restricted", "official-sensitive"},
    Degree.CONFIDENTIAL: {"confidential"},
    Degree.SECRET: {"secret"},
    Degree.TOP_SECRET: {"top secret"},
}
_DEGREES_BY_NAME = {name: degree for degree, names in _NAMES.items() for name in names}
_WITH_ARTICLE = frozenset({Scheme.US, Scheme.UK, Scheme.EU, Scheme.TLP})
_UNREAD = said("No scheme we know reads this. It goes to intake, where a person decides.")


@dataclass(frozen=True, slots=True)
class MarkingReading:
    """A text and what it means here. `marking` None: it could not be read.

    `floor` is what was understood even where the whole goes to intake: whoever decides may not choose
    a label that admits more readers than it. `remarks` say what became of each part.
    """

    text: str
    marking: Marking | None
    label: AccessLabel
    floor: AccessLabel
    remarks: tuple[str, ...]

    @property
    def is_settled(self) -> bool:
        """Whether the text says all by itself; otherwise a person decides in intake."""
        return self.marking is not None and self.floor == self.label


def read_label(text: str, labels: LabelScheme) -> MarkingReading:
    """The label of a marking as it was written. Never raises; in doubt it is the intake's label."""
    marking = read_marking(text, labels)
    if marking is None:
        why = why_unreadable(text) if plain_form(text) is None else ""
        remark = said("This cannot be read. {why} It goes to intake.", why=why) if why else _UNREAD
        return MarkingReading(text, None, labels.intake, labels.bottom, (remark,))
    remarks: list[str] = [
        said(
            "Read as a marking of {owner}: {render_marking}.",
            owner=_owner(marking),
            render_marking=render_marking(marking),
        )
    ]
    level = _level(marking, labels)
    circles = {one.compartment for one in marking.caveats if one.effect is Effect.CIRCLE}
    carried, lost = circles & labels.compartments, circles - labels.compartments
    floor = AccessLabel(level or labels.levels[-1], frozenset(carried), marking.releasable_to)
    if level is None:
        remarks.append(
            said("No level of this archive is known to be as high as {level}.", level=marking.level)
        )
    remarks += [
        said("There is no compartment {name} here to carry it.", name=name) for name in sorted(lost)
    ]
    if level is not None and not lost:
        remarks += _caveat_remarks(marking)
        return MarkingReading(text, marking, floor, floor, tuple(remarks))
    remarks.append(said("So it goes to intake, where a person decides."))
    return MarkingReading(text, marking, labels.intake, floor, tuple(remarks))


def level_for(degree: Degree, labels: LabelScheme) -> Level | None:
    """The lowest level that is surely as high as `degree`; None where none is.

    Levels are known by their names; where settings gave names of which none is known, the place in the
    chain counts: from below where there are six levels or fewer, from above where there are more, so
    that a finer scale never lowers anything.
    """
    named = [_DEGREES_BY_NAME.get(level.name.casefold()) for level in labels.levels]
    known = [one for one in named if one is not None]
    if known != sorted(set(known)):
        return None
    if known:
        place = next(
            (at for at, one in enumerate(named) if one is not None and one >= degree), None
        )
    else:
        place = max(int(degree), len(named) - len(Degree) + int(degree))
    return labels.levels[place] if place is not None and place < len(named) else None


def _level(marking: Marking, labels: LabelScheme) -> Level | None:
    if marking.degree is None:
        return labels.level(marking.level)
    return level_for(marking.degree, labels)


def _owner(marking: Marking) -> str:
    row = level_row(marking)
    name = Wording(marking.scheme.value)
    owner = said("the {name}", name=name) if marking.scheme in _WITH_ARTICLE else name
    if marking.scheme is Scheme.US and marking.origins:
        owner = together(marking.origins)
    return said("{owner} ({used})", owner=owner, used=row.used) if row and row.used else owner


def _caveat_remarks(marking: Marking) -> list[str]:
    noted = [one.words for one in marking.caveats if one.effect is Effect.NOTED]
    remarks: list[str] = [
        said("{words} is kept as written; it restricts nobody further.", words=words)
        for words in noted
    ]
    if marking.scheme is Scheme.OWN or marking.releasable_to is None:
        return remarks
    decides = [one.words for one in marking.caveats if one.effect is Effect.RELEASE]
    if decides:
        remarks.append(
            said("{decides} became the list of parties after REL.", decides=", ".join(decides))
        )
    else:
        remarks.append(said("It names no other party, so it stays with those whose text it is."))
    return remarks
