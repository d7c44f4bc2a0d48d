"""From what a reader asks to what the engine is asked, with the notices that say what was made of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.db.authorities import Authorities
from app.domain.code_schemes import CodeScheme
from app.domain.dates import CalendarDate
from app.domain.errors import InvalidInput
from app.domain.names import NamesOnRecord
from app.domain.parties import PartyDirectory
from app.domain.query import (
    Carries,
    Fuzzy,
    Near,
    Or,
    Phrase,
    Prefix,
    Query,
    SearchField,
    Wildcard,
    Word,
    leaves,
    rewrite,
    without_small_words,
)
from app.domain.references import normalise_reference
from app.domain.searches import Notice, NoticeKind, SearchRequest, SortOrder
from app.domain.thesaurus import Thesaurus, expand, key_of
from app.domain.wording import joined, said
from app.domain.written_dates import as_edtf
from app.search.engine import EngineQuestion
from app.search.spellings import with_other_spellings
from app.search.syntax import parse
from app.search.syntax_fields import GROUP
from app.search.syntax_values import called, term_of
from app.services.projection import OF_PARTY
from app.services.search_facets import OF_PARTIES
from app.services.search_gaps import LeftOut, left_out
from app.services.search_hints import (
    counted_as_text,
    date_as_text,
    groupings_as_parties,
    is_cut,
    kinds_of_that_word,
)
from app.services.search_names import AlikeNames
from app.services.search_terms import AskedOfTheGate, resolved

LARGEST_PAGE = 100
MOST_FILTERS = 40
_LABELS_SHOWN = 6
LONGEST_CODE = 200
_SCORED = (Word, Phrase, Prefix, Wildcard, Fuzzy, Near)
_GROUP = f"{GROUP}:"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that can be asked, and what to tell the reader about it."""

    question: EngineQuestion
    notices: tuple[Notice, ...]
    written: Query | None = None
    """The query before anything was added to it."""
    leaves_out: LeftOut = LeftOut.NOBODY
    """Who must not have signed."""

    @property
    def is_ranked(self) -> bool:
        """Whether words are looked for, of which one text may hold more than another."""
        return self.written is not None and any(
            isinstance(one.leaf, _SCORED) and not one.is_negated for one in leaves(self.written)
        )

    @property
    def groupings(self) -> tuple[str, ...]:
        """The codes of the groupings asked for, in their order."""
        found = [
            one.leaf.code.removeprefix(_GROUP).partition(">=")[0]
            for one in (leaves(self.written) if self.written is not None else ())
            if isinstance(one.leaf, Carries) and not one.is_negated
            if one.leaf.code.startswith(_GROUP)
        ]
        return tuple(dict.fromkeys(found))


def read_question(
    request: SearchRequest,
    known: Authorities,
    of_gate: AskedOfTheGate,
    thesaurus: Thesaurus,
    names: NamesOnRecord,
    alike: AlikeNames | None = None,
) -> Asked:
    """Check and parse. Raises QuerySyntaxError for the words, InvalidInput for the rest."""
    _check(request)
    date_from = _bounds("from", request.date_from)[0]
    date_to = _bounds("to", request.date_to)[1]
    if date_from and date_to and date_from > date_to:
        raise InvalidInput("from", "The first date lies after the last. Exchange them.")
    parsed = parse(request.text)
    cuts = parsed.cuts
    notices = [one for one in parsed.notices if one not in cuts or is_cut(cuts[one], known)]
    if parsed.query is not None:
        longer, read_as = _with_long_codes(parsed.query, known.parties)
        parsed = replace(parsed, query=longer)
        notices += read_as
    leaves_out = left_out(parsed.query, request.filters)
    notices += groupings_as_parties(parsed.query, known)
    query, read_as = resolved(parsed, known, of_gate)
    notices += [
        *read_as,
        *counted_as_text(request.text, known.groupings),
        *date_as_text(request.text),
        *kinds_of_that_word(query),
    ]
    written = query
    if query is not None and not request.exact_words_only:
        query, also = _widened(query, thesaurus, names, alike)
        notices[:0] = also
    if query is not None:
        query = without_small_words(with_other_spellings(query))
    asked = Asked(EngineQuestion(query=None), tuple(dict.fromkeys(notices)), written, leaves_out)
    # Without words no text is more relevant than another, and the newest come first.
    is_by_date = request.sort is SortOrder.RELEVANCE and not asked.is_ranked
    question = EngineQuestion(
        query=_with_reference(query, request.text),
        filters=request.filters,
        date_from=date_from,
        date_to=date_to,
        sort=SortOrder.NEWEST if is_by_date else request.sort,
        offset=(request.page - 1) * request.page_size,
        limit=request.page_size,
    )
    return replace(asked, question=question)


def with_standing_codes(request: SearchRequest, parties: PartyDirectory) -> SearchRequest:
    """The same question, asked of the parties that stand for those it names: both codes find both."""
    return replace(
        request,
        filters=tuple(
            replace(one, code=_standing(one.code, parties)) if one.facet in OF_PARTIES else one
            for one in request.filters
        ),
    )


def _standing(code: str, parties: PartyDirectory) -> str:
    """Of a party alone, or behind an office."""
    office, divider, party = code.rpartition(OF_PARTY)
    return f"{office}{divider}{parties.standing(party)}"


def _check(request: SearchRequest) -> None:
    if request.page < 1:
        raise InvalidInput("page", "Pages count from 1.")
    if not 1 <= request.page_size <= LARGEST_PAGE:
        raise InvalidInput(
            "page_size",
            said("A page holds 1 to {largest_page} results.", largest_page=LARGEST_PAGE),
        )
    if len(request.filters) > MOST_FILTERS:
        raise InvalidInput(
            "f", said("A search takes at most {most_filters} filters.", most_filters=MOST_FILTERS)
        )
    if any(len(one.code) > LONGEST_CODE for one in request.filters):
        raise InvalidInput("f", "No filter has so long a value.")


