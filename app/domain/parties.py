"""All parties on record, and every way to name one. A single party is in `party.py`.

Open `PartyDirectory.resolve` first: the one way from a word in a source to a party's code. A code is
an identifier, a name is data: what a party is called is looked up at the record's date (`name_at`).
An unknown or ambiguous name is refused with the choices, never guessed. Which party belongs to which
grouping when is in `groupings.py`; reading the seed file in `party_seed.py`.

Of two parties that were merged, one stands for both: whatever is shown follows `standing`; what is
written keeps the code it was given (docs/decisions/merging-authorities.md).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

from app.domain.code_schemes import CodeScheme
from app.domain.dated_names import DatedName, NameUse
from app.domain.dates import CalendarDate
from app.domain.entry_merges import roots
from app.domain.errors import InvalidInput
from app.domain.party import ENGLISH, Party
from app.domain.records import PartyCode
from app.domain.wording import Name, alternatives, joined, said

_TWO_LETTERS = re.compile(r"[A-Za-z]{2}\Z")
_CODE = re.compile(r"[A-Z]{2,6}(-[A-Z]{3})?\Z")
_NOT_WORD = re.compile(r"[^\w]+")
_LEADING_ARTICLE = re.compile(r"the\s+")
SUGGESTION_CUTOFF = 72
SUGGESTIONS = 3


class PartyDirectory:
    """All parties and every way to name them; a value, built once per process from the tables.

    `merged` says which code each merged one was merged into; as an attribute, which stands for it now.
    """

    def __init__(
        self, parties: Iterable[Party], merged: Mapping[PartyCode, PartyCode] | None = None
    ) -> None:
        self._by_code: dict[str, Party] = {party.code: party for party in parties}
        self._today: dict[str, Name] = {}
        self._renamed = {one.code for one in self._by_code.values() if one.has_dated_names}
        self.merged: Mapping[PartyCode, PartyCode] = roots(merged or {})
        self._codes_by_name = _index_of_names(self._by_code.values())
        self._by_scheme = {
            CodeScheme.ISO2: _index_of_codes(self._by_code.values(), "alpha2"),
            CodeScheme.M49: _index_of_codes(self._by_code.values(), "m49"),
            CodeScheme.TAGS: _index_of_codes(self._by_code.values(), "tags"),
        }

    @classmethod
    def from_rows(
        cls, rows: Iterable[Party], merged: Mapping[PartyCode, PartyCode] | None = None
    ) -> PartyDirectory:
        """From the parties as the tables or the seed hold them."""
        return cls(rows, merged)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __len__(self) -> int:
        return len(self._by_code)

    @property
    def parties(self) -> tuple[Party, ...]:
        """All parties, by code."""
        return tuple(self._by_code[code] for code in sorted(self._by_code))

    @property
    def standing_parties(self) -> tuple[Party, ...]:
        """Those that were not merged into another, by code."""
        return tuple(one for one in self.parties if one.code not in self.merged)

    def party(self, code: str) -> Party | None:
        """The party of exactly this code."""
        return self._by_code.get(code)

    def standing(self, code: str) -> PartyCode:
        """The code that stands for this one now; itself where it was merged into none."""
        return self.merged.get(PartyCode(code), PartyCode(code))

    def family(self, code: str) -> tuple[PartyCode, ...]:
        """The code that stands for this one, then all that it stands for."""
        root = self.standing(code)
        return (root, *sorted(gone for gone, kept in self.merged.items() if kept == root))

    def resolve(self, text: str, *, scheme: CodeScheme | str | None = None) -> Party:
        """The one party that `text` names: a code of ours, or a name in any language on record.

        Case, accents, punctuation and a leading article do not matter in names. Two letters need a
        `scheme` (domain model, rule f). Raises InvalidInput when nothing or more than one party fits;
        its message names the choices or near spellings.
        """
        text = text.strip()
        if not text:
            raise InvalidInput("party", "No party is named.")
        if isinstance(scheme, str):
            scheme = CodeScheme.of(scheme)
        if scheme in self._by_scheme:
            return self._by_code_in(scheme, text)
        if scheme is not CodeScheme.NAME and _CODE.match(text) and text in self._by_code:
            return self._by_code[text]
        if scheme is CodeScheme.ISO3:
            raise InvalidInput(
                "party", said("{text!r} is not an ISO 3166 alpha-3 code on record.", text=text)
            )
        if _TWO_LETTERS.match(text):
            raise InvalidInput("party", self._why_two_letters_are_refused(text.upper()))
        return self._by_name(text)

    def find(self, text: str, *, scheme: CodeScheme | str | None = None) -> Party | None:
        """As `resolve`, but None where that refuses; cheap, for lists that mostly hold persons."""
        text = text.strip()
        if scheme in (None, CodeScheme.NAME, CodeScheme.NAME.value) and not _CODE.match(text):
            codes = self._told_apart(self._codes_by_name.get(fold_name(text), ()))
            is_plain = len(codes) == 1 and not _TWO_LETTERS.match(text)
            return self._by_code[codes[0]] if is_plain else None
        try:
            return self.resolve(text, scheme=scheme)
        except InvalidInput:
            return None

    def meanings(self, text: str) -> tuple[PartyCode, ...]:
        """Every party that `text` may name: one = decided, several = a choice, none = unknown.

        Capital letters may be a code; two of them are one only where ISO and TAGS do not disagree.
        """
        text = text.strip()
        if _CODE.match(text) and text in self._by_code:
            return (PartyCode(text),)
        if _TWO_LETTERS.match(text) and text.isupper():
            schemes = (self._by_scheme[CodeScheme.ISO2], self._by_scheme[CodeScheme.TAGS])
            found = [code for scheme in schemes for code in scheme.get(text, ())]
        else:
            found = list(self._codes_by_name.get(fold_name(text), ()))
        return self._told_apart(found)

    def near(self, text: str) -> tuple[PartyCode, ...]:
        """Up to three parties with a name spelt nearly like that, the nearest first."""
        return self._near(text)

    def name_today(self, code: str) -> str:
        """The current name of the one that stands for it; the code itself for one not on record."""
        return self.own_name(self.standing(code))

    def named(self, code: str) -> str:
        """`Canada (CAN)`: the current name, and the code that was asked for."""
        return said("{name} ({code})", name=self.name_today(code), code=code)

    def own_name(self, code: str) -> str:
        """The current name of exactly this entry, merged or not; the code where it is not on record.

        For what a merge leaves as it is: markings, accounts, versions of a text.
        """
        found = self._today.get(code)
        if found is None and (party := self._by_code.get(code)):
            found = self._today[code] = party.name_today
        return found or code

    def name_at(self, code: str, date: CalendarDate | None) -> str:
        """As `name_today`, the name at a letter's date."""
        party = self._by_code.get(self.standing(code))
        if party is None:
            return code
        return (
            party.name_at(date)
            if date and party.code in self._renamed
            else self.own_name(party.code)
        )

    def names(self, code: str) -> tuple[DatedName, ...]:
        """Every name on record, short ones first, those of merged ones and their codes after its own."""
        root, *gone = self.family(code)
        found = [*self._by_code[root].names] if root in self._by_code else []
        for one in gone:
            found += self._by_code[one].names if one in self._by_code else ()
            found.append(DatedName(one, NameUse.VARIANT))
        uses = list(NameUse)
        return tuple(sorted(dict.fromkeys(found), key=lambda one: uses.index(one.use)))

    def _by_code_in(self, scheme: CodeScheme, text: str) -> Party:
        wanted = text.upper()
        if scheme is CodeScheme.M49 and wanted.isdigit():
            wanted = wanted.zfill(3)
        codes = self._by_scheme[scheme].get(wanted, ())
        if len(codes) == 1:
            return self._by_code[codes[0]]
        if codes:
            choices = self._choices(codes)
            why = said("{text!r} stands for {choices}. Write which.", text=text, choices=choices)
            raise InvalidInput("party", why)
        raise InvalidInput(
            "party",
            said("{text!r} is not a code of the scheme {scheme}.", text=text, scheme=scheme.value),
        )

    def _told_apart(self, codes: Iterable[str]) -> tuple[PartyCode, ...]:
        """One code stays as it is; of several, those that stand for them now, each once."""
        found = tuple(dict.fromkeys(codes))
        if len(found) == 1:
            return (PartyCode(found[0]),)
        return tuple(dict.fromkeys(self.standing(one) for one in found))

    def _by_name(self, text: str) -> Party:
        codes = self._told_apart(self._codes_by_name.get(fold_name(text), ()))
        if len(codes) == 1:
            return self._by_code[codes[0]]
        if codes:
            choices = self._choices(codes)
            why = said("{text!r} may mean {choices}. Write which.", text=text, choices=choices)
            raise InvalidInput("party", why)
        message = said("No party on record is called {text!r}.", text=text)
        near = self._near(text)
        if near:
            message = said(
                "{message} Near: {choices}.", message=message, choices=self._choices(near)
            )
        raise InvalidInput("party", message)

    def _why_two_letters_are_refused(self, text: str) -> str:
        iso = self._by_scheme[CodeScheme.ISO2].get(text, ())
        tags = self._by_scheme[CodeScheme.TAGS].get(text, ())
        meanings = [
            said(
                "{name} ({code}) in {scheme}", name=self.name_today(code), code=code, scheme=scheme
            )
            for scheme, codes in (("iso2", iso), ("tags", tags))
            for code in codes
        ]
        if not meanings:
            return said(
                "{text!r} is a two-letter code without its scheme. Write three letters or a name.",
                text=text,
            )
        return said(
            "{text!r} is a two-letter code without its scheme: it means {meanings}. Write "
            "three letters or a name, or name the scheme.",
            text=text,
            meanings=joined(meanings, ", "),
        )

    def _near(self, text: str) -> tuple[PartyCode, ...]:
        found = process.extract(
            fold_name(text),
            self._codes_by_name.keys(),
            scorer=fuzz.ratio,
            score_cutoff=SUGGESTION_CUTOFF,
            limit=SUGGESTIONS * 3,
        )
        codes = [self.standing(code) for name, _, _ in found for code in self._codes_by_name[name]]
        return tuple(dict.fromkeys(codes))[:SUGGESTIONS]

    def _choices(self, codes: Iterable[str]) -> str:
        return alternatives(self.named(code) for code in codes)


