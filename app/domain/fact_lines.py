"""Single lines that people write or paste, as what they say: a demand, persons, who said what.

What a line says plainly is read, the rest is left to the person: a demand has the class of its first
verb, an occupation is what follows a name in small letters, and who speaks stands before a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.groupings import Grouping
from app.domain.vocabularies import AbsenceKind, DemandClass, ResponseKind

LONGEST_SPEAKER = 120
_INQUIRY = r"(?:inquiry|enquiry|investigations?)\b"
_FIRST_VERBS: Mapping[DemandClass, str] = {
    DemandClass.INVESTIGATE: (
        r"investigate|inquire|enquire|look into|enquêter"
        rf"|(?:carry out|conduct|open|launch|hold|begin)\b.*\b{_INQUIRY}"
        rf"|(?:an?\s+)?(?:(?:prompt|independent|impartial|thorough|full|and|,)\s*)+{_INQUIRY}"
    ),
    DemandClass.RELEASE: r"release|free|set free|libérer",
    DemandClass.END_PRACTICE: r"end|stop|cease|halt|abandon|discontinue|mettre fin|cesser",
    DemandClass.CHANGE_LAW: r"repeal|abolish|rescind|amend|revise|abroger|modifier",
    DemandClass.GIVE_ACCESS: r"(?:give|grant|provide|allow|ensure)\b.*\baccess|donner accès",
    DemandClass.INFORM: r"inform|explain|clarify|publish|disclose|provide information|informer",
    DemandClass.CONSULT: r"consult|consulter",
    DemandClass.RATIFY: r"ratify|accede|ratifier",
    DemandClass.REFRAIN: r"refrain|abstain|s[’']abstenir",
}
_BEFORE_THE_VERB = r"\s*(?:to\s+|de\s+|d[’'])?(?:(?:\w+ly|at once)\s+)?"
_DEMANDS = {
    kind: re.compile(rf"{_BEFORE_THE_VERB}(?:{verbs})(?!\w)", re.IGNORECASE)
    for kind, verbs in _FIRST_VERBS.items()
}
_ABSENCES = {
    AbsenceKind.REPORTED_BLOCK: re.compile(r"\s*(?:block|veto|a bloqué|bloque)", re.IGNORECASE),
    AbsenceKind.REPORTED_DECLINED: re.compile(r"\s*(?:declin|refus|a refusé)", re.IGNORECASE),
}
_RESPONSES = {
    ResponseKind.NONE_TO_LETTER: re.compile(
        r"\s*(?:(?:has|have|had|did)\s+not\s+(?:yet\s+)?(?:answer|repl|respond)"
        r"|no\s+(?:reply|answer|response)|n[’'](?:a|ont)\s+pas\s+répondu)",
        re.IGNORECASE,
    ),
    ResponseKind.NO_COMMENT_TO_MEDIA: re.compile(
        r"\s*(?:declined\s+to\s+comment|(?:did|has|have)\s+not\s+comment|no\s+comment)",
        re.IGNORECASE,
    ),
    ResponseKind.REJECTION: re.compile(r"\s*(?:reject|a\s+rejeté)", re.IGNORECASE),
    ResponseKind.SUMMONS: re.compile(r"\s*(?:summoned|a\s+convoqué)", re.IGNORECASE),
}
_SPEAKER = re.compile(r"\s*(?P<who>[^:：]+?)\s*(?::\s|：)\s*(?P<what>.+)\Z", re.DOTALL)
_BULLET = re.compile(r"\s*(?:[-–—*•·]\s+|\(?\d{1,3}[.)]\s+)")
_OTHER_NAMES = re.compile(r"\s*[(（](?P<inside>[^()（）]+)[)）]")
_BETWEEN_NAMES = re.compile(r"\s*[,;、،，；]\s*(?:and\s+)?|\s+(?:and|et|und|y)\s+")
_UNNAMED = re.compile(
    r"\s*(?:an?\s+|one\s+|the\s+)?(?:"
    r"(?P<before>.+?)\s+(?:member(?:\s+(?:state|country))?|state|country)"
    r"|member(?:\s+(?:state|country))?\s+of\s+(?:the\s+)?(?P<after>.+?)"
    r"|not\s+named|unnamed(?:\s+\w+)?|nobody\s+named)\s*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of a line: name, other spellings, occupation; empty where nothing is said."""

    name: str
    other_names: tuple[str, ...] = ()
    occupation: str = ""


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a pasted text that say something, without bullets and numbers."""
    bare = (_BULLET.sub("", line, count=1).strip() for line in text.splitlines())
    return tuple(line for line in bare if line)


def demand_class(text: str) -> DemandClass:
    """The class of the verb that a demand begins with; OTHER where that is not plain."""
    found = (kind for kind, verbs in _DEMANDS.items() if verbs.match(text))
    return next(found, DemandClass.OTHER)


def absence_kind(text: str) -> AbsenceKind:
    """What is reported of who was missing, by the first word."""
    found = (kind for kind, words in _ABSENCES.items() if words.match(text))
    return next(found, AbsenceKind.REPORTED_ABSENT)


def response_kind(text: str) -> ResponseKind:
    """What came, by the first words; OTHER where they do not say."""
    found = (kind for kind, words in _RESPONSES.items() if words.match(text))
    return next(found, ResponseKind.OTHER)


def speaker_of(line: str) -> tuple[str, str]:
    """Who, and what is said: `Hungary: blocked it`. Without a colon nobody is named."""
    found = _SPEAKER.match(line)
    if found is None or len(found["who"]) > LONGEST_SPEAKER:
        return "", line.strip()
    return found["who"], found["what"].strip()


def unnamed_of(who: str, groupings: Iterable[Grouping]) -> str | None:
    """The grouping of a party that is not named: `an EU member`; empty for one of no grouping.

    None when the words name somebody.
    """
    found = _UNNAMED.match(who)
    if found is None:
        return None
    group = (found["before"] or found["after"] or "").strip().casefold()
    if not group:
        return ""
    for one in groupings:
        if group in (one.code.casefold(), one.short_name.casefold(), one.name.casefold()):
            return one.code
    return None


def persons_of(line: str) -> tuple[PersonLine, ...]:
    """The persons of a line: `Xie Yang (谢阳), lawyer`, or several names between commas.

    What begins with a small letter is the occupation of those before it.
    """
    found: list[PersonLine] = []
    waiting = 0
    for part in _parts_of(line):
        if part[:1].islower() and found:
            occupation = _of_one(part) if len(found) - waiting > 1 else part
            found[waiting:] = [
                PersonLine(one.name, one.other_names, occupation) for one in found[waiting:]
            ]
            waiting = len(found)
        else:
            found.append(_person(part))
    return tuple(one for one in found if one.name)


def _parts_of(line: str) -> list[str]:
    """What stands between commas outside brackets."""
    brackets: list[str] = []

    def put_away(match: re.Match[str]) -> str:
        brackets.append(match[0])
        return f"\x00{len(brackets) - 1}\x00"

    parts = _BETWEEN_NAMES.split(_OTHER_NAMES.sub(put_away, line))
    back = (re.sub(r"\x00(\d+)\x00", lambda one: brackets[int(one[1])], part) for part in parts)
    return [part.strip(" .") for part in back if part.strip(" .")]


def _person(part: str) -> PersonLine:
    inside = _OTHER_NAMES.search(part)
    others = re.split(r"\s*[,;、，]\s*", inside["inside"].strip()) if inside else []
    return PersonLine(_OTHER_NAMES.sub("", part).strip(), tuple(filter(None, others)))


def _of_one(occupation: str) -> str:
    """`lawyers` of several persons: each is a lawyer."""
    return occupation[:-1] if re.search(r"[^s]s\Z", occupation) else occupation
