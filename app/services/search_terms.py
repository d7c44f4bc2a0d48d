"""What parts of a query mean that only the authorities, or the records one may read, can tell.

A name in `signedby:` or `target:` that names one party asks for this party; `without:` and `group:` are
looked up; `has:reply` and `missing:` become the records that the gate finds. Everything else stays as it was
read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.db.authorities import Authorities
from app.domain.errors import InvalidInput, QuerySyntaxError
from app.domain.groupings import Grouping
from app.domain.query import (
    And,
    Carries,
    FacetIs,
    Not,
    OneOf,
    Or,
    Phrase,
    Query,
    SearchField,
    Word,
    rewrite,
)
from app.domain.records import PartyCode, RecordId
from app.domain.searches import FacetName, Notice, NoticeKind
from app.domain.wording import alternatives, joined, said
from app.search.analysis import query_terms
from app.search.syntax import ParsedQuery
from app.search.syntax_fields import GROUP, HAS, MISSING, RELATED, WITHOUT
from app.services.projection_attributes import group_code
from app.services.search_hints import members_left_out


@dataclass(frozen=True, slots=True)
class AskedOfTheGate:
    """Questions about records that the gate answers for one reader."""

    related: Callable[[str], frozenset[RecordId]]
    """Which have a reply, a counter-letter and so on."""
    missing: Callable[[PartyCode], frozenset[RecordId]]
    """In which somebody reports that a party was missing."""


_FACETS = {
    SearchField.SIGNATORY: FacetName.SIGNATORY,
    SearchField.TARGET: FacetName.TARGET,
}
"""Fields in which the name of a party means this party and no other."""
_OF = re.compile(
    r"\s*,\s*|\s+(?:of|de|du|des)\s+(?:(?:the|la|les)\s+|l['’])?|\s+d['’]", re.IGNORECASE
)
"""What stands between an office and its party."""
_COUNTED = re.compile(r"(>=|<|=)(\d+)\Z")


def resolved(
    parsed: ParsedQuery, known: Authorities, of_gate: AskedOfTheGate
) -> tuple[Query | None, list[Notice]]:
    """The tree that engines understand, and what to say of it.

    Raises QuerySyntaxError for a party or a grouping that is not on record, or may be several.
    """
    if parsed.query is None:
        return None, []
    reader = _Reader(known, of_gate, parsed.places)
    return rewrite(parsed.query, reader.read), list(reader.notices.values())


@dataclass(slots=True)
class _Reader:
    known: Authorities
    of_gate: AskedOfTheGate
    places: Mapping[str, int]
    notices: dict[str, Notice] = field(default_factory=dict)

    def read(self, node: Query, _is_negated: bool) -> Query:
        if isinstance(node, Word | Phrase):
            return self._named(node)
        if not isinstance(node, Carries):
            return node
        name, _, value = node.code.partition(":")
        if name == WITHOUT:
            return self._signatory_left_out(value, self._place(node))
        if name == MISSING:
            return OneOf(self.of_gate.missing(self._party(value, self._place(node))))
        if name == GROUP:
            return self._group(value, self._place(node))
        if name == HAS and value in RELATED:
            return OneOf(self.of_gate.related(value))
        return node

    def _place(self, node: Carries) -> int:
        return self.places.get(node.code, 1)

    def _named(self, node: Word | Phrase) -> Query:
        """A party where the name means one; said where it means several; text for all others."""
        if node.field is SearchField.ADDRESSEE:
            return self._office_of_a_party(node)
        facet = _FACETS.get(node.field) if node.field else None
        if facet is None:
            return node
        standing = self.known.parties.standing
        meanings = list(dict.fromkeys(map(standing, self.known.parties.meanings(node.text))))
        if len(meanings) == 1:
            return FacetIs(facet, meanings[0])
        if meanings:
            names = alternatives(map(self.known.parties.named, meanings))
            self.notices[node.text] = Notice(
                NoticeKind.OTHER,
                said("“{text}” may mean {names}.", text=node.text, names=names),
                said(
                    "It was searched as a word. Write the code or the whole name to find one of them."
                ),
            )
        return node

    def _office_of_a_party(self, node: Word | Phrase) -> Query:
        """`Government of China`, as pages write it, stands in an addressee as office and party."""
        parties = self.known.parties
        for found in _OF.finditer(node.text):  # the longest name of a party first
            office, party = node.text[: found.start()], node.text[found.end() :]
            meanings = set(map(parties.standing, parties.meanings(party)))
            if len(meanings) > 1:
                break
            if meanings and query_terms(office):
                name = parties.name_today(meanings.pop())
                return Or((node, Phrase(f"{office} {name}", SearchField.ADDRESSEE)))
        return node

    def _signatory_left_out(self, text: str, place: int) -> Query:
        """`without:EU` is the European Union itself, which may not be what was meant."""
        grouping = self.known.groupings.called(text)
        is_dated = grouping is not None and grouping.is_dated
        if grouping and is_dated and not self.known.parties.meanings(text):
            raise QuerySyntaxError(
                said(
                    "{name} is a grouping, not a party. {advice}",
                    name=grouping.name,
                    advice=members_left_out(grouping),
                ),
                place,
            )
        party = self._party(text, place)
        if grouping and is_dated:
            self.notices[text] = Notice(
                NoticeKind.OTHER,
                said(
                    "“{text}” was read as {name}, the party.",
                    text=text,
                    name=self.known.parties.named(party),
                ),
                members_left_out(grouping),
            )
        return Not(FacetIs(FacetName.SIGNATORY, party))

    def _party(self, text: str, place: int) -> PartyCode:
        meanings = self.known.parties.meanings(text)
        if len(meanings) == 1:  # `US`, on which all code lists agree
            return self.known.parties.standing(meanings[0])
        try:
            found = self.known.parties.resolve(text).code
        except InvalidInput as error:
            raise QuerySyntaxError(error.message, place) from error
        return self.known.parties.standing(found)

    def _group(self, value: str, place: int) -> Query:
        counted = _COUNTED.search(value)
        grouping = self._grouping(value[: counted.start()] if counted else value, place)
        sign, number = (counted[1], int(counted[2])) if counted else (">=", 1)
        at_least = Carries(group_code(grouping.code, 1 if sign == "<" else number))
        if sign == ">=":
            return at_least
        beyond = number if sign == "<" else number + 1
        return And((at_least, Not(Carries(group_code(grouping.code, beyond)))))

    def _grouping(self, text: str, place: int) -> Grouping:
        found = self.known.groupings.called(text)
        if found and found.is_dated:
            return found
        if found:
            raise QuerySyntaxError(
                said(
                    "Of {name} only today’s members are known, so nothing can be counted at "
                    "the date of a text.",
                    name=found.name,
                ),
                place,
            )
        known = self.known.groupings.groupings
        listed = joined([one.short_name or one.name for one in known if one.is_dated], ", ")
        raise QuerySyntaxError(
            said(
                "No grouping on record is called “{text}”. Write one of: {listed}.",
                text=text,
                listed=listed,
            ),
            place,
        )