@lru_cache(maxsize=16_384)
def fold_name(text: str) -> str:
    """The form in which names are compared: no case, accents, punctuation or leading article."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(one for one in decomposed if not unicodedata.combining(one))
    folded = bare.casefold().replace("&", " and ").replace("'", "").replace("’", "")
    words = _NOT_WORD.sub(" ", folded).strip()
    words = _LEADING_ARTICLE.sub("", words, count=1) if words.startswith("the ") else words
    return f"saint {words[3:]}" if words.startswith("st ") else words


def _index_of_names(parties: Iterable[Party]) -> Mapping[str, tuple[str, ...]]:
    """Folded name -> codes. An English name outranks the same letters in another language."""
    english: dict[str, dict[str, None]] = defaultdict(dict)
    foreign: dict[str, dict[str, None]] = defaultdict(dict)
    for party in parties:
        english[fold_name(party.code)][party.code] = None
        for one in party.names:
            index = english if one.language == ENGLISH else foreign
            index[fold_name(one.name)][party.code] = None
    return {name: tuple(codes) for name, codes in (foreign | english).items()}


def _index_of_codes(parties: Iterable[Party], field: str) -> Mapping[str, tuple[str, ...]]:
    codes: dict[str, list[str]] = defaultdict(list)
    for party in parties:
        if value := getattr(party, field):
            codes[value].append(party.code)
    return {value: tuple(found) for value, found in codes.items()}