def _bounds(field: str, text: str) -> tuple[date | None, date | None]:
    if not text.strip():
        return None, None
    try:
        found = CalendarDate.parse(as_edtf(text))
    except InvalidInput as error:
        raise InvalidInput(field, error.message) from error
    return found.lower, found.upper


def _with_long_codes(query: Query, parties: PartyDirectory) -> tuple[Query, list[Notice]]:
    """`signedby:CZ` as `signedby:CZE`: letters carry codes of three letters. Said, for `CH` is
    Switzerland here and China in other lists."""
    notices: dict[str, Notice] = {}

    def lengthen(node: Query, _is_negated: bool) -> Query:
        if not isinstance(node, Word) or node.field not in _PARTY_FIELDS:
            return node
        if not _TWO_CAPITALS.match(node.text):
            return node
        party = parties.find(node.text, scheme=CodeScheme.ISO2)
        if party is None:
            return node
        if party.code == node.text:
            return node  # a code of its own, as EU is: no list of countries was looked up
        notices[node.text] = Notice(
            NoticeKind.OTHER,
            said(
                "{text} was read as {name_today} ({code}).",
                text=node.text,
                name_today=party.name_today,
                code=party.code,
            ),
            said("Two letters are ISO 3166-1 here."),
        )
        return replace(node, text=parties.standing(party.code), exact=True)

    return rewrite(query, lengthen), list(notices.values())


_PARTY_FIELDS = frozenset({SearchField.SIGNATORY, SearchField.ADDRESSEE, SearchField.TARGET})
_TWO_CAPITALS = re.compile(r"[A-Z]{2}\Z")


def _with_reference(query: Query | None, text: str) -> Query | None:
    """A reference is found however it was typed: lower case, O for 0."""
    reference = normalise_reference(text)
    if query is None or reference is None:
        return query
    return Or((query, Phrase(reference, SearchField.REFERENCE)))


def _widened(
    query: Query, thesaurus: Thesaurus, names: NamesOnRecord, alike: AlikeNames | None
) -> tuple[Query, list[Notice]]:
    """With names spelt alike, other names of the same, and synonyms; and the notice that says so."""
    told: tuple[str, ...] = ()
    if alike is not None:
        query = expand(query, alike).query
        told = tuple(
            said("{name} (like {typed})", name=one, typed=typed)
            for typed, found in alike.told.items()
            for one in found
        )
    query, classes = _with_classes(query)
    by_name = expand(query, names)
    by_meaning = expand(by_name.query, thesaurus)
    new = {one for found in alike.told.values() for one in found} if alike else set()
    other_names = [one for one in by_name.labels if one not in new]
    labels = dict.fromkeys((*told, *other_names, *by_meaning.labels))
    notices = [*classes, *_left_as_written(by_name.left_out, by_meaning.left_out)]
    if not labels:
        return by_meaning.query, notices
    reasons = [
        said("No text that you may read has the name as it was written.") if told else "",
        said("The others are further names on record of those.") if told and other_names else "",
        _same(bool(other_names) and not told, bool(by_meaning.labels)),
    ]
    why = joined([reason for reason in reasons if reason], " ")
    text = said("{names}. {why}", names=joined(list(labels), ", "), why=why)
    return by_meaning.query, [Notice(NoticeKind.SYNONYMS, said("Also searched:"), text), *notices]


def _left_as_written(*sources: Mapping[str, Sequence[str]]) -> list[Notice]:
    """Leaving out more than was asked for would hide texts, so that is said and not done."""
    labels: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        for text, found in source.items():
            labels[text] += found
    written = set(map(key_of, labels))
    stay = {one: [label for label in labels[one] if key_of(label) not in written] for one in labels}
    stay = {one: found for one, found in stay.items() if found}
    if not stay:
        return []
    every = list(dict.fromkeys(label for found in stay.values() for label in found))
    more = ["…"] if len(every) > _LABELS_SHOWN else []
    return [
        Notice(
            NoticeKind.OTHER,
            said("Left out only as it is written: {words}.", words=joined(list(stay), ", ")),
            said(
                "Texts with another word or name for it stay: {labels}.",
                labels=joined([*every[:_LABELS_SHOWN], *more], ", "),
            ),
        )
    ]


def _with_classes(query: Query) -> tuple[Query, list[Notice]]:
    """`demand:investigate` finds every demand of that class, but under a NOT what is written alone."""
    told: dict[str, Notice] = {}

    def widen(node: Query, is_negated: bool) -> Query:
        if not isinstance(node, Word | Phrase) or node.field is not SearchField.DEMAND:
            return node
        term = called("asks", node.text)
        if term is None:
            return node
        if is_negated:
            told[f"-{term.label}"] = Notice(
                NoticeKind.OTHER,
                said("Left out only as it is written: {words}.", words=node.text),
                said(
                    "For texts without any demand of that class write NOT asks:{code}.",
                    code=str(term.value),
                ),
            )
            return node
        told[term.label] = Notice(
            NoticeKind.SYNONYMS,
            said("Also searched:"),
            said("demands of the class “{term}”, however they are worded.", term=term.label),
        )
        return Or((node, term_of("asks", term)))

    return rewrite(query, widen), list(told.values())


def _same(by_name: bool, by_meaning: bool) -> str:
    if by_name and by_meaning:
        return said("The thesaurus and the names on record say they mean the same.")
    if by_name:
        return said("The names on record say they mean the same.")
    return said("The thesaurus says they mean the same.") if by_meaning else ""
