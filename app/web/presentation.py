"""Words for values: markings, counts, dates, sizes, who signed. Templates get these as filters.

Open `FILTERS` at the end for the list. What only the record page shows is in `record_page.py`,
what is drawn in `drawings.py`, addresses of searches in `search_links.py`, scripts in `scripts.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from app.domain.access import AccessLabel, Clearance, level_words
from app.domain.dates import CalendarDate
from app.domain.joining import count_signatories
from app.domain.nothing import Nothing
from app.domain.phrases import in_a_sentence, within_a_sentence
from app.domain.records import Description, PartyCode, Signature
from app.domain.searches import Excerpt
from app.domain.views import RecordSummary
from app.domain.vocabularies import Capacity, Term
from app.domain.wording import Wording, joined, said, said_many
from app.web.language import in_language, page_tongue, short_day_words
from app.web.scripts import Run, language_of, runs
from app.web.shown_order import shown

BARS = 5
CODES_SHOWN = 11
_LEVEL_CLASSES = ("public", "official", "restricted", "confidential", "secret")
_NUMBER_WORDS = (
    *(said("no"), said("one"), said("two"), said("three"), said("four"), said("five"), said("six")),
    *(said("seven"), said("eight"), said("nine"), said("ten"), said("eleven"), said("twelve")),
    *(said("thirteen"), said("fourteen"), said("fifteen"), said("sixteen"), said("seventeen")),
    *(said("eighteen"), said("nineteen"), said("twenty")),
)
_KIBI = 1024
_OURSELVES = {str(one): one for one in (said("Chancery itself"), said("Operator"))}
_ENDS = (".", "!", "?", "…", "。", "؟", ".”", '."', ")")
_PAGE_OF_A_FILE = re.compile(r"file (.*), page (\d+)", re.DOTALL)
_NUMBERED = re.compile(r"([a-z ]+) (\d+)")
_SOFT_BREAK = re.compile(r"(?<=\S)(?<=[^\n]{50})\n(?=\S)")


def level_class(label: AccessLabel) -> str:
    """The name of the marking's colours; `other` (shown like the top) for a level of one's own."""
    name = label.level.name.casefold()
    return name if name in _LEVEL_CLASSES else "other"


def level_bars(label: AccessLabel) -> int:
    """How many of the five bars are filled. A level we do not know looks like the top one."""
    name = label.level.name.casefold()
    return _LEVEL_CLASSES.index(name) + 1 if name in _LEVEL_CLASSES else BARS


def clearance_words(clearance: Clearance) -> str:
    """`cleared to Restricted, HR-CHN`."""
    level = said("cleared to {level}", level=clearance.level.words)
    return joined([level, *sorted(clearance.compartments)], ", ")


def release_words(label: AccessLabel, names: Callable[[PartyCode], str]) -> str:
    """To whom a text may be released, as one sentence."""
    if label.releasable_to is None:
        return said("No release list; level and compartments decide.")
    if not label.releasable_to:
        return said("Releasable to nobody outside.")
    parties = sorted((names(PartyCode(code)) for code in label.releasable_to), key=shown)
    return said("Releasable to {parties} only.", parties=in_a_row(parties))


def capital(text: str) -> str:
    """The text with a capital at its start, the rest untouched."""
    words = in_language(text)
    return words[:1].upper() + words[1:]


def lowered(text: str) -> str:
    """The text in small letters."""
    return in_language(text).lower()


def count_in_words(number: int) -> str:
    """`eleven`; in figures above twenty: `1,204`."""
    if 0 <= number < len(_NUMBER_WORDS):
        return _NUMBER_WORDS[number]
    return said("{number:,}", number=number)


def in_a_row(words: Sequence[str]) -> str:
    """`Canada`, `Canada and Japan`, `Canada, Japan and Peru`."""
    if len(words) < 2:
        return words[0] if words else ""
    return said("{others} and {last}", others=joined(words[:-1], ", "), last=words[-1])


def day(when: CalendarDate | None) -> str:
    """`27 February 2017`; empty when there is no date."""
    return when.in_words() if when else ""


def short_day(when: CalendarDate | None) -> str:
    """`27 Feb 2017`, for tables."""
    return when.in_words(short=True) if when else ""


def plain_day(one: date) -> str:
    """`23 Nov 2026`, for a day of the house."""
    return short_day_words(one)


def moment(time: datetime) -> str:
    """`21 Nov 2026, 14:05 UTC`."""
    there = time.astimezone(UTC)
    return f"{short_day_words(there)}, {there:%H:%M} UTC"


def moment_day(time: datetime) -> str:
    """`21 Nov 2026`."""
    there = time.astimezone(UTC)
    return short_day_words(there)


def size_words(size_bytes: int) -> str:
    """`812 bytes`, `6 KB`, `1.4 MB`, `76.4 GB`."""
    if size_bytes < _KIBI:
        return said_many("{number:,} byte", "{number:,} bytes", size_bytes)
    if size_bytes < _KIBI**2:
        return said("{size:.0f} KB", size=size_bytes / _KIBI)
    if size_bytes < _KIBI**3:
        return said("{size:.1f} MB", size=size_bytes / _KIBI**2)
    return said("{size:.1f} GB", size=size_bytes / _KIBI**3)


def wording(value: Term | Nothing) -> str:
    """The label of a vocabulary term, or of a nothing."""
    return value.label


def own_title(title: str, is_supplied: bool) -> str:
    """A title of our own stands in square brackets (ISAD(G) 3.1.2)."""
    return f"[{title}]" if is_supplied and not title.startswith("[") else title


@dataclass(frozen=True, slots=True)
class Signers:
    """The line "Signed by 11 AUS CAN ...": how many, the first codes, how many codes are left out."""

    count: int
    codes: tuple[PartyCode, ...]
    more: int
    published: int | None
    """What the sources count, when the list is not complete."""


def signers(summary: RecordSummary, shown: int = CODES_SHOWN) -> Signers:
    codes = summary.signatory_codes
    keep = codes if len(codes) <= shown else codes[: shown - 1]
    published = None if summary.signatures_are_complete else summary.signatories_published
    return Signers(len(codes), keep, len(codes) - len(keep), published)


def signatory_noun(signatures: Sequence[Signature]) -> tuple[str, str]:
    """What to call those who signed, one and many: state, party, or person."""
    capacities = {signature.capacity for signature in signatures}
    if capacities <= {Capacity.STATE}:
        return said("state"), said("states")
    if capacities == {Capacity.PERSONAL}:
        return said("person"), said("persons")
    return said("party"), said("parties")


def signed_by_words(description: Description) -> str:
    """The heading of the signatory table: `Signed by eleven states`, `by 37 states, later 50`."""
    count = count_signatories(description.signatures)
    if not count.on_the_day and not count.now:
        return said("Signed by")
    one, many = signatory_noun(description.standing_signatures or description.signatures)
    number = count.on_the_day
    words = said(
        "Signed by {count} {signatories}",
        count=count_in_words(number),
        signatories=one if number == 1 else many,
    )
    if count.has_changed:
        words = said("{words}, later {count}", words=words, count=count_in_words(count.now))
    published = description.signatories_published
    if not description.signatures_are_complete and published and published > max(number, count.now):
        return said("{words} of {published}", words=words, published=published)
    return words


def years(summaries: Sequence[RecordSummary]) -> str:
    """`2003 to 2025`, the years these texts span; `no date known` without any."""
    found = [one.date.year for one in summaries if one.date and one.date.year]
    if not found:
        return said("no date known")
    first, last = min(found), max(found)
    return str(first) if first == last else said("{first} to {last}", first=first, last=last)


def sort_day(when: CalendarDate | None) -> int:
    """Days since year 1, for ordering; what has no date comes last."""
    bound = (when.lower or when.upper) if when else None
    return (bound or date.max).toordinal()


def who(name: str) -> str:
    """Who wrote an entry; what works by itself is named in the reader's language."""
    return _OURSELVES.get(name, name)


