"""Parties: the list, and what one party signed, received and was target of.

That a party is on record with its names and memberships is public; what it did is told from the texts
the principal may read, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

from babel import Locale, UnknownLocaleError

from app.db import party_reading
from app.db.authorities import Authorities, authorities
from app.db.catalogue import Catalogue
from app.db.party_reading import NameInTexts, Part
from app.domain.dated_names import DatedName, NameUse
from app.domain.errors import NotFound
from app.domain.parties import fold_name
from app.domain.party_views import PartyLine, PartyName, PartyTogether, PartyView
from app.domain.principals import Action, Principal
from app.domain.records import PartyCode, RecordId
from app.domain.views import RecordSummary
from app.domain.wording import LanguageName, Wording, joined, said
from app.services.work import Work

COMPANIONS_SHOWN = 20
NOT_ON_RECORD = said("party not on record")
NOT_HERE = said("There is no such party on record or in a text that you may read.")


def list_parties(principal: Principal, work: Work) -> tuple[PartyLine, ...]:
    """Every party that stands in a text the principal may read, by name."""
    principal.require(Action.READ)
    catalogue = _catalogue(principal, work)
    known = authorities(work.session)
    lines = [
        PartyLine(
            code,
            known.parties.name_today(code),
            _kind(known, code),
            counts.get(Part.SIGNED, 0),
            counts.get(Part.RECEIVED, 0),
            counts.get(Part.TARGET_OF, 0),
        )
        for code, counts in party_reading.counts(catalogue).items()
    ]
    return tuple(sorted(lines, key=_in_order))


def _in_order(line: PartyLine) -> tuple[bool, str, str, str]:
    """By name without accents; what is no party on record after all that is."""
    return line.kind == NOT_ON_RECORD, fold_name(line.name), line.name, line.code


def read_party(principal: Principal, work: Work, code: str) -> PartyView:
    """One party, or the one that stands for it. Raises NotFound for a code neither on record nor in a
    readable text."""
    principal.require(Action.READ)
    catalogue = _catalogue(principal, work)
    known = authorities(work.session)
    party_code = known.parties.standing(code.strip().upper())
    ids = party_reading.records_of(catalogue, party_code)
    party = known.parties.party(party_code)
    if party is None and not ids:
        raise NotFound(NOT_HERE)
    lines = _summaries(catalogue, ids.values())
    by_part = {part: tuple(lines[one] for one in ids.get(part, ())) for part in Part}
    return PartyView(
        code=party_code,
        name=known.parties.name_today(party_code),
        kind=_kind(known, party_code),
        other_codes=party.other_codes if party else (),
        names=_names(known, party_code, party_reading.names_in_texts(catalogue, party_code)),
        memberships=known.groupings.spans(party_code),
        signed=by_part[Part.SIGNED],
        withdrew=by_part[Part.WITHDREW],
        received=by_part[Part.RECEIVED],
        target_of=by_part[Part.TARGET_OF],
        reported_absent=by_part[Part.REPORTED_ABSENT],
        together=_together(catalogue, known, party_code),
        label=catalogue.join(line.label for line in lines.values()),
        code_scheme=party.code_scheme if party else "",
    )


def name_of_party(work: Work, code: str | None) -> str:
    """What the party of an account is called today: public knowledge, from no text. Empty for none.

    Its own name: a merge gives an account no other party.
    """
    return authorities(work.session).parties.own_name(code) if code else ""


def _catalogue(principal: Principal, work: Work) -> Catalogue:
    return Catalogue(work.session, principal.clearance, work.labels)


def _kind(known: Authorities, code: PartyCode) -> str:
    party = known.parties.party(code)
    return Wording(party.kind.value) if party else NOT_ON_RECORD


def _summaries(
    catalogue: Catalogue, ids: Iterable[tuple[RecordId, ...]]
) -> dict[RecordId, RecordSummary]:
    wanted = list(dict.fromkeys(one for some in ids for one in some))
    return {line.id: line for line in catalogue.summaries(wanted)}


def _together(
    catalogue: Catalogue, known: Authorities, code: PartyCode
) -> tuple[PartyTogether, ...]:
    return tuple(
        PartyTogether(one.code, known.parties.name_today(one.code), one.together, one.in_all)
        for one in party_reading.companions(catalogue, code, COMPANIONS_SHOWN)
    )


def _names(
    known: Authorities, code: PartyCode, signed: Iterable[NameInTexts]
) -> tuple[PartyName, ...]:
    """Names on record that are shown, then other names as signed, each with what is known of it."""
    in_texts = {one.name: _years_in_words(one) for one in signed}
    names: dict[str, PartyName] = {}
    for name in known.parties.names(code):
        if name.use is not NameUse.VARIANT and name.name not in names:
            words = [_name_in_words(name), in_texts.pop(name.name, "")]
            names[name.name] = PartyName(name.name, joined(words, "; "))
    for as_signed, years in in_texts.items():
        names[as_signed] = PartyName(as_signed, years)
    return tuple(names.values())


def _years_in_words(one: NameInTexts) -> str:
    if one.first_year is None or one.last_year is None:
        return said("in texts")
    if one.first_year == one.last_year:
        return said("in texts of {first_year}", first_year=one.first_year)
    return said(
        "in texts of {first_year} to {last_year}",
        first_year=one.first_year,
        last_year=one.last_year,
    )


def _name_in_words(name: DatedName) -> str:
    words = [] if name.language == "en" else [_language_in_words(name.language)]
    if name.use is NameUse.OFFICIAL:
        words.append(said("official name"))
    if name.first:
        words.append(said("from {day}", day=name.first.in_words()))
    if name.last:
        words.append(said("until {day}", day=name.last.in_words()))
    return joined([*words, Wording(name.note)], ", ")


def _language_in_words(tag: str) -> str:
    try:
        name = Locale.parse(tag, sep="-").english_name
        return LanguageName(tag, name).in_words() if name else tag
    except (ValueError, UnknownLocaleError):
        return tag
