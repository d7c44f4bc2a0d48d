"""One text in a line or two, as several reports name it: title, kind, date, who signed.

Whoever is not public in a text is not named here either (`app/domain/masking.py`).
"""

from __future__ import annotations

from app.domain.dates import CalendarDate
from app.domain.enumerations import with_rest
from app.domain.joining import count_signatories
from app.domain.masking import Mask
from app.domain.phrases import in_a_sentence
from app.domain.records import Description, PartyCode
from app.domain.views import RecordView
from app.domain.vocabularies import AddresseeRole, Capacity
from app.domain.wording import Wording, said, said_many
from app.pdf.speech import listed, say
from app.pdf.wording import addressees, capitalised, clipped

MOST_CODES = 30
LONGEST_TITLE = 140


def title_of(view: RecordView, length: int = LONGEST_TITLE) -> str:
    """The title, clipped, in square brackets where it is the register's own."""
    told = view.description
    title = Mask.of(told).text(told.title.strip())
    is_ours = told.title_is_supplied or (title.startswith("[") and title.endswith("]"))
    if title.startswith("[") and title.endswith("]"):
        title = title[1:-1]
    title = clipped(title, length)
    return f"[{title}]" if is_ours else title


def kind_of(view: RecordView) -> str:
    return capitalised(say(view.description.kind.label))


def written_to(view: RecordView) -> str:
    """`To Guo Shengkun, Minister of Public Security, China`; empty where nobody is named."""
    found = [one for one in addressees(view, AddresseeRole.TO) if isinstance(one, str)]
    mask = Mask.of(view.description)
    return say(said("To {whom}", whom="; ".join(map(mask.text, found)))) if found else ""


def signed_by(view: RecordView, *, by_name: bool = False) -> str:
    """`Signed by 11 parties: AUS, CAN, JPN`; of very many the first, of an incomplete list what is known.

    `by_name` for readers who do not know the codes; then all are named.
    """
    told = view.description
    codes = [one.party for one in told.standing_signatures]
    if not codes:
        return say(said("No signatory is on record."))
    shown = named(view, codes) if by_name else listed(codes[:MOST_CODES])
    if not by_name and len(codes) > MOST_CODES:
        rest = len(codes) - MOST_CODES
        shown = say(said("{codes} and {rest:,} more", codes=shown, rest=rest))
    if told.signatures_are_complete is not True:
        state = list_state(told)
        return capitalised(say(said("{state}: {codes}", state=state, codes=shown)))
    words = said_many(
        "Signed by {number:,} party: {codes}",
        "Signed by {number:,} parties: {codes}",
        len(codes),
        codes=shown,
    )
    return say(words)


def who_signed(view: RecordView, most: int = 4) -> Wording:
    """In a sentence: `Canada, Germany and Japan`, else `11 states`, `44 states, later 43`; of a list that has
    gaps what is known: `43 states, 6 of them on record`."""
    told = view.description
    signatures, count = told.standing_signatures, count_signatories(told.signatures)
    is_short = len(signatures) <= most
    if is_short:
        who = with_rest([in_a_sentence(view.name_of(one.party)) for one in signatures], most)
    else:
        who = _parties(view, count.on_the_day)
        if count.has_changed:
            who = said("{words}, later {now:,}", words=who, now=count.now)
    if not signatures or not has_gaps(told):
        return who
    published = told.signatories_published
    if published and not is_short:
        who = _parties(view, published)
        return said("{who}, {count:,} of them on record", who=who, count=count.now)
    return said("{who} ({state})", who=who, state=list_state(told))


def _parties(view: RecordView, number: int) -> Wording:
    if all(one.capacity is Capacity.STATE for one in view.description.standing_signatures):
        return said("{number:,} states", number=number)
    return said("{number:,} parties", number=number)


def has_gaps(told: Description) -> bool:
    """Whether names are missing, or may be: not where as many are on record as were published, those who
    withdrew among them."""
    if told.signatures_are_complete:
        return False
    count = count_signatories(told.signatures)
    published = told.signatories_published
    return not published or published > max(count.on_the_day, count.now)


def list_state(told: Description) -> Wording:
    """What is known of a list that is not known to be complete."""
    counted, published = count_signatories(told.signatures), told.signatories_published
    count = max(counted.on_the_day, counted.now)
    if told.signatures_are_complete is None:
        return said("{count:,} on record; it is not known whether that is all", count=count)
    if published and published > count:
        return said("{count:,} on record of {published:,}", count=count, published=published)
    if published:
        return said("{count:,} on record, not every name from a source", count=count)
    return said("{count:,} on record; the list is incomplete", count=count)


def named(view: RecordView, codes: list[PartyCode]) -> str:
    """Parties by the names they had at the text's date."""
    return listed(view.name_of(code) for code in codes)


def dated(date: CalendarDate | None, words: str) -> str:
    """`20 Mar 2017: ...`; the words alone where no date is known."""
    if date is None:
        return words
    return say(said("{day}: {words}", day=date.in_words(short=True), words=words))