def source_words(source: str) -> str:
    """Who says so, short enough for a sentence: of an address on the web only the host."""
    if not source.startswith(("https://", "http://")):
        return within_a_sentence(source)
    return urlsplit(source).hostname or source


def sentence(text: str) -> str:
    """The text with a full stop where it has no end of its own."""
    words = in_language(text)
    return words if not words or words.endswith(_ENDS) else f"{words}."


def runs_in_language(text: str) -> tuple[Run, ...]:
    """The stretches of a text by script (`scripts.py`), a wording first in the reader's language."""
    return runs(in_language(text))


def excerpt_place(place: str) -> str:
    """Where an excerpt was cut, in the reader's language: `demand 3`, `file letter.pdf, page 2`."""
    if found := _PAGE_OF_A_FILE.fullmatch(place):
        return said("file {name}, page {page}", name=found[1], page=found[2])
    if found := _NUMBERED.fullmatch(place):
        return said("{part} {number}", part=Wording(found[1]), number=found[2])
    return Wording(place)


def where_found(excerpt: Excerpt) -> str:
    """As `excerpt_place`, with the paragraph where the text can be read in its context."""
    words = excerpt_place(excerpt.place)
    if excerpt.spot is None or not excerpt.spot.paragraph:
        return words
    return said("{place}, paragraph {number}", place=words, number=excerpt.spot.paragraph)


def language_name(tag: str) -> str:
    """The name of a BCP 47 tag in the reader's language; the tag itself where there is none."""
    return page_tongue().language_name(tag)


def unwrapped(text: str) -> str:
    """A text whose lines were broken for a page of fixed width, as paragraphs again.

    A line break stays where a short line or a blank one shows that somebody meant it.
    """
    return _SOFT_BREAK.sub(" ", text)


def opening(text: str, length: int) -> tuple[str, str]:
    """The text cut near `length`, after a paragraph or a sentence where one ends; and the rest."""
    if len(text) <= length + length // 3:
        return text, ""
    for mark in ("\n\n", "\n", ". ", "。", " "):
        cut = text.rfind(mark, length // 2, length)
        if cut > 0:
            end = cut + len(mark)
            return text[:end].rstrip(), text[end:].lstrip("\n")
    return text[:length], text[length:]


FILTERS: dict[str, Callable[..., object]] = {
    "capital": capital,
    "clearance_words": clearance_words,
    "count_in_words": count_in_words,
    "day": day,
    "excerpt_place": excerpt_place,
    "in_a_row": in_a_row,
    "in_a_sentence": in_a_sentence,
    "language_name": language_name,
    "language_of": language_of,
    "level_bars": level_bars,
    "level_class": level_class,
    "level_words": level_words,
    "moment": moment,
    "moment_day": moment_day,
    "plain_day": plain_day,
    "runs": runs_in_language,
    "sentence": sentence,
    "short_day": short_day,
    "signers": signers,
    "size_words": size_words,
    "source_words": source_words,
    "where_found": where_found,
    "who": who,
    "wording": wording,
    "years": years,
}
