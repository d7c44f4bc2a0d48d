"""Turning values of a record into words and pieces that several reports need.

What is said of them is said in the paper's language (`speech.py`); records' own words stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from app.domain.dates import CalendarDate, DatedFact
from app.domain.masking import Mask
from app.domain.nothing import NOT_KNOWN, MaybeText, Nothing, text_or
from app.domain.phrases import addressed, many_of, within_a_sentence
from app.domain.records import Addressee, Description, Evidence, Signature
from app.domain.views import RecordView
from app.domain.vocabularies import AddresseeRole, DateBasis, Rank, Term
from app.domain.wording import Wording, alternatives, joined, said
from app.pdf.speech import listed, say, tongue
from app.pdf.text import Piece, Style, boxed, inline
from app.pdf.typography import GRADE

_CHINESE_STOP = "\N{IDEOGRAPHIC FULL STOP}"
_STOPS = f".!?\N{HORIZONTAL ELLIPSIS}\N{ARABIC QUESTION MARK}{_CHINESE_STOP}"
_NUMBERS: tuple[str, ...] = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)


def number_in_words(count: int) -> str:
    """`eleven`, but `21`; in other languages than English always figures."""
    in_words = tongue().is_english and count < len(_NUMBERS)
    return _NUMBERS[count] if in_words else str(count)


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """`text` with a full stop, unless it ends in one."""
    text = text.strip()
    if not text or text[-1] in _STOPS:
        return text
    return f"{text}{_CHINESE_STOP if _takes_chinese_signs(text[-1]) else '.'}"


def run_on(sentences: Iterable[str]) -> str:
    """Sentences as one text; no space after a Chinese one on a Chinese paper."""
    text = ""
    for one in filter(None, sentences):
        text += one if not text or _takes_chinese_signs(text[-1]) else f" {one}"
    return text


def term_or(value: Term | Nothing) -> MaybeText:
    return value if isinstance(value, Nothing) else capitalised(say(value.label))


def dated_words(fact: DatedFact | Nothing) -> MaybeText:
    """`27 February 2017, as reported by the source`; a date the text states needs no basis."""
    if isinstance(fact, Nothing):
        return fact
    day = fact.date.in_words()
    if fact.basis is DateBasis.STATED:
        return say(day)
    return say(joined((day, fact.basis.label), ", "))


def short_date(date: CalendarDate | None) -> MaybeText:
    return tongue().date(date, short=True) if date else NOT_KNOWN


def grade_pieces(evidence: Evidence, style: Style) -> tuple[Piece, ...]:
    """A space and the grade in its box, or nothing where no grade was given."""
    if evidence.grade is None:
        return ()
    return inline(" ", style), boxed(evidence.grade.code, GRADE)


def source_words(evidence: Evidence) -> str:
    """`Said by several diplomats, not named.`; empty where no source was given."""
    source = evidence.source
    if isinstance(source, Nothing):
        if source is Nothing.WITHHELD:
            return say(said("The source is withheld."))
        return say(said("Said by a source that is not named.")) if evidence.is_anonymous else ""
    name = str(source_name(source))
    by = within_a_sentence(name) if tongue().is_english else name
    if evidence.is_anonymous and "not named" not in source:
        return sentence(say(said("Said by {source}, not named", source=by)))
    return sentence(say(said("Said by {source}", source=by)))


def addressee_words(view: RecordView, addressee: Addressee) -> MaybeText:
    """`Guo Shengkun, Minister of Public Security, China`; not known when nothing is."""
    party = addressee.party
    words = addressed(
        person=text_or(addressee.person),
        office=text_or(addressee.office),
        organ=text_or(addressee.organ),
        party=view.name_of(party) if isinstance(party, str) else "",
    )
    return say(words) or NOT_KNOWN


def addressees(view: RecordView, role: AddresseeRole) -> list[MaybeText]:
    return [addressee_words(view, one) for one in view.description.addressees if one.role is role]


def capacity_words(signature: Signature, note: str) -> MaybeText:
    """`ambassador or chargé d'affaires`, the office where the source gives one, else the record's note."""
    if isinstance(signature.office, str):
        return signature.office
    if len(signature.ranks) == 1:
        return say(signature.ranks[0].label)
    if signature.ranks:
        return say(alternatives(map(_short_label, signature.ranks)))
    return note or signature.office


def languages(tags: Sequence[str]) -> MaybeText:
    """The names of BCP 47 tags; a tag without one stands as it is."""
    return listed(tongue().language_name(tag) for tag in tags) if tags else NOT_KNOWN


def plural(word: str) -> str:
    """The plural of a plain English noun on an English paper; anything else is left as it is."""
    is_plain = tongue().is_english and re.fullmatch(r"[a-z ]+", word)
    return many_of(word) if is_plain else word


def source_name(source: MaybeText) -> MaybeText:
    """A source short enough for a line: of an address on the web only the host."""
    if isinstance(source, Nothing) or not source.startswith(("https://", "http://")):
        return source
    return urlsplit(source).hostname or source


def main_source(told: Description) -> MaybeText:
    """What the evidence names, else the first that the record lists (an import lists and grades nothing).

    Without the names of those that are not public in the text.
    """
    source = told.evidence.source
    if source is NOT_KNOWN and told.sources:
        source = told.sources[0]
    return source if isinstance(source, Nothing) else Mask.of(told).text(source)


def clipped(text: str, length: int) -> str:
    """The text, cut after a word where it is longer than `length`, with the sign of a cut."""
    if len(text) <= length:
        return text
    return f"{text[:length].rsplit(' ', 1)[0].rstrip(' ,;:')}\N{HORIZONTAL ELLIPSIS}"


def _short_label(rank: Rank) -> Wording:
    """In English `chargé`, where it stands beside another rank."""
    label = rank.label
    return Wording(label.removesuffix(" d'affaires"), label.sentence)


def _takes_chinese_signs(last: str) -> bool:
    """Whether what follows this character is set as in Chinese."""
    return tongue().language == "zh" and unicodedata.east_asian_width(last) in "WF"
