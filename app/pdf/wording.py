"""Turning values of a record into words and pieces that several reports need."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError

from app.domain.dates import CalendarDate, DatedFact
from app.domain.nothing import NOT_KNOWN, MaybeText, Nothing, text_or
from app.domain.phrases import addressed, many_of, within_a_sentence
from app.domain.records import Addressee, Evidence, Signature
from app.domain.views import RecordView
from app.domain.vocabularies import AddresseeRole, DateBasis, Term
from app.pdf.text import Piece, Style, boxed, inline
from app.pdf.typography import GRADE

_NUMBERS: tuple[str, ...] = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)


def number_in_words(count: int) -> str:
    """`eleven`, but `21`."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """`text` with a full stop, unless it ends in one."""
    text = text.strip()
    return text if not text or text[-1] in ".!?。…" else f"{text}."


def term_or(value: Term | Nothing) -> MaybeText:
    return value if isinstance(value, Nothing) else capitalised(value.label)


def dated_words(fact: DatedFact | Nothing) -> MaybeText:
    """`27 February 2017, as reported by the source`; a date the text states needs no basis."""
    if isinstance(fact, Nothing):
        return fact
    words = fact.date.in_words()
    return words if fact.basis is DateBasis.STATED else f"{words}, {fact.basis.label}"


def short_date(date: CalendarDate | None) -> MaybeText:
    return date.in_words(short=True) if date else NOT_KNOWN


def grade_pieces(evidence: Evidence, style: Style) -> tuple[Piece, ...]:
    """A space and the grade in its box, or nothing where no grade was given."""
    if evidence.grade is None:
        return ()
    return inline(" ", style), boxed(evidence.grade.code, GRADE)


def source_words(evidence: Evidence) -> str:
    """`Said by several diplomats, not named.`; empty where no source was given."""
    if isinstance(evidence.source, Nothing):
        if evidence.source is Nothing.WITHHELD:
            return "The source is withheld."
        return "Said by a source that is not named." if evidence.is_anonymous else ""
    unnamed = ", not named" if evidence.is_anonymous and "not named" not in evidence.source else ""
    said_by = within_a_sentence(str(source_name(evidence.source)))
    return sentence(f"Said by {said_by}{unnamed}")


def addressee_words(view: RecordView, addressee: Addressee) -> MaybeText:
    """`Guo Shengkun, Minister of Public Security, China`; not known when nothing is."""
    party = addressee.party
    words = addressed(
        person=text_or(addressee.person),
        office=text_or(addressee.office),
        organ=text_or(addressee.organ),
        party=view.name_of(party) if isinstance(party, str) else "",
    )
    return words or NOT_KNOWN


def addressees(view: RecordView, role: AddresseeRole) -> list[MaybeText]:
    return [addressee_words(view, one) for one in view.description.addressees if one.role is role]


def capacity_words(signature: Signature, note: str) -> MaybeText:
    """`ambassador or chargé d'affaires`, the office where the source gives one, else the record's note."""
    if isinstance(signature.office, str):
        return signature.office
    if len(signature.ranks) == 1:
        return signature.ranks[0].label
    if signature.ranks:
        return " or ".join(rank.label.removesuffix(" d'affaires") for rank in signature.ranks)
    return note or signature.office


def languages(tags: Sequence[str]) -> MaybeText:
    """The English names of BCP 47 tags; a tag without one stands as it is."""
    return ", ".join(_language(tag) for tag in tags) if tags else NOT_KNOWN


def plural(word: str) -> str:
    """The plural of a plain English noun; anything else is left as it is."""
    return many_of(word) if re.fullmatch(r"[a-z ]+", word) else word


def source_name(source: MaybeText) -> MaybeText:
    """A source short enough for a line: of an address on the web only the host."""
    if isinstance(source, Nothing) or not source.startswith(("https://", "http://")):
        return source
    return urlsplit(source).hostname or source


def clipped(text: str, length: int) -> str:
    """The text, cut after a word where it is longer than `length`, with the sign of a cut."""
    if len(text) <= length:
        return text
    return f"{text[:length].rsplit(' ', 1)[0].rstrip(' ,;:')}\N{HORIZONTAL ELLIPSIS}"


def _language(tag: str) -> str:
    try:
        return Locale.parse(tag, sep="-").get_display_name("en") or tag
    except (UnknownLocaleError, ValueError):
        return tag
